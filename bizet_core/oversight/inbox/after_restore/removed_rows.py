"""Rows that were removed after the backup a server was restored from and are there again: which of them go onto one
card, and when it is time to ask people.

There is one card for each kind of thing. What points to another such row is that one's, and goes or stays with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import to_ms
from bizet_core.business.devices.restored_server import PATIENCE, all_have, restored
from bizet_core.oversight.inbox.after_restore.lost_rows import MOST, OPEN
from bizet_core.store import Read, derive
from bizet_core.store.journal.cards import CardKind, inbox_cards
from bizet_core.store.tables.all_tables import order_of_tables, parents_first
from bizet_core.sync.model import lost_rows
from bizet_core.sync.restore.removed_rows_at_server import Key, parents_of

AT_ONCE = 500  # ids in one question


@dataclass(frozen=True, slots=True)
class Again:
    """A row that is offered, as it stands; `is_same` where nobody has changed it since."""

    table: str
    id: UUID
    op: UUID
    device: UUID
    row: Any
    is_same: bool

    @property
    def key(self) -> Key:
        """Which row."""
        return self.table, self.id

    @property
    def version(self) -> tuple[str, UUID, UUID]:
        """Which version of it is offered."""
        return self.table, self.id, self.op


@dataclass(frozen=True, slots=True)
class Asked:
    """What one card asks about: things of one kind, with what belongs to them."""

    op: UUID
    table: str
    rows: tuple[Again, ...]

    @property
    def things(self) -> list[Again]:
        """Without what belongs to them."""
        return [each for each in self.rows if each.table == self.table]


def due_again(read: Read) -> list[Asked]:
    """What people should be asked by now: all devices have said what they have, or waiting has been long enough."""
    c = lost_rows.c
    untold = select(lost_rows).where(c.card.is_(None), c.device.is_not(None), c.again)
    rows = read.all(untold.order_by(c.at, c.op, c.tbl, c.pk).limit(MOST))
    found = restored(read.connection, read.business) if rows else None
    if found is not None and not all_have(read.connection, read.business, found, "offered"):
        long_ago = to_ms(read.now) - PATIENCE // timedelta(milliseconds=1)
        rows = [row for row in rows if row.at <= long_ago]
    by_kind: dict[str, list[Again]] = defaultdict(list)
    for group in together([each for each in standing(read, rows) if each.is_same]):
        by_kind[_first(group).table] += group
    return [_asked(read, name, group) for name, group in by_kind.items()]


def overtaken(read: Read) -> list[tuple[str, UUID, UUID]]:
    """Offers that nobody need be asked about: the row is gone by now, or somebody has changed it."""
    c = lost_rows.c
    rows = read.all(select(lost_rows).where(c.card.is_(None), c.device.is_not(None), c.again).limit(MOST))
    stand = {each.version for each in standing(read, rows) if each.is_same}
    return [version for row in rows if (version := (row.tbl, row.pk, row.op)) not in stand]


def none_left(read: Read) -> tuple[UUID, ...]:
    """Cards that wait, though nothing that they ask about is there any more as it was."""
    c, cards = lost_rows.c, inbox_cards.c
    same = (cards.business_id == c.business_id) & (cards.id == c.card)
    waiting = cards.state.in_(OPEN) & (cards.kind == CardKind.LOST.value)
    rows = read.all(select(lost_rows).select_from(lost_rows.join(inbox_cards, same)).where(c.again, waiting))
    left = {each.version for each in standing(read, rows) if each.is_same}
    has_left = {row.card for row in rows if (row.tbl, row.pk, row.op) in left}
    return tuple(sorted({row.card for row in rows} - has_left))


def is_asked_here(read: Read, card: UUID) -> bool:
    """Whether it is known here what a card asks about: at the server that made it."""
    return read.first(select(lost_rows.c.pk).where(lost_rows.c.card == card, lost_rows.c.again)) is not None


def again_on(read: Read, card: UUID) -> list[Again]:
    """What a card asks about, as far as it is still there in any version, parents first."""
    return standing(read, read.all(select(lost_rows).where(lost_rows.c.card == card, lost_rows.c.again)))


def standing(read: Read, offered: Iterable[Any]) -> list[Again]:
    """Offers whose rows are there, parents first: one of each row, of the version that stands where that is offered."""
    by_table: dict[str, dict[UUID, dict[UUID, Any]]] = defaultdict(lambda: defaultdict(dict))
    for each in offered:
        by_table[each.tbl][each.pk][each.op] = each
    found: list[Again] = []
    for table in parents_first():
        for ids in in_parts(sorted(by_table.get(table.name, ()))):
            for row in read.all(select(table).where(table.c.id.in_(ids)).order_by(table.c.id)):
                offers = by_table[table.name][row.id]
                offer = offers.get(row.last_op) or next(iter(offers.values()))
                found.append(Again(str(table.name), row.id, offer.op, offer.device, row, row.last_op == offer.op))
    return found


def in_parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """As many as one question names."""
    return (ids[i : i + AT_ONCE] for i in range(0, len(ids), AT_ONCE))


def together(rows: Sequence[Again]) -> list[list[Again]]:
    """Rows that point to each other, each such group parents first."""
    group_of: dict[Key, list[Again]] = {}
    for each in rows:
        group = [each]
        for other in {id(g): g for key in parents_of(each.table, each.row) if (g := group_of.get(key))}.values():
            group = other + group
        group_of |= dict.fromkeys((member.key for member in group), group)
    return list({id(group): group for group in group_of.values()}.values())


def rows_in_order(rows: Iterable[Again]) -> list[Again]:
    """Parents first."""
    order = order_of_tables()
    return sorted(rows, key=lambda each: (order[each.table], each.id))


def _first(group: Sequence[Again]) -> Again:
    """What the others belong to."""
    order = order_of_tables()
    return min(group, key=lambda each: order[each.table])


def _asked(read: Read, name: str, rows: Sequence[Again]) -> Asked:
    """With what a waiting card about such things asks already, unless that is much."""
    for card in _cards_about(read, name):
        new = {each.key for each in rows}
        before = [each for each in again_on(read, card.id) if each.key not in new]
        if len(before) + len(rows) <= MOST:
            return Asked(card.op, name, (*before, *rows))
    first = min(rows, key=lambda each: each.version)
    return Asked(derive(first.id, "again", first.table, first.op.hex), name, tuple(rows))


def _cards_about(read: Read, name: str) -> Iterator[Any]:
    c = inbox_cards.c
    waiting = (c.state.in_(OPEN)) & (c.kind == CardKind.LOST.value) & (c.subject == name)
    has_again = (lost_rows.c.business_id == c.business_id) & (lost_rows.c.card == c.id) & lost_rows.c.again
    yield from read.all(
        select(c.id, c.op).where(waiting, select(lost_rows.c.pk).where(has_again).exists()).order_by(c.id)
    )
