"""The daily comparison: do a desk and its server hold the same rows? Counts and XORed 64-bit hashes, no rows.

    desk    Compare(my place in the feed, from this table and id on) ──▶  server
            ◀── sums over some thousand rows, and which have changed since that place
    desk    the same sums over its own rows, without those; where they differ the rows come, and are taken as in a pull

A desk's own operations that the server has not seen are left out by their before-images: what is compared is what they
stand upon. A row's hash is over its values as they travel, so that it is the same from every database.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, Connection, Table, and_, literal_column, select

from bizet_core.base.refusals import Refused
from bizet_core.base.revisions import HEAD
from bizet_core.business.devices.rules import scopes_of
from bizet_core.store import Store
from bizet_core.store.journal.journal import pack
from bizet_core.store.tables.columns import METADATA
from bizet_core.sync.desk.rebase import unsettled
from bizet_core.sync.model import feed as feed_rows
from bizet_core.sync.restore import rollback_detection
from bizet_core.sync.rows.before_images import images_of
from bizet_core.sync.rows.row_writer import raw_of
from bizet_core.sync.server import feed
from bizet_core.sync.server.feed import places, travelling
from bizet_core.sync.server.pull import active, check_place
from bizet_core.sync.wire.differences import NO_ROW, TOLD_AT_ONCE, Differed, Differing
from bizet_core.sync.wire.protocol import Compare, Compared, Page, Rows, Sum

COMPARED_AT_ONCE = 5_000
MOST_NEWER = 2_000

Hashes = dict[UUID, int]


def hash_of(values: Sequence[Any]) -> int:
    """64 bits of a row."""
    return int.from_bytes(blake2b(pack(values), digest_size=8).digest(), "big")


def summed(hashes: Collection[int]) -> tuple[int, int]:
    """How many, and all of them XORed."""
    all_of_them = 0
    for each in hashes:
        all_of_them ^= each
    return len(hashes), all_of_them


@cache
def plain(table: Table) -> Callable[[Sequence[Any]], list[Any]]:
    """Makes values as a driver gives them what they are everywhere: PostgreSQL has true booleans."""
    yes_or_no = [i for i, name in enumerate(travelling(table)) if isinstance(table.c[name].type, Boolean)]

    def made(values: Sequence[Any]) -> list[Any]:
        found = list(values)
        for i in yes_or_no:
            found[i] = int(found[i])
        return found

    return made


# --------------------------------------------------------------------------------------------------------- the server


def compare(store: Store, device: UUID, asked: Compare) -> Compared:
    """Sums over the next rows in a device's scopes, all of one snapshot; refuses where a pull would."""
    with store.reading() as connection:
        business = store.identity.business
        row = active(connection, business, device)
        head = feed.head_of(connection, business)
        rollback_detection.check_place(connection, business, head, asked)
        check_place(head, asked, row.scope_rev)
        if asked.schema_rev != HEAD:  # its tables have other columns than ours
            return Compared(schema_rev=HEAD)
        theirs = _Theirs(connection, business, scopes_of(row.role, str(device)), asked)
        return theirs.answer()


