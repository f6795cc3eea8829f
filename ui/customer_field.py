"""Find or add a customer in one field: results while typing, and what was typed becomes the new record."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from bizet_core.customers.operations import AddCustomer, NewCustomer, add_customer
from bizet_core.customers.queries import FindCustomers, Found, find_customers
from bizet_core.describe.language import _, isolate
from bizet_core.describe.sentences import word
from bizet_core.refusals import Refused
from bizet_core.store import Done
from bizet_desk.desk import Desk
from ui import theme
from ui.widgets import Avatar, Field, IconButton, Label, Note, line_of

SHOWN = 6


class CustomerField(QWidget):
    """`chosen(id or None)` when somebody was found or added, or made a walk-in again."""

    chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.customer: UUID | None = None
        self.field = Field(_("Customer: name, phone or e-mail. Empty: walk-in"), "search")
        self.list = QListWidget()
        self.list.setAccessibleName(_("Customers found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.problem = Note("", "triangle-alert", "warn")
        self._picked = self._picked_row()
        self._lay_out()
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._search)
        self.field.returnPressed.connect(self._enter)
        self.list.itemClicked.connect(self._take)
        self.clear()

    def clear(self) -> None:
        """Nobody is chosen: a walk-in."""
        self.customer = None
        self.field.clear()
        self._show_list(())
        self.problem.hide()
        self._picked.hide()
        self.field.show()

    def show_chosen(self, customer: UUID, name: str, below: str = "") -> None:
        """Show who was chosen."""
        self.customer = customer
        self._avatar.show_person(name, "teal")
        self._name.setText(name)
        self._below.setText(isolate(below))
        self.list.hide()
        self.problem.hide()
        self.field.hide()
        self._picked.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up walk the list while the field keeps the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.list.isVisible():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                return True
        return False

    def _search(self, typed: str) -> None:
        self.problem.hide()
        if not typed.strip():
            self._show_list(())
            return
        self._desk.ask(find_customers, FindCustomers(typed=typed, limit=SHOWN), then=partial(self._show_found, typed))

    def _show_found(self, typed: str, found: tuple[Found, ...]) -> None:
        if typed == self.field.text():
            self._show_list(found)

    def _show_list(self, found: tuple[Found, ...]) -> None:
        self.list.clear()
        for row in found:
            detail = " · ".join(isolate(text) for text in (row.phone, row.email) if text)
            item = QListWidgetItem(f"{row.name}\n{detail}" if detail else row.name)
            item.setData(Qt.ItemDataRole.UserRole, row)
            self.list.addItem(item)
        typed = self.field.text().strip()
        if typed:
            self.list.addItem(QListWidgetItem(_("Add “{typed}” as a new customer").format(typed=typed)))
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(typed))
        self.list.setFixedHeight(min(260, sum(self.list.sizeHintForRow(i) for i in range(self.list.count())) + 8))

    def _enter(self) -> None:
        item = self.list.currentItem()
        if item is not None and self.list.isVisible():
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        found: Found | None = item.data(Qt.ItemDataRole.UserRole)
        if found is None:
            self._add(self.field.text().strip())
            return
        self.show_chosen(found.id, found.name, found.phone or found.email)
        self.chosen.emit(found.id)

    def _add(self, typed: str) -> None:
        request = new_customer(typed)
        self._desk.do(add_customer, request, then=partial(self._added, request), refused=self._refuse)

    def _added(self, request: AddCustomer, done: Done) -> None:
        made: NewCustomer = done.result
        self.show_chosen(made.id, request.name, request.phone or request.email)
        self.chosen.emit(made.id)

    def _refuse(self, refusal: Refused) -> None:
        self.problem.say(word(refusal))
        self.problem.show()

    def _forget(self) -> None:
        self.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(None)

    def _picked_row(self) -> QWidget:
        picked = QWidget()
        row = QHBoxLayout(picked)
        row.setContentsMargins(0, 0, 0, 0)
        self._avatar, self._name, self._below = Avatar(size=36), Label("", "strong"), Label("", "label")
        out = IconButton("x", _("Another customer"), "bare", "text3", 32)
        out.clicked.connect(self._forget)
        row.addWidget(self._avatar)
        row.addLayout(line_of(self._name, self._below), 1)
        row.addWidget(out)
        return picked

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for part in (self.field, self._picked, self.list, self.problem):
            column.addWidget(part)


def new_customer(typed: str) -> AddCustomer:
    """What was typed as a new record: an address, a number or a name."""
    if "@" in typed:
        return AddCustomer(name=typed.split("@")[0], email=typed)
    digits = sum(ch.isdigit() for ch in typed)
    if digits >= 5 and digits >= len(typed) // 2:
        return AddCustomer(name=typed, phone=typed)
    return AddCustomer(name=typed)
