"""Products: all of them, by what is typed, and by what is scanned."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.business.settings.queries import business_of
from bizet_core.catalogue.products.model import products
from bizet_core.catalogue.products.rules import BadBarcode, normal_barcode
from bizet_core.describe.fields import Field
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.language import N_
from bizet_core.people.customers.rules import search_words
from bizet_core.store import Permission, Read, Request, query
from bizet_core.store.tables.search_index import matches

SEE = Permission("products.see")


@dataclass(frozen=True, slots=True)
class Product:
    """Something sold over the counter."""

    id: UUID
    name: str
    price: Money
    category: str
    barcode: str
    sku: str
    tax_class: str
    stock: int | None  # None: not counted
    photo: str | None
    colour: str
    favourite: bool
    active: bool
    position: int


class Products(Request):
    """Which of them."""

    inactive: bool = False


@query(needs=SEE)
def all_products(read: Read, asked: Products) -> tuple[Product, ...]:
    """Products as the selling screen shows them: favourites first, then in their order."""
    order = (products.c.favourite.desc(), products.c.position, products.c.name, products.c.id)
    statement = select(products).order_by(*order)
    return _products(read, read.all(statement if asked.inactive else statement.where(products.c.active)))


class FindProducts(Request):
    """What is typed into the search field."""

    typed: Annotated[str, Field(N_("Search"), max_length=200)]
    limit: int = 30


@query(needs=SEE)
def find_products(read: Read, asked: FindProducts) -> tuple[Product, ...]:
    """Products on sale whose name, category, number or barcode holds every word typed."""
    words = search_words(asked.typed[:200])
    if not words:
        return ()
    ids = matches(read, words, products, asked.limit * 2)
    rows = {
        r.id: r
        for r in read.all(select(products).where(products.c.id.in_(ids), products.c.active).order_by(products.c.id))
    }
    return _products(read, [rows[id] for id in ids if id in rows][: asked.limit])


class ScannedProduct(Request):
    """What the scanner read."""

    barcode: str


@query(needs=SEE)
def product_by_barcode(read: Read, asked: ScannedProduct) -> Product | None:
    """The product on sale with this barcode, however it was read; None if there is none."""
    code = normal_barcode(asked.barcode)
    if isinstance(code, BadBarcode) or not code:
        return None
    same = select(products).where(products.c.barcode == code, products.c.active)
    return next(iter(_products(read, read.all(same.order_by(products.c.id)))), None)


class OneProduct(Request):
    """Which."""

    product: UUID


@query(needs=SEE)
def product(read: Read, asked: OneProduct) -> Product:
    """One product; refuses with `gone`."""
    return _products(read, [read.get(products, asked.product)])[0]


def _products(read: Read, rows: Any) -> tuple[Product, ...]:
    currency = business_of(read).currency
    names = [f for f in Product.__dataclass_fields__ if f != "price"]
    return tuple(Product(price=Money(r.price, currency), **{f: r._mapping[f] for f in names}) for r in rows)
