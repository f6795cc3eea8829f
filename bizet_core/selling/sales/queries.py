"""What a cart costs, what was sold, and what can still be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import DAY, from_ms
from bizet_core.base.refusals import Refused
from bizet_core.base.wall_clock import end_before, first_at
from bizet_core.describe.formats.money import Money
from bizet_core.people.customers.model import customers
from bizet_core.selling.carts.operations import CartContent
from bizet_core.selling.pricing.rules import Quote
from bizet_core.selling.sales import numbering
from bizet_core.selling.sales.documents import price
from bizet_core.selling.sales.loading import load_refund, load_sale, load_taken_back
from bizet_core.selling.sales.model import sale_lines, sales, tenders
from bizet_core.selling.sales.operations import Refund
from bizet_core.selling.sales.rules import returnable
from bizet_core.store import Permission, Read, Request, query

SEE = Permission("sales.see")
LONGEST_NUMBER = 15
"""Digits of a receipt's number: more is a scan of something else, and no number that a table holds."""


@dataclass(frozen=True, slots=True)
class SaleRow:
    """One document in a list."""

    id: UUID
    kind: str
    number: str
    issued_at: datetime
    customer: str
    staff: str
    total: Money  # with tip and rounding: what was paid, or given back
    methods: tuple[str, ...]  # by name
    of: UUID | None


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of a sale, and how much of it can still be taken back."""

    id: UUID
    name: str
    quantity: int
    left: int
    amount: Money  # what was paid for it, tax included
    part: UUID | None


@dataclass(frozen=True, slots=True)
class PaidBy:
    """A tender of a sale."""

    id: UUID
    method: str  # its kind
    name: str
    amount: Money
    reference: str


@dataclass(frozen=True, slots=True)
class SaleView:
    """A sale with everything that was taken back of it."""

    row: SaleRow
    customer_id: UUID | None
    reason: str
    tip: Money
    tip_left: Money
    lines: tuple[SoldLine, ...]
    tenders: tuple[PaidBy, ...]
    taken_back: tuple[SaleRow, ...]


class PriceCart(Request):
    """A cart as it stands."""

    content: CartContent


class OfSale(Request):
    """Which document."""

    sale: UUID


class SalesOn(Request):
    """A date in a zone."""

    day: date
    zone: str


class SaleByNumber(Request):
    """As printed: `K7QA-000123`, or what a receipt's QR code says."""

    number: str


@query(needs=Permission("sales.make"))
def priced(read: Read, asked: PriceCart) -> Quote:
    """What a cart costs, with every rule used or refused; refuses nonsense."""
    return price(read, asked.content)


@query(needs=SEE)
def sale(read: Read, asked: OfSale) -> SaleView:
    """One document with its lines, and what is left of them."""
    row = read.get(sales, asked.sale)
    sold, earlier = load_sale(read, asked.sale).sale, load_taken_back(read, asked.sale)
    left = returnable(sold.figures, earlier) if row.kind == "sale" else {}
    parts = {r.id: r.part_id for r in read.all(select(sale_lines).where(sale_lines.c.sale_id == row.id))}
    tip_left = row.tip + sum(figures.tip for figures in earlier)
    back = select(sales).where(sales.c.of_id == row.id).order_by(sales.c.issued_at, sales.c.number)
    return SaleView(
        row=_rows(read, [row])[0],
        customer_id=row.customer_id,
        reason=row.reason,
        tip=Money(row.tip, row.currency),
        tip_left=Money(tip_left, row.currency),
        lines=tuple(
            SoldLine(
                id=line.id,
                name=line.name,
                quantity=line.quantity,
                left=left.get(line.id, 0),
                amount=Money(line.taxed.gross, row.currency),
                part=parts.get(line.id),
            )
            for line in sold.figures.lines
        ),
        tenders=tuple(
            PaidBy(t.id, t.method, t.label, Money(t.amount, row.currency), t.reference) for t in sold.figures.tenders
        ),
        taken_back=_rows(read, read.all(back)),
    )


@dataclass(frozen=True, slots=True)
class RefundQuote:
    """What a refund would give back, and on which tenders; positive amounts."""

    total: Money
    tenders: tuple[PaidBy, ...]


@query(needs=SEE)
def refund_quote(read: Read, asked: Refund) -> RefundQuote:
    """What the refund would come to, without making it; refuses as it would."""
    back = load_refund(read, asked.sale, asked.quantities, asked.tip, asked.first_tender)
    given = tuple(PaidBy(t.id, t.method, t.label, Money(-t.amount, back.currency), t.reference) for t in back.tenders)
    return RefundQuote(Money(sum(each.amount.amount for each in given), back.currency), given)


@query(needs=SEE)
def sales_on(read: Read, asked: SalesOn) -> tuple[SaleRow, ...]:
    """The documents of a date, newest first."""
    day = asked.day.toordinal()
    begins, ends = first_at(asked.zone, day, 0), end_before(asked.zone, day, 1440)
    found = select(sales).where(
        sales.c.issued_at >= from_ms(begins), sales.c.issued_at < from_ms(min(ends, begins + 2 * DAY))
    )
    return _rows(read, read.all(found.order_by(sales.c.issued_at.desc(), sales.c.number.desc())))


@query(needs=SEE)
def sale_by_number(read: Read, asked: SaleByNumber) -> UUID:
    """The document with this number, however it was typed or scanned; refuses where there is none."""
    code, _, digits = asked.number.strip().upper().removeprefix("BZR:").rpartition("-")
    found = None
    if code and digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER:
        found = read.scalar(select(sales.c.id).where(sales.c.series == code, sales.c.number == int(digits)))
    if found is None:
        raise Refused("no_such_receipt", number=asked.number)
    id: UUID = found
    return id


def _rows(read: Read, rows: Sequence[Any]) -> tuple[SaleRow, ...]:
    names = _customers(read, {row.customer_id for row in rows if row.customer_id})
    methods = _methods(read, [row.id for row in rows])
    return tuple(
        SaleRow(
            id=row.id,
            kind=row.kind,
            number=numbering.shown(row.series, row.number),
            issued_at=row.issued_at,
            customer=names.get(row.customer_id, ""),
            staff=row.staff_name,
            total=Money(row.total + row.tip + row.rounding, row.currency),
            methods=methods.get(row.id, ()),
            of=row.of_id,
        )
        for row in rows
    )


def _customers(read: Read, ids: set[UUID]) -> dict[UUID, str]:
    asked = select(customers.c.id, customers.c.name).where(customers.c.id.in_(ids))
    return {row.id: row.name for row in read.all(asked)}


def _methods(read: Read, ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    asked = select(tenders.c.sale_id, tenders.c.method, tenders.c.name).where(tenders.c.sale_id.in_(ids))
    for row in read.all(asked.order_by(tenders.c.sale_id, tenders.c.position)):
        found[row.sale_id] = (*found.get(row.sale_id, ()), row.name or row.method)
    return found
