"""Carts for the tests of prices, taxes, sales and tills: by hand, and any cart at all."""

from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from bizet_core.catalogue.taxes.rules import Tax, Taxes, TaxTerms
from bizet_core.selling.pricing.rules import AmountOff, Cart, Context, Discount, Line, Percent, Quote, Rule, quote

_ids = count(1)

TAXES = {
    "standard": (Tax("VAT 19 %", 190_000),),
    "reduced": (Tax("VAT 7 %", 70_000),),
    "zero": (Tax("VAT 0 %", 0),),
    "two": (Tax("GST 5 %", 50_000), Tax("PST 9.975 %", 99_750)),
}
"""And "care", which has no tax: exempt."""


def new_id() -> UUID:
    return UUID(int=next(_ids))


def line(
    price: int, tax_class: str = "standard", *, quantity: int = 1000, off: Percent | AmountOff | None = None
) -> Line:
    discount = Discount("By hand", off) if off else None
    return Line(new_id(), "service", new_id(), "Haircut", quantity, price, tax_class, discount)


def priced(
    *lines: Line, currency: str = "EUR", taxes: Taxes = TAXES, rules: tuple[Rule, ...] = (), **cart: Any
) -> Quote:
    return quote(Cart(currency, lines, **cart), Context(taxes, rules=rules))


def discounts(most: int = 20_000) -> st.SearchStrategy[Discount]:
    effects = st.builds(Percent, st.integers(0, 1_000_000)) | st.builds(AmountOff, st.integers(0, most))
    return st.builds(Discount, st.just("By hand"), effects)


def lines(classes: tuple[str, ...] = (*TAXES, "care")) -> st.SearchStrategy[Line]:
    return st.builds(
        Line,
        id=st.uuids(),
        kind=st.sampled_from(["service", "product"]),
        item=st.none() | st.uuids(),
        name=st.just("Haircut"),
        quantity=st.integers(1, 12).map(lambda pieces: pieces * 1000) | st.integers(1, 5000),
        unit_price=st.integers(0, 50) | st.integers(0, 20_000),
        tax_class=st.sampled_from(classes),
        discount=st.none() | discounts(),
    )


def carts(inclusive: tuple[bool, ...] = (True, False), least: int = 0) -> st.SearchStrategy[Cart]:
    return st.builds(
        Cart,
        currency=st.just("CHF"),
        lines=st.lists(lines(), min_size=least, max_size=6, unique_by=lambda line: line.id).map(tuple),
        discount=st.none() | discounts(),
        tip=st.just(0) | st.integers(0, 2000),
        terms=st.builds(TaxTerms, st.sampled_from(inclusive), st.booleans()),
        cash_step=st.sampled_from([1, 5, 10, 100]),
    )


CONTEXT = Context(TAXES)
