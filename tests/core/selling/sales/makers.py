"""Paid carts, and what was taken back of them, added up."""

from collections import Counter
from collections.abc import Iterable

from hypothesis import strategies as st

from bizet_core.describe.formats.money import Money
from bizet_core.selling.pricing.rules import Cart, Quote, quote
from bizet_core.selling.sales.rules import CASH, Figures, Tender, sell, settle
from tests.core.selling.pricing.makers import CONTEXT, carts, new_id


def card(given: int, reference: str = "") -> Tender:
    return Tender(new_id(), "card", given, reference=reference)


def cash(given: int) -> Tender:
    return Tender(new_id(), CASH, given)


def in_cash(quoted: Quote) -> Figures:
    return sell(quoted, [cash(quoted.cash_due)])


def by_card(quoted: Quote) -> Figures:
    return sell(quoted, [card(quoted.due)] if quoted.due else [])


def effect(documents: Iterable[Figures]) -> Counter[object]:
    """Every amount of some documents, added up by where it stands; zeros left out."""
    sums: Counter[object] = Counter()
    for document in documents:
        sums["tip"] += document.tip
        sums["rounding"] += document.rounding
        for tender in document.tenders:
            sums["tender", tender.id] += tender.amount
        for line in document.lines:
            sums["quantity", line.id] += line.quantity
            sums["list", line.id] += line.amount
            sums["discount", line.id] += line.discount
            sums["net", line.id] += line.taxed.net
            sums["gross", line.id] += line.taxed.gross
            for tax in line.taxed.taxes:
                sums["tax", line.id, tax.tax_class, tax.name, tax.rate] += tax.amount
    return Counter({place: amount for place, amount in sums.items() if amount})


@st.composite
def tenders_for(draw: st.DrawFn, quoted: Quote) -> list[Tender]:
    """Up to two cards, then cash for what is left, often too much of it."""
    left, tenders = quoted.due, []
    for _ in range(draw(st.integers(0, 2))):
        if left:
            tenders.append(card(draw(st.integers(1, left))))
            left -= tenders[-1].given
    open_cash = settle(Money(quoted.due, "CHF"), tenders, quoted.cart.cash_step).open_cash
    if left:
        too_much = draw(st.just(0) | st.integers(0, 10_000))
        first = draw(st.integers(0, open_cash))  # in two handfuls
        tenders += [cash(first), cash(open_cash - first + too_much)]
    return tenders


@st.composite
def paid(draw: st.DrawFn) -> tuple[Cart, Figures]:
    """Any cart with at least one line, paid somehow."""
    cart = draw(carts(least=1))
    quoted = quote(cart, CONTEXT)
    return cart, sell(quoted, draw(tenders_for(quoted)))
