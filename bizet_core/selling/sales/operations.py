"""Sell, refund, void: each makes one numbered, chained document. Money is compensated, never undone."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.queries import house_settings_of
from bizet_core.catalogue.sellable import is_listed, settle_line
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_, Locale
from bizet_core.describe.validator import validate
from bizet_core.people.customers.model import customers
from bizet_core.selling.carts.model import carts
from bizet_core.selling.carts.operations import CartContent
from bizet_core.selling.sales import checking, numbering, rules
from bizet_core.selling.sales.documents import DocumentMade, document, lines_sold, price, taking_back
from bizet_core.selling.sales.loading import (
    given_back,
    load_refund,
    load_sale,
    load_taken_back,
    only_sales,
    paid_parts,
)
from bizet_core.selling.sales.model import SaleKind, sale_lines, sales, tenders
from bizet_core.selling.sales.rules import Tender
from bizet_core.store import ANY, Permission, Read, Request, Work, operation


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


def _by_hand(work: Work, asked: Sell) -> tuple[str, ...]:
    """To take something off by hand is a right of its own, and so is another price; who may set any may take off."""
    if work.actor.scope("sales.price") is not ANY and not all(is_listed(work, line) for line in asked.content.lines):
        return ("sales.price",)
    discounts = (asked.content.discount, *(line.discount for line in asked.content.lines))
    return ("sales.discount",) if any(discounts) else ()


@operation(
    needs=Permission("sales.make"), further=_by_hand, said=N_("Sale made"), detail=N_("{number}, {total}"), kiosk=True
)
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
    lines = lines_sold(figures, priced, asked.content)
    explained = [asdict(each) for each in priced.explained]
    return document(
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


@operation(needs=Permission("sales.make"), further=_above_limit, said=N_("Refund made"), detail=N_("{number}, {total}"))
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
    return taking_back(work, SaleKind.REFUND, asked.sale, back, asked.reason)


class VoidSale(Request):
    """Which sale was a mistake, and why."""

    sale: UUID
    reason: Annotated[str, Field(N_("Reason"), max_length=200)]


@operation(needs=Permission("sales.void"), said=N_("Sale voided"), detail=N_("{number}, {total}"))
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
    return taking_back(work, SaleKind.VOID, asked.sale, back, asked.reason)


def _unpaid(read: Read, parts: list[UUID]) -> None:
    """Refuse to take money for a part of a visit twice."""
    if parts and (len(set(parts)) < len(parts) or paid_parts(read, parts)):
        raise Refused("visit_paid")


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
