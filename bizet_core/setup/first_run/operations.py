"""Set a business up from the answers of the first run, and fill it with what its trade usually offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import msgspec
from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.business.locations.operations import LocationAdded, add_location
from bizet_core.business.resources.model import resources
from bizet_core.business.resources.operations import AddResource, ResourceAdded, add_resource
from bizet_core.business.settings.checking import checked
from bizet_core.business.settings.model import businesses
from bizet_core.business.settings.operations import (
    BeginBusiness,
    EditHouseSettings,
    HouseSettingsEdited,
    begin_business,
    edit_house_settings,
    house_settings_edit,
)
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import ROLES, StaffAdded, add_staff, new_verifier
from bizet_core.catalogue.products.operations import AddProduct, ProductAdded, add_product, product_added
from bizet_core.catalogue.services.operations import (
    CategoryAdded,
    ServiceMade,
    add_category,
    add_service,
    service_made,
)
from bizet_core.catalogue.services.requests import AddService, NeedGiven, PersonGiven
from bizet_core.catalogue.taxes.operations import AddRate, RateAdded, add_rate
from bizet_core.catalogue.timetable.operations import Hours, HoursSet, SetHours, set_hours, week_made
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_, regional
from bizet_core.describe.validator import validate
from bizet_core.setup.first_run import sample
from bizet_core.setup.first_run.rules import COUNTRIES, EVERY_DAY_BUT_SUNDAY, NINE_TO_SIX, Country, StartingRate
from bizet_core.store import Permission, Request, Work, operation

COLOURS = ("teal", "violet", "amber", "rose", "blue", "olive", "plum", "slate")


class FirstPerson(Request):
    """Somebody who works here from the first day on."""

    name: Annotated[str, Field(N_("Name"), min_length=1, max_length=80)]
    role: Annotated[Role, Field(N_("Role"), choices=ROLES)] = Role.STAFF
    pin: Annotated[str, Field(N_("PIN"), kind="pin", secret=True)] = ""


class SetUp(Request):
    """The answers of the first run. What is left out, the country suggests."""

    name: Annotated[str, Field(N_("Name of the business"), min_length=1, max_length=120)]
    country: Annotated[str, Field(N_("Country"), kind="country")]
    owner_name: Annotated[str, Field(N_("Your name"), min_length=1, max_length=80)]
    owner_pin: Annotated[str, Field(N_("Your PIN"), kind="pin", secret=True, help=N_("4 to 8 digits, 6 are best"))]
    language: Annotated[str, Field(N_("Language"), kind="language")] = ""
    currency: Annotated[str, Field(N_("Currency"), kind="currency")] = ""
    zone: Annotated[str, Field(N_("Time zone"), kind="zone")] = ""
    trade: Annotated[str, Field(N_("Trade"), max_length=40)] = ""
    location_name: Annotated[str, Field(N_("Name of the place"), max_length=80)] = ""
    address: Annotated[str, Field(N_("Address"), kind="long_text", max_length=500)] = ""
    phone: Annotated[str, Field(N_("Phone"), kind="phone")] = ""
    hours: Annotated[tuple[Hours, ...], Field(N_("Opening hours"))] = (
        Hours(weekdays=EVERY_DAY_BUT_SUNDAY, time=NINE_TO_SIX),
    )
    people: Annotated[tuple[FirstPerson, ...], Field(N_("Who else works here"))] = ()
    rates: Annotated[tuple[AddRate, ...] | None, Field(N_("Tax rates"))] = None
    tax_inclusive: Annotated[bool | None, Field(N_("Prices include tax"))] = None


class SetUpMade(Request):
    """Args: everything that is written, by the operation that writes it."""

    business: BeginBusiness
    settings: HouseSettingsEdited
    location: LocationAdded
    hours: HoursSet
    people: tuple[StaffAdded, ...]
    rates: tuple[RateAdded, ...]


@dataclass(frozen=True, slots=True)
class NewBusiness:
    """Where the first day begins."""

    location: UUID
    owner: UUID
    people: tuple[UUID, ...]  # the owner first


@operation(needs=Permission("settings.change"), said=N_("Business set up"))
def set_up(work: Work, given: SetUpMade) -> NewBusiness:
    """Write a new business; refused where there is one."""
    work.do(begin_business, given.business)
    work.do(edit_house_settings, given.settings)
    work.do(add_location, given.location)
    work.do(set_hours, given.hours)
    for person in given.people:
        work.do(add_staff, person)
    for rate in given.rates:
        work.do(add_rate, rate)
    people = tuple(person.id for person in given.people)
    return NewBusiness(given.location.id, people[0], people)


@set_up.prepare
def _pin_set_up(work: Work, asked: SetUp) -> SetUpMade:
    if work.find(businesses, work.business) is not None:
        raise Refused("business_exists")
    asked = validate(asked, regional(asked.language or "en", asked.country))
    country = _filled(asked)
    location = work.new_id()
    rates: Iterable[StartingRate | AddRate] = country.rates if asked.rates is None else asked.rates
    return SetUpMade(
        business=_business(asked, country),
        settings=_settings(work, asked, country),
        location=LocationAdded(
            id=location,
            name=asked.location_name or asked.name,
            address=asked.address,
            phone=asked.phone,
            zone=asked.zone or country.zone,
        ),
        hours=week_made(work, SetHours(resource=location, hours=asked.hours)),
        people=_people(work, asked, location),
        rates=tuple(_rate(work, i, rate) for i, rate in enumerate(rates)),
    )


def _filled(asked: SetUp) -> Country:
    """What the country suggests; of one that is not among ours, Unicode knows currency and zone."""
    if asked.country in COUNTRIES:
        return COUNTRIES[asked.country]
    known = regional(asked.language or "en", asked.country, asked.zone)
    return Country(known.language, known.currency, known.zone, ())


def _business(asked: SetUp, country: Country) -> BeginBusiness:
    return BeginBusiness(
        name=asked.name,
        country=asked.country,
        language=asked.language or country.language,
        currency=asked.currency or country.currency,
        zone=asked.zone or country.zone,
        trade=asked.trade,
        tax_inclusive=country.inclusive if asked.tax_inclusive is None else asked.tax_inclusive,
        cash_rounding=country.cash_rounding if asked.currency in ("", country.currency) else 1,
    )


def _settings(work: Work, asked: SetUp, country: Country) -> HouseSettingsEdited:
    week = regional(asked.language or country.language, asked.country, country.zone).first_weekday
    return house_settings_edit(work, EditHouseSettings(first_weekday=week, tip_percents=country.tips))


def _people(work: Work, asked: SetUp, location: UUID) -> tuple[StaffAdded, ...]:
    owner = FirstPerson(name=asked.owner_name, role=Role.OWNER, pin=asked.owner_pin)
    everybody = (owner, *asked.people)
    pins = [person.pin for person in everybody if person.pin]
    if len(set(pins)) < len(pins):
        raise Refused("pin_taken")
    return tuple(_person(work, i, person, location) for i, person in enumerate(everybody))


def _person(work: Work, position: int, person: FirstPerson, location: UUID) -> StaffAdded:
    return StaffAdded(
        id=work.new_id(),
        name=person.name,
        role=person.role,
        colour=COLOURS[position % len(COLOURS)],
        parent_id=location,
        position=position,
        verifier=new_verifier(work, person.pin) if person.pin or person.role is Role.OWNER else "",
    )


def _rate(work: Work, position: int, rate: StartingRate | AddRate) -> RateAdded:
    values = {f: getattr(rate, f) for f in ("tax_class", "name", "rate")}
    return RateAdded(id=work.new_id(), position=position, **values)


class TradeService(Request):
    """A service of a trade, which names its category, its people and its places instead of having their ids."""

    service: AddService
    category: str = ""
    by: tuple[str, ...] = ()  # those who are there do it; where none is, everybody
    needs: tuple[tuple[str, ...], ...] = ()  # one place out of each


class AddTrade(Request):
    """What a trade usually offers: to begin with, and to change."""

    location: UUID
    categories: tuple[str, ...] = ()
    places: tuple[AddResource, ...] = ()
    services: tuple[TradeService, ...] = ()
    products: tuple[AddProduct, ...] = ()


class TradeMade(Request):
    """Args: everything that is written, by the operation that writes it."""

    categories: tuple[CategoryAdded, ...]
    places: tuple[ResourceAdded, ...]
    services: tuple[ServiceMade, ...]
    products: tuple[ProductAdded, ...]


@operation(needs=Permission("services.change"), undo=True, said=N_("Added with a trade"))
def add_trade(work: Work, given: TradeMade) -> None:
    """Add a trade's categories, rooms, services and products in one step, which one undo takes back."""
    for category in given.categories:
        work.do(add_category, category)
    for place in given.places:
        work.do(add_resource, place)
    for service in given.services:
        work.do(add_service, service)
    for product in given.products:
        work.do(add_product, product)


