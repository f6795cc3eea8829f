"""A receipt as a value, and how it is laid out: one source for printer, PDF and screen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import msgspec
from babel.numbers import format_percent

from bizet_core.describe.formats import dates, numbers
from bizet_core.describe.formats.money import Money, show
from bizet_core.describe.languages.language import N_, Locale, _, reader, reading
from bizet_core.paper.blocks import (
    Align,
    Barcode,
    Block,
    Cut,
    OpenDrawer,
    Paper,
    Picture,
    Qr,
    Row,
    Rule,
    Ruler,
    Space,
    Style,
)
from bizet_core.paper.sheet import Sheet


class Kind(StrEnum):
    """What the document says about money."""

    SALE = "sale"
    REFUND = "refund"
    VOID = "void"


TITLES = {Kind.SALE: N_("Receipt {number}"), Kind.REFUND: N_("Refund {number}"), Kind.VOID: N_("Void {number}")}
BANNERS = {Kind.SALE: "", Kind.REFUND: N_("REFUND"), Kind.VOID: N_("VOID")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """Who sells. `logo` is a PNG or JPEG, or nothing."""

    name: str
    address: str = ""
    phone: str = ""
    tax_number: str = ""
    logo: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Discount:
    """What was taken off and why, in minor units; positive on a sale, negative when a refund takes it back."""

    label: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was sold. `quantity` in thousandths, amounts in minor units, `amount` before the line's discounts."""

    name: str
    unit_price: int
    amount: int
    quantity: int = 1000
    detail: str = ""
    discounts: tuple[Discount, ...] = ()
    tax_mark: str = ""

    @property
    def net_of_discounts(self) -> int:
        """The amount after the line's own discounts."""
        return self.amount - sum(discount.amount for discount in self.discounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxGroup:
    """One rate on the receipt: `rate` in millionths, None where there is none (exempt); amounts in minor units."""

    mark: str
    name: str
    rate: int | None
    net: int
    tax: int

    @property
    def gross(self) -> int:
        """Net and tax together."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Paid:
    """One tender: how it was paid, how much was handed over (negative when given back), the slip's number."""

    label: str
    given: int
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Everything a receipt says. Amounts are minor units of `currency`; `total` is without tip and cash rounding."""

    business: Business
    number: str
    issued_at: datetime
    zone: str
    currency: str
    locale: Locale
    lines: tuple[Line, ...]
    total: int
    kind: Kind = Kind.SALE
    of_number: str = ""  # the receipt that a refund or void takes back
    reason: str = ""
    till: str = ""
    served_by: str = ""
    customer: str = ""
    discounts: tuple[Discount, ...] = ()  # on the whole order
    inclusive: bool = True  # whether line amounts contain the tax
    taxes: tuple[TaxGroup, ...] = ()
    tip: int = 0
    rounding: int = 0
    paid: tuple[Paid, ...] = ()
    change: int = 0
    copy: bool = False
    footer: str = ""
    qr: str = ""
    barcode: str = ""  # for laser scanners, which read no QR

    @property
    def subtotal(self) -> int:
        """All lines after their own discounts."""
        return sum(line.net_of_discounts for line in self.lines)

    @property
    def payable(self) -> int:
        """What was to be paid in the end."""
        return self.total + self.tip + self.rounding

    def as_copy(self) -> "Receipt":
        """The same receipt for every print after the first."""
        return replace(self, copy=True)


def lay_out(receipt: Receipt, ruler: Ruler) -> Paper:
    """The receipt in blocks for paper of this width, worded in the receipt's own language."""
    with reading(receipt.locale):
        marks = max((ruler.measure(group.mark, Style.PLAIN) for group in receipt.taxes), default=0)
        plain = Sheet(ruler)
        sheet = Sheet(ruler, marks + plain.gap if marks else 0)
        title = _(TITLES[receipt.kind]).format(number=receipt.number)
        return Paper(
            tuple(_blocks(receipt, title, plain, sheet)),
            ruler.width,
            rtl=receipt.locale.is_rtl,
            title=title,
            author=receipt.business.name,
            language=str(receipt.locale.cldr).replace("_", "-"),
        )


def drawer_pulse() -> Paper:
    """A document that opens the drawer and uses no paper. Never part of a receipt: a reprint must not open it again."""
    return Paper((OpenDrawer(),), 0)


def _blocks(receipt: Receipt, title: str, plain: Sheet, sheet: Sheet) -> Iterator[Block]:
    yield from _banners(receipt, plain)
    yield from _letterhead(receipt.business, plain)
    yield Space()
    yield from _facts(receipt, title, plain)
    yield Rule()
    for line in receipt.lines:
        yield from _line(receipt, line, sheet)
    yield Rule()
    yield from _totals(receipt, sheet)
    yield from _payments(receipt, sheet)
    if receipt.taxes:
        yield Rule()
        yield from _tax_table(receipt, plain)
    yield from _closing(receipt, plain)
    yield Cut()


def _banners(receipt: Receipt, sheet: Sheet) -> Iterator[Block]:
    for banner in (_("COPY") if receipt.copy else "", _(BANNERS[receipt.kind])):
        yield from sheet.text(banner, Align.MIDDLE, Style.BANNER)


def _letterhead(business: Business, sheet: Sheet) -> Iterator[Block]:
    if business.logo:
        yield Picture(business.logo, business.name)
    yield from sheet.text(business.name, Align.MIDDLE, Style.LARGE)
    yield from sheet.text(business.address, Align.MIDDLE)
    yield from sheet.text(business.phone, Align.MIDDLE)
    if business.tax_number:
        yield from sheet.text(_("Tax number {number}").format(number=business.tax_number), Align.MIDDLE)


def _facts(receipt: Receipt, title: str, sheet: Sheet) -> Iterator[Block]:
    yield from sheet.pair(title, _issued(receipt), Style.STRONG)
    served = _("Served by {name}").format(name=receipt.served_by) if receipt.served_by else ""
    yield from sheet.pair(receipt.till, served)
    if receipt.of_number:
        yield from sheet.text(_("For receipt {number}").format(number=receipt.of_number))
    if receipt.reason:
        yield from sheet.text(_("Reason: {reason}").format(reason=receipt.reason))
    if receipt.customer:
        yield from sheet.text(_("Customer: {name}").format(name=receipt.customer))


def _issued(receipt: Receipt) -> str:
    """The wall time of the till; in the hour that an autumn night has twice, with its distance from UTC."""
    return dates.show_instant(receipt.issued_at, msgspec.structs.replace(receipt.locale, zone=receipt.zone))


def _line(receipt: Receipt, line: Line, sheet: Sheet) -> Iterator[Block]:
    amount, indent = _shown(receipt, line.amount), 2 * sheet.gap
    counted = abs(line.quantity) != 1000
    yield from sheet.amount(line.name, "" if counted else amount, mark="" if counted else line.tax_mark)
    if line.detail:
        yield from sheet.amount(line.detail, "", indent=indent)
    if counted:
        each = f"{_number(line.quantity)} × {_shown(receipt, line.unit_price)}"
        yield from sheet.amount(each, amount, mark=line.tax_mark, indent=indent)
    for discount in line.discounts:
        yield from sheet.amount(discount.label, _shown(receipt, -discount.amount), indent=indent)


def _totals(receipt: Receipt, sheet: Sheet) -> Iterator[Block]:
    added = () if receipt.inclusive else receipt.taxes
    if receipt.discounts or added or receipt.tip or receipt.rounding:
        yield from sheet.amount(_("Subtotal"), _shown(receipt, receipt.subtotal))
    for discount in receipt.discounts:
        yield from sheet.amount(discount.label, _shown(receipt, -discount.amount))
    for group in added:
        yield from sheet.amount(_tax_name(group), _shown(receipt, group.tax))
    for label, amount in ((_("Tip"), receipt.tip), (_("Cash rounding"), receipt.rounding)):
        if amount:
            yield from sheet.amount(label, _shown(receipt, amount))
    yield from sheet.total(_("Total"), _shown(receipt, receipt.payable))


def _payments(receipt: Receipt, sheet: Sheet) -> Iterator[Block]:
    if receipt.paid or receipt.change:
        yield Space()
    for paid in receipt.paid:
        label = f"{paid.label} · {paid.reference}" if paid.reference else paid.label
        yield from sheet.amount(label, _shown(receipt, paid.given))
    if receipt.change:
        yield from sheet.amount(_("Change"), _shown(receipt, receipt.change), Style.STRONG)


def _tax_table(receipt: Receipt, sheet: Sheet) -> Iterator[Row]:
    head = (_("Rate"), _("Net"), _("Tax"), _("Gross"))
    return sheet.table(head, [_tax_row(receipt, group) for group in receipt.taxes])


def _tax_row(receipt: Receipt, group: TaxGroup) -> tuple[str, ...]:
    figures = (_shown(receipt, amount) for amount in (group.net, group.tax, group.gross))
    return (f"{group.mark} {_tax_name(group)}".strip(), *figures)


def _closing(receipt: Receipt, sheet: Sheet) -> Iterator[Block]:
    if receipt.footer:
        yield Space()
        yield from sheet.text(receipt.footer, Align.MIDDLE)
    for code in (Qr(receipt.qr), Barcode(receipt.barcode)):
        if code.content:
            yield from (Space(), code)
    if receipt.qr or receipt.barcode:
        yield from sheet.text(receipt.number, Align.MIDDLE)
    yield from _banners(replace(receipt, kind=Kind.SALE), sheet)


def _shown(receipt: Receipt, amount: int) -> str:
    """The amount; on right-to-left paper its minus is kept before the digits by a left-to-right mark."""
    text = show(Money(amount, receipt.currency))
    return re.sub(r"[-−](?=\d)", "\u200e\\g<0>", text) if receipt.locale.is_rtl else text


def _number(thousandths: int) -> str:
    return numbers.show(Decimal(thousandths) / 1000, reader())


def _tax_name(group: TaxGroup) -> str:
    if group.rate is None:
        return group.name
    percent = format_percent(Decimal(group.rate) / 1_000_000, locale=reader().cldr, decimal_quantization=False)
    return f"{group.name} {percent}".strip()
