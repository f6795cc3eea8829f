"""The server's half of a pull: changed rows of a device's scopes, and how far its own operations are: one snapshot."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceState, devices
from bizet_core.business.devices.rules import scopes_of
from bizet_core.store import Store
from bizet_core.store.journal.journal import FORMAT, NOT_SIMPLY_DONE, journal
from bizet_core.store.journal.journal import head as journal_heads
from bizet_core.store.migrations.revisions import HEAD, REVISIONS
from bizet_core.sync.restore import rollback_detection
from bizet_core.sync.server import feed
from bizet_core.sync.wire.protocol import Compare, Decided, Outcome, Page, Pull

SERVED = 4
"""How many revisions of the schema, today's included, a desk may be of and still pull."""


def page(store: Store, device: UUID, pull: Pull) -> Page:
    """The next page after a desk's cursor; refuses with `feed_restarted` or `too_old` where it has to begin anew.

    The store's readers see one snapshot: SQLite's do, PostgreSQL's are at REPEATABLE READ.
    """
    with store.reading() as connection:
        business = store.identity.business
        row = active(connection, business, device)
        head = feed.head_of(connection, business)
        after = _after(connection, business, head, pull, row.scope_rev)
        scopes = scopes_of(row.role, str(device))
        found = feed.changes(connection, business, scopes, after, pull.limit)
        return Page(
            format=FORMAT,
            epoch=head.epoch,
            head=head.seq,
            cursor=found.upto,
            more=found.more,
            scope_rev=row.scope_rev,
            schema_rev=HEAD,
            tables=found.tables,
            gone=found.gone,
            acked=_acked(connection, business, device),
            decided=_decided(connection, business, device, after, found.upto),
            floor=head.floor,
            mark=rollback_detection.mark_of(connection, business, head),
        )


def active(connection: Connection, business: UUID, device: UUID) -> Any:
    """The row of a device that may be given rows; refuses whoever may not."""
    row = connection.execute(select(devices).where(devices.c.business_id == business, devices.c.id == device)).one()
    if row.state != DeviceState.ACTIVE:
        raise Refused(f"device_{row.state}")
    return row


def _after(connection: Connection, business: UUID, head: feed.Head, pull: Pull, scope_rev: int) -> int:
    if pull.schema_rev and pull.schema_rev not in REVISIONS[-SERVED:] and pull.schema_rev <= HEAD:
        raise Refused("desk_too_old")
    if pull.cursor:
        rollback_detection.check_place(connection, business, head, pull)
        check_place(head, pull, scope_rev, floor=pull.floor)
    return pull.cursor


def check_place(head: feed.Head, asked: Pull | Compare, scope_rev: int, floor: int = 0) -> None:
    """Refuse a place of an epoch that is over, or that too much has been forgotten since."""
    if asked.epoch != head.epoch:
        raise Refused("feed_restarted")
    has_missed = asked.cursor < head.floor and floor != head.floor
    if has_missed or asked.scope_rev != scope_rev:
        raise Refused("begin_anew")


def _acked(connection: Connection, business: UUID, device: UUID) -> tuple[tuple[int, int, bytes], ...]:
    h = journal_heads.c
    asked = select(h.inc, h.n, h.hash).where(h.business_id == business, h.device == device).order_by(h.inc)
    return tuple((row.inc, row.n, row.hash) for row in connection.execute(asked))


def _decided(connection: Connection, business: UUID, device: UUID, after: int, upto: int) -> tuple[Decided, ...]:
    """What became of this device's operations, where they were not simply done."""
    c = journal.c
    mine = (c.business_id == business) & (c.device == device) & NOT_SIMPLY_DONE
    asked = select(c.op_id, c.outcome, c.why).where(mine, c.seq > after, c.seq <= upto).order_by(c.seq)
    rows = connection.execute(asked)
    return tuple(Decided(row.op_id, Outcome(row.outcome), row.why or "") for row in rows)
