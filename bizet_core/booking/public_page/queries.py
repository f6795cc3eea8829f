"""The public page of a business in one question, so that all of it is of one moment.

Only what a passer-by may know is read at all: names, addresses, hours, services and their prices. Nothing of customers,
bookings or the people who work here, and no note that staff wrote beside a closed day.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import DAY, to_ms
from bizet_core.booking.public_page.rules import DAYS_TOLD, Opening, opening_of
from bizet_core.business.locations.model import locations
from bizet_core.business.resources.model import resources
from bizet_core.business.settings.queries import business_of
from bizet_core.catalogue.services.model import service_categories, service_lengths, services
from bizet_core.catalogue.timetable.loading import load_calendars
from bizet_core.describe.formats.money import Money
from bizet_core.describe.formats.rich_text import text_of
from bizet_core.store import Permission, Prepared, Read, Request, query

SEE = Permission("pages.see")


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """A place of business."""

    id: UUID
    name: str
    address: str
    phone: str
    email: str
    zone: str
    opening: Opening | None  # None: nobody has said any hours


@dataclass(frozen=True, slots=True)
class PublicLength:
    """One way to have a service."""

    label: str
    minutes: int
    price: Money


@dataclass(frozen=True, slots=True)
class PublicService:
    """A service."""

    id: UUID
    name: str
    description: str
    colour: str
    lengths: tuple[PublicLength, ...]


@dataclass(frozen=True, slots=True)
class PublicCategory:
    """Services under one heading; the last one may have none."""

    name: str
    services: tuple[PublicService, ...]


@dataclass(frozen=True, slots=True)
class PublicBusiness:
    """What a passer-by may know of the business itself."""

    name: str
    trade: str
    country: str
    language: str
    currency: str
    zone: str
    tax_inclusive: bool


@dataclass(frozen=True, slots=True)
class PublicPage:
    """All of it."""

    business: PublicBusiness
    places: tuple[PublicPlace, ...]
    categories: tuple[PublicCategory, ...]


class ThePage(Request):
    """There is one."""


@query(needs=SEE)
def public_page(read: Read, asked: ThePage) -> PublicPage:
    """What anybody may know of the business; refuses with `not_set_up` before the first run."""
    known = business_of(read)
    business = PublicBusiness(**{field: getattr(known, field) for field in PublicBusiness.__dataclass_fields__})
    return PublicPage(business, _places(read), _categories(read, business.currency))


def _places(read: Read) -> tuple[PublicPlace, ...]:
    rows = read.rows(_PLACES)
    now = to_ms(read.now)
    calendars = load_calendars(read, (now - 2 * DAY, now + (DAYS_TOLD + 2) * DAY), [row.id for row in rows])
    return tuple(
        PublicPlace(
            **row._mapping,
            zone=calendars[row.id].zone,
            opening=opening_of(calendars[row.id].rules, calendars[row.id].zone, now),
        )
        for row in rows
    )


def _categories(read: Read, currency: str) -> tuple[PublicCategory, ...]:
    """In the order of the catalogue; services without a category come last, those without a price not at all."""
    lengths: dict[UUID, list[PublicLength]] = defaultdict(list)
    for row in read.rows(_LENGTHS):
        lengths[row.service_id].append(PublicLength(row.label, row.minutes, Money(row.price, currency)))
    by_category: dict[UUID | None, list[PublicService]] = defaultdict(list)
    for row in read.rows(_SERVICES):
        if lengths[row.id]:
            by_category[row.category_id].append(_service(row, lengths[row.id]))
    named = [(row.id, row.name) for row in read.rows(_CATEGORIES)]
    return tuple(PublicCategory(name, tuple(by_category[id])) for id, name in [*named, (None, "")] if by_category[id])


def _service(row: Any, lengths: Sequence[PublicLength]) -> PublicService:
    return PublicService(row.id, row.name, text_of(row.description), row.colour, tuple(lengths))


_same = (resources.c.business_id == locations.c.business_id) & (resources.c.id == locations.c.id)
_PLACES = Prepared(
    select(locations.c.id, resources.c.name, locations.c.address, locations.c.phone, locations.c.email)
    .select_from(locations.join(resources, _same))
    .where(resources.c.active)
    .order_by(resources.c.position, resources.c.name, resources.c.id)
)
_SERVICES = Prepared(
    select(services.c.id, services.c.category_id, services.c.name, services.c.description, services.c.colour)
    .where(services.c.active)
    .order_by(services.c.position, services.c.name, services.c.id)
)
_LENGTHS = Prepared(
    select(service_lengths.c.service_id, service_lengths.c.label, service_lengths.c.minutes, service_lengths.c.price)
    .order_by(service_lengths.c.service_id, service_lengths.c.position, service_lengths.c.id)
)  # fmt: skip
_CATEGORIES = Prepared(
    select(service_categories.c.id, service_categories.c.name)
    .order_by(service_categories.c.position, service_categories.c.name, service_categories.c.id)
)  # fmt: skip
