"""Sell, refund, void: each makes one numbered, chained document. Money is compensated, never undone."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from bizet_core.carts.model import carts
from bizet_core.carts.operations import CartContent, CartLine, DiscountGiven
from bizet_core.customers.model import customers
from bizet_core.describe.fields import Field
from bizet_core.describe.language import N_, Locale
from bizet_core.describe.money import exponent
from bizet_core.describe.validator import validate
from bizet_core.instants import Instant, to_ms
from bizet_core.pricing.rules import AmountOff, Cart, Context, Discount, Line, Percent, Quote, quote
from bizet_core.refusals import Refused
from bizet_core.sales import checking, numbering, rules
from bizet_core.sales.loading import (
    given_back,
    load_refund,
    load_sale,
    load_taken_back,
    load_taxes,
    only_sales,
    paid_parts,
)
from bizet_core.sales.model import SaleKind, sale_lines, sales, tenders
from bizet_core.sales.rules import Figures, Sale, Tender, seal
from bizet_core.sales.sellable import is_listed, settle_line
from bizet_core.settings.model import businesses
from bizet_core.settings.queries import house_settings_of
from bizet_core.store import ANY, Permission, Prepared, Read, Request, Work, operation
from bizet_core.taxes.rules import TaxTerms
from bizet_core.till.queries import open_till


class TenderAsked(Request):
    """One way of paying: how much was handed over, and the slip's number for a card."""

    method: Annotated[str, Field(N_("Paid by"))]
    given: Annotated[int, Field(N_("Given"), kind="money", min=0)]
    reference: Annotated[str, Field(N_("Slip number"), max_length=40)] = ""


class Sell(Request):
    """A cart and what pays for it."""

    content: CartContent
    tenders: tuple[TenderAsked, ...]
    location: UUID
    customer: UUID | None = None
    cart: UUID | None = None  # the open cart that this empties


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
    method: str
    amount: int
    given: int
    change: int
    reference: str


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


def _by_hand(work: Work, asked: Sell) -> tuple[str, ...]:
    """To take something off by hand is a right of its own, and so is another price; who may set any may take off."""
    if work.actor.scope("sales.price") is not ANY and not all(is_listed(work, line) for line in asked.content.lines):
        return ("sales.price",)
    discounts = (asked.content.discount, *(line.discount for line in asked.content.lines))
    return ("sales.discount",) if any(discounts) else ()


@operation(needs=Permission("sales.make"), further=_by_hand)
def sell(work: Work, given: DocumentMade) -> UUID:
    """Sell a cart: a numbered receipt, its lines, what paid for them."""
    return _write(work, given)


sell.checks(checking.check_document)


@sell.prepare
def _pin_sale(work: Work, asked: Sell) -> DocumentMade:
    asked = validate(asked, Locale())  # ids, amounts and words: nothing in it is read by the house's language
    if not asked.content.lines:
        raise Refused("cart_empty")
    _unpaid(work, [line.part for line in asked.content.lines if line.part is not None])
    priced = price(work, asked.content)
    paid = [Tender(work.new_id(), t.method, t.given, reference=t.reference) for t in asked.tenders]
    figures = rules.sell(priced, paid)
    lines = _lines_sold(figures, priced, asked.content)
    explained = [asdict(each) for each in priced.explained]
    return _document(
        work,
        figures,
        lines,
        kind=SaleKind.SALE,
        location_id=asked.location,
        customer_id=asked.customer,
        explained=explained,
        cart=asked.cart,
    )


class Refund(Request):
    """What is taken back of a sale: quantities of lines in thousandths, and some of the tip."""

    sale: UUID
    quantities: dict[UUID, int]
    reason: Annotated[str, Field(N_("Reason"), max_length=200)]
    tip: Annotated[int, Field(N_("Tip to give back"), kind="money", min=0)] = 0
    first_tender: UUID | None = None  # which way of paying gets money back before the others


def _above_limit(work: Work, asked: Refund) -> tuple[str, ...]:
    """Whoever sells may give a little back; a right of its own is needed once more than that is taken of one sale."""
    limit = house_settings_of(work).refund_limit
    if not limit or work.actor.scope("sales.refund") is ANY:
        return ("sales.refund",)
    return ("sales.refund",) if _is_large(work, asked) else ()


