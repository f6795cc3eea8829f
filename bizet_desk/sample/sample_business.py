"""The sample business: everything in `resources.sample` made through operations, with a lively day around now."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import SetStatus, book, set_status
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_core.business.access.operations import SignIn, sign_in
from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, edit_staff
from bizet_core.catalogue.products.operations import AddProduct, add_product
from bizet_core.catalogue.services.operations import AddCategory, AddService, add_category, add_service
from bizet_core.catalogue.services.queries import ServiceRow, Services, all_services
from bizet_core.catalogue.services.requests import AddonGiven, LengthGiven, NeedGiven, PersonGiven
from bizet_core.catalogue.timetable.operations import (
    AddOverride,
    BlockTime,
    Hours,
    SetHours,
    add_override,
    block_time,
    set_hours,
)
from bizet_core.describe.languages.language import _
from bizet_core.people.customers.operations import AddCustomer, AddNote, add_customer, add_note
from bizet_core.selling.carts.about import ServiceSold
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.setup.first_run.operations import FirstPerson, SetUp, set_up
from bizet_core.store import SYSTEM, Done, Request, Store
from bizet_core.store.operations.operation import Operation
from bizet_core.store.tables.ids import new_id
from bizet_desk.sample.sample_pin import PIN
from resources.sample import CUSTOMERS, TRADES, Trade, shape

COUNTRY, ZONE = "IE", "Europe/Dublin"
_ONE_BY_ONE = {Status.CANCELLED, Status.NO_SHOW, Status.COMPLETED, Status.ARRIVED, Status.IN_SERVICE}


def fill_with_sample(store: Store, key: str = "salon") -> None:
    """Make the sample business of a trade in an empty store, as people would: every row through an operation."""
    Sample(store, TRADES[key]).fill()


class Sample:
    """One trade on its way into a store; things are found by their names."""

    def __init__(self, store: Store, trade: Trade) -> None:
        self.store, self.trade = store, trade
        self.today = store.clock().astimezone(ZoneInfo(ZONE)).date()
        self.people: dict[str, UUID] = {}
        self.places: dict[str, UUID] = {}
        self.customers: dict[str, UUID] = {}
        self.services: dict[str, ServiceRow] = {}
        self.location = new_id()
        self.owner = SYSTEM  # until there is one

    def _do(self, operation: Operation[Any, Any], request: Request) -> Done:
        return self.store.do(operation, request, actor=self.owner)

    def fill(self) -> None:
        """All of it."""
        self._set_up()
        self._add_places()
        self._add_services()
        self._add_products()
        self._add_customers()
        self._open_today()
        self._do(open_till, OpenTill(float=self.trade.opening_float))
        for booked in self.trade.bookings:
            self._book_all(booked)
        for block in self.trade.blocks:
            self._block(block)

    def _set_up(self) -> None:
        owner, *others = sorted(self.trade.people, key=lambda p: p.role != Role.OWNER)
        made = self._do(
            set_up,
            SetUp(
                name=self.trade.business,
                country=COUNTRY,
                zone=ZONE,
                language="en",
                trade=self.trade.key,
                owner_name=owner.name,
                owner_pin=PIN,
                hours=tuple(map(_hours, self.trade.opening)),
                people=tuple(
                    FirstPerson(name=p.name, role=Role(p.role), pin=str(i) * 6) for i, p in enumerate(others, 1)
                ),
            ),
        ).result
        self.location = made.location
        self.owner = self.store.do(sign_in, SignIn(staff=made.owner, pin=PIN)).result.actor
        for person, id in zip((owner, *others), made.people, strict=True):
            self.people[person.name] = id
            self._dress(person, id)

    def _dress(self, person: shape.Person, id: UUID) -> None:
        shown = EditStaff(
            staff=id, title=_(person.title), colour=person.colour, in_calendar=person.in_calendar, email=person.email
        )
        self._do(edit_staff, shown)
        if person.hours:
            week, breaks = tuple(map(_hours, person.hours)), tuple(map(_hours, person.breaks))
            self._do(set_hours, SetHours(resource=id, hours=week, breaks=breaks))

    def _add_places(self) -> None:
        for i, place in enumerate(self.trade.places):
            asked = AddResource(
                name=_(place.name),
                kind=ResourceKind(place.kind),
                parent_id=self.location,
                capacity=place.capacity,
                colour=place.colour,
                in_calendar=place.in_calendar,
                position=100 + i,
            )
            self.places[place.name] = self._do(add_resource, asked).result
            if place.hours:
                week = tuple(map(_hours, place.hours))
                self._do(set_hours, SetHours(resource=self.places[place.name], hours=week))

    def _add_services(self) -> None:
        categories = {
            name: self._do(add_category, AddCategory(name=_(name), position=i)).result
            for i, name in enumerate(self.trade.categories)
        }
        made = {
            service.name: self._do(add_service, self._service(service, categories)).result
            for service in self.trade.services
        }
        rows = {row.id: row for row in self.store.ask(all_services, Services())}
        self.services = {name: rows[id] for name, id in made.items()}

    def _service(self, service: shape.Service, categories: dict[str, UUID]) -> AddService:
        from_minute, lasts = service.processing or (None, None)
        return AddService(
            name=_(service.name),
            category_id=categories[service.category],
            lengths=tuple(LengthGiven(minutes=x.minutes, price=x.price, label=_(x.label)) for x in service.lengths),
            addons=tuple(AddonGiven(name=_(a.name), minutes=a.minutes, price=a.price) for a in service.addons),
            description=_(service.description),
            colour=service.colour,
            tax_class=service.tax_class,
            staff=tuple(PersonGiven(staff=self.people[name]) for name in service.by),
            needs=tuple(
                NeedGiven(resource=self.places[name], pool=pool)
                for pool, names in enumerate(service.needs, 1)
                for name in names
            ),
            before_min=service.before,
            after_min=service.after,
            processing_from=from_minute,
            processing_min=lasts,
        )

    def _add_products(self) -> None:
        for product in self.trade.products:
            asked = AddProduct(
                name=_(product.name),
                price=product.price,
                category=_(product.category),
                barcode=product.barcode,
                stock=product.stock,
                colour=product.colour,
                favourite=product.favourite,
                tax_class=product.tax_class,
            )
            self._do(add_product, asked)

    def _add_customers(self) -> None:
        for each in CUSTOMERS:
            asked = AddCustomer(
                name=each.name,
                given_name=each.given,
                family_name=each.family,
                phone=each.phone,
                email=each.email,
                language=each.language,
                alert=_(each.alert),
                favourite=each.favourite,
                sample=True,
            )
            self.customers[each.name] = self._do(add_customer, asked).result.id
            for note in each.notes:
                self._do(add_note, AddNote(customer=self.customers[each.name], words=_(note)))

    def _open_today(self) -> None:
        """On a day off the sample opens all the same, or there would be nothing to see."""
        if self.today.weekday() in self.trade.opening[0].weekdays:
            return
        for id, hours in [(self.location, self.trade.opening), *self._working()]:
            asked = AddOverride(
                resource=id,
                first_day=self.today,
                last_day=self.today,
                hours=tuple((h.start, h.end) for h in hours),
            )
            self._do(add_override, asked)

    def _working(self) -> list[tuple[UUID, tuple[shape.Hours, ...]]]:
        return [(self.people[p.name], p.hours) for p in self.trade.people if p.hours]

    def _book_all(self, booked: shape.Booked) -> None:
        for i in range(booked.times):
            day = self.today + timedelta(days=booked.day - i * booked.every)
            with suppress(Refused):  # a day on which the place was closed
                self._book(booked, day)

    def _book(self, booked: shape.Booked, day: date) -> None:
        row = self.services[booked.service]
        length = next((x for x in row.lengths if x.minutes == booked.minutes), row.lengths[0])
        addons = tuple(a.id for a in row.addons if a.name in {_(name) for name in booked.addons})
        part = PartAsked(service=row.id, length=length.id, staff=self.people.get(booked.staff), addons=addons)
        status = Status(booked.status)
        asked = Book(
            location=self.location,
            starts_at=self._at(day, booked.at),
            parts=(part,),
            customer=self.customers.get(booked.customer),
            status=Status.CONFIRMED if status in _ONE_BY_ONE else status,
            note=_(booked.note),
            source=booked.source,
            hold_until=self.store.clock() + timedelta(seconds=booked.hold) if booked.hold else None,
            sample=True,
        )
        id = self._do(book, asked).result
        if status is Status.COMPLETED and day == self.today:
            self._pay(id)
        if status in _ONE_BY_ONE:
            self._do(set_status, SetStatus(booking=id, status=status))

    def _pay(self, id: UUID) -> None:
        visit = self.store.ask(booking, OfBooking(booking=id))
        lines = tuple(
            CartLine(
                id=new_id(),
                about=ServiceSold(service=part.service, part=part.id),
                name=part.name,
                unit_price=part.price,
                tax_class=part.tax_class,
                staff=part.staff,
            )
            for part in visit.parts
        )
        due = sum(part.price for part in visit.parts)
        paid = (TenderAsked(method="card" if due % 200 else "cash", given=due),)
        asked = Sell(content=CartContent(lines=lines), tenders=paid, location=self.location, customer=visit.customer)
        self._do(sell, asked)

    def _block(self, block: shape.Block) -> None:
        who = self.places.get(block.who) or self.people[block.who]
        asked = BlockTime(
            resource=who,
            starts_at=self._at(self.today, block.start),
            ends_at=self._at(self.today, block.end),
            note=_(block.label),
        )
        self._do(block_time, asked)

    def _at(self, day: date, minute: int) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)) + timedelta(minutes=minute)


def _hours(hours: shape.Hours) -> Hours:
    return Hours(weekdays=hours.weekdays, time=(hours.start, hours.end), label=_(hours.label))
