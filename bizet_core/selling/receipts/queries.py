"""The receipt of a document, built from its rows: the same for the printer, the PDF and the screen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.business.attachments.queries import attachment_of
from bizet_core.business.locations.model import locations
from bizet_core.business.settings.queries import Business as House
from bizet_core.business.settings.queries import business_of
from bizet_core.catalogue.taxes.rules import tax_groups
from bizet_core.describe.languages.language import Locale, _, reading
from bizet_core.people.customers.model import customers
from bizet_core.selling.receipts.rules import Business, Discount, Kind, Line, Paid, Receipt, TaxGroup
from bizet_core.selling.sales import numbering
from bizet_core.selling.sales.loading import load_documents
from bizet_core.selling.sales.model import sale_lines, sales, tenders
from bizet_core.selling.sales.queries import SEE
from bizet_core.store import Read, Request, query

SCAN_PREFIX = "BZR:"
"""What tells a receipt's QR code from a product's barcode."""


class ReceiptOf(Request):
    """Which sale, refund or void; in the business's language unless the customer has another."""

    sale: UUID
    language: str = ""


@query(needs=SEE)
def receipt_of(read: Read, asked: ReceiptOf) -> Receipt:
    """Everything the receipt of a document says; refuses with `gone`."""
    row = read.get(sales, asked.sale)
    house = business_of(read)
    lines = _rows(read, sale_lines, row.id)
    marks = _marks(lines)
    return Receipt(
        business=_letterhead(read, house, row.location_id),
        number=numbering.shown(row.series, row.number),
        issued_at=row.issued_at,
        zone=house.zone,
        currency=row.currency,
        locale=_locale(house, asked.language),
        lines=tuple(_line(line, row.kind, marks) for line in lines),
        total=row.total,
        kind=Kind(row.kind),
        of_number=_number_of(read, row.of_id),
        reason=row.reason,
        served_by=row.staff_name,
        customer=getattr(read.find(customers, row.customer_id), "name", ""),
        discounts=_order_discounts(lines),
        inclusive=row.inclusive,
        taxes=_taxes(read, row, marks),
        tip=row.tip,
        rounding=row.rounding,
        **_paid(_rows(read, tenders, row.id), _locale(house, asked.language)),
        footer=house.receipt_footer,
        qr=SCAN_PREFIX + numbering.shown(row.series, row.number),
    )


def _rows(read: Read, table: Any, sale: UUID) -> Sequence[Any]:
    return read.all(select(table).where(table.c.sale_id == sale).order_by(table.c.position))


def _letterhead(read: Read, house: House, location: UUID) -> Business:
    place = read.find(locations, location)
    logo = attachment_of(read, house.logo) if house.logo else None
    return Business(
        name=house.legal_name or house.name,
        address=place.address if place else "",
        phone=place.phone if place else "",
        tax_number=house.tax_number,
        logo=logo.content if logo else b"",
    )


def _locale(house: House, language: str) -> Locale:
    return Locale(language or house.language, house.country, house.currency, house.zone)


def _number_of(read: Read, id: UUID | None) -> str:
    found = read.find(sales, id)
    return numbering.shown(found.series, found.number) if found else ""


def _marks(lines: Iterable[Any]) -> Mapping[str, str]:
    """A letter for each class of tax, where there is more than one to tell apart."""
    classes = list(dict.fromkeys(line.tax_class for line in lines))
    return dict(zip(classes, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False)) if len(classes) > 1 else {}


def _line(row: Any, kind: str, marks: Mapping[str, str]) -> Line:
    return Line(
        name=row.name,
        unit_price=row.unit_price,
        amount=row.amount,
        quantity=row.quantity,
        discounts=_line_discounts(row, kind),
        tax_mark=marks.get(row.tax_class, ""),
    )


def _line_discounts(row: Any, kind: str) -> tuple[Discount, ...]:
    """A sale names each of them; a document that takes back gives back what is left of all together."""
    if kind != Kind.SALE:
        return (Discount(_("Discount"), row.discount),) if row.discount else ()
    return tuple(Discount(each["label"], each["amount"]) for each in row.discounts or () if each["scope"] != "order")


def _order_discounts(lines: Iterable[Any]) -> tuple[Discount, ...]:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        for each in line.discounts or ():
            if each["scope"] == "order":
                sums[each["label"]] += each["amount"]
    return tuple(Discount(label, amount) for label, amount in sums.items())


def _taxes(read: Read, row: Any, marks: Mapping[str, str]) -> tuple[TaxGroup, ...]:
    figures = load_documents(read, [row])[0].sale.figures
    return tuple(
        TaxGroup(mark=marks.get(g.tax_class, ""), name=_bare(g.name), rate=g.rate, net=g.net, tax=g.amount)
        for g in tax_groups(line.taxed for line in figures.lines)
    )


def _bare(name: str) -> str:
    """`VAT 23 %` as `VAT`: the receipt writes the rate beside it."""
    return re.sub(r"\s*\d+([.,]\d+)?\s*%$", "", name)


def _paid(rows: Sequence[Any], locale: Locale) -> dict[str, Any]:
    with reading(locale):
        paid = tuple(Paid(_(r.name or r.method), r.given, r.reference) for r in rows)
    return {"paid": paid, "change": sum(r.change for r in rows)}
