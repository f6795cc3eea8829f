"""The sample goes when it is no longer wanted; what somebody used stays."""

from datetime import UTC, datetime

from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.people.customers.operations import AddCustomer, AddNote, add_customer, add_note
from bizet_core.people.customers.queries import Customers, all_customers
from bizet_core.setup.first_run.operations import remove_sample
from bizet_core.setup.first_run.sample import Removed, RemoveSample
from bizet_core.store import Undo, undo
from tests.support.makers import Salon


def somebody(salon: Salon, name: str) -> AddCustomer:
    return AddCustomer(name=name, sample=True)


def visit(salon: Salon, customer: object, hour: int, *, sample: bool) -> Book:
    part = PartAsked(service=salon.cut, staff=salon.ines)
    starts = datetime(2026, 3, 12, hour, tzinfo=UTC)
    return Book(location=salon.location, starts_at=starts, parts=(part,), customer=customer, sample=sample)  # type: ignore[arg-type]


def names(salon: Salon) -> set[str]:
    return {row.name for row in salon.store.ask(all_customers, Customers())}


def test_sample_customers_and_bookings_go_and_their_time_is_free(salon: Salon) -> None:
    sam = salon.store.do(add_customer, somebody(salon, "Sam")).result.id
    salon.store.do(add_note, AddNote(customer=sam, words="likes tea"))
    salon.store.do(book, visit(salon, sam, 10, sample=True))
    assert salon.store.do(remove_sample, RemoveSample()).result == Removed(bookings=1, customers=1)
    assert names(salon) == {"Olivia Hart", "王伟"}
    salon.store.do(book, visit(salon, salon.olivia, 10, sample=False))


def test_whoever_booked_for_real_or_was_noted_stays(salon: Salon) -> None:
    sam, tia, _ned = (salon.store.do(add_customer, somebody(salon, name)).result.id for name in ("Sam", "Tia", "Ned"))
    salon.store.do(book, visit(salon, sam, 10, sample=False))
    salon.store.do(add_note, AddNote(customer=tia, words="called"), actor=salon.actor(salon.ines))
    assert salon.store.do(remove_sample, RemoveSample()).result == Removed(bookings=0, customers=1)
    assert {"Sam", "Tia"} < names(salon)


def test_the_sample_comes_back_by_undo(salon: Salon) -> None:
    sam = salon.store.do(add_customer, somebody(salon, "Sam")).result.id
    salon.store.do(book, visit(salon, sam, 10, sample=True))
    done = salon.store.do(remove_sample, RemoveSample())
    salon.store.do(undo, Undo(op=done.op_id))
    assert "Sam" in names(salon)
