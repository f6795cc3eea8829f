"""Two desks sell one time while apart: both bookings stand, and a person decides."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.oversight.inbox.operations import settle_card
from bizet_core.oversight.inbox.requests import Choice, SettleCard
from bizet_core.store import Undo, undo
from tests.core.oversight.inbox.worlds import TwoDesks, two_desks, value_of
from tests.simulator.world import DeskSide


@pytest.fixture
def world() -> TwoDesks:
    """Olivia at the first desk, 王伟 at the second, both at ten with Inês; the first speaks first."""
    world = two_desks()
    for desk, customer in ((world.first, world.salon.olivia), (world.second, world.salon.wang)):
        booked(world, desk, customer)
    world.agree()
    return world


def booked(world: TwoDesks, desk: DeskSide, customer: UUID) -> None:
    part = PartAsked(service=world.salon.cut, staff=world.salon.ines)
    starts = datetime(2026, 3, 12, 10, tzinfo=UTC)
    desk.do(book, Book(location=world.salon.location, starts_at=starts, parts=(part,), customer=customer))


def state(world: TwoDesks, booking: UUID) -> tuple[object, object]:
    def known(field: str) -> object:
        return value_of(world.second.store, "booking", booking, field)

    return known("status"), known("provisional")


def the_booking(world: TwoDesks) -> UUID:
    id = world.card().subject_id
    assert id is not None
    return id


def test_both_are_shown_and_ours_is_not_certain(world: TwoDesks) -> None:
    card = world.card()
    ours, theirs = (dict(card.words(line) for line in side) for side in (card.ours, card.theirs))
    assert (ours["Customer"], theirs["Customer"]) == ("王伟", "Olivia Hart")
    assert state(world, the_booking(world)) == (Status.CONFIRMED, True)


@pytest.mark.parametrize(
    ("choice", "after"), [(Choice.OURS, (Status.CONFIRMED, False)), (Choice.THEIRS, (Status.CANCELLED, False))]
)
def test_it_is_settled_at_either_desk_and_undone(world: TwoDesks, choice: Choice, after: tuple[Status, bool]) -> None:
    ours = the_booking(world)
    done = world.first.do(settle_card, SettleCard(card=world.card().id, choice=choice))
    world.agree()
    assert state(world, ours) == after
    assert [card.code for card in world.cards()] == ([] if choice is Choice.OURS else ["tell_customer"])
    assert world.is_agreed()
    world.first.do(undo, Undo(op=done.op_id))
    world.agree()
    assert state(world, ours) == (Status.CONFIRMED, True)
    assert world.card().code == "double_booked"
    assert world.is_agreed()
