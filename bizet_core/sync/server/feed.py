"""The feed: one number for each changed row, given last in the transaction that changed it: commits are in order.

`feed_head` is one row of each business. Whoever takes numbers from it holds it until commit: a reader that sees number
N sees everything below N. (A sequence gives its numbers before the commit: readers then miss what commits late.)
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    Connection,
    Select,
    Table,
    Uuid,
    and_,
    any_,
    bindparam,
    literal,
    literal_column,
    select,
    text,
    update,
)

from bizet_core.base.instants import to_ms
from bizet_core.store.database.compiled import Ready, run
from bizet_core.store.journal.feed_heads import feed_heads
from bizet_core.store.journal.journal import before_image, journal
from bizet_core.store.tables.columns import METADATA, Id
from bizet_core.store.tables.triggers import synced_tables
from bizet_core.sync.model import feed
from bizet_core.sync.rows.before_images import chunks
from bizet_core.sync.wire.protocol import Rows

TOGETHER = 500  # ids in one IN list
_MOMENT = re.compile(r"([0-9]{1,14})-")  # until the year 5138: a device that lies makes no name too long to be said
EVERYBODY, DESKS, NOBODY = "all", "desk", "server"


class Head(NamedTuple):
    """Where the feed stands, and which operation has brought it there, where that is known."""

    epoch: str
    seq: int
    floor: int
    last_op: UUID | None = None


def begin_once(connection: Connection, business: UUID) -> None:
    """Start a business's feed where it has none."""
    start = text(
        "INSERT INTO feed_head (business_id, epoch, seq, floor) VALUES (:business, :epoch, 0, 0) ON CONFLICT DO NOTHING"
    ).bindparams(bindparam("business", type_=Id()))
    connection.execute(start, {"business": business, "epoch": uuid4().hex})


def head_of(connection: Connection, business: UUID) -> Head:
    """Where the feed stands for this transaction."""
    return _head(connection, select(feed_heads).where(feed_heads.c.business_id == business))


def hold_head(connection: Connection, business: UUID) -> Head:
    """The same, and nobody else moves it until the commit."""
    return _head(connection, select(feed_heads).where(feed_heads.c.business_id == business).with_for_update())


def _head(connection: Connection, asked: Select[Any]) -> Head:
    row = connection.execute(asked).one()
    return Head(row.epoch, row.seq, row.floor, row.last_op)


def new_epoch(connection: Connection, business: UUID, now: datetime, *, after: str = "") -> str:
    """After a restore: desks that know more than this feed send it again. `after` is an epoch that it has lost."""
    moment = max(to_ms(now), *(1 + moment_of(each) for each in (hold_head(connection, business).epoch, after)))
    began = {"epoch": f"{moment}-{uuid4().hex}", "restored_at": to_ms(now), "restored_seq": feed_heads.c.seq}
    connection.execute(update(feed_heads).where(feed_heads.c.business_id == business).values(**began))
    return str(began["epoch"])


def moment_of(epoch: str) -> int:
    """When an epoch began, in milliseconds; 0 of a feed's first. Each has a later one than those that it follows."""
    found = _MOMENT.match(epoch)
    return int(found[1]) if found else 0


class Feed:
    """Gives numbers to what a transaction has touched; a store's `seal`."""

    def __init__(self, business: UUID) -> None:
        self.business = business

    def __call__(self, connection: Connection, ops: list[UUID]) -> None:
        """The transaction's last statements."""
        touched = list(_touched(connection, self.business, ops))
        if not ops:
            return
        last = _take(connection, self.business, len(touched) + 1, ops[-1])
        first = last - len(touched)
        rows = [
            {"business_id": self.business, "tbl": t, "pk": pk, "scope": scope, "seq": first + i, "gone": gone}
            for i, (t, pk, scope, gone) in enumerate(touched)
        ]
        if rows:
            _put.write(connection, *rows)
        _number_lines(connection, self.business, ops, last)


def _take(connection: Connection, business: UUID, many: int, op: UUID | None = None) -> int:
    """So many numbers; returns the last, which is the operation's. The row stays locked until commit."""
    moved = {"seq": feed_heads.c.seq + many, "last_op": op}
    more = update(feed_heads).where(feed_heads.c.business_id == business).values(**moved)
    last: int = connection.execute(more.returning(feed_heads.c.seq)).scalar_one()
    return last


def _number_lines(connection: Connection, business: UUID, ops: Sequence[UUID], seq: int) -> None:
    for some in _chunks(ops):
        mine = (journal.c.business_id == business) & journal.c.op_id.in_(some)
        connection.execute(update(journal).where(mine).values(seq=seq))


