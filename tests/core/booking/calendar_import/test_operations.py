"""Importing a calendar into a real store."""

from datetime import UTC, date, datetime

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status, bookings
from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.booking.calendar_import.operations import (
    batches,
    booking_batches,
    calendar_of,
    import_bookings,
    import_calendar,
)
from bizet_core.booking.calendar_import.queries import OfCalendar, imported
from bizet_core.booking.calendar_import.rules import read_calendar, window_around
from bizet_core.booking.day_view.queries import OfDay, day
from bizet_core.store import Undo, undo
from tests.support.makers import Salon

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def ics(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{body}END:VCALENDAR\r\n".encode()


DENTIST = "UID:1\r\nDTSTART:20260312T100000Z\r\nDTEND:20260312T110000Z\r\nSUMMARY:Dentist"
LATER = DENTIST.replace("T100000", "T110000").replace("T110000Z\r\nSUMMARY", "T120000Z\r\nSUMMARY")
SECRET = "UID:2\r\nDTSTART:20260313T100000Z\r\nDTEND:20260313T110000Z\r\nSUMMARY:Therapy\r\nCLASS:PRIVATE"


def bring(salon: Salon, data: bytes) -> list[object]:
    calendar = calendar_of(salon.ines, "Work")
    read = read_calendar(data, "Europe/Lisbon", window_around(salon.store.clock()))
    here = salon.store.ask(imported, OfCalendar(calendar=calendar, since=SINCE))
    requests = batches(salon.ines, calendar, read.entries, here)
    return [salon.store.do(import_calendar, request) for request in requests]


def as_bookings(salon: Salon, data: bytes) -> None:
    calendar = calendar_of(salon.ines, "Work")
    read = read_calendar(data, "Europe/Lisbon", window_around(salon.store.clock()))
    here = salon.store.ask(imported, OfCalendar(calendar=calendar, since=SINCE, as_bookings=True))
    for request in booking_batches(salon.location, salon.ines, calendar, read.entries, here):
        salon.store.do(import_bookings, request)


def a_visit(salon: Salon, hour: int) -> Book:
    part = PartAsked(service=salon.cut, staff=salon.ines)
    return Book(location=salon.location, starts_at=datetime(2026, 3, 12, hour, tzinfo=UTC), parts=(part,))


def rows(salon: Salon) -> list[tuple[Status, int, int]]:
    with salon.store.engine.connect() as connection:
        found = connection.execute(bookings.select().order_by(bookings.c.starts_at)).all()
    return [(Status(row.status), row.starts_at.hour, row.ends_at.hour) for row in found]


def test_busy_time_cannot_be_booked(salon: Salon) -> None:
    bring(salon, ics(DENTIST))
    with pytest.raises(Refused):
        salon.store.do(book, a_visit(salon, 10))
    salon.store.do(book, a_visit(salon, 11))


def test_the_same_calendar_again_moves_and_never_doubles(salon: Salon) -> None:
    bring(salon, ics(DENTIST, SECRET))
    bring(salon, ics(DENTIST, SECRET))
    calendar = calendar_of(salon.ines, "Work")
    assert len(salon.store.ask(imported, OfCalendar(calendar=calendar, since=SINCE))) == 2
    bring(salon, ics(LATER, SECRET))
    salon.store.do(book, a_visit(salon, 9))
    assert len(salon.store.ask(imported, OfCalendar(calendar=calendar, since=SINCE))) == 2


def test_what_is_in_it_no_more_is_free_again(salon: Salon) -> None:
    bring(salon, ics(DENTIST, SECRET))
    bring(salon, ics(SECRET))
    salon.store.do(book, a_visit(salon, 10))


def test_private_entries_keep_their_words_to_themselves(salon: Salon) -> None:
    (_done,) = bring(salon, ics(DENTIST, SECRET))
    friday = salon.store.ask(day, OfDay(location=salon.location, day=date(2026, 3, 13)))
    words = repr(friday)
    assert "Therapy" not in words
    assert "busy" in words
    with salon.store.engine.connect() as connection:
        assert "Therapy" not in str(connection.exec_driver_sql("SELECT body FROM journal").all())


def test_an_import_is_taken_back(salon: Salon) -> None:
    (done,) = bring(salon, ics(DENTIST))
    salon.store.do(undo, Undo(op=done.op_id))  # type: ignore[attr-defined]
    salon.store.do(book, a_visit(salon, 10))


def test_entries_become_bookings_that_move_with_their_calendar_and_are_called_off(salon: Salon) -> None:
    as_bookings(salon, ics(DENTIST))
    as_bookings(salon, ics(DENTIST))
    assert rows(salon) == [(Status.CONFIRMED, 10, 11)]
    as_bookings(salon, ics(LATER))
    assert rows(salon) == [(Status.CONFIRMED, 11, 12)]
    as_bookings(salon, ics(SECRET))
    assert rows(salon) == [(Status.CANCELLED, 11, 12), (Status.CONFIRMED, 10, 11)]


def test_an_entry_over_a_booking_takes_nothing_from_it(salon: Salon) -> None:
    salon.store.do(book, a_visit(salon, 10))
    as_bookings(salon, ics(DENTIST))
    assert len(rows(salon)) == 2
