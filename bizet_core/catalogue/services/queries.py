"""Services as lists, tiles and forms show them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.queries import business_of
from bizet_core.catalogue.services.loading import Service, load_services
from bizet_core.catalogue.services.model import service_categories, services
from bizet_core.catalogue.services.requests import AddonGiven, EditService, LengthGiven, NeedGiven, PersonGiven
from bizet_core.describe.formats.money import Money
from bizet_core.store import Permission, Read, Request, query

SEE = Permission("services.see")


@dataclass(frozen=True, slots=True)
class LengthRow:
    """One way to book a service."""

    id: UUID
    label: str
    minutes: int
    price: Money


@dataclass(frozen=True, slots=True)
class AddonRow:
    """An extra."""

    id: UUID
    name: str
    minutes: int
    price: Money


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service with what is chosen when booking it."""

    id: UUID
    name: str
    category_id: UUID | None
    category: str
    description: str
    photo: str | None
    colour: str
    tax_class: str
    active: bool
    lengths: tuple[LengthRow, ...]
    addons: tuple[AddonRow, ...]
    can: frozenset[UUID]  # empty: everybody who is not blocked
    blocked: frozenset[UUID]

    def done_by(self, staff: UUID) -> bool:
        """Whether this person does it."""
        return staff not in self.blocked and (not self.can or staff in self.can)


class Services(Request):
    """Which of them."""

    staff: UUID | None = None  # only what this person does
    inactive: bool = False


@query(needs=SEE)
def all_services(read: Read, asked: Services) -> tuple[ServiceRow, ...]:
    """Services by category, in their order."""
    groups = {row.id: row for row in read.all(select(service_categories).order_by(service_categories.c.id))}
    found = [s for s in load_services(read).values() if s.row.active or asked.inactive]
    currency = business_of(read).currency
    rows = [_row(each, groups, currency) for each in sorted(found, key=lambda each: _place(each, groups))]
    return tuple(row for row in rows if asked.staff is None or row.done_by(asked.staff))


@dataclass(frozen=True, slots=True)
class Category:
    """A group of services."""

    id: UUID
    name: str
    position: int


class Categories(Request):
    """All of them."""


@query(needs=SEE)
def categories(read: Read, asked: Categories) -> tuple[Category, ...]:
    """Groups in their order."""
    order = (service_categories.c.position, service_categories.c.name, service_categories.c.id)
    rows = read.all(select(service_categories).order_by(*order))
    return tuple(Category(row.id, row.name, row.position) for row in rows)


class OneService(Request):
    """Which."""

    service: UUID


@query(needs=SEE)
def service_form(read: Read, asked: OneService) -> EditService:
    """All of a service as the request that edits it: what its form begins with."""
    found = load_services(read, {asked.service}).get(asked.service)
    if found is None:
        raise Refused("gone", what=services.name)
    columns = {f: found.row._mapping[f] for f in EditService.__struct_fields__ if f in found.row._mapping}
    people = [PersonGiven(staff=id) for id in found.preferred]
    people += [PersonGiven(staff=id, can=False) for id in sorted(found.blocked)]
    return EditService(
        service=asked.service,
        lengths=tuple(LengthGiven(id=x.id, label=x.label, minutes=x.minutes, price=x.price) for x in found.lengths),
        addons=tuple(AddonGiven(id=x.id, name=x.name, minutes=x.minutes, price=x.price) for x in found.addons),
        staff=tuple(people),
        needs=tuple(
            NeedGiven(resource=resource, units=units, pool=pool)
            for pool, need in enumerate(found.needs, 1)
            for resource, units in need.any_of
        ),
        **columns,
    )


def _place(found: Service, groups: dict[UUID, Any]) -> tuple[Any, ...]:
    """Services without a category come last."""
    group = groups.get(found.row.category_id)
    first = (0, group.position, group.name) if group else (1, 0, "")
    return (*first, found.row.position, found.row.name, found.row.id)


def _row(found: Service, groups: dict[UUID, Any], currency: str) -> ServiceRow:
    row, group = found.row, groups.get(found.row.category_id)
    plain = ("id", "name", "category_id", "description", "photo", "colour", "tax_class", "active")
    return ServiceRow(
        **{f: row._mapping[f] for f in plain},
        category=getattr(group, "name", ""),
        lengths=tuple(LengthRow(x.id, x.label, x.minutes, Money(x.price, currency)) for x in found.lengths),
        addons=tuple(AddonRow(x.id, x.name, x.minutes, Money(x.price, currency)) for x in found.addons),
        can=found.can,
        blocked=found.blocked,
    )
