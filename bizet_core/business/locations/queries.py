"""Places of business, with their address and contact."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.business.locations.model import locations
from bizet_core.business.resources.model import resources
from bizet_core.store import Permission, Read, Request, query
from bizet_core.store.operations.work import Statement

SEE = Permission("locations.see")


@dataclass(frozen=True, slots=True)
class Location:
    """A place of business."""

    id: UUID
    name: str
    address: str
    phone: str
    email: str
    photo: str | None
    zone: str
    position: int
    active: bool


class Locations(Request):
    """Which of them."""

    inactive: bool = False


@query(needs=SEE)
def all_locations(read: Read, asked: Locations) -> tuple[Location, ...]:
    """The places in their order; those out of use only when asked for."""
    statement = _joined().order_by(resources.c.position, resources.c.name, resources.c.id)
    rows = read.all(statement if asked.inactive else statement.where(resources.c.active))
    return tuple(Location(**row._mapping) for row in rows)


class OneLocation(Request):
    """Which."""

    location: UUID


@query(needs=SEE)
def location(read: Read, asked: OneLocation) -> Location:
    """One place; refuses with `gone`."""
    row = read.first(_joined().where(locations.c.id == asked.location))
    if row is None:
        raise Refused("gone", what=locations.name)
    return Location(**row._mapping)


def _joined() -> Statement:
    same = (resources.c.business_id == locations.c.business_id) & (resources.c.id == locations.c.id)
    own = (locations.c.id, locations.c.address, locations.c.phone, locations.c.email, locations.c.photo)
    also = (resources.c.name, resources.c.zone, resources.c.position, resources.c.active)
    return select(*own, *also).select_from(locations.join(resources, same))
