"""The server's half of a salvage: what desks offer of rows that this restored server has lost, kept for people.

Nothing of it is in the business's tables before somebody accepts it. An offer is known by its version, so that several
desks offer one row once. What is here already, or newer, or was done again, is no offer at all.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update

from bizet_core.base.instants import to_ms
from bizet_core.base.refusals import Refused
from bizet_core.business.devices.restored_server import ANSWERED_FOR, Restored, note_returned, restored
from bizet_core.business.devices.rules import scopes_of
from bizet_core.store import Store
from bizet_core.store.journal.cards import CardState, inbox_cards
from bizet_core.store.journal.journal import IMAGE_DAYS, histories, journal, since
from bizet_core.store.tables.columns import METADATA
from bizet_core.sync.model import feed, lost_rows
from bizet_core.sync.restore.lost_row_messages import LostRow, Salvage, Salvaged, is_whole, may_salvage, typed
from bizet_core.sync.restore.removed_rows_at_server import is_offered, knew, there_again
from bizet_core.sync.server.push import Sender

MOST_KEPT = 100_000  # rows of a business


def take_offers(store: Store, sender: Sender, offered: Salvage) -> Salvaged:
    """Keep what is lost here; refuses with `device_may_not` rows that the device is not meant to see.

    Long after a restore, or without one, nothing is kept: the device forgets what it has.
    """
    now, business = store.clock(), store.identity.business
    with store.transaction() as connection:
        found = restored(connection, business)
        if found is None or not found.is_within(now, ANSWERED_FOR):
            return Salvaged(kept=0)
        lost = _of_these(connection, store, sender, found, [row for row in offered.rows if not row.is_again])
        lost += there_again(connection, store, sender, found, [row for row in offered.rows if row.is_again])
        _check_room(connection, business, len(lost))
        for row in lost:
            kept = {"tbl": row.table, "pk": row.id, "op": row.op, "content": row.content, "again": row.is_again}
            connection.execute(
                insert(lost_rows).values(business_id=business, device=sender.device, at=to_ms(now), **kept)
            )
        if offered.last:
            note_returned(connection, business, found.epoch, sender.device, now, offered=True)
    return Salvaged(kept=len(lost))


def _of_these(
    connection: Connection, store: Store, sender: Sender, found: Restored, rows: Sequence[LostRow]
) -> list[LostRow]:
    """Those that are lost. Where one of them is newer here, what was written with it is overtaken too."""
    known = [row for row in rows if _is_known(sender, row)]
    unknown = [row for row in known if not _is_here(connection, store.identity.business, row)]
    overtaken = {row.op for row in unknown if _is_newer_here(connection, store, found, row)}
    return [row for row in unknown if row.op not in overtaken or row.table == histories.name]


def _is_known(sender: Sender, row: LostRow) -> bool:
    """Whether this version of Bizet has such rows; refuses what the device may not offer, and what is no row."""
    table = METADATA.tables.get(row.table)
    if table is None:
        return False
    if not may_salvage(table, scopes_of(sender.role, str(sender.device))):
        raise Refused("device_may_not")
    values = typed(table, row.content)
    if values.get("id") != row.id or not is_whole(table, values):
        raise Refused("message_damaged")
    return True


def _is_here(connection: Connection, business: UUID, row: LostRow) -> bool:
    return is_offered(connection, business, row) or _was_done(connection, business, row.op)


def _was_done(connection: Connection, business: UUID, op: UUID) -> bool:
    """Whether this server knows the operation that wrote the version: it never lost it, or was sent it again."""
    mine = (journal.c.business_id == business) & (journal.c.op_id == op) & (journal.c.outcome != "refused")
    return connection.execute(select(journal.c.n).where(mine)).first() is not None


def _is_newer_here(connection: Connection, store: Store, found: Restored, row: LostRow) -> bool:
    """Whether the row was changed or removed here since the restore, by somebody who knew of it."""
    table, business = METADATA.tables[row.table], store.identity.business
    stands = connection.execute(
        select(table.c.last_op).where(table.c.business_id == business, table.c.id == row.id)
    ).first()
    if stands is None:
        return _was_removed_since(connection, business, found, row)
    return knew(connection, store, found, stands.last_op)


def _was_removed_since(connection: Connection, business: UUID, found: Restored, row: LostRow) -> bool:
    mine = (feed.c.business_id == business) & (feed.c.tbl == row.table) & (feed.c.pk == row.id)
    gone = select(feed.c.seq).where(mine, feed.c.gone, feed.c.seq > found.seq)
    return connection.execute(gone).first() is not None


def _check_room(connection: Connection, business: UUID, more: int) -> None:
    if more == 0:
        return
    kept = connection.execute(select(func.count()).select_from(lost_rows).where(lost_rows.c.business_id == business))
    if int(kept.scalar_one()) + more > MOST_KEPT:
        raise Refused("salvage_full")


def withdraw(store: Store, versions: Sequence[tuple[str, UUID, UUID]]) -> None:
    """Forget offers (table, id, version) that no card is about and that nobody need be asked about any more."""
    c = lost_rows.c
    with store.transaction() as connection:
        for name, pk, op in versions:
            mine = (c.business_id == store.identity.business) & (c.tbl == name) & (c.pk == pk) & (c.op == op)
            connection.execute(delete(lost_rows).where(mine, c.card.is_(None)))


def forget_settled(store: Store) -> int:
    """Forget what rows held about which people have decided, once that cannot be undone any more; how many."""
    c, cards = lost_rows.c, inbox_cards.c
    old = since(store.clock(), IMAGE_DAYS)
    with store.transaction() as connection:
        decided = (
            select(cards.id)
            .join(journal, (journal.c.business_id == cards.business_id) & (journal.c.op_id == cards.last_op))
            .where(cards.business_id == store.identity.business, cards.state == CardState.DONE, journal.c.at < old)
        )
        mine = (c.business_id == store.identity.business) & c.card.in_(decided) & (c.content != b"")
        return connection.execute(update(lost_rows).where(mine).values(content=b"")).rowcount
