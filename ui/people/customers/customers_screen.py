"""Customers: found while typing, a page at a time by name, and the page of the one that is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bizet_core.describe.fields import Field as About
from bizet_core.describe.languages.language import N_, _, isolate, ngettext
from bizet_core.people.customers.operations import AddCustomer, NewCustomer, add_customer
from bizet_core.people.customers.queries import Customer, Customers, FindCustomers, Found, all_customers, find_customers
from bizet_core.store import Done
from bizet_desk.desk import Desk
from ui.kit import theme
from ui.kit.fields import Rows
from ui.kit.fields.flow_layout import Flow
from ui.kit.filter_bar import FilterBar, filters_of
from ui.kit.forms.form_context import Editing, FormContext
from ui.kit.forms.master_detail import MasterDetail
from ui.kit.shell.toast import Toast
from ui.kit.widgets import Button, Field, Label, Note
from ui.people.customers.customer_field import new_customer
from ui.people.customers.customer_page import CustomerPage

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow

WAIT_MS = 60  # after the last key
AT_FIRST = 100  # customers; each time the end is reached, twice as many
MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer in the list."""

    id: UUID
    name: Annotated[str, About(N_("Name"))]
    contact: Annotated[str, About(N_("Phone or e-mail"))]


class CustomersScreen(QWidget):
    """`book_again(customer)` and `booking_chosen(booking)` are for the calendar; `open_customer` shows somebody."""

    book_again = Signal(object)
    booking_chosen = Signal(object)

    def __init__(self, desk: Desk, toast: Toast) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._office = FormContext(desk, toast, UUID(int=0))
        self._shown, self._open = AT_FIRST, UUID(int=0)
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._parts()
        self._lay_out()
        self._keys()
        self._all = desk.watch(self, all_customers, self._asked_all, self._show_all)
        self._found = desk.watch(self, find_customers, self._asked, self._show_found)
        self._timer.timeout.connect(self._found.ask)
        self.filter.changed.connect(self._ask_again)

    # ------------------------------------------------------------------------------------------------- as a screen

    def widget(self) -> QWidget:
        """Itself."""
        return self

    def take_focus(self) -> None:
        """In the field that finds."""
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def scanned(self, code: str) -> bool:
        """Nobody carries a customer's code yet."""
        return False

    def open_customer(self, customer: UUID) -> None:
        """Show somebody's page."""
        self._open = customer
        page = CustomerPage(self._office, customer)
        page.book_again.connect(self.book_again)
        page.booking_chosen.connect(self.booking_chosen)
        self.sides.show_page(page)

    def add(self, typed: str = "") -> None:
        """The form of a new customer, with what was typed into the field that finds."""
        asked = new_customer(typed) if typed else AddCustomer()
        known = {name: getattr(asked, name) for name in ("name", "phone", "email")}
        name = "" if known["name"] in (known["phone"], known["email"]) else known["name"]
        editing = Editing(
            self._office, AddCustomer, add_customer, initial=known | {"name": name}, words=N_("Customer added."),
            save=N_("Add customer"), then=self._added,
        )  # fmt: skip
        editing.form.cancelled.connect(self.sides.show_list)
        self.sides.show_page(editing)
        editing.form.focus_first()

    # -------------------------------------------------------------------------------------------------- the list

    @property
    def _typed(self) -> str:
        return self.finder.text().strip()

    def _asked(self) -> FindCustomers:
        return self.filter.narrowed(FindCustomers(typed=self._typed, limit=MOST_FOUND))

    def _asked_all(self) -> Customers:
        return self.filter.narrowed(Customers(limit=self._shown))

    def _ask_again(self) -> None:
        """Something else is to be shown: from its beginning."""
        self._shown = AT_FIRST
        (self._found if self._typed else self._all).ask()

    def _look(self) -> None:
        self.add_typed.setVisible(bool(self._typed))
        self.add_typed.say(_("Add “{typed}”").format(typed=isolate(self._typed)))
        self._timer.start()
        if not self._typed:
            self._all.ask()

    def _show_all(self, rows: tuple[Customer, ...]) -> None:
        if not self._typed:
            self._put(rows)
            self.count.setText(_("By name"))

    def _show_found(self, rows: tuple[Found, ...]) -> None:
        if self._typed:
            self._put(rows)
            self.count.setText(ngettext("{n} found", "{n} found", len(rows)).format(n=len(rows)))

    def _put(self, rows: Sequence[Customer | Found]) -> None:
        bar = self.rows.table.verticalScrollBar()
        place = bar.value()
        self.rows.blockSignals(True)
        self.rows.show_rows([CustomerLine(row.id, row.name, row.phone or row.email) for row in rows])
        self.rows.blockSignals(False)
        bar.setValue(place)

    def _go_on(self, place: int) -> None:
        """At the end of what is shown, more is asked for."""
        is_all = len(self.rows.model.rows) < self._shown
        if place == self.rows.table.verticalScrollBar().maximum() and not self._typed and not is_all:
            self._shown *= 2
            self._all.ask()

    def _choose(self, line: CustomerLine | None) -> None:
        if line is not None and line.id != self._open and not self.sides.is_narrow:
            self.open_customer(line.id)

    def _enter(self) -> None:
        """Enter in the field opens the first that was found, or adds what was typed where nobody was."""
        if self._timer.isActive():
            self._timer.stop()
            self._office.desk.ask(find_customers, self._asked(), owner=self, then=self._enter_found)
        else:
            self._enter_line(self.rows.model.rows[0].id if self.rows.model.rows else None)

    def _enter_found(self, rows: tuple[Found, ...]) -> None:
        self._show_found(rows)
        self._enter_line(rows[0].id if rows else None)

    def _enter_line(self, first: UUID | None) -> None:
        if first is not None:
            self.open_customer(first)
        elif self._typed:
            self.add(self._typed)

    def _added(self, done: Done) -> None:
        made: NewCustomer = done.result
        self.open_customer(made.id)
        if made.alike:
            names = ", ".join(isolate(one.name) for one in made.alike[:3])
            self.alike.say(_("This may be somebody known already: {names}.").format(names=names))
        self.alike.setVisible(bool(made.alike))

    # ------------------------------------------------------------------------------------------------- made once

    def _parts(self) -> None:
        self.finder = Field(_("Find a customer"), "search")
        self.finder.textChanged.connect(self._look)
        self.finder.returnPressed.connect(self._enter)
        filters = filters_of(self._office.desk, "customers")
        self.filter = FilterBar(self._office.desk, filters)
        self.add_button = Button(_("Add customer"), "primary", "plus")
        self.add_button.clicked.connect(lambda: self.add())
        self.add_typed = Button("", "ghost", "plus")
        self.add_typed.clicked.connect(lambda: self.add(self._typed))
        self.add_typed.hide()
        self.count = Label("", "caption")
        self.alike = Note("", "users", "warn")
        self.alike.hide()
        self.rows = Rows(CustomerLine, N_("Customers"), N_("Nobody is called so."))
        self.rows.chosen.connect(self._choose)
        self.rows.opened.connect(lambda line: self.open_customer(line.id))
        self.rows.table.verticalScrollBar().valueChanged.connect(self._go_on)

    def _lay_out(self) -> None:
        leading = QWidget()
        column = QVBoxLayout(leading)
        column.setContentsMargins(*(theme.px(n) for n in (20, 16, 12, 16)))
        head, title = Flow(), Label(_("Customers"), "heading")
        title.setMinimumHeight(theme.px(40))
        for part in (title, self.add_button):
            head.add(part)
        column.addWidget(head)
        for part in (self.finder, self.filter, self.add_typed, self.count, self.alike):
            column.addWidget(part)
        self.filter.setVisible(bool(self.filter.boxes))
        column.addWidget(self.rows, 1)
        leading.setFocusProxy(self.finder)
        self.sides = MasterDetail(leading, _("Choose somebody from the list, or add a customer."))
        self.sides.back.connect(self._leave)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sides)

    def _leave(self) -> None:
        self._open = UUID(int=0)
        self.rows.table.clearSelection()

    def _keys(self) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("/"), self, self.take_focus, context=within)
        QShortcut(QKeySequence("E"), self, self._edit, context=within)

    def _edit(self) -> None:
        if isinstance(self.sides.page, CustomerPage):
            self.sides.page.edit()


def customers_page(front: "MainWindow") -> CustomersScreen:
    """Customers as a destination."""
    screen = CustomersScreen(front.desk, front.toast)
    screen.book_again.connect(front.book_again_for)
    screen.booking_chosen.connect(front.open_booking)
    return screen
