"""The bar on top: search, connection, till, who is signed in, and New."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.widgets import Button, Chip, Field, Label


class SearchField(Field):
    """One field to find people, bookings and actions. Down and Up are told, so that a list below can be walked."""

    walked = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("Find a customer, booking or action"), "search")
        theme.on_change(self._dress)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.walked.emit(step)
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        self.setMinimumWidth(theme.px(200))
        self.setMaximumWidth(theme.px(440))


class TopBar(QWidget):
    """The bar as a widget; it shows what it is told and says what was pressed."""

    searched = Signal(str)  # while typing
    search_entered = Signal(str)
    new_pressed = Signal()
    till_pressed = Signal()
    connection_pressed = Signal()
    lock_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("top_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = SearchField()
        self.hint = Label("Ctrl K", "caption")
        self.connection = Chip("plain", "cloud", "", pressable=True)
        self.till = Chip("plain", "wallet", "", pressable=True)
        self.user = Chip(pressable=True)
        self.new = Button(_("New"), "primary", "plus", tip=_("New booking"))
        self._connect()
        self._lay_out()
        for chip in (self.connection, self.till, self.user):
            chip.hide()
        theme.on_change(self._dress)

    def show_connection(self, tone: str, icon: str, text: str) -> None:
        """Say how the desk is connected, calmly: `("warn", "cloud-off", "Offline · 4 changes safe on this PC")`."""
        self._show(self.connection, tone, icon, text)

    def show_till(self, text: str, tone: str = "plain") -> None:
        """Say what the till holds: `Till open · €412.50`; empty hides it."""
        self._show(self.till, tone, "wallet", text)

    def show_user(self, name: str) -> None:
        """Say who is signed in; pressing locks the desk. An empty name hides the chip."""
        self.user.show_person(name, "lock")
        self.user.setAccessibleName(_("Signed in as {name}. Lock the desk").format(name=name))
        self.user.setToolTip(_("Lock the desk"))
        self.user.setVisible(bool(name))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """Shed words until all parts fit: the hint, then the till's, the connection's and the user's."""
        steps = (self.hint.hide, *(partial(chip.compact, True) for chip in (self.till, self.connection, self.user)))
        self.hint.show()
        for chip in (self.till, self.connection, self.user):
            chip.compact(False)
        for shed in steps:
            if self._needed() <= self.width():
                return
            shed()

    def _needed(self) -> int:
        shown = [part for part in self._parts() if not part.isHidden()]
        margins = 2 * theme.px(16) + theme.px(10) * len(shown)
        return margins + sum(part.sizeHint().width() for part in shown) + self.search.minimumWidth()

    def _parts(self) -> tuple[QWidget, ...]:
        return (self.hint, self.connection, self.till, self.user, self.new)

    def _show(self, chip: Chip, tone: str, icon: str, text: str) -> None:
        chip.show_state(tone, icon, text)
        chip.setVisible(bool(text))
        self._fit()

    def _connect(self) -> None:
        self.search.textEdited.connect(self.searched)
        self.search.returnPressed.connect(lambda: self.search_entered.emit(self.search.text()))
        self.new.clicked.connect(self.new_pressed)
        self.till.clicked.connect(self.till_pressed)
        self.connection.clicked.connect(self.connection_pressed)
        self.user.clicked.connect(self.lock_pressed)

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.search, 4)
        self._row.addWidget(self.hint)
        self._row.addStretch(1)
        for part in (self.connection, self.till, self.user, self.new):
            self._row.addWidget(part)

    def _dress(self) -> None:
        self.setFixedHeight(theme.px(60))
        self._row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        self._row.setSpacing(theme.px(10))
        self._fit()