@add_trade.prepare
def _pin_trade(work: Work, asked: AddTrade) -> TradeMade:
    asked = checked(work, asked)
    names = enumerate(asked.categories)
    categories = tuple(CategoryAdded(id=work.new_id(), name=name, position=i) for i, name in names)
    places = tuple(
        ResourceAdded(id=work.new_id(), **msgspec.structs.asdict(place) | {"parent_id": asked.location, "position": i})
        for i, place in enumerate(asked.places)
    )
    return TradeMade(
        categories=categories,
        places=places,
        services=tuple(_trade_service(work, each, categories, places) for each in asked.services),
        products=tuple(product_added(work, product) for product in asked.products),
    )


def _trade_service(
    work: Work, each: TradeService, categories: Iterable[CategoryAdded], places: Iterable[ResourceAdded]
) -> ServiceMade:
    of_name = {place.name: place for place in places}
    working = select(resources.c.id, resources.c.name).where(resources.c.kind == "staff", resources.c.active)
    staff = {row.name: row.id for row in work.all(working.order_by(resources.c.id))}
    needs = [(pool, of_name[name].id) for pool, any_of in enumerate(each.needs, 1) for name in any_of]
    asked = msgspec.structs.replace(
        each.service,
        category_id=next((category.id for category in categories if category.name == each.category), None),
        staff=tuple(PersonGiven(staff=staff[name]) for name in each.by if name in staff),
        needs=tuple(NeedGiven(resource=id, pool=pool) for pool, id in needs),
    )
    return service_made(work, asked, {place.id: place.capacity for place in places})


@operation(needs=sample.NEEDS, undo=True, said=N_("Sample data removed"))
def remove_sample(work: Work, given: sample.SampleRemoved) -> sample.Removed:
    """Take sample customers and bookings away that nobody has used for real."""
    work.note(businesses, work.business, code="sample_removed")
    return sample.remove(work, given)


@remove_sample.prepare
def _pin_sample(work: Work, asked: sample.RemoveSample) -> sample.SampleRemoved:
    return sample.unused(work)
