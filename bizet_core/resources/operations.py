"""Add and change rooms and equipment. Staff and locations add their own row through these."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType

from bizet_core.describe.fields import Field
from bizet_core.describe.language import N_
from bizet_core.refusals import Refused
from bizet_core.resources.model import ResourceKind, resources
from bizet_core.store import Edit, Permission, Request, Work, apply, edit_of, operation


class AddResource(Request):
    """A new room, piece of equipment or vehicle."""

    name: Annotated[str, Field(N_("Name"), max_length=80)]
    kind: Annotated[ResourceKind, Field(N_("Kind"))] = ResourceKind.ROOM
    parent_id: Annotated[UUID | None, Field(N_("Location"))] = None
    capacity: Annotated[int, Field(N_("How many at once"), min=1, max=10_000)] = 1
    zone: Annotated[str | None, Field(N_("Time zone"), kind="zone")] = None
    colour: Annotated[str, Field(N_("Colour"), kind="colour")] = "slate"
    in_calendar: Annotated[bool, Field(N_("Show as a calendar column"))] = True
    position: int = 0


class ResourceAdded(AddResource):
    """The same with its id."""

    id: UUID


@operation(needs=Permission("resources.change"), undo=True)
def add_resource(work: Work, given: ResourceAdded) -> UUID:
    """Add something that can be booked alongside or instead of a person."""
    work.insert(resources, **{f: getattr(given, f) for f in given.__struct_fields__})
    work.note(resources, given.id)
    return given.id


@add_resource.prepare
def _pin_resource(work: Work, asked: AddResource) -> ResourceAdded:
    return ResourceAdded(id=work.new_id(), **{f: getattr(asked, f) for f in asked.__struct_fields__})


class EditResource(Request):
    """What to change; what is left out stays."""

    resource: UUID
    name: Annotated[str | UnsetType, Field(N_("Name"), max_length=80)] = UNSET
    capacity: Annotated[int | UnsetType, Field(N_("How many at once"), min=1, max=10_000)] = UNSET
    zone: Annotated[str | None | UnsetType, Field(N_("Time zone"), kind="zone")] = UNSET
    colour: Annotated[str | UnsetType, Field(N_("Colour"), kind="colour")] = UNSET
    in_calendar: Annotated[bool | UnsetType, Field(N_("Show as a calendar column"))] = UNSET
    active: Annotated[bool | UnsetType, Field(N_("In use"))] = UNSET
    position: int | UnsetType = UNSET


@operation(needs=Permission("resources.change"), undo=True)
def edit_resource(work: Work, given: Edit) -> None:
    """Change a resource."""
    apply(work, resources, given)
    work.note(resources, given.id)


@edit_resource.prepare
def _pin_edit(work: Work, asked: EditResource) -> Edit:
    edit = edit_of(work, resources, asked.resource, asked, apart=("resource",))
    if edit.changes.get("capacity", (1, 1))[1] < 1:
        raise Refused("capacity_too_small")
    return edit
