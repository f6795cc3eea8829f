"""Add, change and count products. One that is taken away stays on past receipts and is sold no more."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.checking import checked
from bizet_core.catalogue.products import selling as _selling  # noqa: F401  # what is sold must be known wherever products are
from bizet_core.catalogue.products.model import products
from bizet_core.catalogue.products.rules import BadBarcode, normal_barcode
from bizet_core.catalogue.taxes.classes import TAX_CLASSES
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.people.customers.rules import search_key
from bizet_core.store import Edit, Permission, Request, Work, apply, edit_with, operation

CHANGE = Permission("products.change")


class AddProduct(Request):
    """A new product. Its price is in minor units of the business's currency."""

    name: Annotated[str, Field(N_("Name"), min_length=1, max_length=120)]
    price: Annotated[int, Field(N_("Price"), kind="money", min=0)]
    category: Annotated[str, Field(N_("Category"), max_length=60)] = ""
    barcode: Annotated[str, Field(N_("Barcode"), max_length=48)] = ""
    sku: Annotated[str, Field(N_("Article number"), max_length=48)] = ""
    tax_class: Annotated[str, Field(N_("Tax"), choices=TAX_CLASSES)] = "standard"
    stock: Annotated[int | None, Field(N_("In stock"), help=N_("Empty: not counted."))] = None
    photo: Annotated[str | None, Field(N_("Photo"), kind="picture")] = None
    colour: Annotated[str, Field(N_("Colour"), kind="colour")] = "slate"
    favourite: Annotated[bool, Field(N_("Show first when selling"))] = False
    position: int = 0


class ProductAdded(AddProduct):
    """The same with its id, its barcode as it is kept."""

    id: UUID


@operation(needs=CHANGE, undo=True, said=N_("Product added"))
def add_product(work: Work, given: ProductAdded) -> UUID:
    """Add something that is sold over the counter."""
    row = msgspec.structs.asdict(given)
    work.insert(products, **row, search_key=_key(row))
    work.note(products, given.id)
    return given.id


@add_product.prepare
def product_added(work: Work, asked: AddProduct) -> ProductAdded:
    """Pin a new product."""
    asked = checked(work, asked)
    fields: dict[str, Any] = msgspec.structs.asdict(asked)
    fields["barcode"] = _free_barcode(work, asked.barcode)
    return ProductAdded(id=work.new_id(), **fields)


class EditProduct(Request):
    """What to change; what is left out stays."""

    product: UUID
    name: Annotated[str | UnsetType, Field(N_("Name"), min_length=1, max_length=120)] = UNSET
    price: Annotated[int | UnsetType, Field(N_("Price"), kind="money", min=0)] = UNSET
    category: Annotated[str | UnsetType, Field(N_("Category"), max_length=60)] = UNSET
    barcode: Annotated[str | UnsetType, Field(N_("Barcode"), max_length=48)] = UNSET
    sku: Annotated[str | UnsetType, Field(N_("Article number"), max_length=48)] = UNSET
    tax_class: Annotated[str | UnsetType, Field(N_("Tax"), choices=TAX_CLASSES)] = UNSET
    photo: Annotated[str | UnsetType | None, Field(N_("Photo"), kind="picture")] = UNSET
    colour: Annotated[str | UnsetType, Field(N_("Colour"), kind="colour")] = UNSET
    favourite: Annotated[bool | UnsetType, Field(N_("Show first when selling"))] = UNSET
    active: Annotated[bool | UnsetType, Field(N_("On sale"))] = UNSET
    position: int | UnsetType = UNSET


@operation(needs=CHANGE, undo=True, said=N_("Product changed"))
def edit_product(work: Work, given: Edit) -> None:
    """Change a product; what has been sold keeps its old name and price."""
    apply(work, products, given)
    work.update(products, given.id, search_key=_key(dict(work.get(products, given.id)._mapping)))
    work.note(products, given.id)


@edit_product.prepare
def _pin_edit(work: Work, asked: EditProduct) -> Edit:
    asked = checked(work, asked)
    wanted = {f: v for f, v in msgspec.structs.asdict(asked).items() if v is not UNSET and f != "product"}
    if "barcode" in wanted:
        wanted["barcode"] = _free_barcode(work, wanted["barcode"], of=asked.product)
    return edit_with(work, products, asked.product, wanted)


class RemoveProduct(Request):
    """Which."""

    product: UUID


@operation(needs=CHANGE, undo=True, said=N_("Product removed"))
def remove_product(work: Work, given: RemoveProduct) -> None:
    """Sell a product no more."""
    work.update(products, given.product, active=False)
    work.note(products, given.product, code="removed")


class CountStock(Request):
    """How many are there."""

    product: UUID
    stock: Annotated[int | None, Field(N_("In stock"), help=N_("Empty: not counted."))]


@operation(needs=Permission("products.stock"), undo=True, said=N_("Stock counted"), detail=N_("from {was} to {stock}"))
def count_stock(work: Work, given: CountStock) -> None:
    """Write down how many there are, or stop counting."""
    was = work.hold(products, given.product).stock
    work.update(products, given.product, stock=given.stock)
    work.note(products, given.product, was=was, stock=given.stock)


def _free_barcode(work: Work, typed: str, of: UUID | None = None) -> str:
    code = normal_barcode(typed)
    if isinstance(code, BadBarcode):
        raise Refused(code.code, typed=typed, expected=code.expected)
    same = select(products.c.id, products.c.name).where(products.c.barcode == code, products.c.active)
    other = next((row for row in work.all(same.order_by(products.c.id)) if code and row.id != of), None)
    if other is not None:
        raise Refused("barcode_taken", name=other.name)
    return code


def _key(row: Mapping[str, Any]) -> str:
    """Made where the row is written: two desks that edit different fields would clash over it in the args."""
    return search_key(" ".join(row[f] for f in ("name", "category", "sku", "barcode")))
