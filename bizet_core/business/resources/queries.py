"""What can be booked: rows of the one tree of places, people and things."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.business.resources.model import ResourceKind, resources
from bizet_core.business.resources.rules import zone_in
from bizet_core.business.settings.queries import business_of
from bizet_core.store import Permission, Read, Request, query

SEE = Permission("resources.see")


@dataclass(frozen=True, slots=True)
class Resource:
    """One row of the tree. `zone` is what the resource goes by, its own or one from above."""

    id: UUID
    kind: ResourceKind
    name: str
    parent_id: UUID | None
    capacity: int
    zone: str
    own_zone: str | None
    colour: str
    position: int
    active: bool
    in_calendar: bool


class Resources(Request):
    """Which of them; nothing said means all that are in use."""

    kinds: tuple[ResourceKind, ...] = ()
    parent: UUID | None = None
    inactive: bool = False


@query(needs=SEE)
def all_resources(read: Read, asked: Resources) -> tuple[Resource, ...]:
    """Resources in the order in which the calendar shows them."""
    statement = select(resources).order_by(resources.c.position, resources.c.name, resources.c.id)
    house = business_of(read).zone
    rows = read.all(statement)
    parents, zones = {r.id: r.parent_id for r in rows}, {r.id: r.zone for r in rows}
    return tuple(_resource(r, zone_in(r.id, parents, zones, house)) for r in rows if _is_asked(r, asked))


THINGS = (all_resources, Resources(kinds=(ResourceKind.ROOM, ResourceKind.EQUIPMENT, ResourceKind.VEHICLE)))
"""What a service may need besides people, for a field to choose from."""


class OneResource(Request):
    """Which."""

    resource: UUID


@query(needs=SEE)
def resource(read: Read, asked: OneResource) -> Resource:
    """One resource; refuses with `gone`."""
    return _resource(read.get(resources, asked.resource), zone_of(read, asked.resource))


def zone_of(read: Read, id: UUID) -> str:
    """The IANA zone that a resource goes by."""
    rows = read.all(select(resources.c.id, resources.c.parent_id, resources.c.zone).order_by(resources.c.id))
    return zone_in(id, {r.id: r.parent_id for r in rows}, {r.id: r.zone for r in rows}, business_of(read).zone)


def _is_asked(row: Any, asked: Resources) -> bool:
    if not row.active and not asked.inactive:
        return False
    if asked.kinds and row.kind not in asked.kinds:
        return False
    return asked.parent is None or row.parent_id == asked.parent


def _resource(row: Any, zone: str) -> Resource:
    found = {f: row._mapping[f] for f in Resource.__dataclass_fields__ if f in row._mapping}
    return Resource(**{**found, "kind": ResourceKind(row.kind), "zone": zone, "own_zone": row.zone})
