"""Booking on a real store: placed, moved, resized, followed through the day, undone, and told why not."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import (
    EndHolds,
    SetBookingCustomer,
    SetBookingNote,
    SetStatus,
    book,
    end_holds,
    move_booking,
    resize_booking,
    set_booking_customer,
    set_booking_note,
    set_status,
)
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked, ResizeBooking
from bizet_core.booking.day_view.booking_details import BookingRow, OfBooking, booking
from bizet_core.booking.day_view.queries import OfDay, day
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Undo, undo
from tests.conftest import Clock
from tests.support.makers import Salon, a_service

THURSDAY = date(2026, 3, 12)


def at(hour: int, minute: int = 0) -> datetime:
    """Lisbon keeps UTC in March, until the 29th."""
    return datetime(2026, 3, 12, hour, minute, tzinfo=UTC)


def booked(salon: Salon, start: datetime, *parts: PartAsked, **more: object) -> UUID:
    asked = Book(location=salon.location, starts_at=start, parts=parts, **more)  # type: ignore[arg-type]
    id: UUID = salon.store.do(book, asked).result
    return id


def seen(salon: Salon, id: UUID) -> BookingRow:
    return salon.store.ask(booking, OfBooking(booking=id))


def cut(salon: Salon, staff: UUID | None = None, **more: object) -> PartAsked:
    return PartAsked(service=salon.cut, staff=staff, **more)  # type: ignore[arg-type]


def test_a_visit_of_two_services_with_an_extra_follows_on(salon: Salon) -> None:
    id = booked(salon, at(9), PartAsked(service=salon.colour), cut(salon, salon.bea, addons=(salon.gloss,)))
    colour, after = seen(salon, id).parts
    assert (colour.staff, colour.starts_at, colour.ends_at) == (salon.ines, at(9), at(10, 30))
    assert (after.staff, after.starts_at, after.ends_at) == (salon.bea, at(10, 30), at(11, 30))
    assert (colour.price, after.price) == (8000, 3500 + 1200)


def test_the_person_is_free_while_the_colour_takes(salon: Salon) -> None:
    booked(salon, at(9), PartAsked(service=salon.colour))
    with pytest.raises(Refused, match="taken"):
        booked(salon, at(9, 15), cut(salon, salon.ines))
    wash = PartAsked(service=salon.cut, staff=salon.ines, minutes=15)
    booked(salon, at(9, 30), wash)


def test_buffers_add_up(salon: Salon) -> None:
    booked(salon, at(9), cut(salon, salon.ines))
    with pytest.raises(Refused, match="taken"):
        booked(salon, at(9, 45), cut(salon, salon.ines))
    booked(salon, at(10), cut(salon, salon.ines))


def test_anyone_means_the_least_busy(salon: Salon) -> None:
    booked(salon, at(9), cut(salon, salon.ines))
    id = booked(salon, at(15), cut(salon))
    assert seen(salon, id).parts[0].staff != salon.ines
    assert seen(salon, id).parts[0].any_staff


def test_who_is_at_lunch_is_named(salon: Salon) -> None:
    with pytest.raises(Refused) as refused:
        booked(salon, at(13), cut(salon, salon.ines))
    assert word(refused.value) == "Inês Duarte is on a break until 14:00. Lunch"


def test_a_move_is_undone_and_the_old_time_is_held_again(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon, salon.ines))
    moved = salon.store.do(move_booking, MoveBooking(booking=id, starts_at=at(15), staff=salon.bea))
    assert (seen(salon, id).starts_at, seen(salon, id).parts[0].staff) == (at(15), salon.bea)
    salon.store.do(undo, Undo(op=moved.op_id))
    assert (seen(salon, id).starts_at, seen(salon, id).parts[0].staff) == (at(9), salon.ines)
    with pytest.raises(Refused, match="taken"):
        booked(salon, at(9), cut(salon, salon.ines))


def test_undoing_a_move_is_refused_when_the_old_time_went_to_somebody_else(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon, salon.ines))
    moved = salon.store.do(move_booking, MoveBooking(booking=id, starts_at=at(15)))
    booked(salon, at(9), cut(salon, salon.ines))
    with pytest.raises(Refused):
        salon.store.do(undo, Undo(op=moved.op_id))
    assert seen(salon, id).starts_at == at(15)


def test_a_booking_may_move_into_its_own_time(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon, salon.ines))
    salon.store.do(move_booking, MoveBooking(booking=id, starts_at=at(9, 30)))
    assert seen(salon, id).starts_at == at(9, 30)


def test_making_a_part_longer_pushes_what_follows(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon, salon.ines), cut(salon, salon.bea))
    first = seen(salon, id).parts[0]
    salon.store.do(resize_booking, ResizeBooking(booking=id, part=first.id, ends_at=at(10, 15)))
    assert [p.starts_at for p in seen(salon, id).parts] == [at(9), at(10, 15)]
    with pytest.raises(Refused, match="end_before_start"):
        salon.store.do(resize_booking, ResizeBooking(booking=id, part=first.id, ends_at=at(9)))


@pytest.mark.feature("26.1.5")
def test_a_booking_lives_from_pending_to_completed_and_skips_nothing(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon), status=Status.PENDING)
    for status in (Status.CONFIRMED, Status.ARRIVED, Status.IN_SERVICE, Status.COMPLETED):
        salon.store.do(set_status, SetStatus(booking=id, status=status))
        assert seen(salon, id).status is status
    with pytest.raises(Refused, match="status_step"):
        salon.store.do(set_status, SetStatus(booking=id, status=Status.PENDING))
    with pytest.raises(Refused, match="not_movable"):
        salon.store.do(move_booking, MoveBooking(booking=id, starts_at=at(15)))


def test_cancelled_time_is_free_again_and_comes_back_only_while_free(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon, salon.ines))
    cancelled = salon.store.do(set_status, SetStatus(booking=id, status=Status.CANCELLED, reason="ill"))
    other = booked(salon, at(9), cut(salon, salon.ines))
    with pytest.raises(Refused, match="taken"):
        salon.store.do(set_status, SetStatus(booking=id, status=Status.CONFIRMED))
    with pytest.raises(Refused):
        salon.store.do(undo, Undo(op=cancelled.op_id))
    salon.store.do(set_status, SetStatus(booking=other, status=Status.NO_SHOW))
    salon.store.do(set_status, SetStatus(booking=id, status=Status.CONFIRMED))
    assert seen(salon, id).status is Status.CONFIRMED


def test_a_hold_past_its_time_never_blocks(salon: Salon, clock: Clock) -> None:
    held = booked(salon, at(9), cut(salon, salon.ines), status=Status.HOLD, hold_until=clock() + timedelta(minutes=10))
    with pytest.raises(Refused, match="taken"):
        booked(salon, at(9), cut(salon, salon.ines))
    clock.pass_by(minutes=11)
    booked(salon, at(9), cut(salon, salon.ines))
    assert seen(salon, held).status is Status.CANCELLED
    assert salon.store.do(end_holds, EndHolds()).result == 0


def test_overbooking_needs_a_reason_and_is_shown(salon: Salon) -> None:
    booked(salon, at(9), cut(salon, salon.ines))
    id = booked(salon, at(9), cut(salon, salon.ines), overbook_reason="twins")
    assert seen(salon, id).overbooked
    cards = salon.store.ask(day, OfDay(location=salon.location, day=THURSDAY)).cards
    assert [c.overbooked for c in cards if c.booking == id] == [True]


def test_the_room_is_claimed_beside_the_person(salon: Salon) -> None:
    id = booked(salon, at(9), PartAsked(service=salon.massage, staff=salon.ines))
    assert seen(salon, id).parts[0].rooms == ("Room 1",)
    with pytest.raises(Refused) as refused:
        booked(salon, at(9), PartAsked(service=salon.massage, staff=salon.bea))
    assert word(refused.value) == "Room 1 is taken until 10:00."


def test_a_day_has_its_columns_cards_and_closed_time(salon: Salon) -> None:
    booked(salon, at(9), cut(salon, salon.ines), customer=salon.olivia)
    view = salon.store.ask(day, OfDay(location=salon.location, day=THURSDAY))
    assert {c.name for c in view.columns} >= {"Inês Duarte", "Bea Costa", "Room 1"}
    assert [(c.who, c.what) for c in view.cards] == [("Olivia Hart", "Cut & finish")]
    assert {s.label for s in view.shades if s.kind == "break"} == {"Lunch"}
    assert (view.bookings, view.expected.amount) == (1, 3500)


def test_notes_and_customers_change_and_are_undone(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon))
    salon.store.do(set_booking_note, SetBookingNote(booking=id, note="runs late"))
    given = salon.store.do(set_booking_customer, SetBookingCustomer(booking=id, customer=salon.olivia))
    assert (seen(salon, id).note, seen(salon, id).customer_name) == ("runs late", "Olivia Hart")
    salon.store.do(undo, Undo(op=given.op_id))
    assert seen(salon, id).customer_name == ""


def test_what_is_not_offered_is_refused(salon: Salon) -> None:
    with pytest.raises(Refused, match="no_service"):
        booked(salon, at(9))
    with pytest.raises(Refused, match="service_not_offered"):
        booked(salon, at(9), cut(salon, length=salon.olivia))
    with pytest.raises(Refused, match="staff_cannot"):
        booked(salon, at(9), PartAsked(service=salon.colour, staff=salon.bea))


def test_a_visit_is_never_booked_longer_than_its_service_allows(salon: Salon) -> None:
    fitting = a_service(salon.store, "Fitting", 30, 2000, min_length=15, max_length=60)
    for minutes, code in ((10, "too_short"), (75, "too_long")):
        with pytest.raises(Refused, match=code):
            booked(salon, at(9), PartAsked(service=fitting, staff=salon.ines, minutes=minutes))
    booked(salon, at(9), PartAsked(service=fitting, staff=salon.ines, minutes=60))
