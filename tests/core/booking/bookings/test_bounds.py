"""Days that no calendar has and ids of nothing are refused in words, by everything that reads times."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from bizet_core.booking.bookings.operations import book, move_booking
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked
from bizet_core.booking.day_view.queries import OfDay, day
from bizet_core.booking.free_times.moving import FreeForMove, free_for_move
from bizet_core.booking.free_times.queries import (
    FirstFree,
    FreeTimes,
    OfMove,
    WhyNot,
    first_free,
    free_times,
    move_terms,
    why_not_free,
)
from bizet_core.store.tables.ids import new_id
from tests.core.booking.bookings.test_operations import at
from tests.support.makers import Salon, invalid, refused

FIRST_YEAR, LAST_YEAR = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize("far", [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_a_day_beyond_the_calendar_is_refused_in_words(salon: Salon, far: date) -> None:
    with refused("beyond_calendar"):
        salon.store.ask(day, OfDay(location=salon.location, day=far))


@pytest.mark.parametrize("near", [date(1900, 1, 1), date(2199, 12, 31)])
def test_the_first_and_the_last_day_of_the_calendar_can_be_looked_at(salon: Salon, near: date) -> None:
    assert salon.store.ask(day, OfDay(location=salon.location, day=near)).cards == ()


@pytest.mark.parametrize("far", [FIRST_YEAR, LAST_YEAR])
def test_free_times_beyond_the_calendar_are_refused_in_words(salon: Salon, far: datetime) -> None:
    store, parts = salon.store, (PartAsked(service=salon.cut),)
    id = store.do(book, Book(location=salon.location, starts_at=at(9), parts=parts)).result
    with refused("beyond_calendar"):
        store.ask(why_not_free, WhyNot(location=salon.location, parts=parts, starts_at=far))
    with refused("beyond_calendar"):
        store.ask(free_times, FreeTimes(location=salon.location, parts=parts, first=far, until=far))
    with refused("beyond_calendar"):
        store.ask(free_times, FreeTimes(location=salon.location, parts=parts, first=FIRST_YEAR, until=LAST_YEAR))
    with invalid("starts_at"):
        store.do(book, Book(location=salon.location, starts_at=far, parts=parts))
    with invalid("starts_at"):
        store.do(move_booking, MoveBooking(booking=id, starts_at=far))
    if far is LAST_YEAR:  # what was free long ago is asked from now on
        with refused("beyond_calendar"):
            store.ask(first_free, FirstFree(location=salon.location, parts=parts, after=far))
        with refused("beyond_calendar"):
            store.ask(free_for_move, FreeForMove(booking=id, after=far))


def test_ids_of_nothing_are_refused_in_words(salon: Salon) -> None:
    store, parts, nothing = salon.store, (PartAsked(service=salon.cut),), new_id()
    stranger = (PartAsked(service=salon.cut, staff=nothing),)
    id = store.do(book, Book(location=salon.location, starts_at=at(9), parts=parts)).result
    asking: list[tuple[str, Callable[[], object]]] = [
        ("gone", lambda: store.ask(day, OfDay(location=nothing, day=at(9).date()))),
        ("gone", lambda: store.ask(first_free, FirstFree(location=nothing, parts=parts))),
        ("gone", lambda: store.ask(first_free, FirstFree(location=salon.location, parts=stranger))),
        ("gone", lambda: store.ask(why_not_free, WhyNot(location=salon.location, parts=stranger, starts_at=at(10)))),
        ("gone", lambda: store.ask(why_not_free, WhyNot(location=nothing, parts=parts, starts_at=at(10)))),
        ("gone", lambda: store.ask(free_times, FreeTimes(location=nothing, parts=parts, first=at(9), until=at(10)))),
        ("gone", lambda: store.ask(free_for_move, FreeForMove(booking=nothing))),
        ("gone", lambda: store.ask(move_terms, OfMove(booking=nothing, part=nothing, around=at(9)))),
        ("gone", lambda: store.ask(move_terms, OfMove(booking=id, part=nothing, around=at(9)))),
        ("no_service", lambda: store.ask(first_free, FirstFree(location=salon.location, parts=()))),
        (
            "service_not_offered",
            lambda: store.ask(first_free, FirstFree(location=salon.location, parts=(PartAsked(service=nothing),))),
        ),
    ]
    for code, ask in asking:
        with refused(code):
            ask()
