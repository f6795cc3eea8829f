"""What this device may sell while it is alone, and who holds what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.business.leases.model import LeaseKind, LeaseState, leases, pool_units
from bizet_core.business.resources.model import resources
from bizet_core.store import Permission, Read, Request, query


@dataclass(frozen=True, slots=True)
class Lease:
    """What a device holds."""

    id: UUID
    device: UUID
    kind: LeaseKind
    pool: UUID | None
    resource: UUID | None
    name: str  # of the person or room, or of the units
    size: int
    left: int
    starts_at: datetime | None
    ends_at: datetime | None


class Leases(Request):
    """All that are active; on a desk, its own."""


@query(needs=Permission("devices.see"))
def active_leases(read: Read, asked: Leases) -> tuple[Lease, ...]:
    """Who holds what."""
    same = (resources.c.business_id == leases.c.business_id) & (resources.c.id == leases.c.resource_id)
    asked_for = select(leases, resources.c.name).outerjoin(resources, same)
    rows = read.all(asked_for.where(leases.c.state == LeaseState.ACTIVE).order_by(leases.c.id))
    units = _units_of(read)
    return tuple(
        Lease(
            id=r.id,
            device=r.device,
            kind=LeaseKind(r.kind),
            pool=r.pool_id,
            resource=r.resource_id,
            name=r.name or ", ".join(units.get(r.id, ())),
            size=r.size,
            left=r.size - r.used,
            starts_at=r.starts_at,
            ends_at=r.ends_at,
        )
        for r in rows
    )


def _units_of(read: Read) -> dict[UUID, list[str]]:
    """What the units under each lease are called."""
    found: dict[UUID, list[str]] = {}
    held = select(pool_units.c.lease_id, pool_units.c.name).where(pool_units.c.lease_id.is_not(None))
    for row in read.all(held.order_by(pool_units.c.name, pool_units.c.id)):
        found.setdefault(row.lease_id, []).append(row.name)
    return found


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


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as its device was given it: in full, whatever it has used."""

    id: UUID
    inc: int
    kind: LeaseKind
    pool: UUID | None
    size: int
    units: tuple[UUID, ...]
    resource: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None


class HeldBy(Request):
    """Which device; with operations of its own that a restored server has lost and gets again."""

    device: UUID
    again: frozenset[UUID] = frozenset()


@query(needs=Permission("devices.see"))
def held_leases(read: Read, asked: HeldBy) -> tuple[Held, ...]:
    """What a device holds, in whatever life: also what it has handed back by an operation that is sent again."""
    c = leases.c
    rows = read.all(select(leases).where(c.device == asked.device, c.state != LeaseState.FORCED).order_by(c.id))
    held = [row for row in rows if row.state == LeaseState.ACTIVE or row.last_op in asked.again]
    return tuple(_held(row, _units(read, row.id)) for row in held)


def _held(row: Any, units: tuple[UUID, ...]) -> Held:
    kind, when = LeaseKind(row.kind), (row.starts_at, row.ends_at)
    return Held(row.id, row.inc, kind, row.pool_id, row.size, units, row.resource_id, *when)


def _units(read: Read, lease: UUID) -> tuple[UUID, ...]:
    c = pool_units.c
    return tuple(row.id for row in read.all(select(c.id).where(c.lease_id == lease).order_by(c.id)))


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
