"""A field with what it finds below it: type, walk with the arrows, take with Enter. For things to sell and people."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.widgets import Field
from ui.selling.cart.choice_list import Choice, ChoiceList

ROWS = 6


class Picker(QWidget):
    """Tells `typed` while typing, `taken` with a choice's value, and `entered` with a text that found nothing."""

    typed = Signal(str)
    taken = Signal(object)
    entered = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str, icon: str) -> None:
        super().__init__()
        self.field = _Typing(placeholder, icon)
        self.list = _Found(placeholder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.setFocusProxy(self.field)
        self._is_current = True
        self._enter_when_found = False
        self._connect()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show what was found for the text as it stands, the likeliest first."""
        self._is_current = True
        self.list.fill(choices if self.field.text().strip() else ())
        if self._enter_when_found:
            self._enter()

    def clear(self) -> None:
        """Begin again."""
        self._enter_when_found = False
        self.field.clear()
        self.list.fill(())

    def _connect(self) -> None:
        self.field.textEdited.connect(self._type)
        self.field.returnPressed.connect(self._enter)
        self.field.walked.connect(self.list.walk)
        self.field.escaped.connect(self._leave)
        self.list.itemClicked.connect(self._take)

    def _type(self, text: str) -> None:
        self._is_current, self._enter_when_found = False, False
        self.typed.emit(text)

    def _enter(self) -> None:
        """Take the row under the cursor. Typing faster than the answer comes must not take what stood there before."""
        if not self._is_current:
            self._enter_when_found = True
            return
        self._enter_when_found = False
        item = self.list.currentItem()
        if item is not None and not self.list.isHidden():
            self._take(item)
        elif self.field.text().strip():
            self.entered.emit(self.field.text().strip())

    def _take(self, item: QListWidgetItem) -> None:
        choice: Choice = item.data(Qt.ItemDataRole.UserRole)
        self.clear()
        self.taken.emit(choice.value)

    def _leave(self) -> None:
        self.clear()
        self.left.emit()


class _Typing(Field):
    """The field; it keeps the keyboard while the rows below are walked."""

    walked = Signal(int)
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.walked.emit(step)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class _Found(ChoiceList):
    """The rows, as many as fit without scrolling far; hidden while there are none."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("walkedFrom", "the field above")
        self.hide()
        theme.on_change(self._fit)

    def fill(self, choices: Sequence[Choice]) -> None:
        super().fill(choices)
        self.setVisible(bool(choices))
        if choices:
            self.setCurrentRow(0)
        self._fit()

    def walk(self, step: int) -> None:
        if self.count():
            self.setCurrentRow((self.currentRow() + step) % self.count())
            words = self.currentItem().data(Qt.ItemDataRole.AccessibleTextRole)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _fit(self) -> None:
        shown = range(min(self.count(), ROWS))
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in shown) + 4)
