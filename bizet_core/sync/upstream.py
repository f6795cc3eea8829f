"""What a desk knows of its server: where it is, how far its feed has come here, and whether it has answered."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from bizet_core.instants import from_ms, to_ms
from bizet_core.refusals import Refused
from bizet_core.revisions import HEAD
from bizet_core.store.store import ALONE, Seen, Store
from bizet_core.sync.model import upstreams

if TYPE_CHECKING:
    from bizet_core.sync.wire import Page


@dataclass(frozen=True, slots=True)
class Upstream:
    """A desk's server."""

    business: UUID
    url: str
    server_key: bytes
    role: str = "desk"
    epoch: str = ""
    cursor: int = 0
    scope_rev: int = 0
    schema_rev: str = HEAD
    partial: bool = False
    offset_ms: int = 0
    spoken_at: datetime | None = None

    @staticmethod
    def find(connection: Connection) -> "Upstream | None":
        """The desk's server, or None while it stands alone."""
        row = connection.execute(select(upstreams)).first()
        if row is None:
            return None
        spoken = None if row.spoken_at is None else from_ms(row.spoken_at)
        columns = {c.name: getattr(row, c.name) for c in upstreams.c if c.name != "business_id"}
        return Upstream(**columns | {"business": row.business_id, "spoken_at": spoken})

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

    def came_to(self, connection: Connection, page: "Page") -> "Upstream":
        """Remember how far a pull has come."""
        now = replace(self, epoch=page.epoch, cursor=page.cursor, scope_rev=page.scope_rev, schema_rev=HEAD)
        now.write(connection)
        return now

    def write(self, connection: Connection) -> None:
        """Keep it in place of what was known."""
        connection.execute(delete(upstreams))
        spoken = None if self.spoken_at is None else to_ms(self.spoken_at)
        names = [c.name for c in upstreams.c if c.name not in ("business_id", "spoken_at")]
        row = {name: getattr(self, name) for name in names}
        connection.execute(insert(upstreams).values(business_id=self.business, spoken_at=spoken, **row))


def follow(store: Store, known: Upstream | None) -> None:
    """Let a desk's store know its server, or that it has none.

    It is its own authority until it has agreed for the first time: what it does meanwhile says that no server was
    known, so that what follows from it happens here and not there as well.
    """
    store.seen = known.seen if known is not None else ALONE
    store.authority = store.seen == ALONE
