"""A real conflict between two desks becomes a card, and is settled each way."""

import pytest

from bizet_core.oversight.inbox.operations import call_about_card, reopen_card, settle_card
from bizet_core.oversight.inbox.queries import HowMany, one_card, waiting_cards
from bizet_core.oversight.inbox.requests import Choice, OfCard, SettleCard
from bizet_core.people.customers.operations import EditCustomer, edit_customer
from bizet_core.store import Undo, undo
from bizet_core.store.journal.cards import CardState
from tests.core.oversight.inbox.worlds import TwoDesks, two_desks, value_of
from tests.simulator.world import DeskSide
from tests.support.makers import refused


@pytest.fixture
def world() -> TwoDesks:
    """Both desks have changed Olivia's alert while apart; the second came second."""
    world = two_desks()
    world.first.do(edit_customer, EditCustomer(customer=world.salon.olivia, alert="PPD allergy"))
    world.second.do(edit_customer, EditCustomer(customer=world.salon.olivia, alert="Latex"))
    world.agree()
    return world


def alert(desk: DeskSide, world: TwoDesks) -> object:
    return value_of(desk.store, "customer", world.salon.olivia, "alert")


def settle(world: TwoDesks, choice: Choice, desk: DeskSide | None = None) -> object:
    return (desk or world.first).do(settle_card, SettleCard(card=world.card().id, choice=choice))


def test_a_card_shows_both_versions_and_whom_it_is_about(world: TwoDesks) -> None:
    card = world.card()
    assert [card.words(line) for line in card.ours] == [("Alert", "Latex")]
    assert [card.words(line) for line in card.theirs] == [("Alert", "PPD allergy")]
    assert (card.subject, card.about, card.phone) == ("customer", "Olivia Hart", "+447700900142")
    assert (card.actor, card.device) == ("Carmen Reis", "Desk 2")
    assert card.sentence() == "The same was changed at two places. What came first stands."


def test_keeping_theirs_only_closes_the_card(world: TwoDesks) -> None:
    settle(world, Choice.THEIRS)
    world.agree()
    assert world.cards() == ()
    assert alert(world.second, world) == "PPD allergy"
    assert world.is_agreed()


@pytest.mark.parametrize("at_first", [True, False])
def test_keeping_ours_does_the_change_again_on_what_stands(world: TwoDesks, at_first: bool) -> None:
    settle(world, Choice.OURS, world.first if at_first else world.second)
    world.agree()
    assert world.cards() == ()
    assert [alert(desk, world) for desk in (world.first, world.second)] == ["Latex", "Latex"]
    assert world.is_agreed()


def test_what_was_settled_can_be_undone(world: TwoDesks) -> None:
    done = world.first.do(settle_card, SettleCard(card=world.card().id, choice=Choice.OURS))
    world.agree()
    world.first.do(undo, Undo(op=done.op_id))
    world.agree()
    assert alert(world.second, world) == "PPD allergy"
    assert world.card().state is CardState.OPEN
    assert world.is_agreed()


def test_what_cannot_be_done_again_comes_back_with_its_reason(world: TwoDesks) -> None:
    weak = world.salon.actor(world.salon.ines)
    card = world.card().id
    with refused("not_permitted"):
        world.first.store.do(settle_card, SettleCard(card=card, choice=Choice.OURS), actor=weak)
    assert world.first.store.ask(waiting_cards, HowMany()) == 1


def test_two_desks_that_settle_one_card_are_not_told_twice(world: TwoDesks) -> None:
    card = world.card().id
    world.first.do(settle_card, SettleCard(card=card, choice=Choice.THEIRS))
    world.second.do(settle_card, SettleCard(card=card, choice=Choice.OURS))
    world.agree()
    assert world.cards() == ()
    assert alert(world.first, world) == alert(world.second, world) == "PPD allergy"
    assert world.is_agreed()


def test_a_card_that_is_settled_is_not_settled_again(world: TwoDesks) -> None:
    card = world.card().id
    settle(world, Choice.THEIRS)
    with refused("card_settled"):
        world.first.do(settle_card, SettleCard(card=card, choice=Choice.OURS))


def test_calling_keeps_a_card_waiting_and_reopening_takes_the_call_back(world: TwoDesks) -> None:
    card = OfCard(card=world.card().id)
    world.first.do(call_about_card, card)
    world.agree()
    assert world.second.store.ask(one_card, card).state is CardState.CALLING
    assert world.second.store.ask(waiting_cards, HowMany()) == 1
    world.second.do(reopen_card, card)
    world.agree()
    assert world.card().state is CardState.OPEN


def test_theirs_can_be_thought_over_but_ours_is_done(world: TwoDesks) -> None:
    card = OfCard(card=world.card().id)
    settle(world, Choice.THEIRS)
    world.first.do(reopen_card, card)
    settle(world, Choice.OURS)
    with refused("card_done"):
        world.first.do(reopen_card, card)
