"""The desk's half of a salvage: before it takes everything anew from a server that was restored, it keeps what that
server does not have. Kept rows wait in a table of their own until they are sent; people decide about them there. They
stay as long as lines that were sent: to be offered again where the server is restored once more.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Table, delete, select, update

from bizet_core.store.database.compiled import run
from bizet_core.store.journal.cards import CardKind, inbox_cards
from bizet_core.store.journal.journal import pack
from bizet_core.store.tables.columns import METADATA
from bizet_core.store.tables.triggers import synced_tables
from bizet_core.sync.model import lost_rows
from bizet_core.sync.restore.lost_row_messages import BYTES_OF_LOST, LOST_AT_ONCE, LostRow, may_salvage
from bizet_core.sync.restore.removed_rows_at_desk import note_removed
from bizet_core.sync.rows import row_writer
from bizet_core.sync.rows.before_images import Image, Images, chunks

Raw = dict[str, Any]


class Held(NamedTuple):
    """A version of a row that stands here."""

    table: str
    row: Raw

    @property
    def pk(self) -> bytes:
        """Its id, as the database keeps it."""
        return bytes(self.row["id"])

    @property
    def op(self) -> bytes:
        """The operation that wrote it."""
        return bytes(self.row["last_op"])


def keep_lost(
    connection: Connection,
    business: UUID,
    incoming: row_writer.Incoming,
    scopes: Sequence[str],
    not_standing: Images,
    now_ms: int,
) -> int:
    """Keep every version that came from the server and that it does not send any more; how many.

    `not_standing` are before-images of operations of ours that the server has not done: beneath them is what it had.
    """
    beneath = {(i.tbl, i.pk, op.bytes): i for op, images in not_standing.items() for i in images}
    held = [as_it_came for each in _other_than(connection, business, incoming, scopes)
            if (as_it_came := _as_it_came(each, beneath)) is not None and not _is_told_again(as_it_came)]  # fmt: skip
    missing = [each for each in held if incoming.version_of(each.table, each.pk) is None]
    other = [each for each in held if incoming.version_of(each.table, each.pk) not in (None, each.op)]
    ours = _ours(connection, business, {each.op for each in other})
    lost = missing + [each for each in other if each.op not in ours]
    _offer_all_again(connection, business)
    note_removed(connection, business, ((each.table, each.pk) for each in missing), now_ms)  # since the restore, maybe
    for each in lost:
        _keep(connection, business, each, now_ms)
    return len(lost)


def _is_told_again(held: Held) -> bool:
    """A card about what was lost in an earlier restore: what it is about is offered again, and makes it anew."""
    return held.table == inbox_cards.name and held.row["kind"] == CardKind.LOST.value


def waiting(connection: Connection, business: UUID) -> tuple[tuple[LostRow, ...], bool]:
    """Kept rows for one message, what one operation wrote together; and whether these are all.

    Rows that are there again come last, in messages of their own.
    """
    c = lost_rows.c
    asked = select(c.tbl, c.pk, c.op, c.content).where(c.business_id == business, c.device.is_(None))
    found = connection.execute(asked.order_by(c.again, c.op, c.tbl, c.pk).limit(LOST_AT_ONCE + 1)).all()
    rows: list[LostRow] = []
    size = 0
    for row in (LostRow(*each) for each in found[:LOST_AT_ONCE]):
        size += len(row.content)
        if rows and (size > BYTES_OF_LOST or row.is_again != rows[0].is_again):
            break
        rows.append(row)
    return tuple(rows), len(rows) == len(found)


def note_offered(connection: Connection, business: UUID, device: UUID, rows: Sequence[LostRow]) -> None:
    """The server has them. They stay here all the same: it may go back once more, and loses what it was offered."""
    c = lost_rows.c
    for row in rows:
        mine = (c.business_id == business) & (c.tbl == row.table) & (c.pk == row.id) & (c.op == row.op)
        connection.execute(update(lost_rows).where(mine).values(device=device))


def forget_offered(connection: Connection, business: UUID, before_ms: int) -> int:
    """Forget what the server has had for so long; how many rows."""
    c = lost_rows.c
    old = (c.business_id == business) & c.device.is_not(None) & (c.at < before_ms)
    return connection.execute(delete(lost_rows).where(old)).rowcount


def _offer_all_again(connection: Connection, business: UUID) -> None:
    """What the server still knows to have been offered it does not take twice."""
    connection.execute(update(lost_rows).where(lost_rows.c.business_id == business).values(device=None))


def _other_than(
    connection: Connection, business: UUID, incoming: row_writer.Incoming, scopes: Sequence[str]
) -> Iterator[Held]:
    """Rows here that are not in what came, or in another version."""
    for table in synced_tables():
        if not may_salvage(table, scopes):
            continue
        asked = f"SELECT id, last_op FROM {table.name} WHERE business_id = ?"
        here = run(connection, asked, (business.bytes,)).fetchall()
        ids = [pk for pk, op in here if incoming.version_of(table.name, pk) != op]
        yield from _rows(connection, business, table, ids)


def _rows(connection: Connection, business: UUID, table: Table, ids: Sequence[bytes]) -> Iterator[Held]:
    names = [c.name for c in table.c if c.name not in ("business_id", "seq")]
    for some, marks in chunks(ids):
        asked = f"SELECT {', '.join(names)} FROM {table.name} WHERE business_id = ? AND id IN ({marks})"
        for row in run(connection, asked, (business.bytes, *some)):
            yield Held(str(table.name), dict(zip(names, row, strict=True)))


def _as_it_came(held: Held, beneath: dict[tuple[str, bytes, bytes], Image]) -> Held | None:
    """The row beneath what we did upon it; None where it is ours from the beginning."""
    left = dict(beneath)
    while (image := left.pop((held.table, held.pk, held.op), None)) is not None:
        if image.image is None:
            return None
        held = Held(held.table, _raw(METADATA.tables[held.table], image.image))
    return held


def _raw(table: Table, image: str) -> Raw:
    row = msgspec.json.decode(image)
    known = [c.name for c in table.c if c.name in row and c.name not in ("business_id", "seq")]
    return {name: row_writer.raw_of(table, name, row[name]) for name in known}


def _ours(connection: Connection, business: UUID, ops: set[bytes]) -> set[bytes]:
    """Those of these operations that this desk's journal holds: it has sent them again."""
    found: set[bytes] = set()
    for some, marks in chunks(sorted(ops)):
        asked = f"SELECT op_id FROM journal WHERE business_id = ? AND op_id IN ({marks})"
        found |= {row[0] for row in run(connection, asked, (business.bytes, *some))}
    return found


def _keep(connection: Connection, business: UUID, held: Held, now_ms: int) -> None:
    put = (
        "INSERT INTO lost_row (business_id, tbl, pk, op, content, at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (business_id, tbl, pk, op) DO UPDATE SET content = excluded.content, again = 0"
    )
    run(connection, put, (business.bytes, held.table, held.pk, held.op, pack(held.row), now_ms))
