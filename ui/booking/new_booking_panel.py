"""The panel that makes a booking: customer, services, who, when; any order, and what is known is filled in already."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.booking.day_view.booking_details import BookingRow
from bizet_core.booking.free_times.queries import FreeTime
from bizet_core.business.staff.queries import People, Person, people
from bizet_core.catalogue.services.queries import ServiceRow, Services, all_services
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.formats.money import Money, show
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from bizet_core.store import Done
from bizet_desk.desk import Desk
from ui.booking.booking_draft import Choice, Draft
from ui.kit import theme
from ui.kit.thumbnails import rounded, when_seen
from ui.kit.widgets import Amount, Button, Field, IconButton, Label, Note, empty, line_of, rule
from ui.people.customers.customer_field import CustomerField

TILES = 8
"""So many services are offered as tiles; the rest is found by typing."""
TIMES_ABREAST = 3
PHOTO = 32


class NewBooking(QWidget):
    """`booked(booking, pay)` when it is done; `cancelled` when it is left."""

    booked = Signal(object, bool)
    cancelled = Signal()

    def __init__(self, desk: Desk, location: UUID, currency: str) -> None:
        super().__init__()
        self.setAccessibleName(_("New booking"))
        self._desk, self._currency = desk, currency
        self._services: tuple[ServiceRow, ...] = ()
        self._people: tuple[Person, ...] = ()
        self._pay = False
        self._again: tuple[UUID, ...] = ()
        self._times: tuple[FreeTime, ...] = ()
        self._offers_services = True
        self._goes_to_times = False  # the keyboard, as soon as there are some
        self.draft = Draft(desk, location, self)
        self._build()
        self._connect()
        desk.ask(all_services, Services(), owner=self, then=self._offer_services)
        desk.ask(people, People(location=location), owner=self, then=self._offer_people)

    def begin(self, staff: UUID | None = None, starts_at: datetime | None = None) -> None:
        """Start with a person and a time, where an empty place of the calendar was chosen."""
        self.draft.begin(staff, starts_at)
        self.customer.clear()
        self.service.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_for(self, customer: UUID, name: str) -> None:
        """Start for somebody."""
        self.draft.begin(customer=customer)
        self.customer.show_chosen(customer, name)

    def begin_again(self, customer: UUID | None, name: str, services: Sequence[UUID], staff: UUID | None) -> None:
        """Start with what somebody had before, at the first free time."""
        self.draft.begin(staff, None, customer)
        if customer is not None:
            self.customer.show_chosen(customer, name)
        self._again, self._goes_to_times = tuple(services), True
        self._add_again()

    def begin_move(self, row: BookingRow) -> None:
        """Offer other times for a booking that stands."""
        self._goes_to_times = True
        self.draft.move(row)
        self.title.setText(_("Move to another time"))
        self.book_button.say(_("Move"))
        for part in (self.customer, self.service, self.staff, self.pay_button, self.note):
            part.hide()
        self._offers_services = False
        self._show_tiles()

    def _add_again(self) -> None:
        """Once the services are known, whichever comes first."""
        for row in self._services:
            if row.id in self._again:
                self.draft.add(row)
        if self._services:
            self._again = ()

    # ------------------------------------------------------------------------------------------------- its parts

    def _build(self) -> None:
        self.customer = CustomerField(self._desk)
        self.service = Field(_("Find a service"), "search")
        self._tiles, self._lines, self._when = QGridLayout(), QVBoxLayout(), QVBoxLayout()
        self.staff = QComboBox()
        self.staff.setAccessibleName(_("With"))
        self.problem = Note("", "triangle-alert", "warn")
        self.problem.hide()
        self.later = Button(_("Later times"), "ghost")
        self.note = Field(_("Note for this visit"), "sticky-note")
        self.total = Amount(Money(0, self._currency), "amount")
        self.length = Label("", "label")
        self.book_button = Button(_("Book"), "charge")
        self.pay_button = Button(_("Book and take payment"), "quiet", "wallet")
        self._slots = QButtonGroup(self)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(n) for n in (20, 16, 20, 18)))
        column.setSpacing(theme.px(10))
        close = IconButton("x", _("Close"), "bare", "text2", 36)
        close.clicked.connect(self.cancelled)
        head = QHBoxLayout()
        self.title = Label(_("New booking"), "title")
        head.addWidget(self.title, 1)
        head.addWidget(close)
        column.addLayout(head)
        column.addWidget(self.customer)
        column.addWidget(rule())
        column.addWidget(self.service)
        column.addLayout(self._tiles)
        column.addLayout(self._lines)
        column.addWidget(self.staff)
        column.addLayout(self._when)
        column.addWidget(self.later)
        column.addWidget(self.note)
        column.addWidget(self.problem)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addLayout(line_of(Label(_("Total"), "title"), self.length), 1)
        foot.addWidget(self.total)
        column.addLayout(foot)
        column.addWidget(self.book_button)
        column.addWidget(self.pay_button)

    def _connect(self) -> None:
        self.draft.changed.connect(self._show)
        self.draft.times.connect(self._offer_times)
        self.draft.refused.connect(self._refuse)
        self.draft.booked.connect(self._finish)
        self.customer.chosen.connect(self.draft.set_customer)
        self.service.textEdited.connect(lambda _text: self._show_tiles())
        self.service.returnPressed.connect(self._add_first)
        self.staff.activated.connect(lambda i: self.draft.set_staff(self.staff.itemData(i)))
        self.later.clicked.connect(self._find_later)
        self.note.textEdited.connect(self._keep_note)
        self.book_button.clicked.connect(partial(self._book, False))
        self.pay_button.clicked.connect(partial(self._book, True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.draft.is_ready:
            self._book(False)
        else:
            super().keyPressEvent(event)

    # -------------------------------------------------------------------------------------------- what is offered

    def _offer_services(self, rows: tuple[ServiceRow, ...]) -> None:
        self._services = tuple(row for row in rows if row.lengths)
        self._show_tiles()
        self._add_again()

    def _offer_people(self, rows: tuple[Person, ...]) -> None:
        self._people = tuple(row for row in rows if row.in_calendar)
        self._show_staff()

    def _matching(self) -> tuple[ServiceRow, ...]:
        typed = self.service.text().casefold().strip()
        staff = self.draft.staff
        able = [row for row in self._services if staff is None or row.done_by(staff)]
        return tuple(row for row in able if typed in f"{row.name} {row.category}".casefold())[:TILES]

    def _show_tiles(self) -> None:
        empty(self._tiles)
        if not self._offers_services or (self.draft.choices and not self.service.text().strip()):
            return  # one is chosen: the room is for its extras and times, another is found by typing
        rows = self._matching()
        for i, row in enumerate(rows):
            tile = Button(row.name, "tile")
            tile.setToolTip(
                _("{minutes} min · {price}").format(minutes=row.lengths[0].minutes, price=show(row.lengths[0].price))
            )
            tile.setAccessibleName(f"{row.name}, {tile.toolTip()}")
            tile.clicked.connect(partial(self._add, row))
            when_seen(self._desk, tile, row.photo, partial(_show_photo, tile))
            self._tiles.addWidget(tile, i // 2, i % 2)
        if not rows:
            self._tiles.addWidget(Label(_("No service is called so."), "label"), 0, 0)

    def _add(self, row: ServiceRow) -> None:
        self.service.clear()
        self.draft.add(row)

    def _add_first(self) -> None:
        rows = self._matching()
        if rows and self.service.text().strip():
            self._add(rows[0])
        elif self.draft.is_ready:
            self._book(False)

    def _offer_times(self, times: tuple[FreeTime, ...]) -> None:
        self._times = times
        starts = [free.starts_at for free in times]
        chosen = self.draft.starts_at
        self._show_times(sorted({*starts, chosen} if chosen else starts), chosen)
        if not starts and self.draft.wants_time and chosen is None:
            self._when.addWidget(Label(_("Nothing is free in the next four weeks."), "label"))
        if chosen is None and starts:
            self.draft.set_start(starts[0])
            self._slots.buttons()[0].setChecked(True)
        if self._goes_to_times and starts:
            self._goes_to_times = False
            first = self._slots.checkedButton() or self._slots.buttons()[0]
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.later.setVisible(bool(starts))

    def _show_times(self, starts: Sequence[datetime], chosen: datetime | None) -> None:
        """Each day's name, and below it its times."""
        empty(self._when)
        for button in self._slots.buttons():
            self._slots.removeButton(button)
        for day, of_day in groupby(starts, lambda start: show_part(start, "date", reader())):
            self._when.addWidget(Label(isolate(day), "label"))
            grid = QGridLayout()
            grid.setSpacing(theme.px(8))
            for i, start in enumerate(of_day):
                grid.addWidget(self._time_button(start, start == chosen), i // TIMES_ABREAST, i % TIMES_ABREAST)
            self._when.addLayout(grid)

    def _time_button(self, start: datetime, chosen: bool) -> Button:
        button = TimeButton(isolate(show_part(start, "time", reader())), "slot")
        button.setAccessibleName(time_words(start))
        button.setCheckable(True)
        button.setChecked(chosen)
        button.clicked.connect(partial(self.draft.set_start, start))
        self._slots.addButton(button)
        return button

    def _find_later(self) -> None:
        if self._times:
            self.draft.set_start(None)
            self.draft.find_times(self._times[-1].ends_at)

    @property
    def offered(self) -> tuple[datetime, ...]:
        """The free times that are offered now."""
        return tuple(free.starts_at for free in self._times)

    @property
    def service_names(self) -> tuple[str, ...]:
        """What can be booked, in order."""
        return tuple(row.name for row in self._services)

    def choose_service(self, name: str) -> None:
        """Add the service of this name."""
        self._add(next(row for row in self._services if row.name == name))

    # ---------------------------------------------------------------------------------------------- what is chosen

    def _show(self) -> None:
        self.problem.hide()
        empty(self._lines)
        for place, choice in enumerate(self.draft.choices):
            self._lines.addWidget(ChoiceLine(self.draft, place, choice))
        self._show_staff()
        self._show_tiles()
        self.service.setPlaceholderText(_("Add another service") if self.draft.choices else _("Find a service"))
        minutes = self.draft.minutes
        self.length.setText(ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes) if minutes else "")
        self.total.show_money(Money(self.draft.price, self._currency))
        self.book_button.setEnabled(self.draft.is_ready)
        self.pay_button.setEnabled(self.draft.is_ready)
        if not self.draft.wants_time:
            self._offer_times(())

    def _show_staff(self) -> None:
        self.staff.blockSignals(True)
        self.staff.clear()
        self.staff.addItem(_("Anyone who can"), None)
        for person in self._people:
            if all(choice.service.done_by(person.id) for choice in self.draft.choices):
                self.staff.addItem(person.name, person.id)
        self.staff.setCurrentIndex(place_of(self.staff, self.draft.staff))
        self.staff.blockSignals(False)

    def _keep_note(self, words: str) -> None:
        self.draft.note = words

    def _book(self, pay: bool) -> None:
        self._pay = pay
        self.customer.when_settled(self._book_now)

    def _book_now(self) -> None:
        self.draft.book(source="walk_in" if self.draft.customer is None else "desk")

    def _finish(self, done: Done) -> None:
        self.booked.emit(done, self._pay)

    def _refuse(self, sentence: str) -> None:
        self.problem.say(sentence)
        self.problem.show()


