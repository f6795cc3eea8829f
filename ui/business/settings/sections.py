"""The lists of the settings as data: what a line shows, which forms a thing has, what is done to it as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bizet_core.business.access.queries import Grant, RolesAndPermissions, roles
from bizet_core.business.locations.operations import AddLocation, EditLocation, add_location, edit_location
from bizet_core.business.locations.queries import Locations, all_locations
from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.resources.operations import KINDS, AddResource, EditResource, add_resource, edit_resource
from bizet_core.business.resources.queries import THINGS, Resource, Resources, all_resources
from bizet_core.business.staff.operations import (
    ROLES,
    AddStaff,
    BringBackStaff,
    EditStaff,
    RemoveStaff,
    SetPin,
    add_staff,
    bring_back_staff,
    edit_staff,
    remove_staff,
    set_pin,
)
from bizet_core.business.staff.queries import People, Person, people
from bizet_core.catalogue.products.operations import (
    AddProduct,
    CountStock,
    EditProduct,
    RemoveProduct,
    add_product,
    count_stock,
    edit_product,
    remove_product,
)
from bizet_core.catalogue.products.queries import Product, Products, all_products
from bizet_core.catalogue.services.operations import (
    AddCategory,
    EditCategory,
    RemoveCategory,
    RemoveService,
    add_category,
    add_service,
    edit_category,
    edit_service,
    remove_category,
    remove_service,
)
from bizet_core.catalogue.services.queries import (
    Categories,
    OneService,
    ServiceRow,
    Services,
    all_services,
    categories,
    service_form,
)
from bizet_core.catalogue.services.requests import AddService, EditService
from bizet_core.catalogue.taxes.classes import TAX_CLASSES
from bizet_core.catalogue.taxes.operations import AddRate, EditRate, RemoveRate, add_rate, edit_rate, remove_rate
from bizet_core.catalogue.taxes.queries import Rates, rates
from bizet_core.describe.fields import Field
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.language import N_, _
from bizet_core.store.operations.actor import ANY
from bizet_core.store.operations.operation import Operation
from ui.business.settings.time_off import CLOSED, OFF, OTHER, exceptions_of
from ui.business.settings.week_hours import WeekEditor
from ui.kit.fields import Rows
from ui.kit.forms.form_context import Editing, FormContext, values_of
from ui.kit.forms.list_page import Act, Catalogue, Tab
from ui.kit.widgets import Label

Make = Callable[[FormContext, Any], QWidget]


def editing(made: type[Any], operation: Operation[Any, Any], key: str, *leave_out: str) -> Make:
    """A form for what is known of a row already."""

    def make(office: FormContext, row: Any) -> QWidget:
        initial = values_of(made, row, **{key: row.id})
        return Editing(office, made, operation, initial=initial, leave_out=leave_out)

    return make


def _service_page(office: FormContext, row: ServiceRow) -> QWidget:
    """A service's form needs its lists, which the list beside it does not hold."""
    page = Editing(office, EditService, edit_service, initial={"service": row.id})

    def show(found: EditService) -> None:
        page.put(msgspec.structs.asdict(found))

    office.desk.watch(page, service_form, lambda: OneService(service=row.id), show, refused=lambda _gone: None)
    return page


def _pin_page(office: FormContext, row: Person) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    told = _("{name} has a PIN.") if row.has_pin else _("{name} has no PIN yet and cannot sign in.")
    column.addWidget(Label(told.format(name=row.name), "muted", wrap=True))
    initial = {"staff": row.id}
    words, save = N_("PIN set."), N_("Set PIN")
    column.addWidget(Editing(office, SetPin, set_pin, initial=initial, words=words, save=save, empties=True), 1)
    return page


def _week(office: FormContext, row: Any) -> QWidget:
    return WeekEditor(office, row.id)


@dataclass(frozen=True, slots=True)
class MayLine:
    """What a role may do, and how far."""

    label: Annotated[str, Field(N_("May"))]
    reach: Annotated[str, Field(N_("For whom"))]


def _rights_page(office: FormContext, row: Person) -> QWidget:
    """What this person's role may do."""
    table = Rows(MayLine, N_("What the role may do"))

    def show(grants: tuple[Grant, ...]) -> None:
        held = [(grant, grant.scopes[row.role]) for grant in grants if row.role in grant.scopes]
        table.show_rows(
            [MayLine(_(grant.label), _("Everybody") if scope is ANY else _("Themselves")) for grant, scope in held]
        )

    office.desk.ask(roles, RolesAndPermissions(), owner=table, then=show)
    return table


@dataclass(frozen=True, slots=True)
class LocationLine:
    """A place in the list."""

    id: UUID
    name: Annotated[str, Field(N_("Name"))]
    address: Annotated[str, Field(N_("Address"))]


