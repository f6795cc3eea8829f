"""Add and change rooms and equipment. Staff and locations add their own row through these."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.business.resources.model import ResourceKind, resources
from bizet_core.business.resources.rules import OWN_CAPABILITY, is_inside
from bizet_core.business.settings.checking import checked
from bizet_core.describe.capabilities import Declared
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Edit, Permission, Request, Work, apply, edit_with, operation, told_changes
from bizet_core.store.operations.work import Found

CHANGE = Permission("resources.change")
KINDS = {
    ResourceKind.ROOM: N_("Room"),
    ResourceKind.EQUIPMENT: N_("Equipment"),
    ResourceKind.VEHICLE: N_("Vehicle"),
}
CLAIMED = Declared("claims")
"""Functions of (work, resource): the most units claimed of it at once from now on."""
_EDITED = frozenset({"name", "parent_id", "capacity", "zone", "colour", "in_calendar", "active", "position"})


class AddResource(Request):
    """A new room, piece of equipment or vehicle."""

    name: Annotated[str, Field(N_("Name"), min_length=1, max_length=80)]
    kind: Annotated[ResourceKind, Field(N_("Kind"), choices=KINDS)] = ResourceKind.ROOM
    parent_id: Annotated[
        UUID | None, Field(N_("Location"), choices="bizet_core.business.locations.queries:all_locations")
    ] = None
    capacity: Annotated[int, Field(N_("How many at once"), min=1, max=10_000)] = 1
    zone: Annotated[str | None, Field(N_("Time zone"), kind="zone")] = None
    colour: Annotated[str, Field(N_("Colour"), kind="colour")] = "slate"
    in_calendar: Annotated[bool, Field(N_("Show as a calendar column"))] = True
    position: int = 0


class ResourceAdded(AddResource):
    """The same with its id."""

    id: UUID


@operation(needs=CHANGE, undo=True, said=N_("Room or thing added"))
def add_resource(work: Work, given: ResourceAdded) -> UUID:
    """Add something that can be booked alongside or instead of a person."""
    work.insert(resources, **msgspec.structs.asdict(given))
    work.note(resources, given.id)
    return given.id


@add_resource.prepare
def _pin_resource(work: Work, asked: AddResource) -> ResourceAdded:
    asked = checked(work, asked)
    _for_here(asked.kind)
    if asked.parent_id is not None:
        work.get(resources, asked.parent_id)
    return ResourceAdded(id=work.new_id(), **msgspec.structs.asdict(asked))


class EditResource(Request):
    """What to change; what is left out stays."""

    resource: UUID
    name: Annotated[str | UnsetType, Field(N_("Name"), min_length=1, max_length=80)] = UNSET
    parent_id: Annotated[
        UUID | UnsetType | None, Field(N_("Location"), choices="bizet_core.business.locations.queries:all_locations")
    ] = UNSET
    capacity: Annotated[int | UnsetType, Field(N_("How many at once"), min=1, max=10_000)] = UNSET
    zone: Annotated[str | UnsetType | None, Field(N_("Time zone"), kind="zone")] = UNSET
    colour: Annotated[str | UnsetType, Field(N_("Colour"), kind="colour")] = UNSET
    in_calendar: Annotated[bool | UnsetType, Field(N_("Show as a calendar column"))] = UNSET
    active: Annotated[bool | UnsetType, Field(N_("In use"))] = UNSET
    position: int | UnsetType = UNSET


@operation(needs=CHANGE, undo=True, said=N_("Room or thing changed"))
def edit_resource(work: Work, given: Edit) -> None:
    """Change a resource; of one that stays as it is nothing is told."""
    if given.changes:
        apply(work, resources, given)
        _has_room(work, given.id)
        work.note(resources, given.id, **told_changes(given))


@edit_resource.prepare
def _pin_edit(work: Work, asked: EditResource) -> Edit:
    _for_here(work.get(resources, asked.resource).kind)
    return resource_edit(work, asked.resource, msgspec.structs.asdict(checked(work, asked)))


def resource_edit(work: Work, id: UUID, wanted: dict[str, Any]) -> Edit:
    """Pin a change of a resource's own columns; what else `wanted` holds, and what is UNSET, is left out."""
    edit = edit_with(work, resources, id, {f: v for f, v in wanted.items() if f in _EDITED and v is not UNSET})
    parent = edit.changes.get("parent_id", (None, None))[1]
    if is_inside(parent, id, {r.id: r.parent_id for r in work.all(select(resources).order_by(resources.c.id))}):
        raise Refused("resource_in_itself")
    return edit


def _has_room(work: Work, id: UUID) -> None:
    """Refuse fewer places than are claimed; checked where the row is written, since claims come in meanwhile."""
    booked, found = max((claimed(work, id) for claimed in CLAIMED.values()), default=0), work.find(resources, id)
    if found is not None and found.capacity < booked:
        raise Refused("capacity_booked", name=found.name, booked=booked)


def keep_what_is_booked(work: Work, was: Sequence[Found]) -> None:
    """Refuse an undo after which a resource would have fewer places than are claimed."""
    for row in was:
        _has_room(work, row.id)


def _for_here(kind: str) -> None:
    if kind in OWN_CAPABILITY:
        raise Refused("resource_elsewhere")
