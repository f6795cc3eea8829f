"""Categories and services. A service is added and edited as a whole: lengths, add-ons, who does it, what it needs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import Table, select

from bizet_core.base.refusals import Refused
from bizet_core.business.resources.model import resources
from bizet_core.business.settings.checking import checked
from bizet_core.business.staff.model import staff
from bizet_core.catalogue.services import rules
from bizet_core.catalogue.services.lines import Lines, lines_of, new_lines, with_ids, write_lines
from bizet_core.catalogue.services.model import (
    service_addons,
    service_categories,
    service_lengths,
    service_needs,
    service_staff,
    services,
)
from bizet_core.catalogue.services.requests import (
    AddonGiven,
    AddService,
    EditService,
    LengthGiven,
    NeedGiven,
    PersonGiven,
)
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Edit, Permission, Request, Work, apply, edit_of, edit_with, operation, told_changes

CHANGE = Permission("services.change")


class AddCategory(Request):
    """A group of services."""

    name: Annotated[str, Field(N_("Name"), min_length=1, max_length=60)]
    position: int = 0


class CategoryAdded(AddCategory):
    """The same with its id."""

    id: UUID


@operation(needs=CHANGE, undo=True, said=N_("Category added"))
def add_category(work: Work, given: CategoryAdded) -> UUID:
    """Add a group that services are shown in."""
    work.insert(service_categories, **msgspec.structs.asdict(given))
    work.note(service_categories, given.id)
    return given.id


@add_category.prepare
def _pin_category(work: Work, asked: AddCategory) -> CategoryAdded:
    return CategoryAdded(id=work.new_id(), **msgspec.structs.asdict(checked(work, asked)))


class EditCategory(Request):
    """What to change; what is left out stays."""

    category: UUID
    name: Annotated[str | UnsetType, Field(N_("Name"), min_length=1, max_length=60)] = UNSET
    position: int | UnsetType = UNSET


@operation(needs=CHANGE, undo=True, said=N_("Category changed"))
def edit_category(work: Work, given: Edit) -> None:
    """Rename a group or move it."""
    apply(work, service_categories, given)
    work.note(service_categories, given.id)


@edit_category.prepare
def _pin_category_edit(work: Work, asked: EditCategory) -> Edit:
    return edit_of(work, service_categories, asked.category, checked(work, asked), apart=("category",))


class RemoveCategory(Request):
    """Which."""

    category: UUID


class CategoryRemoved(RemoveCategory):
    """Args: the services that stand alone from now on."""

    members: tuple[UUID, ...]


@operation(needs=CHANGE, undo=True, said=N_("Category removed"))
def remove_category(work: Work, given: CategoryRemoved) -> None:
    """Remove a group; its services stay, without one."""
    for member in given.members:
        work.update(services, member, category_id=None)
    work.note(service_categories, given.category, code="removed")
    work.delete(service_categories, given.category)


@remove_category.prepare
def _pin_category_removed(work: Work, asked: RemoveCategory) -> CategoryRemoved:
    work.get(service_categories, asked.category)
    inside = select(services.c.id).where(services.c.category_id == asked.category).order_by(services.c.id)
    return CategoryRemoved(category=asked.category, members=tuple(row.id for row in work.all(inside)))


class ServiceMade(Request):
    """Args: the service's row by column, and its lines."""

    id: UUID
    row: dict[str, Any]
    lengths: Lines
    addons: Lines
    staff: Lines
    needs: Lines


@operation(needs=CHANGE, undo=True, said=N_("Service added"))
def add_service(work: Work, given: ServiceMade) -> UUID:
    """Add something that can be booked."""
    work.insert(services, id=given.id, **with_ids(given.row))
    _write(work, given.id, given)
    work.note(services, given.id)
    _note_givers(work, given.id, [], givers(work, given.id))
    return given.id


@add_service.prepare
def _pin_service(work: Work, asked: AddService) -> ServiceMade:
    return service_made(work, asked)


def service_made(work: Work, asked: AddService, coming: Mapping[UUID, int] | None = None) -> ServiceMade:
    """Pin a service. `coming` are the capacities of rooms that the same operation is about to write."""
    given = msgspec.structs.asdict(checked(work, asked))
    row = {f: v for f, v in given.items() if f not in _LINES}
    _check(work, row, given, coming or {})
    lines = {f: new_lines(work, rows_of(given[f])) for f, (_, _, rows_of) in _LINES.items()}
    return ServiceMade(id=work.new_id(), row=row, **lines)


class ServiceEdited(Request):
    """Args: what changes of the service and of its lines."""

    service: Edit
    lengths: Lines = Lines()
    addons: Lines = Lines()
    staff: Lines = Lines()
    needs: Lines = Lines()