class _Theirs:
    """One answer."""

    def __init__(self, connection: Connection, business: UUID, scopes: Sequence[str], asked: Compare) -> None:
        self.connection, self.business, self.asked = connection, business, asked
        self.mine = and_(feed_rows.c.business_id == business, feed_rows.c.scope.in_(scopes))
        self.tables = [n for n, place in places().items() if place in scopes or place in METADATA.tables[n].c]

    def answer(self) -> Compared:
        newer = self._newer()
        if len(newer) > MOST_NEWER:
            return Compared(schema_rev=HEAD, is_behind=True)
        if self.asked.rows:
            return self._with_rows(newer)
        sums, left, place = [], COMPARED_AT_ONCE, self._first()
        while place is not None and left:
            found, place = self._sum(*place, left)
            sums.append(found)
            left -= found.count
        return Compared(schema_rev=HEAD, sums=tuple(sums), newer=newer, next=place)

    def _first(self) -> tuple[str, UUID | None] | None:
        if not self.asked.table:
            return (self.tables[0], None) if self.tables else None
        if self.asked.table not in self.tables:
            raise Refused("message_damaged")
        return self.asked.table, self.asked.after

    def _with_rows(self, newer: tuple[tuple[str, UUID], ...]) -> Compared:
        place = self._first()
        if place is None or not self.asked.table:
            raise Refused("message_damaged")
        table = METADATA.tables[place[0]]
        rows = self._rows(table, place[1], COMPARED_AT_ONCE)
        found = _sum_of(table, place[1], rows, is_last=len(rows) < COMPARED_AT_ONCE)
        return Compared(schema_rev=HEAD, sums=(found,), newer=newer, rows=Rows(travelling(table), rows))

    def _sum(self, name: str, after: UUID | None, most: int) -> tuple[Sum, tuple[str, UUID | None] | None]:
        """Of a table, as far as one answer goes; and where the next begins."""
        table = METADATA.tables[name]
        rows = self._rows(table, after, most)
        found = _sum_of(table, after, rows, is_last=len(rows) < most)
        if found.upto is not None:
            return found, (name, found.upto)
        rest = self.tables[self.tables.index(name) + 1 :]
        return found, (rest[0], None) if rest else None

    def _rows(self, table: Table, after: UUID | None, most: int) -> list[list[Any]]:
        here = feed_rows.c
        same = and_(here.business_id == table.c.business_id, here.tbl == table.name, here.pk == table.c.id)
        # Along the table's own key, with one look into the feed's for each row. SQLite, which knows no figures about
        # its tables, would go through the feed by number instead, for each row anew: an addition keeps it from that.
        told = select(here.seq).where(same, self.mine, ~here.gone, here.seq + 0 <= self.asked.cursor)
        mine = table.c.business_id == self.business
        asked = _values(table).where(mine, told.correlate(table).exists()).order_by(table.c.id).limit(most)
        if after is not None:
            asked = asked.where(table.c.id > after)
        return [list(row) for row in self.connection.execute(asked)]

    def _newer(self) -> tuple[tuple[str, UUID], ...]:
        """What has changed, or gone, since the desk's place."""
        asked = select(feed_rows.c.tbl, feed_rows.c.pk).where(self.mine, feed_rows.c.seq > self.asked.cursor)
        found = self.connection.execute(asked.order_by(feed_rows.c.seq).limit(MOST_NEWER + 1))
        return tuple((row.tbl, row.pk) for row in found)


def _sum_of(table: Table, after: UUID | None, rows: list[list[Any]], *, is_last: bool) -> Sum:
    make = plain(table)
    upto = None if is_last else _id(rows[-1][travelling(table).index("id")])
    return Sum(str(table.name), after, upto, *summed([hash_of(make(row)) for row in rows]))


@cache
def _values(table: Table) -> Any:
    """The travelling columns, as raw as the driver gives them."""
    return select(*[literal_column(f"{table.name}.{name}") for name in travelling(table)])


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(bytes=value)


# ----------------------------------------------------------------------------------------------------------- the desk


class Apart(NamedTuple):
    """What is not the server's here: its rows, and ids that it does not have."""

    table: str
    rows: Rows
    gone: tuple[UUID, ...]


def differing(store: Store, answer: Compared) -> list[Sum]:
    """Which of the server's sums are not ours. They are of the place in the feed that this desk is at."""
    with store.reading() as connection:
        ours = _Ours(connection, store, answer)
        return [each for each in answer.sums if ours.sum(each) != (each.count, each.xor)]


def apart(store: Store, answer: Compared) -> Apart | None:
    """The single rows that differ, of an answer that brings rows; None where there are none."""
    (part,), rows = answer.sums, answer.rows
    assert rows is not None
    table, at = METADATA.tables[part.table], rows.columns.index("id")
    with store.reading() as connection:
        ours = _Ours(connection, store, answer)
        here = ours.hashes(part)
    theirs = {_id(row[at]): row for row in rows.rows}
    make = plain(table)
    other = [row for id, row in theirs.items() if id not in ours.unknown and here.get(id) != hash_of(make(row))]
    gone = tuple(sorted(here.keys() - theirs.keys()))
    return Apart(str(table.name), Rows(rows.columns, other), gone) if other or gone else None


