"""After an upgrade: held lines that an older version did not understand are tried again, once each."""

from uuid import UUID

from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.oversight.inbox.operations import settle_card
from bizet_core.oversight.inbox.requests import Choice, SettleCard
from bizet_core.store import SYSTEM, Read, Store
from bizet_core.store.journal.cards import CardKind, CardState, inbox_cards
from bizet_core.sync.server.held_operations import understood

NOT_UNDERSTOOD = ("operation_unknown", "operation_unreadable")


def retry_unknown(store: Store) -> int:
    """Do what this version understands by now; returns how many lines were tried. An authority runs this at start."""
    with store.reading() as connection:
        ready = _understood_by_now(Read(connection, store.identity.business, SYSTEM, store.clock()))
    for card in ready:
        store.do(settle_card, SettleCard(card=card, choice=Choice.OURS))
    return len(ready)


def _understood_by_now(read: Read) -> list[UUID]:
    c = inbox_cards.c
    waiting = select(inbox_cards).where(c.kind == CardKind.HELD.value, c.state != CardState.DONE.value)
    rows = read.all(waiting.where(c.code.in_(NOT_UNDERSTOOD)).order_by(c.at, c.id))
    return [row.id for row in rows if _is_understood(read, row.op)]


def _is_understood(read: Read, op: UUID) -> bool:
    try:
        understood(read, op, "held")
    except Refused:
        return False
    return True
