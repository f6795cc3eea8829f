"""Add a place of business, change it, and close it for good. Its name and zone are the resource with the same id."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.locations.model import locations
from bizet_core.business.resources.model import ResourceKind, resources
from bizet_core.business.resources.operations import ResourceAdded, add_resource, edit_resource, resource_edit
from bizet_core.business.settings.checking import checked
from bizet_core.business.settings.model import businesses
from bizet_core.business.settings.queries import business_of
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Edit, Permission, Request, Work, apply, edit_with, operation, told_changes

CHANGE = Permission("locations.change")
_OWN = ("address", "phone", "email", "photo")


class AddLocation(Request):
    """A new place of business."""

    name: Annotated[str, Field(N_("Name"), min_length=1, max_length=80)]
    address: Annotated[str, Field(N_("Address"), kind="long_text", max_length=500)] = ""
    phone: Annotated[str, Field(N_("Phone"), kind="phone")] = ""
    email: Annotated[str, Field(N_("E-mail"), kind="email")] = ""
    photo: Annotated[str | None, Field(N_("Photo"), kind="picture")] = None
    zone: Annotated[str | None, Field(N_("Time zone"), kind="zone", help=N_("Empty: the business's time zone."))] = None
    position: int = 0


class LocationAdded(AddLocation):
    """The same with its id."""

    id: UUID


@operation(needs=CHANGE, undo=True, said=N_("Location added"))
def add_location(work: Work, given: LocationAdded) -> UUID:
    """Add a place; it is a resource as well, so that everything there can hang under it."""
    place = {f: getattr(given, f) for f in ("id", "name", "zone", "position")}
    work.do(add_resource, ResourceAdded(**place, kind=ResourceKind.LOCATION, in_calendar=False))
    work.insert(locations, id=given.id, **{f: getattr(given, f) for f in _OWN})
    work.note(locations, given.id)
    return given.id


@add_location.prepare
def _pin_location(work: Work, asked: AddLocation) -> LocationAdded:
    fields = msgspec.structs.asdict(checked(work, asked))
    fields["zone"] = asked.zone or business_of(work).zone
    return LocationAdded(id=work.new_id(), **fields)


class EditLocation(Request):
    """What to change; what is left out stays."""

    location: UUID
    name: Annotated[str | UnsetType, Field(N_("Name"), min_length=1, max_length=80)] = UNSET
    address: Annotated[str | UnsetType, Field(N_("Address"), kind="long_text", max_length=500)] = UNSET
    phone: Annotated[str | UnsetType, Field(N_("Phone"), kind="phone")] = UNSET
    email: Annotated[str | UnsetType, Field(N_("E-mail"), kind="email")] = UNSET
    photo: Annotated[str | UnsetType | None, Field(N_("Photo"), kind="picture")] = UNSET
    zone: Annotated[str | UnsetType | None, Field(N_("Time zone"), kind="zone")] = UNSET
    active: Annotated[bool | UnsetType, Field(N_("In use"))] = UNSET
    position: int | UnsetType = UNSET


class LocationEdited(Request):
    """Args: what changes of the place and of its resource."""

    place: Edit
    resource: Edit


@operation(needs=CHANGE, undo=True, said=N_("Location changed"))
def edit_location(work: Work, given: LocationEdited) -> None:
    """Change a place. The last one in use stays in use."""
    work.do(edit_resource, given.resource)
    apply(work, locations, given.place)
    if "active" in given.resource.changes and not _in_use(work):
        raise Refused("last_location")
    work.note(locations, given.place.id, **told_changes(given.place, given.resource))


@edit_location.prepare
def _pin_edit(work: Work, asked: EditLocation) -> LocationEdited:
    wanted = {f: v for f, v in msgspec.structs.asdict(checked(work, asked)).items() if v is not UNSET}
    if "zone" in wanted:
        wanted["zone"] = wanted["zone"] or business_of(work).zone
    place = edit_with(work, locations, asked.location, {f: v for f, v in wanted.items() if f in _OWN})
    return LocationEdited(place=place, resource=resource_edit(work, asked.location, wanted))


def _in_use(work: Work) -> int:
    work.hold(businesses, work.business)  # two desks could each close one of the last two
    places = select(func.count()).select_from(resources)
    return int(work.scalar(places.where(resources.c.kind == ResourceKind.LOCATION, resources.c.active)))