def _touched(connection: Connection, business: UUID, ops: Sequence[UUID]) -> Iterator[tuple[str, UUID, str, bool]]:
    """What operations have touched, parents first: table, id, scope, and whether the row is gone."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for some in _chunks(ops):
        mine = (before_image.c.business_id == business) & before_image.c.op_id.in_(some)
        for row in connection.execute(select(before_image.c.tbl, before_image.c.pk).where(mine)):
            found[row.tbl].add(row.pk)
    for name, place in places().items():
        if name in found:
            yield from _placed(connection, business, METADATA.tables[name], place, sorted(found[name]))


def _placed(
    connection: Connection, business: UUID, table: Table, place: str, ids: Sequence[UUID]
) -> Iterator[tuple[str, UUID, str, bool]]:
    """Each row's scope; where it moved from one to another it is gone from the first."""
    column = table.c.get(place)
    for some in _chunks(ids):
        whose: Any = literal(place) if column is None else column
        there = select(table.c.id, whose).where(table.c.business_id == business, table.c.id.in_(some))
        scopes = {row[0]: str(row[1]) for row in connection.execute(there)}
        before = {} if column is None else _scopes_of(connection, business, table.name, some)
        for id in some:
            for old in before.get(id, ()):
                if old != scopes.get(id):
                    yield table.name, id, old, True
            if id in scopes:
                yield table.name, id, scopes[id], False
            elif column is None:
                yield table.name, id, place, True


def _scopes_of(connection: Connection, business: UUID, name: str, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    mine = (feed.c.business_id == business) & (feed.c.tbl == name) & feed.c.pk.in_(ids) & ~feed.c.gone
    for row in connection.execute(select(feed.c.pk, feed.c.scope).where(mine)):
        found[row.pk].append(row.scope)
    return found


def places() -> dict[str, str]:
    """Every synced table with its scope, parents first; the scope may be the column that holds whose a row is."""
    return {str(t.name): t.info["scope"] for t in synced_tables() if t.info["scope"] != NOBODY}


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for i in range(0, len(ids), TOGETHER):
        yield ids[i : i + TOGETHER]


_put = Ready(
    text(
        "INSERT INTO feed (business_id, tbl, pk, scope, seq, gone) "
        "VALUES (:business_id, :tbl, :pk, :scope, :seq, :gone) "
        "ON CONFLICT (business_id, tbl, pk, scope) DO UPDATE SET seq = excluded.seq, gone = excluded.gone"
    ).bindparams(bindparam("business_id", type_=Id()), bindparam("pk", type_=Id()))
)
"""The newest number of a record and scope takes the place of the one before."""


# ------------------------------------------------------------------------------------------------------------ reading


class Changes(NamedTuple):
    """Rows changed after a cursor and the numbers gone, up to `upto`."""

    upto: int
    more: bool
    tables: dict[str, Rows]
    gone: tuple[tuple[str, UUID], ...]


def changes(connection: Connection, business: UUID, scopes: Sequence[str], after: int, limit: int) -> Changes:
    """What has changed in these scopes after a number, the oldest first; all of one snapshot."""
    pk: Any = literal_column("feed.pk")  # no type of ours: it stays raw
    mine = and_(feed.c.business_id == business, feed.c.scope.in_(scopes), feed.c.seq > after)
    asked = select(feed.c.tbl, pk, feed.c.gone, feed.c.seq).where(mine).order_by(feed.c.seq).limit(limit + 1)
    found = _raw(connection, asked)
    more = len(found) > limit
    ids: dict[str, list[Any]] = defaultdict(list)
    gone = list[tuple[str, UUID]]()
    for name, id, is_gone, _seq in found[:limit]:
        if is_gone:
            gone.append((name, id if isinstance(id, UUID) else UUID(bytes=id)))
        else:
            ids[name].append(id)
    tables = {name: _rows(connection, business, METADATA.tables[name], ids[name]) for name in places() if name in ids}
    return Changes(found[limit - 1][-1] if more else head_of(connection, business).seq, more, tables, tuple(gone))


def travelling(table: Table) -> tuple[str, ...]:
    """The columns of a table that go over the wire."""
    return tuple(str(c.name) for c in table.c if c.name not in ("business_id", "seq"))


def _rows(connection: Connection, business: UUID, table: Table, ids: Sequence[Any]) -> Rows:
    """Rows by their ids, all of them as raw as the driver gives them."""
    names, rows = travelling(table), list[list[Any]]()
    if connection.dialect.name == "sqlite":
        for some, marks in chunks(ids):
            asked = f"SELECT {', '.join(names)} FROM {table.name} WHERE business_id = ? AND id IN ({marks})"
            rows += run(connection, asked, (business.bytes, *some)).fetchall()
        return Rows(names, rows)
    columns: list[Any] = [literal_column(f"{table.name}.{name}") for name in names]
    theirs = (table.c.business_id == business) & (table.c.id == any_(literal(list(ids), ARRAY(Uuid()))))
    return Rows(names, _raw(connection, select(*columns).where(theirs)))


def _raw(connection: Connection, asked: Select[*tuple[Any, ...]]) -> list[Any]:
    driver: Any = connection.execute(asked).cursor
    return driver.fetchall()  # type: ignore[no-any-return]