LOCATIONS = Catalogue(
    rows=LocationLine,
    line=lambda row: LocationLine(row.id, row.name, row.address.replace("\n", ", ")),
    query=all_locations,
    asked=Locations(inactive=True),
    add=add_location,
    new=AddLocation,
    add_label=N_("Add a location"),
    tabs=(
        Tab(N_("About"), editing(EditLocation, edit_location, "location")),
        Tab(N_("Opening hours"), _week),
        Tab(N_("Holidays and other days"), exceptions_of(CLOSED, OTHER)),
    ),
)


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person in the list."""

    id: UUID
    name: Annotated[str, Field(N_("Name"))]
    role: Annotated[str, Field(N_("Role"))]


STAFF = Catalogue(
    rows=StaffLine,
    line=lambda row: StaffLine(row.id, row.name, _(ROLES[row.role]) if row.active else _("Has left")),
    query=people,
    asked=People(inactive=True),
    add=add_staff,
    new=AddStaff,
    add_label=N_("Add a person"),
    tabs=(
        Tab(N_("Profile"), editing(EditStaff, edit_staff, "staff")),
        Tab(N_("Hours"), _week),
        Tab(N_("Time off and other days"), exceptions_of(OFF, OTHER)),
        Tab(N_("PIN"), _pin_page),
        Tab(N_("Rights"), _rights_page),
    ),
    acts=(
        Act(N_("Remove"), remove_staff, lambda row: RemoveStaff(staff=row.id), N_("{name} has left."),
            when=lambda row: row.active),
        Act(N_("Bring back"), bring_back_staff, lambda row: BringBackStaff(staff=row.id), N_("{name} is back."),
            kind="quiet", when=lambda row: not row.active),
    ),
    fixed=lambda office: {"parent_id": office.location},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service in the list, with its first length."""

    id: UUID
    name: Annotated[str, Field(N_("Name"))]
    category: Annotated[str, Field(N_("Category"))]
    price: Annotated[Money | None, Field(N_("From"))]


SERVICES = Catalogue(
    rows=ServiceLine,
    line=lambda row: ServiceLine(row.id, row.name, row.category, row.lengths[0].price if row.lengths else None),
    query=all_services,
    asked=Services(inactive=True),
    add=add_service,
    new=AddService,
    add_label=N_("Add a service"),
    photo=lambda row: row.photo,
    tabs=(Tab(N_("Service"), _service_page),),
    acts=(
        Act(N_("Remove"), remove_service, lambda row: RemoveService(service=row.id), N_("{name} is offered no more."),
            when=lambda row: row.active),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameLine:
    """A thing of which only the name is listed."""

    id: UUID
    name: Annotated[str, Field(N_("Name"))]


CATEGORIES = Catalogue(
    rows=NameLine,
    line=lambda row: NameLine(row.id, row.name),
    query=categories,
    asked=Categories(),
    add=add_category,
    new=AddCategory,
    add_label=N_("Add a category"),
    tabs=(Tab(N_("Category"), editing(EditCategory, edit_category, "category")),),
    acts=(
        Act(N_("Remove"), remove_category, lambda row: RemoveCategory(category=row.id), N_("{name} is removed.")),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product in the list."""

    id: UUID
    name: Annotated[str, Field(N_("Name"))]
    price: Annotated[Money, Field(N_("Price"))]
    stock: Annotated[int | None, Field(N_("In stock"))]


def _product_values(office: FormContext, row: Product) -> QWidget:
    initial = values_of(EditProduct, row, product=row.id)
    return Editing(office, EditProduct, edit_product, initial=initial)


PRODUCTS = Catalogue(
    rows=ProductLine,
    line=lambda row: ProductLine(row.id, row.name, row.price, row.stock),
    query=all_products,
    asked=Products(inactive=True),
    add=add_product,
    new=AddProduct,
    add_label=N_("Add a product"),
    photo=lambda row: row.photo,
    tabs=(
        Tab(N_("Product"), _product_values),
        Tab(N_("Stock"), editing(CountStock, count_stock, "product")),
    ),
    acts=(
        Act(N_("Remove"), remove_product, lambda row: RemoveProduct(product=row.id), N_("{name} is sold no more."),
            when=lambda row: row.active),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ThingLine:
    """A room or thing in the list."""

    id: UUID
    name: Annotated[str, Field(N_("Name"))]
    kind: Annotated[ResourceKind, Field(N_("Kind"), choices=KINDS)]
    capacity: Annotated[int, Field(N_("How many at once"))]


def _thing_page(office: FormContext, row: Resource) -> QWidget:
    initial = values_of(EditResource, row, resource=row.id, zone=row.own_zone)
    return Editing(office, EditResource, edit_resource, initial=initial)


THINGS_LISTED = Catalogue(
    rows=ThingLine,
    line=lambda row: ThingLine(row.id, row.name, row.kind, row.capacity),
    query=all_resources,
    asked=Resources(kinds=THINGS[1].kinds, inactive=True),
    add=add_resource,
    new=AddResource,
    add_label=N_("Add a room or thing"),
    tabs=(
        Tab(N_("About"), _thing_page),
        Tab(N_("Hours"), _week),
        Tab(N_("Closed and other days"), exceptions_of(CLOSED, OTHER)),
    ),
    fixed=lambda office: {"parent_id": office.location},
)


@dataclass(frozen=True, slots=True)
class RateLine:
    """A tax in the list."""

    id: UUID
    name: Annotated[str, Field(N_("As printed"))]
    tax_class: Annotated[str, Field(N_("Class of goods"), choices=TAX_CLASSES)]
    rate: Annotated[int, Field(N_("Rate"), kind="rate")]


TAXES = Catalogue(
    rows=RateLine,
    line=lambda row: RateLine(row.id, row.name, row.tax_class, row.rate),
    query=rates,
    asked=Rates(),
    add=add_rate,
    new=AddRate,
    add_label=N_("Add a tax rate"),
    tabs=(Tab(N_("Tax rate"), editing(EditRate, edit_rate, "tax")),),
    acts=(Act(N_("Remove"), remove_rate, lambda row: RemoveRate(tax=row.id), N_("{name} is charged no more.")),),
    empty=N_("No tax is charged."),
)
