"""One customer: alerts first, what comes next, what was, what is known and noted."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import N_, _, isolate, reader
from bizet_core.oversight.customer_timeline.queries import CustomerCard, Event, Timeline, Visit, card, timeline
from bizet_core.people.customers.operations import AddNote, EditCustomer, add_note, edit_customer
from bizet_core.people.customers.queries import Note as Noted
from bizet_core.people.customers.queries import OneCustomer, OneNote, notes, whole_note
from ui.kit import theme
from ui.kit.entries import Entry, entries_of, permitted
from ui.kit.fields.flow_layout import Flow
from ui.kit.forms.form_context import Editing, FormContext, values_of
from ui.kit.forms.list_page import Tabs
from ui.kit.widgets import Avatar, Button, Icon, Label, Note, empty, line_of, rule
from ui.kit.widgets.scrolling import Scrolled
from ui.people.customers.history_lines import told

LEAST = 340  # pixels before zoom of notes or history
SHOWN = 600  # characters of a note before it is asked for


@dataclass(frozen=True, slots=True)
class CustomerContext:
    """What a tab of a customer's page is made with."""

    office: FormContext
    customer: UUID
    open_booking: Callable[[UUID], object]


class CustomerPage(QWidget):
    """`book_again(customer)` and `booking_chosen(booking)`."""

    book_again = Signal(object)
    booking_chosen = Signal(object)

    def __init__(self, office: FormContext, customer: UUID) -> None:
        super().__init__()
        self.customer = customer
        self._office = office
        self._card: CustomerCard | None = None
        self._head = QVBoxLayout()
        self._stack = QStackedWidget()
        context = CustomerContext(office, customer, self.booking_chosen.emit)
        tabs = permitted(entries_of("customer_tabs"), office.desk.actor)
        self._stack.addWidget(Tabs([(tab.label, partial(_made, tab, context)) for tab in tabs]))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addLayout(self._head)
        column.addWidget(self._stack, 1)
        self._stack.setMinimumHeight(theme.px(LEAST))  # with less the whole page scrolls
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolled(inside))
        office.desk.watch(self, card, lambda: OneCustomer(customer=customer), self._show, self._gone)

    def edit(self) -> None:
        """The form of what is known."""
        if self._card is None:
            return
        initial = values_of(EditCustomer, self._card.customer, customer=self.customer)
        editing = Editing(
            self._office, EditCustomer, edit_customer, initial=initial, then=lambda _done: self._end_edit()
        )
        editing.form.cancelled.connect(self._end_edit)
        self._stack.addWidget(editing)
        self._stack.setCurrentWidget(editing)
        editing.form.focus_first()

    def _end_edit(self) -> None:
        page = self._stack.currentWidget()
        self._stack.setCurrentIndex(0)
        if page is not None and page is not self._stack.widget(0):
            self._stack.removeWidget(page)
            page.deleteLater()

    def _gone(self, _refusal: Refused) -> None:
        """Whoever was added can be taken back by undo."""
        empty(self._head)
        self._head.addWidget(Label(_("This customer is no longer here."), "muted"))
        self._stack.hide()

    def _show(self, found: CustomerCard) -> None:
        self._card = found
        self._stack.show()
        empty(self._head)
        self._head.addLayout(self._name(found))
        if found.customer.alert:
            self._head.addWidget(Note(found.customer.alert, "heart-pulse", "danger"))
        self._head.addLayout(self._visits(found))
        self._head.addLayout(_figures(found))

    def _name(self, found: CustomerCard) -> QVBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Avatar(found.customer.name, "teal", 52))
        contact = " · ".join(isolate(part) for part in (found.customer.phone, found.customer.email) if part)
        name = Label(found.customer.name, "heading", wrap=True)
        row.addLayout(line_of(name, Label(contact, "label", wrap=True)), 1)
        if found.customer.favourite:
            row.addWidget(Icon("star", "warn", 18))
        again = Button(_("Book again") if found.last_visit else _("Book"), "primary", "calendar-plus")
        again.clicked.connect(lambda: self.book_again.emit(self.customer))
        edit = Button(_("Edit"), "quiet")
        edit.setToolTip(_("Edit (E)"))
        edit.clicked.connect(self.edit)
        column, acts = QVBoxLayout(), Flow()
        acts.add(again)
        acts.add(edit)
        column.addLayout(row)
        column.addWidget(acts)
        return column

    def _visits(self, found: CustomerCard) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._visit(_("Next visit"), found.next_visit, _("Nothing is booked")), 1)
        row.addWidget(self._visit(_("Last visit"), found.last_visit, _("Has not been here yet")), 1)
        return row

    def _visit(self, title: str, visit: Visit | None, nothing: str) -> QFrame:
        box = QFrame()
        box.setProperty("card", "true")
        column = QVBoxLayout(box)
        column.setContentsMargins(*(theme.px(n) for n in (14, 10, 14, 10)))
        column.addWidget(Label(title, "label"))
        if visit is None:
            column.addWidget(Label(nothing, "muted", wrap=True))
            return box
        when = isolate(show_part(visit.starts_at, "", reader()))
        column.addWidget(Label(when, "strong", wrap=True))
        open_it = Button(visit.what, "ghost")
        open_it.setAccessibleName(_("{title}: {what}, {when}").format(title=title, what=visit.what, when=when))
        open_it.clicked.connect(lambda: self.booking_chosen.emit(visit.booking))
        column.addWidget(open_it, 0, Qt.AlignmentFlag.AlignLeading)
        return box


