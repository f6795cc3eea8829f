"""The people who work here, as lists and pages show them. Never a PIN's verifier."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.business.resources.model import resources
from bizet_core.business.staff.model import Role, staff
from bizet_core.store import Permission, Read, Request, query
from bizet_core.store.operations.work import Statement

SEE = Permission("staff.see")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here."""

    id: UUID
    name: str
    role: Role
    title: str
    email: str
    phone: str
    bio: str
    photo: str | None
    colour: str
    parent_id: UUID | None  # the location
    zone: str | None  # None: the location's
    daily_limit: int | None
    in_calendar: bool
    position: int
    active: bool
    has_pin: bool


class People(Request):
    """Which of them."""

    location: UUID | None = None  # who works there, and who is tied to no place
    inactive: bool = False


@query(needs=SEE)
def people(read: Read, asked: People) -> tuple[Person, ...]:
    """The people in their order; those who have left only when asked for."""
    statement = _joined().order_by(resources.c.position, resources.c.name, resources.c.id)
    if not asked.inactive:
        statement = statement.where(resources.c.active)
    if asked.location is not None:
        here = resources.c.parent_id == asked.location
        statement = statement.where(here | resources.c.parent_id.is_(None))
    return tuple(_person(row) for row in read.all(statement))


EVERYBODY = (people, People(inactive=True))
"""Those who have left included, for a field to choose from."""


class OnePerson(Request):
    """Who."""

    staff: UUID


@query(needs=Permission("staff.see", of="staff"))
def person(read: Read, asked: OnePerson) -> Person:
    """One person's page; refuses with `gone`."""
    row = read.first(_joined().where(staff.c.id == asked.staff))
    if row is None:
        raise Refused("gone", what=staff.name)
    return _person(row)


def _joined() -> Statement:
    same = (resources.c.business_id == staff.c.business_id) & (resources.c.id == staff.c.id)
    of_resource = [resources.c[f] for f in ("name", "colour", "parent_id", "zone", "in_calendar", "position", "active")]
    return select(staff, *of_resource).select_from(staff.join(resources, same))


def _person(row: Any) -> Person:
    known = {f: row._mapping[f] for f in Person.__dataclass_fields__ if f in row._mapping}
    return Person(**{**known, "role": Role(row.role)}, has_pin=bool(row.pin))
