"""What tax a document bears: included in its prices or added to them, rounded once per group or on every line.

A class of goods bears one tax, several (state and city, GST and PST: each is printed, reported and rounded for
itself, none is taxed by another) or none. A rate of 0 is zero-rated; no rate at all is exempt: two groups, never one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from bizet_core.base.rounding import MILLION, allocate, half_up


class Tax(msgspec.Struct, frozen=True):
    """One tax as the law of the place has it; `rate` in millionths."""

    name: str  # as printed: "VAT 20 %"
    rate: int


Taxes = Mapping[str, Sequence[Tax]]
"""The taxes of each class at the place of sale; a class without any is exempt."""


@dataclass(frozen=True, slots=True)
class TaxTerms:
    """How a document reckons its tax."""

    inclusive: bool = True  # the prices hold the tax already
    per_line: bool = False  # round on every line, not once per group


USUAL = TaxTerms()


class LineTax(msgspec.Struct, frozen=True):
    """One tax on one line, as it is stored and printed. Signed as its line is."""

    tax_class: str
    name: str
    rate: int | None  # millionths; None: exempt
    amount: int
    explanation: str  # how the amount was found; worded in catalogue/taxes/messages.py


class Taxed(msgspec.Struct, frozen=True):
    """A line's amount before tax, its taxes, and what is paid for it."""

    net: int
    taxes: tuple[LineTax, ...]
    gross: int

    @property
    def tax(self) -> int:
        """All taxes of the line."""
        return sum(tax.amount for tax in self.taxes)


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """All lines of one class under one rate and name. A net under two taxes stands in both groups."""

    tax_class: str
    name: str
    rate: int | None
    net: int
    amount: int

    @property
    def gross(self) -> int:
        """Net and this tax."""
        return self.net + self.amount


def taxed(amount: int, taxes: Sequence[LineTax], *, inclusive: bool) -> Taxed:
    """A line from its discounted amount and its taxes."""
    tax = sum(each.amount for each in taxes)
    net, gross = (amount - tax, amount) if inclusive else (amount, amount + tax)
    return Taxed(net, tuple(taxes), gross)


def tax_lines(lines: Sequence[tuple[str, int]], taxes: Taxes, terms: TaxTerms) -> tuple[Taxed, ...]:
    """Tax lines given as (class, discounted amount), none negative. Every line gets at least one `LineTax`."""
    members: dict[str, list[int]] = defaultdict(list)
    for position, (tax_class, _) in enumerate(lines):
        members[tax_class].append(position)
    found: dict[int, list[LineTax]] = {}
    for tax_class, positions in members.items():
        amounts = [lines[position][1] for position in positions]
        by_line = zip(*_class_taxes(tax_class, amounts, taxes.get(tax_class, ()), terms), strict=True)
        found.update(zip(positions, map(list, by_line), strict=True))
    return tuple(taxed(amount, found[i], inclusive=terms.inclusive) for i, (_, amount) in enumerate(lines))


def _class_taxes(tax_class: str, amounts: Sequence[int], taxes: Sequence[Tax], terms: TaxTerms) -> list[list[LineTax]]:
    """Each tax of a class over the class's lines, in their order."""
    if not taxes:
        return [[LineTax(tax_class, "", None, 0, "exempt") for _ in amounts]]
    held = sum(tax.rate for tax in taxes) if terms.inclusive else 0
    untaxed = list(amounts)
    rows = []
    for tax in taxes:
        shares = _shares(amounts, untaxed, _reckoner(tax.rate, held), terms)
        if terms.inclusive:  # a second tax may only take what the first left of a line of a cent or two
            untaxed = [rest - share for rest, share in zip(untaxed, shares, strict=True)]
        rows.append([LineTax(tax_class, tax.name, tax.rate, share, _explanation(tax, terms)) for share in shares])
    return rows


def _reckoner(rate: int, held: int) -> Callable[[int], int]:
    """From an amount that holds taxes of `held` millionths to the tax of `rate`."""
    return lambda amount: half_up(amount * rate, MILLION + held)


def _shares(
    amounts: Sequence[int], weights: Sequence[int], tax_on: Callable[[int], int], terms: TaxTerms
) -> Sequence[int]:
    """The lines' shares of one tax."""
    if terms.per_line:
        return [tax_on(amount) for amount in amounts]
    return allocate(tax_on(sum(amounts)), weights)


def _explanation(tax: Tax, terms: TaxTerms) -> str:
    """The code of the sentence that explains a line's tax."""
    if not tax.rate:
        return "zero_rated"
    return f"{'included' if terms.inclusive else 'added'}_{'on_line' if terms.per_line else 'in_group'}"


def tax_groups(lines: Iterable[Taxed]) -> tuple[TaxGroup, ...]:
    """The groups of a document or of many, in the order in which they first appear."""
    sums: dict[tuple[str, str, int | None], list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        for tax in line.taxes:
            group = sums[tax.tax_class, tax.name, tax.rate]
            group[0] += line.net
            group[1] += tax.amount
    return tuple(TaxGroup(*key, net, amount) for key, (net, amount) in sums.items())
