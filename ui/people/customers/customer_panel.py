"""A customer in the panel: alerts first, the next visit, the last one, and booking again in one touch."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from bizet_core.oversight.customer_timeline.queries import CustomerCard, Visit, card
from bizet_core.people.customers.queries import OneCustomer
from bizet_desk.desk import Desk
from ui.kit import theme
from ui.kit.widgets import Avatar, Button, Icon, IconButton, Label, Note, empty, rule
from ui.people.customers.contact import contact_of


class CustomerPanel(QWidget):
    """`again(card)` books what they had last; `book(card)` begins a new booking; `visit(booking)` opens one."""

    again = Signal(object)
    book = Signal(object)
    visit = Signal(object)
    profile = Signal(object)  # customer
    closed = Signal()

    def __init__(self, desk: Desk, customer: UUID) -> None:
        super().__init__()
        self.setAccessibleName(_("Customer"))
        self.customer = customer
        self.card: CustomerCard | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.px(n) for n in (20, 16, 20, 18)))
        self._column.setSpacing(theme.px(10))
        desk.watch(self, card, lambda: OneCustomer(customer=customer), self._show)

    def _show(self, found: CustomerCard) -> None:
        self.card = found
        empty(self._column)
        self._column.addWidget(self._head(found))
        if found.customer.alert:
            self._column.addWidget(Note(found.customer.alert, "heart-pulse", "danger"))
        for title, seen in ((_("Next visit"), found.next_visit), (_("Last visit"), found.last_visit)):
            if seen is not None:
                self._column.addWidget(self._visit(title, seen))
        for note in found.notes:
            self._column.addWidget(rule())
            self._column.addWidget(Label(note.words, wrap=True))
            self._column.addWidget(
                Label(f"{note.author_name} · {isolate(show_part(note.written_at, 'date', reader()))}", "caption")
            )
        self._column.addStretch(1)
        self._column.addWidget(self._acts(found))
        if found.last_visit is not None:
            self.again_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self, found: CustomerCard) -> QWidget:
        holder, name = QWidget(), QHBoxLayout()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Avatar(found.customer.name, "teal"))
        name.setSpacing(theme.px(6))
        name.addWidget(Label(found.customer.name, "title", wrap=True))
        if found.customer.favourite:
            name.addWidget(Icon("star", "warn", 15))
        name.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addLayout(name)
        visits = ngettext("{n} visit", "{n} visits", found.visits).format(n=found.visits)
        known = [isolate(contact_of(found.customer)), visits]
        if found.spent.amount:
            known.append(isolate(show(found.spent)))
        words.addWidget(Label(" · ".join(part for part in known if part), "label"))
        row.addLayout(words, 1)
        close = IconButton("x", _("Close panel"), "bare", "text2", 36)
        close.clicked.connect(self.closed)
        row.addWidget(close)
        return holder

    def _visit(self, title: str, seen: Visit) -> QWidget:
        when = isolate(show_part(seen.starts_at, "", reader()))
        button = Button(f"{title}: {when}", "quiet", "calendar-days")
        button.setAccessibleName(f"{title}: {when} · {seen.what}")
        button.clicked.connect(lambda: self.visit.emit(seen.booking))
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(button)
        column.addWidget(Label(seen.what, "label", wrap=True))
        return whole

    def _acts(self, found: CustomerCard) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        if found.last_visit is not None:
            self.again_button = Button(_("Book again"), "charge")
            self.again_button.setAccessibleName(_("Book again: {what}").format(what=found.last_visit.what))
            self.again_button.clicked.connect(lambda: self.again.emit(found))
            column.addWidget(self.again_button)
        new = Button(_("New booking"), "quiet" if found.last_visit else "primary", "calendar-plus")
        new.clicked.connect(lambda: self.book.emit(found))
        column.addWidget(new)
        profile = Button(_("Open profile"), "quiet", "users")
        profile.clicked.connect(lambda: self.profile.emit(self.customer))
        column.addWidget(profile)
        return holder
