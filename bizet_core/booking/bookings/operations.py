"""Book, move, resize, and follow a booking through the day."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings import planning, time_claims
from bizet_core.booking.bookings import selling as _selling  # noqa: F401  # what is sold must be known wherever bookings are
from bizet_core.booking.bookings.double_booking import DOUBLE, OVER
from bizet_core.booking.bookings.model import Status, booking_parts, bookings
from bizet_core.booking.bookings.requests import Book, BookingMade, BookingPlaced, MoveBooking, ResizeBooking
from bizet_core.booking.bookings.status_flow import MOVABLE, check_step
from bizet_core.booking.bookings.time_claims import ClaimMade, holds_over
from bizet_core.business.settings.checking import checked
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.people.customers.model import customers
from bizet_core.store import ANY, Permission, Read, Request, Work, operation
from bizet_core.store.operations.work import Found

CHANGE = Permission("bookings.change", of="booking")
OVERBOOK = "bookings.overbook"
BEGINNINGS = frozenset({Status.HOLD, Status.PENDING, Status.CONFIRMED, Status.ARRIVED, Status.IN_SERVICE})
"""What a new booking may be."""


def _over(_work: Work, asked: Book | MoveBooking | ResizeBooking) -> tuple[str, ...]:
    """To book over what is full is a right of its own."""
    return (OVERBOOK,) if asked.overbook_reason else ()


def _check_over(work: Work, given: BookingMade | BookingPlaced) -> None:
    """What stands beside other claims from the beginning was booked over them."""
    if work.actor.scope(OVERBOOK) is not ANY and not all(claim.live for claim in given.claims):
        raise Refused("not_permitted", permission=OVERBOOK)


@operation(
    needs=Permission("bookings.make"),
    further=_over,
    undo=True,
    said=N_("Booking made"),
    detail=N_("for {starts_at}"),
    kiosk=True,
)
def book(work: Work, given: BookingMade) -> UUID:
    """Book a visit: its time is claimed, so that nobody else can have it."""
    freed = time_claims.end_holds(work, given.ended_holds)
    _write(work, given, provisional=given.provisional and not work.authority)
    time_claims.follow(work, freed)
    return given.id


def _write(work: Work, given: BookingMade, *, provisional: bool) -> None:
    row = {f: getattr(given, f) for f in given.__struct_fields__ if f in bookings.c}
    work.insert(bookings, **row | {"provisional": provisional}, created_at=work.now)
    work.insert_all(booking_parts, [{**msgspec.structs.asdict(p), "booking_id": given.id} for p in given.parts])
    time_claims.take(work, given.id, given.claims)
    _note(work, given.id, given.customer_id, starts_at=given.starts_at)


book.checks(_check_over)


@book.falls_back
def _stand_beside(work: Work, given: BookingMade, refusal: Refused) -> None:
    """Somebody else had the time when this desk's booking arrived: it stays, as one that is not certain."""
    code = DOUBLE if refusal.code in ("slot_taken", "claim_leased") else OVER
    if code is OVER and refusal.facts.get("permission") != OVERBOOK:
        raise refusal
    beside = tuple(msgspec.structs.replace(claim, live=False, reason=DOUBLE, lease_id=None) for claim in given.claims)
    _write(work, msgspec.structs.replace(given, claims=beside), provisional=True)
    work.concern(code, bookings, given.id, starts_at=given.starts_at, name=given.parts[0].name)


@book.prepare
def _pin_booking(work: Work, asked: Book) -> BookingMade:
    if asked.status not in BEGINNINGS or (asked.status is Status.HOLD and asked.hold_until is None):
        raise Refused("status_new", status=asked.status.value)
    return planning.plan_visit(work, checked(work, asked))


@operation(needs=CHANGE, further=_over, undo=True, said=N_("Booking moved"), detail=N_("from {was} to {starts_at}"))
def move_booking(work: Work, given: BookingPlaced) -> None:
    """Move a booking to another time or person, keeping its price."""
    _place(work, given)


move_booking.checks(_check_over)


@move_booking.prepare
def _pin_move(work: Work, asked: MoveBooking) -> BookingPlaced:
    _movable(work, asked.booking)
    return planning.plan_move(work, checked(work, asked))


@operation(needs=CHANGE, further=_over, undo=True, said=N_("Booking made longer or shorter"))
def resize_booking(work: Work, given: BookingPlaced) -> None:
    """Make a part longer or shorter."""
    _place(work, given)


resize_booking.checks(_check_over)


@resize_booking.prepare
def _pin_resize(work: Work, asked: ResizeBooking) -> BookingPlaced:
    _movable(work, asked.booking)
    return planning.plan_resize(work, checked(work, asked))


class SetStatus(Request):
    """What becomes of a booking."""

    booking: UUID
    status: Annotated[Status, Field(N_("Status"))]
    reason: Annotated[str, Field(N_("Reason"), max_length=200)] = ""


