"""A till's day in figures: cash expected and counted, what X and Z reports add up, and the totals since day one.

Amounts in minor units of the till's one currency.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bizet_core.base.refusals import Refused
from bizet_core.catalogue.taxes.rules import TaxGroup, tax_groups
from bizet_core.describe.formats.money import LARGEST
from bizet_core.selling.sales.rules import CASH, Figures

DENOMINATIONS: Mapping[str, tuple[int, ...]] = {
    "AUD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5),
    "CAD": (10000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5),
    "CHF": (100000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5),
    "CZK": (500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100),
    "DKK": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50),
    "EUR": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "GBP": (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "JPY": (10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1),
    "KWD": (20000, 10000, 5000, 1000, 500, 250, 100, 50, 20, 10, 5),
    "NOK": (100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 100),
    "NZD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10),
    "PLN": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "SEK": (100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100),
    "USD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1),
}
"""Notes and coins in daily use, the largest first."""


def denominations(currency: str, exponent: int) -> tuple[int, ...]:
    """The grid of a count, the largest first. Currencies that are not listed get 1, 2 and 5 of every size."""
    series = tuple(digit * 10**size for size in range(exponent + 3, -1, -1) for digit in (5, 2, 1))
    return DENOMINATIONS.get(currency, series)


def quick_sums(due: int, pieces: Iterable[int], most: int = 3) -> tuple[int, ...]:
    """What a customer is likely to hand over for `due` besides the exact sum: the next round sums, smallest first.

    A piece counts when twenty of it would pay: nobody lays 98.50 down in cents.
    """
    fitting = {-(-due // piece) * piece for piece in pieces if piece * 20 >= due}
    return tuple(sorted(fitting - {due})[:most]) if due > 0 else ()


def counted(pieces: Mapping[int, int]) -> int:
    """The cash in a drawer, from the pieces of each denomination."""
    if any(count < 0 or piece <= 0 for piece, count in pieces.items()):
        raise Refused("pieces_below_zero")
    total = sum(piece * count for piece, count in pieces.items())
    if total > LARGEST:
        raise Refused("number_too_large")
    return total


def expected_cash(opening_float: int, documents: Iterable[Figures], moves: Iterable[int]) -> int:
    """The cash that should be there: the float, what sales kept and refunds gave back, what was put in or taken out."""
    taken = sum(tender.amount for document in documents for tender in document.tenders if tender.method == CASH)
    return opening_float + taken + sum(moves)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as a report reads it."""

    kind: str  # sale | refund | void
    figures: Figures
    late: bool = False  # it belongs to a period that was closed before it arrived
    unposted: bool = False  # held by sync: its money is here, its rows are not


@dataclass(frozen=True, slots=True)
class Part:
    """Some documents of a report: how many, and what was paid by them, tip and rounding included."""

    count: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What an X report shows now and a Z report keeps for ever.

    `sold` − `refunded` − `voided` + `tips` + `rounding` is what all tenders come to. Discounts, tips, rounding and tax
    are net of what refunds and voids took back. Late and unposted documents are counted in and shown beside.
    """

    sales: int
    refunds: int
    voids: int
    sold: int  # tax included
    refunded: int  # positive
    voided: int  # positive
    discounts: int
    tips: int
    rounding: int
    tenders: dict[str, int]  # by the name of the method
    taxes: tuple[TaxGroup, ...]
    late: Part
    unposted: Part

    @property
    def turnover(self) -> int:
        """What was sold and not taken back."""
        return self.sold - self.refunded - self.voided


def report(entries: Sequence[Entry]) -> Totals:
    """Add up the documents of a period; all are in one currency."""
    by_kind: dict[str, list[Figures]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry.figures)
    everything = [entry.figures for entry in entries]
    return Totals(
        sales=len(by_kind["sale"]),
        refunds=len(by_kind["refund"]),
        voids=len(by_kind["void"]),
        sold=_total(by_kind["sale"]),
        refunded=-_total(by_kind["refund"]),
        voided=-_total(by_kind["void"]),
        discounts=sum(figures.discount for figures in everything),
        tips=sum(figures.tip for figures in everything),
        rounding=sum(figures.rounding for figures in everything),
        tenders=_by_method(everything),
        taxes=tax_groups(line.taxed for figures in everything for line in figures.lines),
        late=_part(entry.figures for entry in entries if entry.late),
        unposted=_part(entry.figures for entry in entries if entry.unposted),
    )


def _total(documents: Iterable[Figures]) -> int:
    return sum(document.total for document in documents)


def _by_method(documents: Iterable[Figures]) -> dict[str, int]:
    """What each way of paying brought, less what it gave back."""
    sums: dict[str, int] = defaultdict(int)
    for document in documents:
        for tender in document.tenders:
            sums[tender.label] += tender.amount
    return dict(sums)


def _part(documents: Iterable[Figures]) -> Part:
    """How many documents, and their money."""
    amounts = [document.total + document.tip + document.rounding for document in documents]
    return Part(len(amounts), sum(amounts))


@dataclass(frozen=True, slots=True)
class Perpetual:
    """Grand totals since a till's first day; they only grow, and outlive the documents that made them."""

    documents: int = 0
    sold: int = 0
    refunded: int = 0
    voided: int = 0

    def after(self, period: Totals) -> "Perpetual":
        """The grand totals at the end of a period."""
        return Perpetual(
            self.documents + period.sales + period.refunds + period.voids,
            self.sold + period.sold,
            self.refunded + period.refunded,
            self.voided + period.voided,
        )