def told_of(found: Apart) -> Differed:
    """The same for whoever runs the server: ids and the hashes of its rows, nothing of what they hold."""
    make, at = plain(METADATA.tables[found.table]), found.rows.columns.index("id")
    rows = [Differing(_id(row[at]), hash_of(make(row)).to_bytes(8)) for row in found.rows.rows]
    rows += [Differing(id, NO_ROW) for id in found.gone]
    return Differed(table=found.table, count=len(rows), rows=tuple(rows[:TOLD_AT_ONCE]))


def as_page(found: Sequence[Apart], asked: Compare) -> Page:
    """What differs, as a pull would bring it: the desk's place stays where it is."""
    tables: dict[str, Rows] = {}
    for each in found:
        before = tables.get(each.table, Rows(each.rows.columns, []))
        tables[each.table] = Rows(each.rows.columns, before.rows + each.rows.rows)
    return Page(
        epoch=asked.epoch, head=asked.cursor, cursor=asked.cursor, more=False, scope_rev=asked.scope_rev,
        schema_rev=asked.schema_rev, tables={name: rows for name, rows in tables.items() if rows.rows},
        gone=tuple((each.table, id) for each in found for id in each.gone),
    )  # fmt: skip


class _Ours:
    """A desk's rows as the server is meant to have them: without what has changed there, and without our own work."""

    def __init__(self, connection: Connection, store: Store, answer: Compared) -> None:
        self.connection, self.me = connection, store.identity
        self.newer: set[tuple[str, UUID]] = set(answer.newer)
        self.unknown: set[UUID] = set()  # rows under our own work whose image is of an older version of the table
        self.before: dict[tuple[str, UUID], str | None] = {}
        ops = [each.op_id for each in unsettled(connection)]
        images = images_of(connection, self.me.business, ops)
        for op in ops:
            for image in images.get(op, ()):
                self.before.setdefault((image.tbl, UUID(bytes=image.pk)), image.image)

    def sum(self, part: Sum) -> tuple[int, int]:
        """How many rows, and their hashes XORed."""
        return summed(self.hashes(part).values())

    def hashes(self, part: Sum) -> Hashes:
        """By id."""
        table = METADATA.tables[part.table]
        found = dict(self._stored(table, part)) | dict(self._underneath(table, part))
        return {id: hash for id, hash in found.items() if (table.name, id) not in self.newer}

    def _stored(self, table: Table, part: Sum) -> Iterator[tuple[UUID, int]]:
        asked = _values(table).where(table.c.business_id == self.me.business)
        if part.after is not None:
            asked = asked.where(table.c.id > part.after)
        if part.upto is not None:
            asked = asked.where(table.c.id <= part.upto)
        whose = table.info["scope"]
        if whose in table.c:
            asked = asked.where(table.c[whose] == self.me.device)
        at, make = travelling(table).index("id"), plain(table)
        for row in self.connection.execute(asked):
            if (table.name, id := _id(row[at])) not in self.before:
                yield id, hash_of(make(row))

    def _underneath(self, table: Table, part: Sum) -> Iterator[tuple[UUID, int]]:
        """Rows as they were before our own work."""
        for (name, id), image in self.before.items():
            if name == table.name and image is not None and _is_within(id, part):
                row = msgspec.json.decode(image)
                if row.keys() < set(travelling(table)):
                    self.unknown.add(id)
                elif self._is_ours(table, row):
                    yield id, hash_of([raw_of(table, column, row[column]) for column in travelling(table)])

    def _is_ours(self, table: Table, row: dict[str, Any]) -> bool:
        whose = table.info["scope"]
        return whose not in table.c or raw_of(table, whose, row[whose]) == self.me.device.bytes


def _is_within(id: UUID, part: Sum) -> bool:
    return (part.after is None or id > part.after) and (part.upto is None or id <= part.upto)
