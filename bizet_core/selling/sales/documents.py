"""What a sale, a refund or a void is made of: the args with every amount, number and hash pinned."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from bizet_core.base.instants import Instant, to_ms
from bizet_core.base.refusals import Refused
from bizet_core.business.settings.model import businesses
from bizet_core.catalogue.taxes.rules import TaxTerms
from bizet_core.describe.formats.money import exponent
from bizet_core.selling.carts.operations import CartContent, CartLine, DiscountGiven
from bizet_core.selling.pricing.rules import AmountOff, Cart, Context, Discount, Line, Percent, Quote, quote
from bizet_core.selling.sales import numbering
from bizet_core.selling.sales.loading import load_taxes
from bizet_core.selling.sales.model import SaleKind, TenderState, sale_lines, sales
from bizet_core.selling.sales.rules import Figures, Sale, SaleLine, seal
from bizet_core.selling.till.queries import open_till
from bizet_core.store import Carried, Prepared, Read, Request, Work

PAID = Carried(("total", "tip", "rounding"))
"""What a document's args come to: what has been paid by it, or given back."""


class LineMade(Request):
    """Args of one line as stored."""

    id: UUID
    position: int
    kind: str
    item_id: UUID | None
    of_id: UUID | None
    part_id: UUID | None
    staff_id: UUID | None
    name: str
    quantity: int
    unit_price: int
    amount: int
    discount: int
    discounts: list[dict[str, Any]]
    net: int
    tax: int
    gross: int
    tax_class: str
    taxes: list[dict[str, Any]]


class TenderMade(Request):
    """Args of one tender as stored."""

    id: UUID
    position: int
    of_id: UUID | None
    method_id: UUID | None
    method: str
    name: str
    amount: int
    given: int
    change: int
    reference: str
    provider: str
    state: TenderState


class DocumentMade(Request):
    """Args of a document: all its amounts, its number and its place in the chain are pinned."""

    id: UUID
    kind: SaleKind
    series: str
    number: int
    issued_at: Instant
    of_id: UUID | None
    reason: str
    location_id: UUID
    opening_id: UUID
    customer_id: UUID | None
    staff_id: UUID | None
    staff_name: str
    currency: str
    exponent: int
    inclusive: bool
    goods: int
    discount: int
    tax: int
    total: int
    tip: int
    rounding: int
    explained: list[dict[str, Any]]
    previous: bytes
    hash: bytes
    lines: tuple[LineMade, ...]
    tenders: tuple[TenderMade, ...]
    cart: UUID | None = None


def price(read: Read, content: CartContent) -> Quote:
    """The quote of a cart under the business's tax and rounding; refuses nonsense."""
    (terms,) = read.rows(_TERMS)
    cart = Cart(
        currency=terms.currency,
        lines=tuple(map(_cart_line, content.lines)),
        discount=_discount(content.discount),
        tip=content.tip,
        terms=TaxTerms(terms.tax_inclusive, terms.tax_per_line),
        cash_step=terms.cash_rounding,
    )
    return quote(cart, Context(taxes=load_taxes(read), now=to_ms(read.now)))


_TERMS = Prepared(
    select(
        businesses.c.currency,
        businesses.c.tax_inclusive,
        businesses.c.tax_per_line,
        businesses.c.cash_rounding,
    )
)


def _cart_line(line: CartLine) -> Line:
    return Line(
        id=line.id,
        kind=line.kind,
        item=line.item,
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_class=line.tax_class,
        discount=_discount(line.discount),
        staff=line.staff,
    )


def _discount(given: DiscountGiven | None) -> Discount | None:
    if given is None:
        return None
    effect = Percent(given.rate) if given.rate is not None else AmountOff(given.amount or 0)
    return Discount(given.label, effect)


