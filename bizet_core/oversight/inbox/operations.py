"""Settle what waits in the Inbox: keep ours or theirs, call the customer first, or open a card again.

At a desk that has a server a card of something refused or held is only marked: the line itself is kept by the server,
which does it when the mark arrives there. Where it still cannot be done, the card comes back with the new reason.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import N_
from bizet_core.oversight.inbox.requests import AGAIN, Choice, LostCard, OfCard, SettleCard
from bizet_core.store import OPERATIONS, Permission, Request, Work, operation
from bizet_core.store.journal.card_settling import settling_of
from bizet_core.store.journal.cards import CardKind, CardState, inbox_cards
from bizet_core.store.tables.columns import METADATA
from bizet_core.sync.server.card_facts import plain

SETTLE = Permission("inbox.settle")
KEPT = ("ours", "what")
"""Facts that a card keeps when it says why it still cannot be settled."""


@operation(needs=SETTLE, undo=True, said=N_("Settled from the Inbox"))
def settle_card(work: Work, given: SettleCard) -> None:
    """Keep what the device wanted, or what stands."""
    card = work.hold(inbox_cards, given.card)
    if card.state == CardState.DONE:
        raise Refused("card_settled")
    if card.kind == CardKind.HELD and given.choice is Choice.THEIRS:
        raise Refused("held_stays")
    still = _act(work, card, given.choice)
    if still is None:
        work.update(inbox_cards, card.id, state=CardState.DONE.value, choice=given.choice.value)
        work.note(inbox_cards, card.id, code="settled", choice=given.choice.value)
    else:
        facts = _facts_of(still, card.facts or {})
        work.update(inbox_cards, card.id, state=CardState.OPEN.value, code=still.code, facts=facts or None)
        work.note(inbox_cards, card.id, code="not_settled", why=still.code)


def _facts_of(still: Refused, before: dict[str, Any]) -> dict[str, Any]:
    """What a card says that still cannot be settled: why, and what it is about."""
    kept = {name: value for name, value in before.items() if name in KEPT}
    left = {AGAIN: before[AGAIN]} if AGAIN in before else {}
    return left | plain(still.facts) | kept


@settle_card.falls_back
def _settled_elsewhere(work: Work, given: SettleCard, refusal: Refused) -> None:
    """Two desks settled one card while apart: the first has decided, and the second is left in the history."""
    if refusal.code != "card_settled":
        raise refusal
    work.note(inbox_cards, given.card, code="settled_before", choice=given.choice.value)


@operation(needs=SETTLE, undo=True, said=N_("Customer being asked about a card in the Inbox"))
def call_about_card(work: Work, given: OfCard) -> None:
    """Say that somebody asks the customer before it is settled."""
    if work.hold(inbox_cards, given.card).state == CardState.DONE:
        raise Refused("card_settled")
    work.update(inbox_cards, given.card, state=CardState.CALLING.value)
    work.note(inbox_cards, given.card, code="calling")


@operation(needs=SETTLE, undo=True, said=N_("Card in the Inbox opened again"))
def reopen_card(work: Work, given: OfCard) -> None:
    """Let a card wait again. What was done for it stays done."""
    card = work.hold(inbox_cards, given.card)
    if card.state == CardState.DONE and card.kind != CardKind.CONCERN and card.choice == Choice.OURS:
        raise Refused("card_done")
    work.update(inbox_cards, given.card, state=CardState.OPEN.value, choice="")
    work.note(inbox_cards, given.card, code="reopened")


class TellLost(Request):
    """What a server has learnt from its desks after it was restored."""

    cards: tuple[LostCard, ...]


@operation(needs=SETTLE, silent="a server that was restored asks; its cards say what was lost", server=True)
def tell_lost(work: Work, given: TellLost) -> None:
    """Put what is lost into the Inbox, one card for each operation. More of it may be told later, by another device."""
    from bizet_core.oversight.inbox.after_restore.lost_rows import (  # the authority's own half, which desks never need
        card_of,
        put_on_cards,
    )

    for each in given.cards:
        row = {name: getattr(each, name) for name in each.__struct_fields__ if name != "rows"}
        found = work.find(inbox_cards, card_of(each.op))
        if found is None:
            work.insert(inbox_cards, id=card_of(each.op), kind=CardKind.LOST.value, **row)
        elif found.state != CardState.DONE:
            work.update(inbox_cards, found.id, **row)
        elif found.choice == Choice.OURS:  # brought back without what is told now
            work.update(inbox_cards, found.id, state=CardState.OPEN.value, choice="", **row)
        put_on_cards(work, each.op, each.rows)


class CameAfterAll(Request):
    """Cards whose operation has been sent since."""

    cards: tuple[UUID, ...]


@operation(needs=SETTLE, said=N_("Card in the Inbox closed: what was lost has been sent again"), server=True)
def came_after_all(work: Work, given: CameAfterAll) -> None:
    """Close cards about what was lost: the device that had done it has sent it again."""
    for card in given.cards:
        work.update(inbox_cards, card, state=CardState.DONE.value, choice=Choice.THEIRS.value)
        work.note(inbox_cards, card, code="came_after_all")


def _act(work: Work, card: Any, choice: Choice) -> Refused | None:
    """What the choice means for this kind of card; returns why it still cannot be."""
    if card.kind == CardKind.CONCERN:
        settling = settling_of(card.code)
        (settling.ours if choice is Choice.OURS else settling.theirs)(work, card)
    elif choice is Choice.OURS and work.authority and card.kind == CardKind.LOST:
        from bizet_core.oversight.inbox.after_restore.bring_back import bring_back
        from bizet_core.oversight.inbox.after_restore.remove_again import remove_again

        return remove_again(work, card) if AGAIN in (card.facts or {}) else bring_back(work, card)
    elif choice is Choice.OURS and work.authority:
        from bizet_core.oversight.inbox.retry import do_again  # the authority's own half, which desks never need
        from bizet_core.sync.server.held_operations import release

        return release(work, card.op) if card.kind == CardKind.HELD else do_again(work, card)
    return None


def stays_done(work: Work, was: Sequence[Any]) -> None:
    """What was done for a card cannot be undone with it where it cannot be undone by itself."""
    for card in was:
        if card.kind == CardKind.LOST:
            _can_be_lost_again(card)
        elif card.state == CardState.DONE and card.choice == Choice.OURS and card.kind != CardKind.CONCERN:
            known = OPERATIONS.known(card.name)
            if card.kind == CardKind.HELD or known is None or not known.undo:
                raise Refused("undo_not_for_this")


def _can_be_lost_again(card: Any) -> None:
    """Facts that were brought back stay: they are never taken away."""
    table = METADATA.tables.get(card.subject)
    if card.choice == Choice.OURS and table is not None and not table.info["undo"]:
        raise Refused("undo_not_for_this")
