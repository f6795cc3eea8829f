"""Paying for a quote, taking a sale back, and the chain of documents. Amounts in minor units of one currency.

What is taken back is negative throughout. The lines and tenders of a refund or void carry the ids of those they take
back, so that documents about one sale can be added up.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import msgspec
from msgspec.structs import replace

from bizet_core.base.refusals import Refused
from bizet_core.base.rounding import THOUSAND, half_up, piece, to_step
from bizet_core.catalogue.taxes.rules import Taxed, taxed
from bizet_core.describe.formats.money import Money
from bizet_core.selling.pricing.rules import Quote

CASH = "cash"


class Tender(msgspec.Struct, frozen=True):
    """One way in which a sale is paid; negative when given back."""

    id: UUID
    method: str  # the kind of the house's method: cash, card, …
    given: int
    change: int = 0  # from cash only
    reference: str = ""  # a slip number
    method_id: UUID | None = None  # the house's method
    name: str = ""  # and its name
    provider: str = ""

    @property
    def label(self) -> str:
        """What reports and receipts call it."""
        return self.name or self.method

    @property
    def amount(self) -> int:
        """What it pays."""
        return self.given - self.change


class Settlement(msgspec.Struct, frozen=True):
    """What tenders do to a due amount. Once settled they add up to `due` + `rounding`."""

    due: int
    tenders: tuple[Tender, ...]  # all cash is one of them
    rounding: int = 0  # only on what is paid in cash
    open: int = 0  # still to pay, by anything but cash
    open_cash: int = 0  # still to pay, should it be cash

    @property
    def settled(self) -> bool:
        """Whether nothing is left to pay."""
        return not self.open and not self.open_cash

    @property
    def change(self) -> int:
        """What the customer gets back in cash."""
        return sum(tender.change for tender in self.tenders)


def settle(due: Money, tenders: Sequence[Tender], cash_step: int = 1) -> Settlement:
    """Count tenders against what is due. Only cash gives change, and only the cash part is rounded to `cash_step`.

    Cash that is exact to the unit stays exact: where small coins still are money, nobody need round. An empty cash
    tender pays a rest too small for any coin.
    """
    for tender in tenders:
        if tender.given < 0 or (not tender.given and tender.method != CASH):
            raise Refused("tender_not_positive")
    cash = [tender for tender in tenders if tender.method == CASH]
    others = tuple(tender for tender in tenders if tender.method != CASH)
    given, rest = sum(tender.given for tender in cash), due.amount - sum(tender.given for tender in others)
    if rest < 0:
        raise Refused("change_from_cash_only", over=Money(-rest, due.currency))
    rounded = to_step(rest, cash_step)
    payable = rest if not cash or given == rest else rounded
    if given < payable:
        kept = tuple(replace(tender, given=given) for tender in cash[:1])
        return Settlement(due.amount, (*others, *kept), 0, max(0, rest - given), max(0, rounded - given))
    kept = tuple(replace(tender, given=given, change=given - payable) for tender in cash[:1])
    return Settlement(due.amount, (*others, *kept), payable - rest)


class SaleLine(msgspec.Struct, frozen=True):
    """One line of a sale, or of what takes it back."""

    id: UUID
    kind: str
    item: UUID | None
    name: str
    quantity: int  # thousandths
    unit_price: int  # never negative
    amount: int  # at list price
    discount: int
    taxed: Taxed


class Figures(msgspec.Struct, frozen=True):
    """What a sale, a refund or a void comes to: all that its document says in amounts."""

    currency: str
    inclusive: bool
    lines: tuple[SaleLine, ...]
    tenders: tuple[Tender, ...]
    tip: int = 0  # neither revenue nor taxed
    rounding: int = 0  # of the cash part, a line of its own

    @property
    def goods(self) -> int:
        """The lines at list price."""
        return sum(line.amount for line in self.lines)

    @property
    def discount(self) -> int:
        """What was given away."""
        return sum(line.discount for line in self.lines)

    @property
    def tax(self) -> int:
        """All taxes."""
        return sum(line.taxed.tax for line in self.lines)

    @property
    def total(self) -> int:
        """What the goods cost, tax included, without tip and rounding."""
        return sum(line.taxed.gross for line in self.lines)


def sell(quote: Quote, tenders: Sequence[Tender]) -> Figures:
    """The figures of a cart and what pays for it. Refuses while anything is open."""
    cart = quote.cart
    settlement = settle(Money(quote.due, cart.currency), tenders, cart.cash_step)
    if not settlement.settled:
        raise Refused("not_paid", open=Money(settlement.open or settlement.open_cash, cart.currency))
    lines = tuple(
        SaleLine(
            id=quoted.line.id,
            kind=quoted.line.kind,
            item=quoted.line.item,
            name=quoted.line.name,
            quantity=quoted.line.quantity,
            unit_price=quoted.line.unit_price,
            amount=quoted.amount,
            discount=quoted.discount,
            taxed=quoted.taxed,
        )
        for quoted in quote.lines
    )
    return Figures(cart.currency, cart.terms.inclusive, lines, settlement.tenders, cart.tip, settlement.rounding)


def refund(
    sold: Figures,
    earlier: Sequence[Figures],
    quantities: Mapping[UUID, int],
    *,
    tip: int = 0,
    cash_step: int = 1,
    first: UUID | None = None,
) -> Figures:
    """Take back quantities of lines and some of the tip, after the `earlier` refunds of the same sale.

    Running shares: however often and in whatever portions, all refunds together are the exact negative of the sale,
    to the unit, tax, tenders and cash rounding included. The money goes back to the tenders that paid, the `first`
    before the others and cash last, never more to each than it paid.
    """
    left = returnable(sold, earlier)
    _refuse_more_than_left(sold, left, quantities)
    tip_left = sold.tip + sum(document.tip for document in earlier)
    if not 0 <= tip <= tip_left:
        raise Refused("more_than_the_tip", left=Money(tip_left, sold.currency))
    if not quantities and not tip:
        raise Refused("nothing_to_refund")
    lines = tuple(
        _line_back(line, line.quantity - left[line.id], quantities[line.id], inclusive=sold.inclusive)
        for line in sold.lines
        if line.id in quantities
    )
    due = tip - sum(line.taxed.gross for line in lines)
    tenders, rounding = _pay_back(sold, earlier, due, cash_step, first)
    return Figures(sold.currency, sold.inclusive, lines, tenders, -tip, rounding)


def void(sold: Figures, earlier: Sequence[Figures]) -> Figures:
    """The document that takes a whole sale back, tip and cash rounding included; refused once some was refunded."""
    if earlier:
        raise Refused("already_refunded")
    return refund(sold, (), {line.id: line.quantity for line in sold.lines}, tip=sold.tip)


def returnable(sold: Figures, earlier: Iterable[Figures]) -> dict[UUID, int]:
    """How much of each line can still be taken back, in thousandths."""
    left = {line.id: line.quantity for line in sold.lines}
    for document in earlier:
        for line in document.lines:
            left[line.id] += line.quantity
    return left


def _refuse_more_than_left(sold: Figures, left: Mapping[UUID, int], quantities: Mapping[UUID, int]) -> None:
    if not quantities.keys() <= left.keys():
        raise Refused("not_on_this_receipt")
    for line in sold.lines:
        if line.id in quantities and not 0 < quantities[line.id] <= left[line.id]:
            raise Refused("more_than_sold", name=line.name, left=Decimal(left[line.id]) / THOUSAND)


def _line_back(line: SaleLine, done: int, quantity: int, *, inclusive: bool) -> SaleLine:
    """A portion of a line, negative: its paid amount by running shares, and its taxes in step with the amount.

    Tax follows the money and not the quantity, so that no portion holds more tax than money.
    """
    paid = line.amount - line.discount
    before = half_up(paid * done, line.quantity)
    back = piece(paid, done, quantity, line.quantity)
    listed = piece(line.amount, done, quantity, line.quantity)
    taxes = [replace(tax, amount=-piece(tax.amount, before, back, paid or 1)) for tax in line.taxed.taxes]
    return replace(
        line,
        quantity=-quantity,
        amount=-listed,
        discount=back - listed,
        taxed=taxed(-back, taxes, inclusive=inclusive),
    )


def _pay_back(
    sold: Figures, earlier: Sequence[Figures], due: int, cash_step: int, first: UUID | None
) -> tuple[tuple[Tender, ...], int]:
    """What each tender gets back of a due amount, and the rounding of its cash part; all negative.

    By default cards come before cash: what a card paid belongs on that card again.
    """
    back, rounding = [], 0
    for tender in sorted(sold.tenders, key=lambda tender: (tender.id != first, tender.method == CASH)):
        is_cash = tender.method == CASH
        returned = -sum(t.amount for document in earlier for t in document.tenders if t.id == tender.id)
        settled = tender.amount - (sold.rounding if is_cash else 0)
        settled_back = returned + (sum(document.rounding for document in earlier) if is_cash else 0)
        share = min(due, settled - settled_back)
        so_far = _payable(settled_back + share, settled, tender.amount, cash_step if is_cash else 1)
        amount = max(0, so_far - returned)
        if amount:
            back.append(replace(tender, given=-amount, change=0))
        rounding += share - amount
        due -= share
    if due:
        raise Refused("more_than_paid", over=Money(due, sold.currency))
    return tuple(back), rounding


def _payable(share: int, settled: int, paid: int, step: int) -> int:
    """What `share` of the amount that a tender settled is in its own coins; all of it is what was paid."""
    return paid if share == settled else min(paid, to_step(share, step))


# The chain of documents: every receipt of a series holds the hash of the one before, over amounts and not only ids.

START = bytes(32)
"""What the first document of a series holds for a previous hash."""


class Sale(msgspec.Struct, frozen=True):
    """A document as numbered and stored: a sale, or a refund or void `of` one."""

    id: UUID
    kind: str  # sale | refund | void
    of: UUID | None
    series: str
    number: int
    issued_at: int  # milliseconds since 1970
    figures: Figures


class Sealed(msgspec.Struct, frozen=True):
    """A document with its place in the chain."""

    sale: Sale
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain does not hold."""

    series: str
    number: int
    reason: str  # missing | unlinked | altered | not_the_head


