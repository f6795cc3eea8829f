"""The Inbox's table: what the authority could not settle alone, for a person to decide. Nothing is dropped silently.

The runner of the authority writes a card for each concern of an operation it ran, and for each operation it refused or
held. `bizet_core/oversight/inbox` words, lists and settles them.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.describe.languages.language import N_
from bizet_core.store.operations.work import Work
from bizet_core.store.tables.columns import Kind, at, document, identifier, index, money, table, text


class CardKind(StrEnum):
    """What became of the operation that a card is about."""

    CONCERN = "concern"  # it was done; something about it wants a look
    REFUSED = "refused"  # it was not done; who asked for it thinks it was
    HELD = "held"  # it is kept and not done yet; its money counts as unposted
    LOST = "lost"  # what it wrote is gone, since the server was restored from a backup; a desk still had it


class CardState(StrEnum):
    """What a person has made of it."""

    OPEN = "open"
    CALLING = "calling"  # somebody asks the customer
    DONE = "done"


inbox_cards = table(
    "inbox_card",
    Kind.REFERENCE,
    text("kind"),
    text("code"),  # of the concern or refusal: its sentence
    document("facts", null=True),
    text("name"),  # the operation
    identifier("op"),
    identifier("device"),  # where it was asked for
    identifier("actor", null=True),
    text("actor_name"),
    at("at"),
    text("subject", default=""),
    identifier("subject_id", null=True),
    money("amount", null=True),  # of a held document, in minor units
    text("currency", default=""),
    text("state", default=CardState.OPEN.value),
    text("choice", default=""),  # ours | theirs
    indexes=[index("state", "at"), index("op")],
    called=N_("Card in the Inbox"),
    topic="devices",
    asked_again=False,
)


def put_card(work: Work, kind: CardKind, code: str, name: str, facts: Mapping[str, Any], **more: Any) -> UUID:
    """Write a card about the operation that `work` is of; its id follows from the operation's."""
    id = work.derived("card", kind, code, str(more.get("subject_id", "")))
    row = {
        "kind": kind.value,
        "code": code,
        "facts": dict(facts) or None,
        "name": name,
        "op": work.op_id,
        "device": work.device,
        "actor": work.actor.staff,
        "actor_name": work.actor.name,
        "at": work.now,
        **more,
    }
    if work.find(inbox_cards, id) is None:
        work.insert(inbox_cards, id=id, **row)
    return id


def put_concerns(work: Work, name: str) -> None:
    """A card for each concern that an operation has said; its rows stand already."""
    for each in work.concerns:
        put_card(work, CardKind.CONCERN, each.code, name, each.facts, subject=each.subject, subject_id=each.id)


def take_cards_back(work: Work, op: UUID) -> None:
    """Whoever asked for an operation that was not done has taken it back."""
    open_ones = select(inbox_cards.c.id).where(inbox_cards.c.op == op, inbox_cards.c.kind == CardKind.REFUSED)
    for card in work.all(open_ones.order_by(inbox_cards.c.id)):
        work.update(inbox_cards, card.id, state=CardState.DONE.value, choice="theirs")
