"""Free times for the phone, and the reason shown while a card is dragged."""

from datetime import UTC, datetime

from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_core.booking.free_times.queries import FirstFree, OfMove, first_free, move_terms
from bizet_core.describe.languages.sentences import word
from tests.support.makers import Salon


def at(hour: int, minute: int = 0, day: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_the_first_free_times_leave_out_what_is_taken_and_lunch(salon: Salon) -> None:
    cut = PartAsked(service=salon.cut, staff=salon.ines)
    for hour in (9, 10, 11):
        salon.store.do(book, Book(location=salon.location, starts_at=at(hour), parts=(cut,)))
    found = salon.store.ask(first_free, FirstFree(location=salon.location, parts=(cut,)))
    assert [f.starts_at for f in found] == [at(12), at(12, 15), at(14), at(14, 15), at(14, 30)]
    assert {f.staff for f in found} == {(salon.ines,)}


def test_weeks_that_are_full_are_passed_over(salon: Salon) -> None:
    colour = PartAsked(service=salon.colour)
    found = salon.store.ask(first_free, FirstFree(location=salon.location, parts=(colour,), after=at(17), count=1))
    assert found[0].starts_at == at(9, day=13)


def test_a_dragged_card_is_told_why_it_may_not_lie_there(salon: Salon) -> None:
    store = salon.store
    cut = PartAsked(service=salon.cut, staff=salon.ines)
    id = store.do(book, Book(location=salon.location, starts_at=at(9), parts=(cut,))).result
    store.do(
        book, Book(location=salon.location, starts_at=at(15), parts=(PartAsked(service=salon.cut, staff=salon.bea),))
    )
    part = store.ask(booking, OfBooking(booking=id)).parts[0]
    terms = store.ask(move_terms, OfMove(booking=id, part=part.id, around=at(9)))
    assert terms.why_not(salon.ines, at(9, 30)) is None, "its own time does not stand in its way"
    assert terms.why_not(salon.bea, at(10)) is None
    refused = terms.why_not(salon.bea, at(15, 30))
    assert refused is not None
    assert word(refused) == "Bea Costa is taken until 16:00."
    assert terms.why_not(salon.room, at(10)) is not None
