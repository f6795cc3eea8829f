"""What can be put into a cart, as one kind of row: products, services by their lengths, add-ons, parts of a visit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from bizet_core.booking.day_view.booking_details import BookingRow, PartRow
from bizet_core.catalogue.products.queries import FindProducts, Product, Products, all_products, find_products
from bizet_core.catalogue.services.queries import ServiceRow, Services, all_services
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.formats.money import Money
from bizet_core.describe.formats.times import show_span
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from bizet_core.people.customers.rules import search_key, search_words
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.store.operations.operation import Query
from bizet_core.store.tables.ids import new_id


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be sold now: `kind` is the sellable's, `item` its id, `section` where tiles stand."""

    kind: str
    item: UUID
    name: str
    price: Money
    tax_class: str
    detail: str = ""
    section: str = ""
    colour: str = "slate"
    favourite: bool = False
    icon: str = "package"
    photo: str | None = None

    def line(self, quantity: int = 1000) -> CartLine:
        """A cart line of it, its price pinned."""
        return CartLine(
            id=new_id(),
            kind=self.kind,
            item=self.item,
            name=self.name,
            unit_price=self.price.amount,
            tax_class=self.tax_class,
            quantity=quantity,
            detail=self.detail,
        )


@dataclass(frozen=True, slots=True)
class OfferSource:
    """Where offers come from. Without `find`, they are few enough to be known all at once and matched while typing."""

    query: Query[Any, Any]
    asked: Callable[[], msgspec.Struct]
    offers: Callable[[Any], Iterable[Offer]]  # of one row
    find: Query[Any, Any] | None = None
    finding: Callable[[str, int], msgspec.Struct] | None = None  # what was typed, and how many at most

    def of_rows(self, rows: Iterable[Any]) -> list[Offer]:
        """The offers of an answer, in its order."""
        return [offer for row in rows for offer in self.offers(row)]


def of_product(product: Product) -> Offer:
    """A product over the counter."""
    return Offer(
        kind="product",
        item=product.id,
        name=product.name,
        price=product.price,
        tax_class=product.tax_class,
        detail=_stock(product.stock),
        section=product.category or _("Products"),
        colour=product.colour,
        favourite=product.favourite,
        photo=product.photo,
    )


def of_service(service: ServiceRow) -> tuple[Offer, ...]:
    """A service once for each of its lengths, then its add-ons."""
    lengths = (
        Offer(
            kind="service",
            item=service.id,
            name=f"{service.name} · {length.label}" if length.label else service.name,
            price=length.price,
            tax_class=service.tax_class,
            detail=_minutes(length.minutes),
            section=service.category or _("Services"),
            colour=service.colour,
            icon="clock",
            photo=service.photo,
        )
        for length in service.lengths
    )
    return (*lengths, *_addons(service))


def _addons(service: ServiceRow) -> Iterable[Offer]:
    for addon in service.addons:
        yield Offer(
            kind="service",
            item=addon.id,
            name=addon.name,
            price=addon.price,
            tax_class=service.tax_class,
            detail=_("with {service}").format(service=service.name),
            section=service.category or _("Services"),
            colour=service.colour,
            icon="plus",
        )


SERVICES = OfferSource(all_services, Services, of_service)
PRODUCTS = OfferSource(
    all_products,
    Products,
    lambda product: (of_product(product),),
    find=find_products,
    finding=lambda typed, most: FindProducts(typed=typed, limit=most),
)


def matching(offers: Iterable[Offer], typed: str) -> list[Offer]:
    """Those whose name, detail or section hold every word typed; names that begin with it first."""
    words = search_words(typed)
    if not words:
        return []
    found = [o for o in offers if all(word in search_key(f"{o.name} {o.detail} {o.section}") for word in words)]
    return sorted(found, key=lambda o: (not search_key(o.name).startswith(words[0]), o.name))


def of_visit(row: BookingRow) -> CartContent:
    """What a visit still owes, a line for each part that nobody has paid."""
    lines = tuple(_part_line(part, row.zone) for part in row.parts if not part.paid)
    return CartContent(lines=lines, booking=row.id)


def _part_line(part: PartRow, zone: str) -> CartLine:
    minutes = round((part.ends_at - part.starts_at).total_seconds() / 60)
    facts = (isolate(_clock(part, zone)), _minutes(minutes), part.staff_name.split(" ")[0])
    return CartLine(
        id=new_id(),
        kind="service",
        item=part.service,
        name=" + ".join((part.name, *(addon["name"] for addon in part.addons))),
        unit_price=part.price,
        tax_class=part.tax_class,
        detail=" · ".join(fact for fact in facts if fact),
        staff=part.staff,
        part=part.id,
    )


def _clock(part: PartRow, zone: str) -> str:
    return show_part(part.starts_at, "time", msgspec.structs.replace(reader(), zone=zone))


def _minutes(minutes: int) -> str:
    return isolate(show_span(minutes * 60, reader()))


def _stock(stock: int | None) -> str:
    return "" if stock is None else ngettext("{n} in stock", "{n} in stock", stock).format(n=isolate(str(stock)))


def count_of(lines: Sequence[CartLine]) -> int:
    """How many things a cart holds: whole units count one by one, a weighed one counts as one."""
    return sum(line.quantity // 1000 if line.quantity % 1000 == 0 else 1 for line in lines)