def seal(sale: Sale, previous: bytes) -> Sealed:
    """Chain a document to the one before it in its series."""
    return Sealed(sale, previous, sha256(previous + canonical(sale)).digest())


def canonical(sale: Sale) -> bytes:
    """A document's ids, amounts and numbers as compact JSON with sorted keys. No names: a person can be erased."""
    figures = sale.figures
    body = {
        "form": 1,
        "id": str(sale.id),
        "kind": sale.kind,
        "of": sale.of and str(sale.of),
        "series": sale.series,
        "number": sale.number,
        "issued_at": sale.issued_at,
        "currency": figures.currency,
        "inclusive": figures.inclusive,
        "lines": [_line_facts(line) for line in figures.lines],
        "tenders": [[str(t.id), t.method, t.given, t.change, t.amount] for t in figures.tenders],
        "tip": figures.tip,
        "rounding": figures.rounding,
        "tax": figures.tax,
        "total": figures.total,
    }
    packed = _compact(body)
    return packed if packed.isascii() and b"\x7f" not in packed else _escaped(body).encode()


_compact = msgspec.json.Encoder(order="sorted").encode
_escaped = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode  # the form's own; ten times slower


def _line_facts(line: SaleLine) -> list[object]:
    """What the chain holds of a line."""
    taxes = [[tax.tax_class, tax.rate, tax.amount] for tax in line.taxed.taxes]
    item = line.item and str(line.item)
    amounts = [line.quantity, line.unit_price, line.amount, line.discount, line.taxed.net, line.taxed.gross]
    return [str(line.id), line.kind, item, *amounts, taxes]


def verify(
    chain: Iterable[Sealed], series: str, *, after: tuple[int, bytes] = (0, START), head: bytes | None = None
) -> Break | None:
    """The first break of a series given in the order of its numbers, or None.

    `after` is the number and hash before the first row, `head` the hash that the last must have (a Z report has it):
    without one, nobody can tell that the end was cut off or written anew.
    """
    number, previous = after
    for row in chain:
        number += 1
        if (row.sale.series, row.sale.number) != (series, number):
            return Break(series, number, "missing")
        if row.previous != previous:
            return Break(series, number, "unlinked")
        if seal(row.sale, row.previous).hash != row.hash:
            return Break(series, number, "altered")
        previous = row.hash
    return Break(series, number, "not_the_head") if head is not None and head != previous else None
