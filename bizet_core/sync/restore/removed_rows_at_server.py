"""The server's half of what was removed after the backup that it was restored from: which of it stands here again.

A device says that it had been told of the removal, and which version has come. It is asked about only where nobody who
knew of the restore has touched the row since.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.restored_server import Restored
from bizet_core.business.devices.rules import scopes_of
from bizet_core.store import Store
from bizet_core.store.journal.journal import Header, journal
from bizet_core.store.tables.all_tables import order_of_tables
from bizet_core.store.tables.columns import METADATA
from bizet_core.sync.model import feed, lost_rows
from bizet_core.sync.restore.lost_row_messages import LostRow, may_be_again
from bizet_core.sync.server.push import Sender

Key = tuple[str, UUID]


def there_again(
    connection: Connection, store: Store, sender: Sender, found: Restored, rows: Sequence[LostRow]
) -> list[LostRow]:
    """Those that people should be asked about. Where a row was changed since, what belongs to it is its changer's too.

    Refuses with `device_may_not` what the device is not meant to see, and what nobody removes.
    """
    business, since = store.identity.business, set[Key]()
    again: list[LostRow] = []
    for row in _in_order(sender, rows):
        stands = _standing(connection, business, row)
        if stands is None:
            continue
        belongs = since.intersection(parents_of(row.table, stands))
        if belongs or is_newer(connection, store, found, row, stands.last_op):
            since.add((row.table, row.id))
        elif stands.last_op == row.op and not is_offered(connection, business, row):
            again.append(row)
    return again


def is_offered(connection: Connection, business: UUID, row: LostRow) -> bool:
    """Whether some device has offered this before."""
    c = lost_rows.c
    mine = (c.business_id == business) & (c.tbl == row.table) & (c.pk == row.id) & (c.op == row.op)
    return connection.execute(select(c.op).where(mine)).first() is not None


def knew(connection: Connection, store: Store, found: Restored, op: UUID) -> bool:
    """Whether whoever did this knew of the restore: the house since then, or a device that had heard."""
    line = _line(connection, store, op)
    return line is not None and _knew(store, found, line)


def parents_of(name: str, row: Row[Any]) -> Iterable[Key]:
    """The rows that a row points to."""
    for key in METADATA.tables[name].foreign_key_constraints:
        column = next(c for c in key.columns if c.name != "business_id")
        if row._mapping[column.name] is not None:
            yield key.referred_table.name, row._mapping[column.name]


def is_newer(connection: Connection, store: Store, found: Restored, row: LostRow, stands: UUID) -> bool:
    """Whether somebody who knew of the restore has written the row, or put it back as it was.

    A line that came again afterwards is not newer: its author had not heard.
    """
    c = feed.c
    mine = (c.business_id == store.identity.business) & (c.tbl == row.table) & (c.pk == row.id) & ~c.gone
    seq = connection.execute(select(func.max(c.seq)).where(mine)).scalar() or 0
    if seq <= found.seq:
        return False
    line = _line(connection, store, stands)
    return line is None or (line.seq or 0) <= found.seq or _knew(store, found, line)


def _line(connection: Connection, store: Store, op: UUID) -> Row[Any] | None:
    mine = (journal.c.business_id == store.identity.business) & (journal.c.op_id == op)
    return connection.execute(select(journal.c.header, journal.c.seq).where(mine)).first()  # type: ignore[return-value]


def _knew(store: Store, found: Restored, line: Row[Any]) -> bool:
    header = msgspec.msgpack.decode(line.header, type=Header)
    is_own = header.device == store.identity.device and (line.seq or 0) > found.seq
    return is_own or header.epoch == found.epoch


def _in_order(sender: Sender, rows: Sequence[LostRow]) -> list[LostRow]:
    """Parents first. What a newer version of Bizet has besides is left out."""
    order = order_of_tables()
    known = [row for row in rows if row.table in order]
    if not all(may_be_again(METADATA.tables[row.table], scopes_of(sender.role, str(sender.device))) for row in known):
        raise Refused("device_may_not")
    return sorted(known, key=lambda row: order[row.table])


def _standing(connection: Connection, business: UUID, row: LostRow) -> Row[Any] | None:
    table = METADATA.tables[row.table]
    mine = (table.c.business_id == business) & (table.c.id == row.id)
    return connection.execute(select(table).where(mine)).first()
