"""Add people, change their page and their role, give them a PIN, and let them go.

A person's name, colour and place are the resource with the same id; the PIN is kept as a verifier only.
"""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.resources.model import ResourceKind, resources
from bizet_core.business.resources.operations import ResourceAdded, add_resource, edit_resource, resource_edit
from bizet_core.business.settings.checking import checked
from bizet_core.business.settings.model import businesses
from bizet_core.business.staff.model import Role, staff
from bizet_core.business.staff.pins import is_pin, verifier_of
from bizet_core.business.staff.rules import may_change
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import (
    ANY,
    Edit,
    Permission,
    Read,
    Request,
    Work,
    apply,
    edit_with,
    operation,
    told_changes,
)

CHANGE = Permission("staff.change", of="staff")
ROLES = {
    Role.OWNER: N_("Owner"),
    Role.ADMIN: N_("Admin"),
    Role.MANAGER: N_("Manager"),
    Role.STAFF: N_("Staff"),
    Role.CONTRACTOR: N_("Contractor"),
}
_OWN = ("role", "title", "email", "phone", "bio", "photo", "daily_limit")


class PersonFields(Request):
    """What is known about a person who works here."""

    name: Annotated[str, Field(N_("Name"), min_length=1, max_length=80)]
    role: Annotated[Role, Field(N_("Role"), choices=ROLES)] = Role.STAFF
    title: Annotated[str, Field(N_("Title"), max_length=80, example=N_("Senior stylist"))] = ""
    email: Annotated[str, Field(N_("E-mail"), kind="email")] = ""
    phone: Annotated[str, Field(N_("Phone"), kind="phone")] = ""
    bio: Annotated[str, Field(N_("About"), kind="long_text", max_length=4000)] = ""
    photo: Annotated[str | None, Field(N_("Photo"), kind="picture")] = None
    colour: Annotated[str, Field(N_("Colour"), kind="colour")] = "teal"
    parent_id: Annotated[
        UUID | None, Field(N_("Location"), choices="bizet_core.business.locations.queries:all_locations")
    ] = None
    zone: Annotated[str | None, Field(N_("Time zone"), kind="zone", help=N_("Empty: the location's time zone."))] = None
    daily_limit: Annotated[int | None, Field(N_("Most bookings on one day"), min=1, max=500)] = None
    in_calendar: Annotated[bool, Field(N_("Show as a calendar column"))] = True
    position: int = 0


class AddStaff(PersonFields):
    """A new person. Without a PIN they can be booked, but cannot sign in."""

    pin: Annotated[str, Field(N_("PIN"), kind="pin", secret=True, help=N_("4 to 8 digits, 6 are best"))] = ""


class StaffAdded(PersonFields):
    """Args: the person with an id, and the PIN's verifier in its place."""

    id: UUID
    verifier: str


@operation(needs=Permission("staff.add"), undo=True, said=N_("Person added"))
def add_staff(work: Work, given: StaffAdded) -> UUID:
    """Add somebody who works here; they are a resource as well, so that their time can be booked."""
    place = {f: getattr(given, f) for f in ("id", "name", "parent_id", "zone", "colour", "position", "in_calendar")}
    work.do(add_resource, ResourceAdded(**place, kind=ResourceKind.STAFF))
    work.insert(staff, id=given.id, pin=given.verifier, **{f: getattr(given, f) for f in _OWN})
    work.note(staff, given.id, code="person_added", changes={"role": [None, given.role.value]})
    return given.id


@add_staff.prepare
def _pin_added(work: Work, asked: AddStaff) -> StaffAdded:
    asked = checked(work, asked)
    if not may_change(_role_of_actor(work), Role.CONTRACTOR, self=False, to=asked.role):
        raise Refused("role_above")
    verifier = new_verifier(work, asked.pin) if asked.pin else ""
    fields = {f: getattr(asked, f) for f in PersonFields.__struct_fields__}
    return StaffAdded(id=work.new_id(), verifier=verifier, **fields)


class EditStaff(Request):
    """What to change; what is left out stays."""

    staff: UUID
    name: Annotated[str | UnsetType, Field(N_("Name"), min_length=1, max_length=80)] = UNSET
    role: Annotated[Role | UnsetType, Field(N_("Role"), choices=ROLES)] = UNSET
    title: Annotated[str | UnsetType, Field(N_("Title"), max_length=80)] = UNSET
    email: Annotated[str | UnsetType, Field(N_("E-mail"), kind="email")] = UNSET
    phone: Annotated[str | UnsetType, Field(N_("Phone"), kind="phone")] = UNSET
    bio: Annotated[str | UnsetType, Field(N_("About"), kind="long_text", max_length=4000)] = UNSET
    photo: Annotated[str | UnsetType | None, Field(N_("Photo"), kind="picture")] = UNSET
    colour: Annotated[str | UnsetType, Field(N_("Colour"), kind="colour")] = UNSET
    parent_id: Annotated[
        UUID | UnsetType | None, Field(N_("Location"), choices="bizet_core.business.locations.queries:all_locations")
    ] = UNSET
    zone: Annotated[str | UnsetType | None, Field(N_("Time zone"), kind="zone")] = UNSET
    daily_limit: Annotated[int | UnsetType | None, Field(N_("Most bookings on one day"), min=1, max=500)] = UNSET
    in_calendar: Annotated[bool | UnsetType, Field(N_("Show as a calendar column"))] = UNSET
    position: int | UnsetType = UNSET


