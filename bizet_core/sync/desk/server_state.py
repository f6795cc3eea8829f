"""What a desk knows of its server: where it is, how far its feed has come here, and whether it has answered."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, insert, select

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.base.refusals import Refused
from bizet_core.base.revisions import HEAD
from bizet_core.business.devices.rules import PERMIT_LIVES, may_send
from bizet_core.describe.capabilities import needs_permit
from bizet_core.store.operations.operation import Operation
from bizet_core.store.operations.work import Work
from bizet_core.store.store import ALONE, Seen, Store
from bizet_core.sync.model import upstreams

if TYPE_CHECKING:
    from bizet_core.sync.wire.protocol import Mark, Page

MOMENTS = ("spoken_at", "compared_at", "differed_at")


@dataclass(frozen=True, slots=True)
class Upstream:
    """A desk's server."""

    business: UUID
    url: str
    server_key: bytes
    role: str = "desk"
    epoch: str = ""
    cursor: int = 0
    last_op: UUID | None = None
    scope_rev: int = 0
    schema_rev: str = HEAD
    partial: bool = False
    offset_ms: int = 0
    spoken_at: datetime | None = None
    compared_at: datetime | None = None
    differed: int = 0
    differed_at: datetime | None = None

    @staticmethod
    def find(connection: Connection) -> "Upstream | None":
        """The desk's server, or None while it stands alone."""
        row = connection.execute(select(upstreams)).first()
        if row is None:
            return None
        columns: dict[str, Any] = {c.name: getattr(row, c.name) for c in upstreams.c if c.name != "business_id"}
        columns |= {name: from_ms(columns[name]) for name in MOMENTS if columns[name] is not None}
        return Upstream(business=row.business_id, **columns)

    @staticmethod
    def of(connection: Connection) -> "Upstream":
        """The desk's server; refuses with `not_linked` where there is none."""
        found = Upstream.find(connection)
        if found is None:
            raise Refused("not_linked")
        return found

    @property
    def seen(self) -> Seen:
        """What the desk's operations say that they knew."""
        return Seen(self.epoch, self.cursor, self.offset_ms) if self.epoch else ALONE

    @property
    def mark(self) -> "Mark | None":
        """What a server has that did not go back in time since this desk last pulled."""
        from bizet_core.sync.wire.protocol import Mark

        return Mark(self.last_op, self.cursor) if self.last_op is not None and self.cursor else None

    @property
    def heard_at(self) -> datetime | None:
        """What the server's clock said when it last answered."""
        return None if self.spoken_at is None else self.spoken_at + timedelta(milliseconds=self.offset_ms)

    @property
    def is_outgrown(self) -> bool:
        """Whether this desk knows now what it had to leave out when an older version of it pulled."""
        return self.partial and self.schema_rev != HEAD

    def came_to(self, connection: Connection, page: "Page", *, partial: bool) -> "Upstream":
        """Remember how far a pull has come, and whether it brought what we do not know."""
        still = self.partial and self.cursor > 0
        is_there = (page.epoch, page.cursor) == (self.epoch, self.cursor)
        last_op = page.mark.op if page.mark is not None else self.last_op if is_there else None
        now = replace(self, epoch=page.epoch, cursor=page.cursor, scope_rev=page.scope_rev, schema_rev=HEAD)
        now = replace(now, partial=partial or still, last_op=last_op)
        now.write(connection)
        return now

    def write(self, connection: Connection) -> None:
        """Keep it in place of what was known."""
        connection.execute(delete(upstreams))
        row = {c.name: getattr(self, c.name) for c in upstreams.c if c.name != "business_id"}
        moments = {name: to_ms(row[name]) for name in MOMENTS if row[name] is not None}
        connection.execute(insert(upstreams).values(business_id=self.business, **row | moments))


def follow(store: Store, known: Upstream | None) -> None:
    """Let a desk's store know its server, or that it has none.

    It is its own authority until it has agreed for the first time: what it does meanwhile says that no server was
    known, so that what follows from it happens here and not there as well.
    """
    store.seen = known.seen if known is not None else ALONE
    store.authority = store.seen == ALONE
    store.guard = partial(_guard, known) if known is not None else lambda *_: None


def _guard(known: Upstream, operation: Operation[Any, Any], work: Work, asked: msgspec.Struct) -> None:
    """Refuse what a device of this kind does not do, and what one that was away too long leaves to others."""
    if not may_send(known.role, operation):
        raise Refused("device_may_not")
    away = known.spoken_at is not None and work.now - known.spoken_at > PERMIT_LIVES
    if away and (needs_permit(operation.name) or operation.waits(work, asked)):
        raise Refused("away_too_long", hours=PERMIT_LIVES // timedelta(hours=1))