def document(
    work: Work,
    figures: Figures,
    lines: tuple[LineMade, ...],
    *,
    kind: SaleKind,
    location_id: UUID,
    customer_id: UUID | None,
    explained: list[dict[str, Any]],
    of_id: UUID | None = None,
    reason: str = "",
    cart: UUID | None = None,
) -> DocumentMade:
    """The next document of this device's series, sealed. Refuses with `till_closed` where the day has not begun."""
    opening = open_till(work, work.device)
    if opening is None:
        raise Refused("till_closed")
    place = numbering.next_number(work, numbering.series_code(work.device, work.inc))
    sale = Sale(work.new_id(), kind.value, of_id, place.code, place.number, to_ms(work.now), figures)
    sealed = seal(sale, place.previous)
    return DocumentMade(
        id=sale.id,
        kind=kind,
        series=place.code,
        number=place.number,
        issued_at=work.now,
        of_id=of_id,
        reason=reason,
        location_id=location_id,
        opening_id=opening,
        customer_id=customer_id,
        staff_id=work.actor.staff,
        staff_name=work.actor.name,
        currency=figures.currency,
        exponent=exponent(figures.currency),
        inclusive=figures.inclusive,
        goods=figures.goods,
        discount=figures.discount,
        tax=figures.tax,
        total=figures.total,
        tip=figures.tip,
        rounding=figures.rounding,
        explained=explained,
        previous=sealed.previous,
        hash=sealed.hash,
        lines=lines,
        tenders=_tenders_made(work, figures, kind),
        cart=cart,
    )


def lines_sold(figures: Figures, priced: Quote, content: CartContent) -> tuple[LineMade, ...]:
    """The lines of a sale, with what the cart knows of each."""
    asked = {line.id: line for line in content.lines}
    reduced = {quoted.line.id: quoted.reductions for quoted in priced.lines}
    return tuple(
        _line_made(
            line,
            position,
            id=line.id,
            of_id=None,
            part_id=asked[line.id].part,
            staff_id=asked[line.id].staff,
            discounts=[asdict(each) for each in reduced[line.id]],
        )
        for position, line in enumerate(figures.lines)
    )


def _line_made(line: SaleLine, position: int, *, id: UUID, of_id: UUID | None, part_id: UUID | None,
               staff_id: UUID | None, discounts: list[dict[str, Any]]) -> LineMade:  # fmt: skip
    return LineMade(
        id=id,
        position=position,
        kind=line.kind,
        item_id=line.item,
        of_id=of_id,
        part_id=part_id,
        staff_id=staff_id,
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=line.amount,
        discount=line.discount,
        discounts=discounts,
        net=line.taxed.net,
        tax=line.taxed.tax,
        gross=line.taxed.gross,
        tax_class=line.taxed.taxes[0].tax_class,
        taxes=[msgspec.to_builtins(each) for each in line.taxed.taxes],
    )


def _tenders_made(work: Work, figures: Figures, kind: SaleKind) -> tuple[TenderMade, ...]:
    back = kind is not SaleKind.SALE
    return tuple(
        TenderMade(
            id=work.new_id() if back else t.id,
            position=position,
            of_id=t.id if back else None,
            method_id=t.method_id,
            method=t.method,
            name=t.name,
            amount=t.amount,
            given=t.given,
            change=t.change,
            reference=t.reference,
            provider=t.provider,
            state=TenderState.CAPTURED,
        )
        for position, t in enumerate(figures.tenders)
    )


def taking_back(work: Work, kind: SaleKind, of_id: UUID, back: Figures, reason: str) -> DocumentMade:
    """The refund or void of a sale, from the negative figures of what is taken back."""
    sold = work.get(sales, of_id)
    origin = {line.id: line for line in _rows_of(work, of_id)}
    lines = tuple(
        _line_made(
            line,
            position,
            id=work.new_id(),
            of_id=line.id,
            part_id=origin[line.id].part_id,
            staff_id=origin[line.id].staff_id,
            discounts=[],
        )
        for position, line in enumerate(back.lines)
    )
    return document(
        work,
        back,
        lines,
        kind=kind,
        location_id=sold.location_id,
        customer_id=sold.customer_id,
        explained=[],
        of_id=of_id,
        reason=reason,
    )


def _rows_of(work: Work, sale: UUID) -> Sequence[Any]:
    return work.all(select(sale_lines).where(sale_lines.c.sale_id == sale).order_by(sale_lines.c.position))
