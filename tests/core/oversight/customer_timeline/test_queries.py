"""The customer's card and timeline, from a real day: visits, a sale, a refund, notes and changes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import SetStatus, book, set_status
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.describe.formats.money import Money
from bizet_core.oversight.customer_timeline.queries import CustomerCard, Event, Timeline, card, timeline
from bizet_core.people.customers.operations import AddNote, EditCustomer, add_note, edit_customer
from bizet_core.people.customers.queries import OneCustomer
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.selling.sales.operations import Refund, Sell, TenderAsked, refund, sell
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store.tables.ids import new_id
from tests.conftest import Clock
from tests.support.makers import Salon, refused

THURSDAY = datetime(2026, 3, 12, tzinfo=UTC)


@pytest.fixture
def salon(salon: Salon) -> Salon:
    salon.store.do(open_till, OpenTill(float=10_000))
    return salon


def booked(salon: Salon, start: datetime, *services: UUID) -> UUID:
    parts = tuple(PartAsked(service=service, staff=salon.ines) for service in services)
    asked = Book(location=salon.location, starts_at=start, parts=parts, customer=salon.olivia)
    id: UUID = salon.store.do(book, asked).result
    return id


def set_to(salon: Salon, booking: UUID, *steps: Status) -> None:
    for step in steps:
        salon.store.do(set_status, SetStatus(booking=booking, status=step, reason=""))


def seen(salon: Salon) -> CustomerCard:
    return salon.store.ask(card, OneCustomer(customer=salon.olivia))


def told(salon: Salon) -> tuple[Event, ...]:
    return salon.store.ask(timeline, Timeline(customer=salon.olivia))


def test_a_new_customer_s_card_is_empty_but_complete(salon: Salon) -> None:
    found = seen(salon)
    assert (found.customer.name, found.next_visit, found.last_visit, found.notes) == ("Olivia Hart", None, None, ())
    assert (found.visits, found.no_shows, found.cancelled, found.spent) == (0, 0, 0, Money(0, "EUR"))


def test_the_card_names_the_next_visit_and_the_last_one(salon: Salon, clock: Clock) -> None:
    first = booked(salon, THURSDAY.replace(hour=10), salon.cut)
    coming = booked(salon, THURSDAY.replace(hour=9) + timedelta(days=1), salon.cut, salon.colour)
    given_up = booked(salon, THURSDAY.replace(hour=15), salon.cut)
    set_to(salon, given_up, Status.CANCELLED)
    clock.pass_by(hours=3)
    set_to(salon, first, Status.ARRIVED, Status.IN_SERVICE, Status.COMPLETED)
    found = seen(salon)
    assert found.next_visit is not None
    assert found.last_visit is not None
    assert (found.next_visit.booking, found.next_visit.what) == (coming, "Cut & finish, Colour")
    assert (found.last_visit.booking, found.last_visit.status) == (first, Status.COMPLETED)
    assert (found.visits, found.cancelled, found.no_shows) == (1, 1, 0)


def test_alert_and_newest_notes_stand_on_the_card(salon: Salon, clock: Clock) -> None:
    salon.store.do(edit_customer, EditCustomer(customer=salon.olivia, alert="Nut allergy"))
    for n in range(7):
        clock.pass_by(minutes=1)
        salon.store.do(add_note, AddNote(customer=salon.olivia, words=f"Note {n}"))
    found = seen(salon)
    assert found.customer.alert == "Nut allergy"
    assert [note.words for note in found.notes] == ["Note 6", "Note 5", "Note 4", "Note 3", "Note 2"]


def test_what_was_taken_back_was_not_spent(salon: Salon) -> None:
    line = CartLine(
        id=new_id(), kind="product", item=salon.shampoo, name="Shampoo", unit_price=1450, tax_class="standard",
        quantity=2000,
    )  # fmt: skip
    asked = Sell(
        content=CartContent(lines=(line,), tip=100),
        tenders=(TenderAsked(method="card", given=3000),),
        location=salon.location,
        customer=salon.olivia,
    )
    sale = salon.store.do(sell, asked).result
    assert seen(salon).spent == Money(2900, "EUR"), "a tip is not spent on goods"
    salon.store.do(refund, Refund(sale=sale, quantities={line.id: 1000}, reason="Leaks"))
    assert seen(salon).spent == Money(1450, "EUR")


def test_the_timeline_tells_everything_once_newest_first(salon: Salon, clock: Clock) -> None:
    visit = booked(salon, THURSDAY.replace(hour=10), salon.cut)
    clock.pass_by(hours=3)
    set_to(salon, visit, Status.NO_SHOW)
    note = salon.store.do(add_note, AddNote(customer=salon.olivia, words="Called: forgot")).result
    clock.pass_by(hours=1)
    salon.store.do(
        edit_customer, EditCustomer(customer=salon.olivia, alert="Ask for a deposit"), actor=salon.actor(salon.owner)
    )
    events = told(salon)
    assert [event.kind for event in events] == ["change", "note", "booking", "change"]
    changed, noted, missed, added = events
    assert changed.facts == {"changes": {"alert": ["", "Ask for a deposit"]}}
    assert (changed.by, noted.id, noted.words) == ("Carmen Reis", note, "Called: forgot")
    assert (missed.id, missed.words, missed.status) == (visit, "Cut & finish", "no_show")
    assert added.words == "customers.add_customer"


def test_the_timeline_shows_as_much_as_was_asked_for(salon: Salon, clock: Clock) -> None:
    for n in range(5):
        clock.pass_by(minutes=1)
        salon.store.do(add_note, AddNote(customer=salon.olivia, words=f"Note {n}"))
    latest = salon.store.ask(timeline, Timeline(customer=salon.olivia, limit=2))
    assert [event.words for event in latest] == ["Note 4", "Note 3"]


def test_nobody_s_card_is_gone(salon: Salon) -> None:
    with refused("gone"):
        salon.store.ask(card, OneCustomer(customer=new_id()))
