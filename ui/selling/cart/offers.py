"""What can be put into a cart, as one kind of row: products, services by their lengths, add-ons, parts of a visit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from bizet_core.booking.day_view.booking_details import BookingRow, PartRow
from bizet_core.catalogue.products.queries import Product
from bizet_core.catalogue.services.queries import ServiceRow
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.formats.money import Money
from bizet_core.describe.formats.times import show_span
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from bizet_core.people.customers.rules import search_key, search_words
from bizet_core.selling.carts.about import ProductSold, ServiceSold, Sold
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.store.tables.ids import new_id


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be sold now: `kind` is the sellable's, `item` its id, `section` where tiles stand."""

    about: Sold
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
            about=self.about,
            name=self.name,
            unit_price=self.price.amount,
            tax_class=self.tax_class,
            quantity=quantity,
            detail=self.detail,
        )


def of_product(product: Product) -> Offer:
    """A product over the counter."""
    return Offer(
        about=ProductSold(product=product.id),
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
            about=ServiceSold(service=service.id),
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
            about=ServiceSold(service=service.id, addon=addon.id),
            name=addon.name,
            price=addon.price,
            tax_class=service.tax_class,
            detail=_("with {service}").format(service=service.name),
            section=service.category or _("Services"),
            colour=service.colour,
            icon="plus",
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
        about=ServiceSold(service=part.service, part=part.id),
        name=" + ".join((part.name, *(addon["name"] for addon in part.addons))),
        unit_price=part.price,
        tax_class=part.tax_class,
        detail=" · ".join(fact for fact in facts if fact),
        staff=part.staff,
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
