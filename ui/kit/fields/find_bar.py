"""Find or create in one field: results while typing, arrows and Enter, and what was typed becomes the new record."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from bizet_core.describe.formats.text import one_line
from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from bizet_core.describe.languages.sentences import fill
from ui.kit import theme
from ui.kit.widgets import Field

Answer = Callable[[Sequence[Option]], None]
Ask = Callable[[str, Answer], None]
"""Asks for the options that fit a text and answers later, on the same thread; `desk.ask` in a screen."""
WAIT_MS = 60  # after the last key; below what a person notices
SHOWN = 8
ROW = 40  # pixels, what a finger hits
_VALUE = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN, Qt.Key.Key_PageUp: -SHOWN}


class FindBar(QWidget):
    """The field and its results. `chosen` carries an option's value, `created` the text to make a record of."""

    chosen = Signal(object)
    created = Signal(str)
    cancelled = Signal()

    def __init__(self, placeholder: str, ask: Ask, add: str = "") -> None:
        """`add` words the last line, marked by `N_` and with a gap: `Add “{typed}”`; without it nothing is created."""
        super().__init__()
        self._ask, self._add = ask, add
        self._question = 0
        self._answered = 0
        self._enter_waits = False
        self.field = Field(_(placeholder), "search")
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._typed)
        self.results = QListWidget()
        self.results.setAccessibleName(_("Results"))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.itemClicked.connect(lambda _item: self._take())
        self._frame = QFrame()
        self._frame.setProperty("kind", "pop")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.results)
        self._frame.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._send)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._frame)

    def set_text(self, text: str) -> None:
        """Search for this, as if it had been typed."""
        self.field.setText(text)
        self._typed()

    def clear(self) -> None:
        """An empty field, no results; answers on their way are dropped."""
        self._question += 1
        self._answered = self._question
        self._enter_waits = False
        self._timer.stop()
        self.field.clear()
        self.results.clear()
        self._frame.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in _MOVES and self.results.count():
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            return False
        return True

    def _typed(self) -> None:
        self._question += 1
        self._enter_waits = False
        if one_line(self.field.text()):
            self._timer.start()
        else:
            self.clear()

    @property
    def is_taking(self) -> bool:
        """Whether Enter was quicker than the answer it waits for."""
        return self._enter_waits

    def _send(self) -> None:
        self._timer.stop()
        number = self._question
        self._ask(one_line(self.field.text()), lambda options: self._answer(number, options))

    def _answer(self, number: int, options: Sequence[Option]) -> None:
        """Show the answer to the newest question; older ones, and those after the field is gone, are dropped."""
        if not isValid(self) or number != self._question:
            return
        self._answered = number
        self._show(options)
        if self._enter_waits:
            self._enter_waits = False
            self._take()

    def _show(self, options: Sequence[Option]) -> None:
        self.results.clear()
        for option in options:
            self._line(f"{option.label} · {isolate(option.note)}" if option.note else option.label, option)
        if self._add:
            self._line(fill(_(self._add), {"typed": self.field.text()}, reader()))
        self.results.setCurrentRow(0)
        self._fit()
        self._frame.setVisible(self.results.count() > 0)
        found = ngettext("{count} result", "{count} results", len(options)).format(count=len(options))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, found))

    def _line(self, words: str, option: Option | None = None) -> None:
        item = QListWidgetItem(words)
        item.setData(_VALUE, option)
        item.setSizeHint(QSize(0, theme.px(ROW)))
        self.results.addItem(item)

    def _fit(self) -> None:
        self.results.setFixedHeight(min(self.results.count(), SHOWN) * theme.px(ROW))

    def _move(self, step: int) -> None:
        last = self.results.count() - 1
        self.results.setCurrentRow(min(max(self.results.currentRow() + step, 0), last))

    def _enter(self) -> None:
        """Take the marked line; if the answer to what was just typed is not there yet, take it when it comes."""
        if not one_line(self.field.text()):
            return
        if self._answered == self._question:
            self._take()
            return
        self._enter_waits = True
        if self._timer.isActive():
            self._send()

    def _escape(self) -> None:
        if self.field.text():
            self.clear()
        else:
            self.cancelled.emit()

    def _take(self) -> None:
        item = self.results.currentItem()
        typed = one_line(self.field.text())
        if item is None:
            return
        option = item.data(_VALUE)
        self.clear()
        if isinstance(option, Option):
            self.chosen.emit(option.value)
        else:
            self.created.emit(typed)