def _made(tab: Entry, context: CustomerContext) -> QWidget:
    page: QWidget = tab.resolve()(context)
    return page


def _figures(found: CustomerCard) -> QHBoxLayout:
    """What somebody came to, side by side."""
    row = QHBoxLayout()
    figures = (
        (_("Visits"), str(found.visits)),
        (_("Spent"), show(found.spent)),
        (_("No-shows"), str(found.no_shows)),
        (_("Cancelled"), str(found.cancelled)),
    )
    for title, figure in figures:
        grid = QGridLayout()
        grid.addWidget(Label(isolate(figure), "title"), 0, 0)
        grid.addWidget(Label(title, "caption"), 1, 0)
        row.addLayout(grid, 1)
    return row


class NotesPage(QWidget):
    """A field for one more, and those there are, newest first."""

    def __init__(self, context: CustomerContext) -> None:
        super().__init__()
        office, customer = context.office, context.customer
        self._office = office
        self._notes: tuple[Noted, ...] = ()
        self._whole: dict[tuple[UUID, str], str] = {}  # what was asked for, by note and by how it begins
        self._list, scroll = _scrolled(_("Notes"))
        add = Editing(
            office, AddNote, add_note, initial={"customer": customer}, words=N_("Note added."), save=N_("Add note"),
            empties=True,
        )  # fmt: skip
        add.setMaximumHeight(theme.px(190))
        add.form.cancel.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(add)
        column.addWidget(scroll, 1)
        office.desk.watch(self, notes, lambda: OneCustomer(customer=customer), self._show, lambda _gone: None)

    def _show(self, found: tuple[Noted, ...]) -> None:
        self._notes = found
        empty(self._list)
        if not found:
            self._list.addWidget(Label(_("Nothing is noted yet."), "muted"))
        for note in found:
            self._add(note)
        self._list.addStretch(1)

    def _add(self, note: Noted) -> None:
        whole = self._whole.get((note.id, note.words))
        shown = note.words if len(note.words) <= SHOWN else f"{note.words[:SHOWN]}…"
        words = Label(whole or shown, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._list.addWidget(words)
        if whole is None and (note.is_long or len(note.words) > SHOWN):
            more = Button(_("Show all of it"), "ghost")
            more.clicked.connect(lambda: self._ask_whole(note))
            self._list.addWidget(more, 0, Qt.AlignmentFlag.AlignLeading)
        by = " · ".join(part for part in (note.author_name, isolate(show_part(note.written_at, "", reader()))) if part)
        self._list.addWidget(Label(by, "caption"))
        self._list.addWidget(rule())

    def _ask_whole(self, note: Noted) -> None:
        """The answer is kept by the page, not by a label: the list may have been drawn anew meanwhile."""

        def keep(text: str) -> None:
            self._whole[note.id, note.words] = text
            self._show(self._notes)

        self._office.desk.ask(whole_note, OneNote(note=note.id), owner=self, then=keep, topic=note.id)


class TimelinePage(QWidget):
    """Everything that happened, newest first."""

    def __init__(self, context: CustomerContext) -> None:
        super().__init__()
        office, customer = context.office, context.customer
        self._list, scroll = _scrolled(_("History"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        office.desk.watch(self, timeline, lambda: Timeline(customer=customer), self._show, lambda _gone: None)

    def _show(self, events: tuple[Event, ...]) -> None:
        empty(self._list)
        for event in events:
            self._list.addWidget(self._line(event))
        self._list.addStretch(1)

    def _line(self, event: Event) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        line = told(event)
        row.addWidget(Icon(line.icon, "text3", 18))
        row.addLayout(line_of(Label(line.words, "strong", wrap=True), Label(line.below, "caption", wrap=True)), 1)
        if event.amount is not None:
            row.addWidget(Label(isolate(show(event.amount)), "strong"))
        return whole


def notes_tab(context: CustomerContext) -> NotesPage:
    """Notes as a tab."""
    return NotesPage(context)


def timeline_tab(context: CustomerContext) -> TimelinePage:
    """What happened as a tab."""
    return TimelinePage(context)


def _scrolled(name: str) -> tuple[QVBoxLayout, QScrollArea]:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(*(theme.px(n) for n in (8, 6, 12, 6)))
    scroll = QScrollArea()
    scroll.setAccessibleName(name)
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return column, scroll
