"""A small business for everybody's tests, made through operations as a person would."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.business.access.queries import actor_of
from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import AddStaff, add_staff
from bizet_core.catalogue.products.operations import AddProduct, add_product
from bizet_core.catalogue.services.operations import AddCategory, AddService, add_category, add_service
from bizet_core.catalogue.services.queries import Services, all_services
from bizet_core.catalogue.services.requests import AddonGiven, LengthGiven, NeedGiven, PersonGiven
from bizet_core.catalogue.timetable.operations import Hours, SetHours, set_hours
from bizet_core.describe.invalid import Invalid
from bizet_core.describe.languages.sentences import word
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.selling.carts.about import Custom, ProductSold, ServiceSold, Sold
from bizet_core.selling.carts.operations import CartLine
from bizet_core.setup.first_run.operations import SetUp, set_up
from bizet_core.store import Actor, Read, Request, Store, query
from bizet_core.store.journal.journal import Line, lines
from bizet_core.store.tables.ids import new_id

OWNER_PIN = "246810"
STAFF_PIN = "135790"
TUESDAY_TO_SATURDAY = (1, 2, 3, 4, 5)


@contextmanager
def refused(code: str) -> Iterator[list[Refused]]:
    """What is done within is refused with this code, which has a sentence; the refusal is then in the list."""
    found: list[Refused] = []
    with pytest.raises(Refused) as raised:
        yield found
    found.append(raised.value)
    assert raised.value.code == code
    assert not word(raised.value).startswith("Bizet refused this and has no words"), f"{code} has no sentence"


@contextmanager
def invalid(*fields: str) -> Iterator[None]:
    """What is done within is refused because of exactly these fields."""
    with pytest.raises(Invalid) as raised:
        yield
    assert set(raised.value.causes) == set(fields)
    assert all("no words" not in sentence for sentence in raised.value.errors.values())


def sent_by(store: Store) -> list[Line]:
    """The lines of this device's journal, as another would get them."""
    me = store.identity
    with store.engine.connect() as connection:
        return list(lines(connection, me.business, me.device, me.inc))


@dataclass(frozen=True)
class Salon:
    """Salon Carmen in Lisbon: open Tuesday to Saturday 9–19, prices in euro cents with 23 % VAT included."""

    store: Store
    location: UUID
    owner: UUID  # Carmen, with OWNER_PIN
    ines: UUID  # staff: cuts and colours, lunch 13–14
    bea: UUID  # staff: cuts, lunch 13–14
    chair: UUID  # equipment with two places
    room: UUID
    cut: UUID  # 45 min for 35.00 and 60 min for 45.00; buffer of 15 min after
    colour: UUID  # 90 min for 80.00, of which the staff member is free 30 from minute 30; only Inês
    massage: UUID  # 60 min for 55.00, needs the room
    gloss: UUID  # add-on of the cut: 15 min, 12.00
    shampoo: UUID  # 14.50, barcode 4006381333931, 12 in stock
    olivia: UUID  # +447700900142, olivia@example.com
    wang: UUID  # 王伟, no contact

    def actor(self, staff: UUID) -> Actor:
        """The person as the runner knows them when signed in."""
        return self.store.ask(who_is, WhoIs(staff=staff))

    def length(self, service: UUID, minutes: int) -> UUID:
        """The length of a service that takes so many minutes."""
        found = next(row for row in self.store.ask(all_services, Services()) if row.id == service)
        return next(length.id for length in found.lengths if length.minutes == minutes)


class WhoIs(Request):
    staff: UUID


@query(needs=None)
def who_is(read: Read, asked: WhoIs) -> Actor:
    """The actor of a person."""
    return actor_of(read, asked.staff)


def cart_line(*, kind: str = "custom", item: UUID | None = None, part: UUID | None = None, **given: Any) -> CartLine:
    """A line of a cart, by what it sells."""
    about: Sold = Custom()
    if kind == "product":
        about = ProductSold(product=item or new_id())
    elif kind == "service" or part is not None:
        about = ServiceSold(service=item, part=part)
    return CartLine(about=about, **given)