class TimeButton(Button):
    """A free time. Arrows walk from one to the next; Enter books, so it is left to the panel."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChoiceLine(QWidget):
    """One chosen service: its length, its extras, and the way to take it out."""

    def __init__(self, draft: Draft, place: int, choice: Choice) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.addWidget(Label(choice.service.name, "strong"), 1)
        head.addWidget(Amount(Money(choice.price, choice.service.lengths[0].price.currency)))
        out = IconButton("x", _("Take out {service}").format(service=choice.service.name), "bare", "text3", 32)
        out.clicked.connect(partial(draft.remove, place))
        head.addWidget(out)
        column.addLayout(head)
        if len(choice.service.lengths) > 1:
            column.addWidget(self._lengths(draft, place, choice))
        for addon in choice.service.addons:
            button = Button(f"{addon.name} · {isolate(show(addon.price))}", "slot", "plus")
            button.setCheckable(True)
            button.setChecked(addon.id in choice.addons)
            button.clicked.connect(partial(draft.toggle_addon, place, addon.id))
            column.addWidget(button)

    def _lengths(self, draft: Draft, place: int, choice: Choice) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(_("Length of {service}").format(service=choice.service.name))
        for length in choice.service.lengths:
            words = _("{minutes} min · {price}").format(minutes=length.minutes, price=show(length.price))
            box.addItem(f"{length.label} · {words}" if length.label else words, length.id)
        box.setCurrentIndex(place_of(box, choice.length))
        box.activated.connect(lambda i: draft.set_length(place, box.itemData(i)))
        return box


def _show_photo(tile: Button, picture: QPixmap) -> None:
    """The picture before the name of a service."""
    tile.setText(f" {tile.text().lstrip()}")  # Qt leaves 4 px between picture and words, the design 8
    tile.setIcon(QIcon(rounded(picture, PHOTO)))
    tile.setIconSize(QSize(theme.px(PHOTO), theme.px(PHOTO)))


def time_words(start: datetime) -> str:
    """A free time in full, as its button is called."""
    return isolate(show_part(start, "", reader()))


def place_of(box: QComboBox, value: UUID | None) -> int:
    """Where a value stands in a list of choices, else its first; Qt's own search knows objects, not their values."""
    return next((i for i in range(box.count()) if box.itemData(i) == value), 0)
