"""What a desk remembers of removed rows: that its server has said so, and nothing else of them.

Where such a row comes again after the server was restored from a backup, it was removed after that backup, and no line
that the server has says so. The desk then keeps its id and the version that came, to be offered with what is lost
(`lost.py`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, select, update

from bizet_core.base.instants import to_ms
from bizet_core.business.devices.restored_server import ANSWERED_FOR
from bizet_core.store.database.compiled import run
from bizet_core.store.tables.columns import METADATA
from bizet_core.sync.model import lost_rows, removed_rows
from bizet_core.sync.restore.lost_row_messages import may_be_again
from bizet_core.sync.rows.before_images import Images, chunks
from bizet_core.sync.rows.row_writer import Incoming, Key


def remember_removed(connection: Connection, business: UUID, incoming: Incoming, at_ms: int) -> None:
    """Rows that a pull says to be gone are removed; those that it brings are not, whatever was said before."""
    if connection.execute(select(removed_rows.c.pk).limit(1)).first() is not None:
        for name, columns, rows in incoming.changed():
            if may_be_again(METADATA.tables[name]):
                at = columns.index("id")
                _forget(connection, business, name, [row[at] for row in rows])
    note_removed(connection, business, ((name, pk) for name, ids in incoming.gone() for pk in ids), at_ms)


def note_removed(connection: Connection, business: UUID, keys: Iterable[Key], at_ms: int) -> None:
    """The server has these rows no more."""
    told = (
        "INSERT INTO removed_row (business_id, tbl, pk, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (business_id, tbl, pk) DO UPDATE SET at = excluded.at"
    )
    for name, pk in keys:
        if may_be_again(METADATA.tables[name]):
            run(connection, told, (business.bytes, name, pk, at_ms))


def keep_there_again(
    connection: Connection,
    business: UUID,
    incoming: Incoming,
    scopes: Sequence[str],
    ours: Collection[Key],
    now_ms: int,
) -> int:
    """Keep which rows have come though they had been removed; how many. Not `ours`: a line of ours removes them."""
    found = [each for each in _there_again(connection, business, incoming, scopes) if each[0] not in ours]
    put = (
        "INSERT INTO lost_row (business_id, tbl, pk, op, content, at, again) VALUES (?, ?, ?, ?, x'', ?, 1) "
        "ON CONFLICT (business_id, tbl, pk, op) DO UPDATE SET content = x'', again = 1"  # it had been lost before
    )
    for (name, pk), op in found:
        run(connection, put, (business.bytes, name, pk, op, now_ms))
    return len(found)


def keep_to_ourselves(connection: Connection, business: UUID, device: UUID) -> None:
    """Offer nothing of what another server was asked about: this one would not understand it."""
    again = (lost_rows.c.business_id == business) & lost_rows.c.again
    connection.execute(update(lost_rows).where(again).values(device=device))


def touched_by(images: Images) -> set[Key]:
    """The rows that these operations have changed."""
    return {(image.tbl, image.pk) for some in images.values() for image in some}


def forget_removed(connection: Connection, business: UUID, now: datetime) -> int:
    """Forget what no restored server would take any more; how many."""
    c = removed_rows.c
    old = (c.business_id == business) & (c.at < to_ms(now - ANSWERED_FOR))
    return connection.execute(delete(removed_rows).where(old)).rowcount


def _there_again(
    connection: Connection, business: UUID, incoming: Incoming, scopes: Sequence[str]
) -> Iterator[tuple[Key, bytes]]:
    """Each row with the version that came. What stands here we have put back ourselves."""
    removed = run(connection, "SELECT tbl, pk FROM removed_row WHERE business_id = ?", (business.bytes,))
    for name, pk in removed.fetchall():
        table, op = METADATA.tables.get(name), incoming.version_of(name, pk)
        if table is None or op is None or not may_be_again(table, scopes):
            continue
        here = f"SELECT 1 FROM {name} WHERE business_id = ? AND id = ?"
        if run(connection, here, (business.bytes, pk)).fetchone() is None:
            yield (name, pk), op


def _forget(connection: Connection, business: UUID, name: str, ids: Sequence[bytes]) -> None:
    for some, marks in chunks(ids):
        came = f"DELETE FROM removed_row WHERE business_id = ? AND tbl = ? AND pk IN ({marks})"
        run(connection, came, (business.bytes, name, *some))
