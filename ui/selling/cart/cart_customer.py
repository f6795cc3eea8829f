"""Whose cart it is: name, contact and visits, the alert that must be seen; or a field to find or add somebody."""

from datetime import datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.booking.day_view.visit_counts import OfCustomer, Visits, customer_visits
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.people.customers.queries import Customer, FindCustomers, Found, OneCustomer, customer, find_customers
from bizet_core.store import Done
from bizet_desk.subscriptions import Watch
from ui.kit import theme
from ui.kit.widgets import Avatar, Button, Icon, IconButton, Label, Note
from ui.people.customers.contact import contact_of
from ui.selling.cart.choice_list import Choice
from ui.selling.cart.open_cart import Cart
from ui.selling.cart.picker import Picker
from ui.selling.till_context import Counter


class CustomerHead(QWidget):
    """Follows the cart's customer. `chosen` tells that a person chose another one, `closed` that the X was pressed."""

    chosen = Signal(object)  # the customer's id, or None for a walk-in
    closed = Signal()

    def __init__(self, counter: Counter, cart: Cart) -> None:
        super().__init__()
        self._counter, self._cart = counter, cart
        self._watches: list[Watch] = []
        self._shown: UUID | None = None
        self._visits: Visits | None = None
        self._person: Customer | None = None
        self._make_parts()
        self._lay_out()
        self._connect()
        self._follow()

    def choose_customer(self) -> None:
        """Let somebody be found or added (F4)."""
        self.picker.show()
        self.picker.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ----------------------------------------------------------------------------------------------- who it is

    def _follow(self) -> None:
        """Show the cart's customer, and whatever changes about them."""
        if self._cart.customer == self._shown and self._shown is not None:
            return
        for watch in self._watches:
            watch.deleteLater()
        self._watches, self._person, self._visits = [], None, None
        self._shown = self._cart.customer
        if self._shown is None:
            self._show_walk_in()
            return
        desk, id = self._counter.desk, self._shown
        self._watches = [
            desk.watch(self, customer, lambda: OneCustomer(customer=id), self._show_person),
            desk.watch(self, customer_visits, lambda: OfCustomer(customer=id), partial(self._show_visits, id)),
        ]

    def _show_walk_in(self) -> None:
        self.name.setText(_("Walk-in"))
        self.below.setText(_("No customer chosen"))
        self._avatar.show_person(_("Walk-in"), "slate")
        self._star.hide()
        self._tell_alert("")
        self.add.show()

    def _show_person(self, person: Customer) -> None:
        if person.id != self._cart.customer:
            return
        self._person = person
        self.name.setText(person.name)
        self._avatar.show_person(person.name, "teal")
        self._star.setVisible(person.favourite)
        self._tell_alert(person.alert)
        self.add.hide()
        self.picker.hide()
        self._show_below()

    def _show_visits(self, of: UUID, visits: Visits) -> None:
        if of != self._cart.customer:
            return  # another customer has come meanwhile
        self._visits = visits
        self._show_below()

    def _show_below(self) -> None:
        facts = [isolate(contact_of(self._person))] if self._person else []
        if self._visits is not None and self._visits.count:
            facts.append(ngettext("{n} visit", "{n} visits", self._visits.count).format(n=self._visits.count))
        if self._visits is not None and self._visits.last:
            facts.append(_("last {day}").format(day=isolate(_day(self._visits.last, self._counter.zone))))
        self.below.setText(" · ".join(fact for fact in facts if fact))

    def _tell_alert(self, alert: str) -> None:
        if self.alert is not None:
            self._column.removeWidget(self.alert)
            self.alert.hide()
            self.alert.deleteLater()
        self.alert = Note(alert, "heart-pulse", "danger") if alert else None
        if self.alert is not None:
            self._column.addWidget(self.alert)

    # ------------------------------------------------------------------------------------------ finding somebody

    def _search(self, typed: str) -> None:
        asked = FindCustomers(typed=typed, limit=8)
        self._counter.desk.ask(find_customers, asked, owner=self, then=self._found, refused=self._counter.say)

    def _found(self, people: tuple[Found, ...]) -> None:
        typed = self.picker.field.text().strip()
        rows = [Choice(p, p.name, isolate(contact_of(p)), icon="star" if p.favourite else "users") for p in people]
        rows.append(Choice(typed, _("Add “{typed}”").format(typed=typed), _("as a new customer"), icon="plus"))
        self.picker.show_choices(rows)

    def _take(self, taken: Found | str) -> None:
        if isinstance(taken, str):
            is_number = sum(c.isdigit() for c in taken) >= 5
            asked = AddCustomer(phone=taken) if is_number else AddCustomer(name=taken)
            self._counter.desk.do(add_customer, asked, owner=self, then=self._added, refused=self._counter.say)
            return
        self._choose(taken.id)

    def _added(self, done: Done) -> None:
        self._choose(done.result.id)

    def _choose(self, id: UUID | None) -> None:
        self.picker.clear()
        self.picker.hide()
        self._cart.set_customer(id)
        self.chosen.emit(id)

    # --------------------------------------------------------------------------------------------------- the parts

    def _make_parts(self) -> None:
        self._avatar = Avatar("", "slate")
        self.name, self.below = Label("", "title", wrap=True), Label("", "label", wrap=True)
        self._star = Icon("star", "warn", 15)
        self.add = Button(_("Customer"), "ghost", tip="F4")
        self.close_button = IconButton("x", _("Close panel"), "bare", "text2", 36)
        self.alert: Note | None = None
        self.picker = Picker(_("Name, phone or e-mail"), "search")
        self.picker.hide()

    def _lay_out(self) -> None:
        name = QHBoxLayout()
        name.setSpacing(6)
        name.addWidget(self.name)
        name.addWidget(self._star)
        name.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addLayout(name)
        words.addWidget(self.below)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)
        row.addWidget(self.add)
        row.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(row)
        self._column.addWidget(self.picker)
        theme.on_change(self._dress)

    def _connect(self) -> None:
        self._cart.changed.connect(self._follow)
        self.add.clicked.connect(self.choose_customer)
        self.close_button.clicked.connect(self.closed)
        self.picker.typed.connect(self._search)
        self.picker.taken.connect(self._take)
        self.picker.left.connect(self.picker.hide)

    def _dress(self) -> None:
        self._column.setSpacing(theme.px(10))


def _day(instant: datetime, zone: str) -> str:
    """`5 Feb`, in the zone of the place."""
    return format_skeleton("MMMd", instant.astimezone(ZoneInfo(zone)).date(), locale=reader().cldr)
