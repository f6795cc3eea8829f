"""Rows that a restored server has lost: which belong together on one card, and when it is time to tell people.

What one operation wrote is one card. A line of the history whose operation has left nothing else goes with the row
that it is about, or with all other such lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from bizet_core.base.instants import to_ms
from bizet_core.business.devices.restored_server import PATIENCE, all_have, restored
from bizet_core.store import Read, Work, derive
from bizet_core.store.journal.cards import CardKind, CardState, inbox_cards
from bizet_core.store.journal.journal import histories, journal
from bizet_core.store.operations.work import Prepared
from bizet_core.store.tables.all_tables import order_of_tables
from bizet_core.store.tables.columns import METADATA
from bizet_core.sync.model import lost_rows
from bizet_core.sync.restore.lost_row_messages import typed

MOST = 2_000  # rows looked at in one go
OPEN = (CardState.OPEN.value, CardState.CALLING.value)

_UNTOLD = Prepared(select(lost_rows.c.op).where(lost_rows.c.card.is_(None), lost_rows.c.device.is_not(None)))
_TOLD = Prepared(
    select(inbox_cards.c.id)
    .where((inbox_cards.c.state == OPEN[0]) | (inbox_cards.c.state == OPEN[1]))  # as the index has it
    .where(inbox_cards.c.kind == CardKind.LOST.value)
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A version of a row that some device still had."""

    table: str
    id: UUID
    op: UUID
    device: UUID
    at_ms: int
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lost:
    """What one operation wrote, as far as it is offered."""

    op: UUID
    offers: tuple[Offer, ...]

    @property
    def card(self) -> UUID:
        """Its card: always the same, whoever offers it."""
        return card_of(self.op)

    @property
    def is_history_alone(self) -> bool:
        """Whether only lines of the history are lost: what they are about stands."""
        return all(each.table == histories.name for each in self.offers)

    @property
    def history(self) -> dict[str, Any]:
        """The line of the history that tells of it; empty where none is offered."""
        return next((each.row for each in self.offers if each.table == histories.name and each.op == self.op), {})


def card_of(op: UUID) -> UUID:
    """The card about an operation whose rows are lost."""
    return derive(op, "card", CardKind.LOST)


def anything_waits(read: Read) -> bool:
    """Whether there is an offer without a card, or a card about what is lost: asked after every push."""
    return bool(read.rows(_UNTOLD) or read.rows(_TOLD))


def due(read: Read) -> list[Lost]:
    """What people should be told by now: all devices have offered what they have, or waiting has been long enough.

    What the house itself had done is told at once: no desk sends it again.
    """
    c = lost_rows.c
    untold = select(lost_rows).where(c.card.is_(None), c.device.is_not(None), ~c.again)
    rows = read.all(untold.order_by(c.at, c.op).limit(MOST))
    if not rows:
        return []
    found, all_lost = restored(read.connection, read.business), _together(read, _offers(rows))
    if found is not None and not all_have(read.connection, read.business, found, "offered"):
        long_ago = to_ms(read.now) - PATIENCE // timedelta(milliseconds=1)
        all_lost = [lost for lost in all_lost if _is_of_the_house(lost) or lost.offers[0].at_ms <= long_ago]
    return [Lost(lost.op, (*lost.offers, *offers_on(read, lost.card))) for lost in all_lost]


def _is_of_the_house(lost: Lost) -> bool:
    return bool(lost.history) and lost.history["actor"] is None and not lost.is_history_alone


def _together(read: Read, offers: Iterable[Offer]) -> list[Lost]:
    by_op: dict[UUID, list[Offer]] = defaultdict(list)
    for each in offers:
        by_op[each.op].append(each)
    rows = {op: some for op, some in by_op.items() if any(each.table != histories.name for each in some)}
    whose = {(each.table, each.id): op for op, some in rows.items() for each in some}
    alone = derive(min(by_op), "lines")  # no journal has it: such a card is closed by people only
    found: dict[UUID, list[Offer]] = defaultdict(list)
    for op, some in by_op.items():
        found[op if op in rows else _goes_with(read, some[0], whose) or alone] += some
    return [Lost(op, tuple(some)) for op, some in found.items()]


def _goes_with(read: Read, line: Offer, whose: dict[tuple[str, UUID], UUID]) -> UUID | None:
    """The operation on whose card the row is that a line of the history is about."""
    about = line.row["subject"], line.row["subject_id"]
    if about in whose:
        return whose[about]
    c = lost_rows.c
    told = select(c.op).where(c.tbl == about[0], c.pk == about[1], c.card.is_not(None), ~c.again)
    found: UUID | None = read.scalar(told.order_by(c.op))
    return found


def came_after_all_here(read: Read) -> tuple[UUID, ...]:
    """Cards that wait, though the operation that they are about has been sent since."""
    c = inbox_cards.c
    sent = (journal.c.business_id == c.business_id) & (journal.c.op_id == c.op) & (journal.c.outcome != "refused")
    joined = select(c.id).select_from(inbox_cards.join(journal, sent))
    waiting = joined.where(c.state.in_(OPEN), c.kind == CardKind.LOST)
    return tuple(row.id for row in read.all(waiting.order_by(c.id)))


def offers_on(read: Read, card: UUID) -> list[Offer]:
    """What a card is about, parents first; nothing where it is forgotten."""
    order = order_of_tables()
    rows = read.all(select(lost_rows).where(lost_rows.c.card == card, lost_rows.c.content != b"", ~lost_rows.c.again))
    return sorted(_offers(rows), key=lambda each: (order[each.table], each.id))


def offer_of(read: Read, table: str, id: UUID) -> tuple[UUID, UUID] | None:
    """The waiting card on which a row is offered, and the card's operation."""
    c, cards = lost_rows.c, inbox_cards.c
    is_open = (cards.business_id == c.business_id) & (cards.id == c.card) & cards.state.in_(OPEN)
    joined = lost_rows.join(inbox_cards, is_open)
    row = read.first(select(c.card, cards.op).select_from(joined).where(c.tbl == table, c.pk == id, ~c.again))
    return None if row is None else (row.card, row.op)


def put_on_cards(work: Work, op: UUID, rows: Sequence[tuple[str, UUID, UUID]]) -> None:
    """Remember which card these offers (table, id, version) are on. At a server alone: a desk has none."""
    for name, pk, version in rows:
        c = lost_rows.c
        mine = (c.business_id == work.business) & (c.tbl == name) & (c.pk == pk) & (c.op == version)
        work.connection.execute(update(lost_rows).where(mine).values(card=card_of(op)))


def _offers(rows: Iterable[Any]) -> list[Offer]:
    return [Offer(r.tbl, r.pk, r.op, r.device, r.at, typed(METADATA.tables[r.tbl], r.content)) for r in rows]
