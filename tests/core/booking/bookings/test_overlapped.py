"""Time that is closed over bookings: they stay, and whoever closed it is told which they are."""

from datetime import UTC, date, datetime
from uuid import UUID

from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import SetStatus, book, set_status
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.booking.day_view.overlaps import InException, Overlaps, overlaps
from bizet_core.catalogue.timetable.operations import (
    AddClosure,
    AddOverride,
    AddTimeOff,
    BlockTime,
    add_closure,
    add_override,
    add_time_off,
    block_time,
)
from bizet_core.store.tables.ids import new_id
from tests.conftest import Clock
from tests.core.booking.bookings.test_operations import at
from tests.support.makers import Salon, refused

THURSDAY = date(2026, 3, 12)


def booked(salon: Salon, hour: int, staff: UUID, service: UUID | None = None, customer: UUID | None = None) -> UUID:
    parts = (PartAsked(service=service or salon.cut, staff=staff),)
    asked = Book(location=salon.location, starts_at=at(hour), parts=parts, customer=customer)
    id: UUID = salon.store.do(book, asked).result
    return id


def told(salon: Salon, exception: UUID) -> Overlaps:
    return salon.store.ask(overlaps, InException(exception=exception))


def off(salon: Salon, **more: object) -> UUID:
    asked = AddTimeOff(resource=salon.ines, first_day=THURSDAY, last_day=THURSDAY, **more)  # type: ignore[arg-type]
    id: UUID = salon.store.do(add_time_off, asked).result
    return id


def test_bookings_in_time_off_are_told_by_name_and_time_and_stay(salon: Salon) -> None:
    first = booked(salon, 9, salon.ines, customer=salon.olivia)
    booked(salon, 11, salon.ines)
    booked(salon, 10, salon.bea)
    found = told(salon, off(salon))
    assert found.count == 2
    assert [(one.customer, one.starts_at) for one in found.first] == [("Olivia Hart", at(9)), ("", at(11))]
    assert found.first[0].booking == first
    assert told(salon, off(salon)).count == 2, "nothing was cancelled"


def test_the_first_three_of_many_are_told(salon: Salon) -> None:
    for hour in (9, 10, 11, 15):
        booked(salon, hour, salon.ines)
    found = told(salon, off(salon))
    assert (found.count, len(found.first)) == (4, 3)


def test_a_booking_that_ends_as_the_time_off_begins_does_not_lie_in_it(salon: Salon) -> None:
    booked(salon, 9, salon.ines)  # until 9:45, and a buffer of a quarter of an hour
    assert told(salon, off(salon, time=(9 * 60 + 45, 1080))).count == 0
    assert told(salon, off(salon, time=(9 * 60 + 30, 1080))).count == 1


def test_what_is_over_or_given_up_is_not_told(salon: Salon, clock: Clock) -> None:
    given_up = booked(salon, 11, salon.ines)
    booked(salon, 9, salon.ines)
    salon.store.do(set_status, SetStatus(booking=given_up, status=Status.CANCELLED))
    clock.pass_by(hours=2)  # it is ten o'clock
    assert told(salon, off(salon)).count == 0


def test_other_hours_leave_out_only_what_lies_beside_them(salon: Salon) -> None:
    booked(salon, 9, salon.ines)
    booked(salon, 15, salon.ines)
    asked = AddOverride(resource=salon.ines, first_day=THURSDAY, last_day=THURSDAY, hours=((14 * 60, 20 * 60),))
    found = told(salon, salon.store.do(add_override, asked).result)
    assert [one.starts_at for one in found.first] == [at(9)]


def test_a_closed_place_and_a_blocked_room_tell_whatever_takes_place_there(salon: Salon) -> None:
    booked(salon, 9, salon.bea)
    booked(salon, 11, salon.ines, salon.massage)
    closing = AddClosure(resource=salon.location, first_day=THURSDAY, last_day=THURSDAY)
    assert told(salon, salon.store.do(add_closure, closing).result).count == 2
    blocked = BlockTime(resource=salon.room, starts_at=at(11, 30), ends_at=datetime(2026, 3, 12, 13, tzinfo=UTC))
    assert [one.starts_at for one in told(salon, salon.store.do(block_time, blocked).result).first] == [at(11)]


def test_an_exception_that_is_gone_is_refused_in_words(salon: Salon) -> None:
    with refused("gone"):
        told(salon, new_id())
