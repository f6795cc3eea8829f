"""Find or add a customer in one field; whoever was found stands there in its place."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.languages.language import N_, _, isolate
from bizet_core.describe.languages.sentences import word
from bizet_core.people.customers.operations import AddCustomer, NewCustomer, add_customer
from bizet_core.people.customers.queries import FindCustomers, Found, find_customers
from bizet_core.store import Done
from bizet_desk.desk import Desk
from ui.kit import theme
from ui.kit.fields.find_bar import Answer, FindBar
from ui.kit.widgets import Avatar, IconButton, Label, Note, line_of


def finder(desk: Desk, placeholder: str, add: str = "") -> FindBar:
    """A field that finds customers; `chosen` carries what was `Found`."""

    def ask(typed: str, answer: Answer) -> None:
        desk.ask(find_customers, FindCustomers(typed=typed), owner=bar, then=lambda found: answer(options(found)))

    bar = FindBar(placeholder, ask, add)
    return bar


def options(found: Sequence[Found]) -> list[Option]:
    """Customers as lines of a list, with a number or address to tell namesakes apart."""
    return [Option(row, row.name, isolate(row.phone or row.email)) for row in found]


class CustomerField(QWidget):
    """`chosen(id or None)` when somebody was found or added, or made a walk-in again."""

    chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.customer: UUID | None = None
        self._is_adding = False
        self._when_settled: list[Callable[[], None]] = []
        self.bar = finder(desk, N_("Walk-in, or find a customer"), N_("Add “{typed}” as a new customer"))
        self.bar.chosen.connect(self._take)
        self.bar.created.connect(self._add)
        self.problem = Note("", "triangle-alert", "warn")
        self._picked = self._picked_row()
        self.setFocusProxy(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for part in (self.bar, self._picked, self.problem):
            column.addWidget(part)
        self.clear()

    def clear(self) -> None:
        """Nobody is chosen: a walk-in."""
        self.customer = None
        self.bar.clear()
        self.problem.hide()
        self._picked.hide()
        self.bar.show()

    def show_chosen(self, customer: UUID, name: str, below: str = "") -> None:
        """Show who was chosen."""
        self.customer = customer
        self._avatar.show_person(name, "teal")
        self._name.setText(name)
        self._below.setText(isolate(below))
        self._below.setVisible(bool(below))
        self.problem.hide()
        self.bar.hide()
        self._picked.show()

    def when_settled(self, act: Callable[[], None]) -> None:
        """Act at once, or as soon as whoever was just typed is found or added; not at all if that is refused."""
        if self._is_adding or self.bar.is_taking:
            self._when_settled.append(act)
        else:
            act()

    def _settle(self) -> None:
        waiting, self._when_settled = self._when_settled, []
        for act in waiting:
            act()

    def _take(self, found: Found) -> None:
        self.show_chosen(found.id, found.name, found.phone or found.email)
        self.chosen.emit(found.id)
        self._settle()

    def _add(self, typed: str) -> None:
        self._is_adding = True
        request = new_customer(typed)
        refused = partial(self._refuse, typed)
        self._desk.do(add_customer, request, owner=self, then=partial(self._added, request), refused=refused)

    def _added(self, request: AddCustomer, done: Done) -> None:
        self._is_adding = False
        made: NewCustomer = done.result
        self.show_chosen(made.id, request.name, request.phone or request.email)
        self.chosen.emit(made.id)
        self._settle()

    def _refuse(self, typed: str, refusal: Refused) -> None:
        self._is_adding = False
        self._when_settled.clear()
        self.bar.field.setText(typed)  # what was typed is not lost
        self.problem.say(word(refusal))
        self.problem.show()

    def _forget(self) -> None:
        self.clear()
        self.bar.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(None)

    def _picked_row(self) -> QWidget:
        picked = QWidget()
        row = QHBoxLayout(picked)
        row.setContentsMargins(0, 0, 0, 0)
        self._avatar, self._name, self._below = Avatar(size=36), Label("", "strong", wrap=True), Label("", "label")
        out = IconButton("x", _("Another customer"), "bare", "text3", 32)
        out.clicked.connect(self._forget)
        row.addWidget(self._avatar)
        row.addLayout(line_of(self._name, self._below), 1)
        row.addWidget(out)
        return picked


def new_customer(typed: str) -> AddCustomer:
    """What was typed as a new record: an address, a number or a name."""
    if "@" in typed:
        return AddCustomer(name=typed.split("@")[0], email=typed)
    digits = sum(ch.isdigit() for ch in typed)
    if digits >= 5 and digits >= len(typed) // 2:
        return AddCustomer(name=typed, phone=typed)
    return AddCustomer(name=typed)
