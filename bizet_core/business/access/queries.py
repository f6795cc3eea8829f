"""Who may sign in here, and what a signed-in person may do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from bizet_core.business.access.model import pin_attempts
from bizet_core.business.access.rules import EVERYTHING, GRANTS, PERMISSIONS
from bizet_core.business.resources.model import resources
from bizet_core.business.staff.model import Role, staff
from bizet_core.store import Actor, Permission, Read, Request, query
from bizet_core.store.operations.actor import Scope


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody on the sign-in screen."""

    id: UUID
    name: str
    role: Role
    colour: str
    photo: str | None
    locked_until: datetime | None


class Signers(Request):
    """All of them."""


@query(needs=None)
def signers(read: Read, asked: Signers) -> tuple[Signer, ...]:
    """Who may sign in: people in use with a PIN. Anybody at the desk sees this before signing in."""
    same = (resources.c.business_id == staff.c.business_id) & (resources.c.id == staff.c.id)
    statement = (
        select(staff.c.id, resources.c.name, staff.c.role, resources.c.colour, staff.c.photo)
        .select_from(staff.join(resources, same))
        .where(staff.c.pin != "", resources.c.active)
        .order_by(resources.c.position, resources.c.name, staff.c.id)
    )
    waiting = select(pin_attempts).where(pin_attempts.c.locked_until > read.now).order_by(pin_attempts.c.staff_id)
    locked = {r.staff_id: r.locked_until for r in read.all(waiting)}
    rows = read.all(statement)
    return tuple(Signer(**{**r._mapping, "role": Role(r.role)}, locked_until=locked.get(r.id)) for r in rows)


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission with its words, and how far each role has it."""

    permission: str
    label: str
    scopes: dict[str, Scope]


class RolesAndPermissions(Request):
    """All of them."""


@query(needs=Permission("staff.see"))
def roles(read: Read, asked: RolesAndPermissions) -> tuple[Grant, ...]:
    """The table of roles and permissions, as its page shows it."""
    scopes = {name: {role: held[name] for role, held in GRANTS.items() if name in held} for name in PERMISSIONS}
    return tuple(Grant(name, label, scopes[name]) for name, label in PERMISSIONS.items())


def actor_of(read: Read, id: UUID) -> Actor:
    """A person as the runner knows them, with what their role may do; refuses with `gone`."""
    role = read.get(staff, id).role
    return Actor(id, read.get(resources, id).name, GRANTS[role], everything=role in EVERYTHING)