class StaffEdited(Request):
    """Args: what changes of the person and of their resource."""

    person: Edit
    resource: Edit


@operation(needs=CHANGE, undo=True, said=N_("Page or role of a person changed"))
def edit_staff(work: Work, given: StaffEdited) -> None:
    """Change a person's page or role. The last owner who can sign in stays an owner."""
    work.do(edit_resource, given.resource)
    apply(work, staff, given.person)
    if given.person.changes.get("role", ("", ""))[0] == Role.OWNER:
        _keep_an_owner(work)
    work.note(staff, given.person.id, **told_changes(given.person, given.resource))


@edit_staff.prepare
def _pin_edit(work: Work, asked: EditStaff) -> StaffEdited:
    wanted = {f: v for f, v in msgspec.structs.asdict(checked(work, asked)).items() if v is not UNSET}
    _check_may(work, asked.staff, to=wanted.get("role"))
    person = edit_with(work, staff, asked.staff, {f: v for f, v in wanted.items() if f in _OWN})
    return StaffEdited(person=person, resource=resource_edit(work, asked.staff, wanted))


class RemoveStaff(Request):
    """Who leaves."""

    staff: UUID


@operation(needs=Permission("staff.remove"), undo=True, said=N_("Person removed"))
def remove_staff(work: Work, given: StaffEdited) -> None:
    """Let somebody go: they cannot sign in or be booked any more; what they did stays under their name."""
    work.do(edit_resource, given.resource)
    if work.get(staff, given.person.id).role == Role.OWNER:
        _keep_an_owner(work)
    work.note(staff, given.person.id, code="removed")


@remove_staff.prepare
def _pin_removed(work: Work, asked: RemoveStaff) -> StaffEdited:
    return _set_active(work, asked.staff, False)


class BringBackStaff(Request):
    """Who comes back."""

    staff: UUID


@operation(
    needs=Permission("staff.remove"),
    undo=True,
    said=N_("Person brought back"),
    codes={"brought_back": N_("Person brought back")},
)
def bring_back_staff(work: Work, given: StaffEdited) -> None:
    """Take somebody back who had left, with their role and PIN."""
    work.do(edit_resource, given.resource)
    work.note(staff, given.person.id, code="brought_back")


@bring_back_staff.prepare
def _pin_back(work: Work, asked: BringBackStaff) -> StaffEdited:
    return _set_active(work, asked.staff, True)


class SetPin(Request):
    """A new PIN for a person."""

    staff: UUID
    pin: Annotated[str, Field(N_("New PIN"), kind="pin", secret=True, help=N_("4 to 8 digits, 6 are best"))]


class PinSet(Request):
    """Args: the verifier. The PIN itself is never written down."""

    staff: UUID
    verifier: str


@operation(needs=Permission("staff.pin", of="staff"), said=N_("PIN set"))
def set_pin(work: Work, given: PinSet) -> None:
    """Give somebody a PIN. It is not undone: the old one may be known to others."""
    work.update(staff, given.staff, pin=given.verifier)
    work.note(staff, given.staff)


@set_pin.prepare
def _pin_pin(work: Work, asked: SetPin) -> PinSet:
    _check_may(work, asked.staff)
    return PinSet(staff=asked.staff, verifier=new_verifier(work, checked(work, asked).pin, of=asked.staff))


def _set_active(work: Work, id: UUID, active: bool) -> StaffEdited:
    _check_may(work, id)
    return StaffEdited(person=Edit(id=id, changes={}), resource=resource_edit(work, id, {"active": active}))


def _check_may(work: Work, id: UUID, to: str | None = None) -> None:
    whose = work.get(staff, id).role
    if not may_change(_role_of_actor(work), whose, self=id == work.actor.staff, to=to):
        raise Refused("role_above")


def _role_of_actor(work: Work) -> str | None:
    """None is the house itself, which may do everything."""
    if work.actor.everything:
        return None
    found = work.find(staff, work.actor.staff)
    return Role.CONTRACTOR if found is None else str(found.role)


def new_verifier(work: Work, pin: str, of: UUID | None = None) -> str:
    """What is kept instead of a new PIN; refuses one that is another person's.

    Only those are told who may set anybody's PIN. Who sets only their own could find out a colleague's by trying one
    after the other; two alike do no harm, since people sign in by name and PIN.
    """
    if work.actor.scope("staff.pin") is ANY:
        others = select(staff.c.id, staff.c.pin).where(staff.c.pin != "").order_by(staff.c.id)
        if any(is_pin(work.pepper, pin, other.pin) for other in work.all(others) if other.id != of):
            raise Refused("pin_taken")
    return verifier_of(work.pepper, pin)


def _keep_an_owner(work: Work) -> None:
    """Checked where the rows are written, so that two desks cannot each remove one of two owners."""
    work.hold(businesses, work.business)
    same = (resources.c.business_id == staff.c.business_id) & (resources.c.id == staff.c.id)
    owners = select(func.count()).select_from(staff.join(resources, same))
    if not work.scalar(owners.where(staff.c.role == Role.OWNER, staff.c.pin != "", resources.c.active)):
        raise Refused("last_owner")


def owner_of_person(read: Read, person: UUID) -> UUID:
    """A person's page is their own."""
    return person


def keep_an_owner(work: Work, was: Sequence[Any]) -> None:
    """Refuse an undo after which nobody would own the business."""
    _keep_an_owner(work)
