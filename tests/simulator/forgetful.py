"""What a server that went back in time does not know to have given, until a desk shows it that it did."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from bizet_core.business.devices.restored_server import restored
from bizet_core.business.leases.model import leases
from bizet_core.sync.server import feed

Leases = dict[UUID, tuple[Any, ...]]


def leases_of(connection: Connection) -> Leases:
    """All that the server has given."""
    c = leases.c
    rows = connection.execute(select(c.id, c.size, c.ends_at, c.state))
    return {row.id: (row.size, row.ends_at, row.state) for row in rows}


@dataclass
class Forgotten:
    """Leases that a server forgot, as long as nobody has said so; and where its feed was then."""

    leases: set[UUID] = field(default_factory=set)
    epoch: str = ""
    seq: int = 0

    def begin(self, connection: Connection, business: UUID, had: Leases) -> None:
        """The server has just gone back."""
        head, has = feed.head_of(connection, business), leases_of(connection)
        self.leases |= {id for id, lease in had.items() if has.get(id) != lease}
        self.epoch, self.seq = head.epoch, head.seq

    def given_blindly(self, connection: Connection, business: UUID) -> set[UUID]:
        """Those that it may have given to others as well, since it did anything before it knew."""
        if not self.leases:
            return set()
        head, found = feed.head_of(connection, business), restored(connection, business)
        knows = head.epoch != self.epoch
        upto = found.seq if knows and found is not None else head.seq
        given = set(self.leases) if upto > self.seq else set()
        if knows or given:
            self.leases = set()
        return given