class StatusSet(Request):
    """Args: the step, and the claims to take again where a given-up booking comes back."""

    booking: UUID
    was: Status
    status: Status
    reason: str
    claims: tuple[ClaimMade, ...] = ()
    ended_holds: tuple[UUID, ...] = ()


@operation(
    needs=CHANGE, undo=True, said=N_("Status of a booking changed"), detail=N_("from {was} to {status}"), kiosk=True
)
def set_status(work: Work, given: StatusSet) -> None:
    """Confirm, check in, start, complete, cancel or mark as no-show; cancelled time is free again."""
    found = work.hold(bookings, given.booking)
    if found.status == given.status:
        return  # somebody else has said so meanwhile
    check_step(Status(found.status), given.status)
    freed = time_claims.end_holds(work, given.ended_holds)
    if given.status in time_claims.RELEASING:
        freed += time_claims.release(work, given.booking)
    elif Status(found.status) in time_claims.RELEASING:
        time_claims.replace(work, given.booking, given.claims)
    hold = None if given.status is not Status.HOLD else found.hold_until
    work.update(bookings, given.booking, status=given.status, hold_until=hold)
    time_claims.follow(work, freed)
    _note(work, given.booking, found.customer_id, was=given.was, status=given.status, reason=given.reason)


@set_status.prepare
def _pin_status(work: Work, asked: SetStatus) -> StatusSet:
    found = work.get(bookings, asked.booking)
    was = Status(found.status)
    check_step(was, asked.status)
    reason = checked(work, asked).reason
    made = StatusSet(booking=asked.booking, was=was, status=asked.status, reason=reason)
    if was not in time_claims.RELEASING or asked.status in time_claims.RELEASING:
        return made
    ended = holds_over(work)
    return msgspec.structs.replace(made, claims=planning.plan_again(work, found.id, ended), ended_holds=ended)


class SetBookingCustomer(Request):
    """Whose booking it is."""

    booking: UUID
    customer: Annotated[UUID | None, Field(N_("Customer"))]


@operation(needs=CHANGE, undo=True, said=N_("Customer of a booking changed"))
def set_booking_customer(work: Work, given: SetBookingCustomer) -> None:
    """Give a booking to a customer, or make it a walk-in's."""
    work.update(bookings, given.booking, customer_id=given.customer)
    _note(work, given.booking, given.customer)


class SetBookingNote(Request):
    """What staff should know about this visit."""

    booking: UUID
    note: Annotated[str, Field(N_("Note"), kind="long_text", max_length=2000)]


@operation(needs=CHANGE, undo=True, said=N_("Note of a booking changed"))
def set_booking_note(work: Work, given: SetBookingNote) -> None:
    """Write the booking's note."""
    work.update(bookings, given.booking, note=given.note)
    work.note(bookings, given.booking)


@set_booking_note.prepare
def _pin_note(work: Work, asked: SetBookingNote) -> SetBookingNote:
    return checked(work, asked)


class EndHolds(Request):
    """End what is over."""


class HoldsEnded(Request):
    """Args: which."""

    ended: tuple[UUID, ...]


@operation(needs=None, silent="nobody does it: the time of a hold is over")
def end_holds(work: Work, given: HoldsEnded) -> int:
    """End holds whose time is over; an authority runs this, with its own clock. Returns how many."""
    time_claims.follow(work, time_claims.end_holds(work, given.ended))
    return len(given.ended)


@end_holds.prepare
def _pin_ended(work: Work, asked: EndHolds) -> HoldsEnded:
    return HoldsEnded(ended=holds_over(work))


def _place(work: Work, given: BookingPlaced) -> None:
    found = work.hold(bookings, given.booking)
    freed = time_claims.end_holds(work, given.ended_holds)
    for part in given.parts:
        work.update(booking_parts, part.id, staff_id=part.staff_id, starts_at=part.starts_at, ends_at=part.ends_at)
    when = {f: getattr(given, f) for f in ("starts_at", "ends_at", "wall_start", "tzdata")}
    work.update(bookings, given.booking, **when)
    time_claims.replace(work, given.booking, given.claims)
    time_claims.follow(work, freed)
    _note(work, given.booking, found.customer_id, was=found.starts_at, starts_at=given.starts_at)


def _movable(work: Work, id: UUID) -> Found:
    found = work.get(bookings, id)
    if Status(found.status) not in MOVABLE:
        raise Refused("not_movable", status=found.status)
    return found


def _note(work: Work, booking: UUID, customer: UUID | None, **facts: Any) -> None:
    """One line in the booking's history and, where it is somebody's, in theirs."""
    work.note(bookings, booking, **facts)
    if customer is not None:
        work.note(customers, customer, booking=booking, **facts)


def staff_of_booking(read: Read, booking: UUID) -> UUID | None:
    """A booking is its first part's person's own."""
    first = select(booking_parts.c.staff_id).where(booking_parts.c.booking_id == booking)
    staff: UUID | None = read.scalar(first.order_by(booking_parts.c.position))
    return staff
