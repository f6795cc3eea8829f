"""From rows to the rules' values and back: documents with their lines and tenders."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from bizet_core.base.instants import to_ms
from bizet_core.base.refusals import Refused
from bizet_core.business.settings.model import businesses
from bizet_core.catalogue.taxes.model import tax_rates
from bizet_core.catalogue.taxes.rules import LineTax, Tax, Taxed, Taxes
from bizet_core.selling.sales.model import SaleKind, sale_lines, sales, tenders
from bizet_core.selling.sales.numbering import shown
from bizet_core.selling.sales.rules import Figures, Sale, SaleLine, Sealed, Tender, refund
from bizet_core.store import Prepared, Read

_RATES = Prepared(
    select(tax_rates.c.tax_class, tax_rates.c.name, tax_rates.c.rate)
    .where(tax_rates.c.active)
    .order_by(tax_rates.c.tax_class, tax_rates.c.position, tax_rates.c.id)
)


def load_taxes(read: Read) -> Taxes:
    """The taxes in force, by class."""
    found: dict[str, list[Tax]] = defaultdict(list)
    for row in read.rows(_RATES):
        found[row.tax_class].append(Tax(row.name, row.rate))
    return dict(found)


def load_documents(read: Read, rows: Sequence[Any]) -> list[Sealed]:
    """Sale rows with their lines and tenders, in the order given, in two queries."""
    ids = [row.id for row in rows]
    lines = _children(read, sale_lines, ids)
    paid = _children(read, tenders, ids)
    return [Sealed(_sale(row, lines[row.id], paid[row.id]), row.previous, row.hash) for row in rows]


def load_sale(read: Read, id: UUID) -> Sealed:
    """One document; refuses with `gone`."""
    return load_documents(read, [read.get(sales, id)])[0]


def load_taken_back(read: Read, sale: UUID) -> list[Figures]:
    """Refunds and voids of a sale, in their order."""
    rows = read.all(
        select(sales).where(sales.c.of_id == sale).order_by(sales.c.issued_at, sales.c.series, sales.c.number)
    )
    return [each.sale.figures for each in load_documents(read, rows)]


def load_refund(read: Read, sale: UUID, quantities: Mapping[UUID, int], tip: int, first: UUID | None) -> Figures:
    """What taking these quantities and tip back comes to; refuses what is not on the receipt, or no longer."""
    sold, earlier = load_sale(read, sale).sale, load_taken_back(read, sale)
    only_sales(sold)
    step = read.get(businesses, read.business).cash_rounding
    return refund(sold.figures, earlier, quantities, tip=tip, cash_step=step, first=first)


def given_back(*documents: Figures) -> int:
    """What these documents have paid out, in minor units."""
    return -sum(tender.amount for each in documents for tender in each.tenders)


def paid_parts(read: Read, parts: list[UUID]) -> frozenset[UUID]:
    """Which booking parts are sold and not taken back."""
    kept = select(sale_lines.c.part_id).where(sale_lines.c.part_id.in_(parts)).group_by(sale_lines.c.part_id)
    return frozenset(row.part_id for row in read.all(kept.having(func.sum(sale_lines.c.quantity) > 0)))


def only_sales(document: Sale) -> None:
    """Refuse to take back what took something back itself."""
    if document.kind != SaleKind.SALE:
        raise Refused("not_a_sale")


def _children(read: Read, table: Any, ids: list[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in read.all(select(table).where(table.c.sale_id.in_(ids)).order_by(table.c.sale_id, table.c.position)):
        found[row.sale_id].append(row)
    return found


def _sale(row: Any, lines: Iterable[Any], paid: Iterable[Any]) -> Sale:
    figures = Figures(
        currency=row.currency,
        inclusive=row.inclusive,
        lines=tuple(map(_line, lines)),
        tenders=tuple(Tender(t.of_id or t.id, t.method, t.given, t.change, t.reference) for t in paid),
        tip=row.tip,
        rounding=row.rounding,
    )
    return Sale(row.id, row.kind, row.of_id, row.series, row.number, to_ms(row.issued_at), figures)


def _line(row: Any) -> SaleLine:
    taxes = tuple(LineTax(t["tax_class"], t["name"], t["rate"], t["amount"], t["explanation"]) for t in row.taxes)
    return SaleLine(
        id=row.of_id or row.id,
        kind=row.kind,
        item=row.item_id,
        name=row.name,
        quantity=row.quantity,
        unit_price=row.unit_price,
        amount=row.amount,
        discount=row.discount,
        taxed=Taxed(row.net, taxes, row.gross),
    )


def numbers_of(read: Read, ids: Collection[UUID]) -> dict[UUID, str]:
    """What people call documents: by their numbers."""
    numbered = select(sales.c.id, sales.c.series, sales.c.number).where(sales.c.id.in_(ids)).order_by(sales.c.id)
    return {row.id: shown(row.series, row.number) for row in read.all(numbered)}
