"""Keep the open cart on disk after every touch, park it for later, take it up again."""

from typing import Annotated
from uuid import UUID

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_, Locale
from bizet_core.describe.validator import validate
from bizet_core.selling.carts.model import carts, parked_carts
from bizet_core.store import Permission, Request, Work, operation

SELL = Permission("sales.make")


class DiscountGiven(Request):
    """What a person takes off by hand: a rate in millionths or an amount in minor units, and why."""

    label: Annotated[str, Field(N_("Reason"), max_length=80)]
    rate: Annotated[int | None, Field(N_("Percent"), kind="rate", min=0, max=1_000_000)] = None
    amount: Annotated[int | None, Field(N_("Amount"), min=0)] = None


class CartLine(Request):
    """One line: what, how many, at which price. Prices are pinned when the line is put into the cart."""

    id: UUID
    kind: str  # service | product | custom
    item: UUID | None
    name: str
    unit_price: int
    tax_class: str
    quantity: int = 1000
    detail: str = ""  # "11:30 · 60 min · Inês"
    discount: DiscountGiven | None = None
    staff: UUID | None = None
    part: UUID | None = None  # the booking part that this line sells


class CartContent(Request):
    """What is about to be sold."""

    lines: tuple[CartLine, ...] = ()
    discount: DiscountGiven | None = None
    tip: int = 0
    booking: UUID | None = None  # the visit being checked out


class SaveCart(Request):
    """The open cart as it is now."""

    cart: UUID
    content: CartContent
    customer: UUID | None = None


@operation(needs=SELL, local=True)
def save_cart(work: Work, given: SaveCart) -> None:
    """Keep the open cart on disk, so that a crash does not lose it."""
    work.save(carts, given.cart, customer_id=given.customer, content=given.content, changed_at=work.now)


class DropCart(Request):
    """Which cart."""

    cart: UUID


@operation(needs=SELL, local=True)
def drop_cart(work: Work, given: DropCart) -> None:
    """Empty the open cart."""
    work.delete(carts, given.cart)


class ParkCart(Request):
    """Put a cart aside under a name that a colleague will recognise."""

    content: CartContent
    label: Annotated[str, Field(N_("Name for this cart"), max_length=60)]
    customer: UUID | None = None


class CartParked(ParkCart):
    """The same with its id."""

    id: UUID


@operation(needs=SELL, undo=True, silent="a parked cart is nobody's record", kiosk=True)
def park_cart(work: Work, given: CartParked) -> UUID:
    """Park a cart: every desk sees it."""
    work.insert(
        parked_carts,
        id=given.id,
        label=given.label,
        customer_id=given.customer,
        content=given.content,
        parked_at=work.now,
        parked_by=work.actor.name,
    )
    return given.id


@park_cart.prepare
def _pin_parked(work: Work, asked: ParkCart) -> CartParked:
    if not asked.content.lines:
        raise Refused("cart_empty")
    label = validate(asked, Locale()).label  # the cart itself is kept to the letter
    asked = msgspec.structs.replace(asked, label=label)
    return CartParked(id=work.new_id(), **{f: getattr(asked, f) for f in asked.__struct_fields__})


class TakeParked(Request):
    """Which parked cart."""

    parked: UUID


@operation(needs=SELL, undo=True, silent="a parked cart is nobody's record")
def take_parked(work: Work, given: TakeParked) -> CartContent:
    """Take a parked cart up again; it is parked no more. Returns its content."""
    found = work.hold(parked_carts, given.parked)
    work.delete(parked_carts, given.parked)
    return msgspec.convert(found.content, CartContent)