def a_salon(store: Store) -> Salon:
    """A salon with an owner, two people, a room, a chair for two, three services, a product and two customers."""
    began = store.do(set_up, _the_first_run()).result
    ines, bea = (a_person(store, name, began.location) for name in ("Inês Duarte", "Bea Costa"))
    chair = a_resource(store, "Washing chair", began.location, ResourceKind.EQUIPMENT, capacity=2)
    room = a_resource(store, "Room 1", began.location)
    hair = store.do(add_category, AddCategory(name="Hair")).result
    cut, gloss = _the_cut(store, hair)
    return Salon(
        store=store,
        location=began.location,
        owner=began.owner,
        ines=ines,
        bea=bea,
        chair=chair,
        room=room,
        cut=cut,
        colour=a_service(
            store, "Colour", 90, 8000, category_id=hair, colour="violet", processing_from=30, processing_min=30,
            staff=(PersonGiven(staff=ines),),
        ),
        massage=a_service(store, "Massage", 60, 5500, colour="olive", needs=(NeedGiven(resource=room),)),
        gloss=gloss,
        shampoo=a_product(store, "Shampoo", 1450, barcode="4006381333931", stock=12),
        olivia=a_customer(store, "Olivia Hart", phone="+44 7700 900142", email="olivia@example.com"),
        wang=a_customer(store, "王伟"),
    )  # fmt: skip


def a_person(store: Store, name: str, location: UUID, role: Role = Role.STAFF, **more: Any) -> UUID:
    """Somebody who works in the usual week: Tuesday to Saturday 9–18 with lunch from 13 to 14."""
    person: UUID = store.do(add_staff, AddStaff(name=name, role=role, parent_id=location, **more)).result
    week = Hours(weekdays=TUESDAY_TO_SATURDAY, time=(9 * 60, 18 * 60))
    lunch = Hours(weekdays=TUESDAY_TO_SATURDAY, time=(13 * 60, 14 * 60), label="Lunch")
    store.do(set_hours, SetHours(resource=person, hours=(week,), breaks=(lunch,)))
    return person


def a_resource(
    store: Store, name: str, location: UUID, kind: ResourceKind = ResourceKind.ROOM, *, capacity: int = 1
) -> UUID:
    """A room or thing without hours of its own."""
    asked = AddResource(name=name, kind=kind, parent_id=location, capacity=capacity)
    made: UUID = store.do(add_resource, asked).result
    return made


def a_service(store: Store, name: str, minutes: int, price: int, **more: Any) -> UUID:
    """A service of one length."""
    lengths = (LengthGiven(minutes=minutes, price=price),)
    made: UUID = store.do(add_service, AddService(name=name, lengths=lengths, **more)).result
    return made


def a_product(store: Store, name: str, price: int, **more: Any) -> UUID:
    """A product."""
    made: UUID = store.do(add_product, AddProduct(name=name, price=price, **more)).result
    return made


def a_customer(store: Store, name: str, **more: Any) -> UUID:
    """A customer."""
    made: UUID = store.do(add_customer, AddCustomer(name=name, **more)).result.id
    return made


def _the_first_run() -> SetUp:
    return SetUp(
        name="Salon Carmen",
        country="PT",
        language="en",
        trade="salon",
        owner_name="Carmen Reis",
        owner_pin=OWNER_PIN,
        hours=(Hours(weekdays=TUESDAY_TO_SATURDAY, time=(9 * 60, 19 * 60)),),
    )


def _the_cut(store: Store, category: UUID) -> tuple[UUID, UUID]:
    lengths = (LengthGiven(minutes=45, price=3500), LengthGiven(minutes=60, price=4500, label="Long hair"))
    gloss = (AddonGiven(name="Gloss", minutes=15, price=1200),)
    asked = AddService(name="Cut & finish", category_id=category, lengths=lengths, addons=gloss, after_min=15)
    cut = store.do(add_service, asked).result
    row = next(row for row in store.ask(all_services, Services()) if row.id == cut)
    return cut, row.addons[0].id
