"""Two bookings of one time: both versions side by side, and each way to settle them."""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import select

from bizet_core.booking.bookings.double_booking import ON_PURPOSE
from bizet_core.booking.bookings.model import Status, bookings, claims
from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.oversight.inbox.operations import settle_card
from bizet_core.oversight.inbox.queries import Card, OpenCards, open_cards
from bizet_core.oversight.inbox.requests import Choice, SettleCard
from bizet_core.store import SYSTEM, Store, Undo, undo
from bizet_core.store.journal.cards import CardKind, put_card
from bizet_core.store.tables.ids import new_id
from tests.simulator.rows import rows
from tests.support.makers import Salon, a_salon


class Clash(NamedTuple):
    salon: Salon
    ours: UUID
    theirs: UUID


@pytest.fixture
def clash(store: Store) -> Clash:
    """Inês is booked at ten by Olivia, and by 王伟 at a desk that did not know."""
    salon = a_salon(store)
    theirs = booked(salon, salon.olivia, "")
    ours = booked(salon, salon.wang, "apart")
    make_uncertain(store, ours)
    return Clash(salon, ours, theirs)


def booked(salon: Salon, customer: UUID, reason: str) -> UUID:
    part = PartAsked(service=salon.cut, staff=salon.ines)
    starts = datetime(2026, 3, 12, 10, tzinfo=UTC)
    asked = Book(location=salon.location, starts_at=starts, parts=(part,), customer=customer, overbook_reason=reason)
    made: UUID = salon.store.do(book, asked).result
    return made


def make_uncertain(store: Store, booking: UUID) -> None:
    """As the authority leaves a booking whose time was taken: not certain, its claims not live, and a card."""
    me = store.identity
    with store.transaction() as connection:
        work = store.work_for(connection, new_id(), SYSTEM, store.clock(), me.device, me.inc)
        with store.capturing(work):
            work.update(bookings, booking, provisional=True)
            for claim in work.all(select(claims).where(claims.c.booking_id == booking)):
                work.update(claims, claim.id, live=False, reason="double_booked")
            put_card(work, CardKind.CONCERN, "double_booked", book.name, {}, subject="booking", subject_id=booking)


def card(store: Store) -> Card:
    (found,) = store.ask(open_cards, OpenCards())
    return found


def row(store: Store, table: str, id: UUID) -> dict[str, object]:
    return next(each for each in rows(store)[table] if each["id"] == id)


def our_claims(store: Store, clash: Clash) -> list[tuple[object, object]]:
    mine = [each for each in rows(store)["claim"] if each["booking_id"] == clash.ours]
    return [(each["live"], each["reason"]) for each in mine]


def test_both_bookings_stand_side_by_side(store: Store, clash: Clash) -> None:
    found = card(store)
    assert found.sentence() == "Two bookings were made for the same time while the desks were apart."
    ours, theirs = (dict(found.words(line) for line in side) for side in (found.ours, found.theirs))
    assert (ours["Customer"], theirs["Customer"]) == ("王伟", "Olivia Hart")
    assert ours["With"] == theirs["With"] == "Inês Duarte"
    assert (found.subject, found.subject_id, found.customer) == ("booking", clash.ours, "王伟")


def test_to_keep_ours_is_to_keep_both_on_purpose(store: Store, clash: Clash) -> None:
    store.do(settle_card, SettleCard(card=card(store).id, choice=Choice.OURS))
    ours = row(store, "booking", clash.ours)
    assert (ours["provisional"], ours["status"]) == (False, Status.CONFIRMED)
    assert our_claims(store, clash) == [(False, ON_PURPOSE)]
    assert store.ask(open_cards, OpenCards()) == ()


def test_to_keep_theirs_cancels_ours_and_asks_to_tell_the_customer(store: Store, clash: Clash) -> None:
    store.do(settle_card, SettleCard(card=card(store).id, choice=Choice.THEIRS))
    assert row(store, "booking", clash.ours)["status"] == Status.CANCELLED
    assert row(store, "booking", clash.theirs)["status"] == Status.CONFIRMED
    told = card(store)
    assert (told.code, told.customer) == ("tell_customer", "王伟")
    assert "cancelled" in told.sentence()


def test_either_way_is_undone_as_a_whole(store: Store, clash: Clash) -> None:
    before = rows(store)["booking"], rows(store)["claim"], rows(store)["inbox_card"]
    for choice in Choice:
        done = store.do(settle_card, SettleCard(card=card(store).id, choice=choice))
        store.do(undo, Undo(op=done.op_id))
        assert (rows(store)["booking"], rows(store)["claim"], rows(store)["inbox_card"]) == before