@operation(needs=CHANGE, undo=True, said=N_("Service changed"), detail="{service}")
def edit_service(work: Work, given: ServiceEdited) -> None:
    """Change a service; what is booked already keeps its name, length and price."""
    before = givers(work, given.service.id)
    apply(work, services, given.service)
    _write(work, given.service.id, given)
    _note_edited(work, given.service, before, givers(work, given.service.id))


@edit_service.prepare
def _pin_edit(work: Work, asked: EditService) -> ServiceEdited:
    row = dict(work.get(services, asked.service)._mapping)
    asked = checked(work, asked)
    given = {f: v for f, v in msgspec.structs.asdict(asked).items() if v is not UNSET and f != "service"}
    wanted = {f: v for f, v in given.items() if f not in _LINES}
    _check(work, row | wanted, given | {"lengths": given.get("lengths", _lengths(work, asked.service))}, {})
    lines = {
        f: lines_of(work, table, asked.service, rows_of(given[f]), key=key)
        for f, (table, key, rows_of) in _LINES.items()
        if f in given
    }
    return ServiceEdited(service=edit_with(work, services, asked.service, wanted), **lines)


class RemoveService(Request):
    """Which."""

    service: UUID


@operation(needs=CHANGE, undo=True, said=N_("Service removed"))
def remove_service(work: Work, given: RemoveService) -> None:
    """Offer a service no more; what is booked already stays."""
    work.update(services, given.service, active=False)
    work.note(services, given.service, code="removed")


def _write(work: Work, service: UUID, given: ServiceMade | ServiceEdited) -> None:
    for f, (table, _, _) in _LINES.items():
        write_lines(work, table, service, getattr(given, f))


def givers(work: Work, service: UUID) -> list[UUID]:
    """Who gives a service by name, those preferred first."""
    c = service_staff.c
    named = select(c.staff_id).where(c.service_id == service, c.can).order_by(c.preference, c.staff_id)
    return [row.staff_id for row in work.all(named)]


def _note_edited(work: Work, edit: Edit, before: list[UUID], after: list[UUID]) -> None:
    changes = told_changes(edit).get("changes", {})
    if before != after:
        changes["staff"] = [[person.hex for person in people] for people in (before, after)]
    work.note(services, edit.id, **({"changes": changes} if changes else {}))
    _note_givers(work, edit.id, before, after)


def _note_givers(work: Work, service: UUID, before: list[UUID], after: list[UUID]) -> None:
    """In the history of each person who gives it from now on, or no more."""
    name = work.get(services, service).name
    for person in (each for each in after if each not in before):
        work.note(staff, person, code="gives", service=name)
    for person in (each for each in before if each not in after):
        work.note(staff, person, code="gives_no_more", service=name)


def _check(work: Work, row: dict[str, Any], given: dict[str, Any], coming: Mapping[UUID, int]) -> None:
    """Refuse a service that cannot be. `given` holds the lists that are to be written, its lengths always."""
    shortest = min(each.minutes for each in given["lengths"])
    capacities = {r.id: r.capacity for r in work.all(select(resources).where(resources.c.active))} | {**coming}
    faults = (
        rules.fault_of_times(row, shortest),
        rules.fault_of_people(each.staff for each in given.get("staff", ())),
        rules.fault_of_pools((each.pool, each.units) for each in given.get("needs", ())),
        rules.fault_of_needs([(each.resource, each.units) for each in given.get("needs", ())], capacities),
    )
    if fault := next(filter(None, faults), None):
        raise Refused(fault)


def _lengths(work: Work, service: UUID) -> list[Any]:
    return list(work.all(select(service_lengths).where(service_lengths.c.service_id == service)))


def _length_rows(given: Sequence[LengthGiven]) -> list[dict[str, Any]]:
    return [msgspec.structs.asdict(each) | {"position": i} for i, each in enumerate(given)]


def _addon_rows(given: Sequence[AddonGiven]) -> list[dict[str, Any]]:
    return [msgspec.structs.asdict(each) | {"position": i, "active": True} for i, each in enumerate(given)]


def _person_rows(given: Sequence[PersonGiven]) -> list[dict[str, Any]]:
    """Those named first are preferred."""
    return [{"staff_id": each.staff, "can": each.can, "preference": i} for i, each in enumerate(given)]


def _need_rows(given: Sequence[NeedGiven]) -> list[dict[str, Any]]:
    return [{"resource_id": each.resource, "units": each.units, "pool": each.pool} for each in given]


_LINES: dict[str, tuple[Table, str, Callable[[Any], list[dict[str, Any]]]]] = {
    "lengths": (service_lengths, "id", _length_rows),
    "addons": (service_addons, "id", _addon_rows),
    "staff": (service_staff, "staff_id", _person_rows),
    "needs": (service_needs, "resource_id", _need_rows),
}
"""The lists of a service: their table, what tells a row that is there already, and how rows are made."""
