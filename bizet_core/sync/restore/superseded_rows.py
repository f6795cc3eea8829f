"""Rows that people brought back after a restore make room when the operation that wrote them is sent after all."""

from uuid import UUID

from sqlalchemy import Connection, select

from bizet_core.store.database.engines import suspend
from bizet_core.store.journal.journal import images_of, journal
from bizet_core.store.tables.columns import METADATA
from bizet_core.store.undoing import restore_all
from bizet_core.sync.model import lost_rows
from bizet_core.sync.rows.row_writer import defer

SETTLING = "inbox.settle_card"
"""The operation by which people bring rows back."""


def step_aside(connection: Connection, business: UUID, op: UUID) -> bool | None:
    """Before a line is run whose rows people have brought back meanwhile: they go to where they stood before.

    None where none of them were; False where they cannot, since somebody has changed them since.
    """
    offered = connection.execute(
        select(lost_rows.c.tbl, lost_rows.c.pk).where(lost_rows.c.business_id == business, lost_rows.c.op == op)
    ).all()
    if not offered:
        return None
    brought = [by for row in offered if (by := _brought_by(connection, business, row.tbl, row.pk)) is not None]
    if not brought:
        return None
    keys = {(row.tbl, row.pk) for row in offered}
    images = connection.execute(images_of(sorted(set(brought)), business)).all()
    mine = [image for image in images if (image.tbl, image.pk) in keys]
    if len(brought) < len(offered) or len(mine) < len(offered):
        return False
    defer(connection)
    suspend(connection)
    restore_all(connection, mine)
    return True


def _brought_by(connection: Connection, business: UUID, name: str, pk: UUID) -> UUID | None:
    """The settling that wrote a row as it stands."""
    table = METADATA.tables[name]
    by = (
        select(table.c.last_op)
        .join(journal, (journal.c.business_id == table.c.business_id) & (journal.c.op_id == table.c.last_op))
        .where(table.c.business_id == business, table.c.id == pk, journal.c.name == SETTLING)
    )
    found: UUID | None = connection.execute(by).scalar()
    return found