@operation(needs=Permission("sales.make"), further=_above_limit)
def refund(work: Work, given: DocumentMade) -> UUID:
    """Take lines of a sale back: another document, the money to the tenders that paid."""
    return _write(work, given)


refund.checks(checking.check_taking_back)


@refund.left_when_away
def _is_large(work: Work, asked: Refund) -> bool:
    """Whether more is taken of one sale than the house lets anybody give back."""
    asked = validate(asked, Locale())
    back = load_refund(work, asked.sale, asked.quantities, asked.tip, asked.first_tender)
    return given_back(back, *load_taken_back(work, asked.sale)) > house_settings_of(work).refund_limit


@refund.prepare
def _pin_refund(work: Work, asked: Refund) -> DocumentMade:
    asked = validate(asked, Locale())
    back = load_refund(work, asked.sale, asked.quantities, asked.tip, asked.first_tender)
    return _taking_back(work, SaleKind.REFUND, asked.sale, back, asked.reason)


class VoidSale(Request):
    """Which sale was a mistake, and why."""

    sale: UUID
    reason: Annotated[str, Field(N_("Reason"), max_length=200)]


@operation(needs=Permission("sales.void"))
def void_sale(work: Work, given: DocumentMade) -> UUID:
    """Take a whole sale back; both documents stay."""
    return _write(work, given)


void_sale.checks(checking.check_taking_back)


@void_sale.left_when_away
def _was_large(work: Work, asked: VoidSale) -> bool:
    return given_back(load_sale(work, asked.sale).sale.figures) < -house_settings_of(work).refund_limit


@void_sale.prepare
def _pin_void(work: Work, asked: VoidSale) -> DocumentMade:
    asked = validate(asked, Locale())
    sold = load_sale(work, asked.sale).sale
    only_sales(sold)
    back = rules.void(sold.figures, load_taken_back(work, asked.sale))
    return _taking_back(work, SaleKind.VOID, asked.sale, back, asked.reason)


def _unpaid(read: Read, parts: list[UUID]) -> None:
    """Refuse to take money for a part of a visit twice."""
    if parts and (len(set(parts)) < len(parts) or paid_parts(read, parts)):
        raise Refused("visit_paid")


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


def _document(
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


def _lines_sold(figures: Figures, priced: Quote, content: CartContent) -> tuple[LineMade, ...]:
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


def _line_made(line: rules.SaleLine, position: int, *, id: UUID, of_id: UUID | None, part_id: UUID | None,
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
            method=t.method,
            amount=t.amount,
            given=t.given,
            change=t.change,
            reference=t.reference,
        )
        for position, t in enumerate(figures.tenders)
    )


def _taking_back(work: Work, kind: SaleKind, of_id: UUID, back: Figures, reason: str) -> DocumentMade:
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
    return _document(
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


_OF_SALE = tuple(name for name in DocumentMade.__struct_fields__ if name in sales.c)


def _write(work: Work, given: DocumentMade) -> UUID:
    """The same rows for every kind of document."""
    is_next = numbering.took(work, given.series, given.number, given.hash)
    again = 0 if is_next else checking.times_numbered(work, given.series, given.number, given.id)
    work.insert(sales, **{column: getattr(given, column) for column in _OF_SALE}, copy=again)
    if again:
        work.concern("number_twice", sales, given.id, name=numbering.shown(given.series, given.number))
    work.insert_all(sale_lines, [{**msgspec.structs.asdict(line), "sale_id": given.id} for line in given.lines])
    work.insert_all(tenders, [{**msgspec.structs.asdict(tender), "sale_id": given.id} for tender in given.tenders])
    for line in given.lines:
        settle_line(work, line)
    if given.cart is not None:
        work.delete(carts, given.cart)
    _note(work, given)
    return given.id


def _note(work: Work, given: DocumentMade) -> None:
    facts: dict[str, Any] = {
        "number": numbering.shown(given.series, given.number),
        "total": given.total,
        "currency": given.currency,
    }
    work.note(sales, given.id, **facts, reason=given.reason)
    if given.customer_id is not None:
        work.note(customers, given.customer_id, sale=given.id, **facts)
    if given.of_id is not None:
        work.note(sales, given.of_id, **facts, reason=given.reason)
