"""What this device may sell while it is alone, and who holds what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from bizet_core.leases.model import LeaseKind, LeaseState, leases
from bizet_core.resources.model import resources
from bizet_core.store import Permission, Read, Request, query


@dataclass(frozen=True, slots=True)
class Lease:
    """What a device holds."""

    id: UUID
    device: UUID
    kind: LeaseKind
    pool: UUID | None
    resource: UUID | None
    left: int
    starts_at: datetime | None
    ends_at: datetime | None


class Leases(Request):
    """All that are active; on a desk, its own."""


@query(needs=Permission("devices.see"))
def active_leases(read: Read, asked: Leases) -> tuple[Lease, ...]:
    """Who holds what."""
    rows = read.all(select(leases).where(leases.c.state == LeaseState.ACTIVE).order_by(leases.c.id))
    return tuple(
        Lease(r.id, r.device, LeaseKind(r.kind), r.pool_id, r.resource_id, r.size - r.used, r.starts_at, r.ends_at)
        for r in rows
    )


def covering(
    read: Read, device: UUID, inc: int, resources: Iterable[UUID]
) -> dict[UUID, list[tuple[datetime, datetime, UUID]]]:
    """Stretches of these resources' time that a device holds, by resource, with the lease."""
    found: dict[UUID, list[tuple[datetime, datetime, UUID]]] = {}
    mine = (leases.c.device == device) & (leases.c.inc == inc)
    mine &= (leases.c.kind == LeaseKind.TIME) & (leases.c.state == LeaseState.ACTIVE)
    for row in read.all(select(leases).where(mine, leases.c.resource_id.in_(set(resources))).order_by(leases.c.id)):
        found.setdefault(row.resource_id, []).append((row.starts_at, row.ends_at, row.id))
    return found


class OfDesk(Request):
    """Which incarnation of which device, and where it stands."""

    device: UUID
    inc: int
    location: UUID | None


@dataclass(frozen=True, slots=True)
class Hours:
    """Time that a desk holds, or could hold: of a person or room, with the lease and until when it reaches."""

    resource: UUID
    lease: UUID | None = None
    until: datetime | None = None


@query(needs=Permission("devices.see"))
def hours_of(read: Read, asked: OfDesk) -> tuple[Hours, ...]:
    """Everybody and every room of a place, with what this desk holds of their time; and what it holds elsewhere."""
    here = (resources.c.parent_id == asked.location) & resources.c.active & (resources.c.kind != "location")
    found = {row.id: Hours(row.id) for row in read.all(select(resources.c.id).where(here).order_by(resources.c.id))}
    mine = (leases.c.device == asked.device) & (leases.c.inc == asked.inc) & (leases.c.kind == LeaseKind.TIME)
    held = select(leases).where(mine, leases.c.state == LeaseState.ACTIVE).order_by(leases.c.ends_at, leases.c.id)
    return tuple(
        {**found, **{row.resource_id: Hours(row.resource_id, row.id, row.ends_at) for row in read.all(held)}}.values()
    )
