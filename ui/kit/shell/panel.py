"""The panel at the trailing edge: the thing selected, and paying for it. It lies over the page where room is short."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.shell.focus import first_focusable

WIDTH = 392
ROOM = 760
"""Pixels (before zoom) that rail and page need beside the panel; with less it becomes an overlay."""


class Panel(QFrame):
    """Hosts one widget at a time, docked beside the page or as an overlay. Esc or a click beside closes it."""

    closed = Signal()
    opened = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("panel")
        self.setAccessibleName(_("Selected"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.scrim = Scrim(over, self)
        self.is_overlay = False
        self.hide()
        theme.on_change(self._dress)

    def show_content(self, content: QWidget) -> None:
        """Show this widget, instead of what was shown before, which is deleted."""
        if self._scroll.widget() is not content:  # taking it out and in again would lose the keyboard
            old = self._scroll.takeWidget()
            if old is not None:
                old.hide()
                old.deleteLater()
            self._scroll.setWidget(content)
        was_open = self.isVisible()
        self.show()
        if not was_open:
            self.opened.emit()

    def content(self) -> QWidget | None:
        """What is shown now."""
        return self._scroll.widget() if self.isVisible() else None

    def close_panel(self) -> None:
        """Close; the page gets the room back."""
        if self.isVisible():
            self.hide()
            self.scrim.hide()
            self.closed.emit()

    def take_focus(self) -> None:
        """Put the keyboard on the first thing in the panel."""
        first = first_focusable(self)
        if first:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def needs_overlay(self, width: int) -> bool:
        """Whether a window this wide has too little room to dock the panel."""
        return theme.look().zoom >= 1.5 or width < theme.px(WIDTH + ROOM)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        rtl = "true" if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else "false"
        if self.property("rtl") != rtl:
            self.setProperty("rtl", rtl)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setFixedWidth(theme.px(WIDTH))


class Scrim(QWidget):
    """Darkens the page under an overlay; a click on it closes the panel."""

    def __init__(self, over: QWidget, panel: Panel) -> None:
        super().__init__(over)
        self._panel = panel
        self.hide()
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._panel.close_panel()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colour("scrim")))
        painter.end()
