"""A booking in the making: what has been chosen so far, and the free times for it. No widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import book, move_booking
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked
from bizet_core.booking.day_view.booking_details import BookingRow
from bizet_core.booking.free_times.moving import FreeForMove, free_for_move
from bizet_core.booking.free_times.queries import FirstFree, FreeTime, first_free
from bizet_core.catalogue.services.queries import LengthRow, ServiceRow
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Done
from bizet_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Choice:
    """One service that was chosen, with its length and extras."""

    service: ServiceRow
    length: UUID
    addons: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self._length.minutes + sum(a.minutes for a in self.service.addons if a.id in self.addons)

    @property
    def price(self) -> int:
        """What it costs, in minor units."""
        return self._length.price.amount + sum(a.price.amount for a in self.service.addons if a.id in self.addons)

    @property
    def _length(self) -> LengthRow:
        return next(x for x in self.service.lengths if x.id == self.length)


class Draft(QObject):
    """Tells `changed` after every touch, `times` when free times have come, `refused` in words, `booked` at the end."""

    changed = Signal()
    times = Signal(object)  # tuple of FreeTime
    refused = Signal(str)
    booked = Signal(object)  # Done, with the booking's id as result

    def __init__(self, desk: Desk, location: UUID, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._location = desk, location
        self.customer: UUID | None = None
        self.choices: tuple[Choice, ...] = ()
        self.staff: UUID | None = None
        self.starts_at: datetime | None = None
        self.note = ""
        self.moving: BookingRow | None = None

    def move(self, row: BookingRow) -> None:
        """Look for another time for a booking that stands, instead of making one."""
        self.begin()
        self.moving = row
        self.find_times()

    def begin(self, staff: UUID | None = None, starts_at: datetime | None = None, customer: UUID | None = None) -> None:
        """Start anew, with what is known already."""
        self.customer, self.staff, self.starts_at = customer, staff, starts_at
        self.choices, self.note, self.moving = (), "", None
        self.changed.emit()

    def add(self, service: ServiceRow) -> None:
        """Add a service in its first length."""
        self.choices += (Choice(service, service.lengths[0].id),)
        if self.staff is not None and not service.done_by(self.staff):
            self.staff = None
        self._touched()

    def remove(self, place: int) -> None:
        """Take a service out."""
        self.choices = self.choices[:place] + self.choices[place + 1 :]
        self._touched()

    def set_length(self, place: int, length: UUID) -> None:
        """Choose another length."""
        self._change(place, replace(self.choices[place], length=length))

    def toggle_addon(self, place: int, addon: UUID) -> None:
        """Add an extra, or leave it out again."""
        choice = self.choices[place]
        self._change(place, replace(choice, addons=choice.addons ^ {addon}))

    def set_staff(self, staff: UUID | None) -> None:
        """Choose who serves; None is anyone who can."""
        self.staff = staff
        self._touched()

    def set_start(self, starts_at: datetime | None) -> None:
        """Choose a time."""
        self.starts_at = starts_at
        self.changed.emit()

    def set_customer(self, customer: UUID | None) -> None:
        """Choose whose booking it is; None is a walk-in."""
        self.customer = customer
        self.changed.emit()

    @property
    def minutes(self) -> int:
        """How long the visit takes."""
        return sum(choice.minutes for choice in self.choices)

    @property
    def price(self) -> int:
        """What it comes to, in minor units."""
        return sum(choice.price for choice in self.choices)

    @property
    def is_ready(self) -> bool:
        """Whether it can be booked."""
        return self.wants_time and self.starts_at is not None

    @property
    def wants_time(self) -> bool:
        """Whether there is something to find a time for."""
        return bool(self.choices) or self.moving is not None

    def find_times(self, after: datetime | None = None) -> None:
        """Ask for the first free times."""
        if self.moving is not None:
            asked_move = FreeForMove(booking=self.moving.id, after=after)
            self._desk.ask(free_for_move, asked_move, owner=self, then=self._found, refused=self._refuse)
        elif self.choices:
            asked = FirstFree(location=self._location, parts=self._parts(), after=after)
            self._desk.ask(first_free, asked, owner=self, then=self._found, refused=self._refuse)
        else:
            self.times.emit(())

    def book(self, status: Status = Status.CONFIRMED, source: str = "desk", overbook_reason: str = "") -> None:
        """Book it; `booked` or `refused` follows, and a refusal leaves everything as it was chosen."""
        if self.starts_at is None:
            return
        if self.moving is not None:
            moved = MoveBooking(booking=self.moving.id, starts_at=self.starts_at)
            self._desk.do(move_booking, moved, owner=self, then=self._booked, refused=self._refuse)
            return
        asked = Book(
            location=self._location,
            starts_at=self.starts_at,
            parts=self._parts(),
            customer=self.customer,
            status=status,
            note=self.note,
            source=source,
            overbook_reason=overbook_reason,
        )
        self._desk.do(book, asked, owner=self, then=self._booked, refused=self._refuse)

    def _parts(self) -> tuple[PartAsked, ...]:
        return tuple(
            PartAsked(service=c.service.id, length=c.length, addons=tuple(sorted(c.addons)), staff=self._who(c))
            for c in self.choices
        )

    def _who(self, choice: Choice) -> UUID | None:
        """The chosen person serves what they can; the rest is for anyone."""
        return self.staff if self.staff is not None and choice.service.done_by(self.staff) else None

    def _change(self, place: int, choice: Choice) -> None:
        self.choices = (*self.choices[:place], choice, *self.choices[place + 1 :])
        self._touched()

    def _touched(self) -> None:
        self.changed.emit()
        self.find_times()

    def _found(self, found: Sequence[FreeTime]) -> None:
        self.times.emit(tuple(found))

    def _booked(self, done: Done) -> None:
        self.booked.emit(done)

    def _refuse(self, refusal: Refused) -> None:
        self.refused.emit(word(refusal))
