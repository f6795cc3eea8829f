"""The toast: what was just done, and ten seconds to undo it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from bizet_core.describe.languages.language import _
from resources.theme import TOKENS
from ui.kit import theme
from ui.kit.widgets import Icon, Label

WINDOW_SECONDS = TOKENS["motion"]["undoWindow"] // 1000


class Toast(QFrame):
    """One at a time; a new one replaces the old. Its time stands still while the pointer or the keyboard is on it."""

    undone = Signal()
    gone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._icon, self._words = Icon("check", "toastAct"), Label()
        self._undo = QPushButton(_("Undo  Ctrl Z"))
        self._undo.setAccessibleName(_("Undo"))
        self._undo.clicked.connect(self.undo)
        self._row = QHBoxLayout(self)
        for part in (self._icon, self._words, self._undo):
            self._row.addWidget(part)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self.seconds = WINDOW_SECONDS  # how long it stays
        self._left = 0
        self._act: Callable[[], None] | None = None
        self._text = self._waiting = ""
        self._room = QRect(0, 0, 800, 600)
        self.hide()
        theme.on_change(self._dress)

    def offer(self, text: str, undo: Callable[[], None], waiting: str = "", icon: str = "undo-2") -> None:
        """Say what was done and offer to undo it. `waiting` holds `{seconds}`: `Text goes out in {seconds} s.`"""
        self._show(text, undo, waiting, icon)

    def say(self, text: str, icon: str = "check") -> None:
        """Say what happened; nothing can be undone."""
        self._show(text, None, "", icon)

    def undo(self) -> None:
        """Undo what is offered, if anything is."""
        act, self._act = self._act, None
        if act is not None and self.isVisible():
            self.dismiss()
            act()
            self.undone.emit()

    def dismiss(self) -> None:
        """Take the toast away; what was done stays done."""
        self._second.stop()
        if self.isVisible():
            self.hide()
            self.gone.emit()

    @property
    def offers_undo(self) -> bool:
        """Whether Ctrl Z would undo something now."""
        return self._act is not None and self.isVisible()

    def place(self, room: QRect) -> None:
        """Stand at the foot of this room, in its middle, in as many lines as its width calls for."""
        self._room = room
        words = self._words
        wanted = words.fontMetrics().horizontalAdvance(words.text()) + 2
        most = room.width() - 2 * theme.px(16) - self._beside_words()
        words.setWordWrap(wanted > most)
        words.setFixedWidth(max(min(wanted, most), theme.px(120)))
        width = words.width() + self._beside_words()
        height = self._row.heightForWidth(width) if words.wordWrap() else self._row.sizeHint().height()
        self.setGeometry(room.center().x() - width // 2, room.bottom() - theme.px(20) - height, width, height)

    def _beside_words(self) -> int:
        """The width of all but the words."""
        margins = self._row.contentsMargins()
        parts = (self._icon, self._undo) if self._act is not None else (self._icon,)
        frame = margins.left() + margins.right() + 2 * self.frameWidth() + 2
        return frame + sum(part.sizeHint().width() + self._row.spacing() for part in parts)

    def _show(self, text: str, act: Callable[[], None] | None, waiting: str, icon: str) -> None:
        self._text, self._waiting, self._act, self._left = text, waiting, act, self.seconds
        self._undo.setVisible(act is not None)
        self._icon.show_icon(icon, "toastAct")
        self._write()
        self.show()
        self.raise_()
        self._second.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _tick(self) -> None:
        if self.underMouse() or self._undo.hasFocus():
            return
        self._left -= 1
        if self._left > 0:
            self._write()
            return
        self._act = None
        self.dismiss()

    def _write(self) -> None:
        waiting = self._waiting.format(seconds=self._left) if self._waiting else ""
        self._words.setText(f"{self._text} {waiting}".strip())
        self.setAccessibleName(self._text)
        self.place(self._room)

    def _dress(self) -> None:
        self._row.setContentsMargins(theme.px(16), theme.px(8), theme.px(8 if self._act else 16), theme.px(8))
        self._row.setSpacing(theme.px(10))
