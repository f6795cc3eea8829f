"""Taxes: worked examples of several countries, and what holds for any lines."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.catalogue.taxes.messages import EXPLANATIONS
from bizet_core.catalogue.taxes.rules import Tax, TaxGroup, TaxTerms, tax_groups, tax_lines
from tests.core.selling.pricing.makers import TAXES

INCLUSIVE, EXCLUSIVE = TaxTerms(inclusive=True), TaxTerms(inclusive=False)
UK = {"standard": (Tax("VAT 20 %", 200_000),), "zero": (Tax("VAT 0 %", 0),)}


def only_tax(amount: int, taxes: tuple[Tax, ...], terms: TaxTerms) -> int:
    [line] = tax_lines([("standard", amount)], {"standard": taxes}, terms)
    return line.tax


@pytest.mark.parametrize(
    ("gross", "vat"),
    [(12000, 2000), (1000, 167), (999, 167), (100, 17), (1, 0), (3, 1), (0, 0)],  # 999/6 = 166.5, 3/6 = 0.5: up
)
def test_a_british_price_holds_a_sixth_of_vat(gross: int, vat: int) -> None:
    assert only_tax(gross, UK["standard"], INCLUSIVE) == vat


def test_a_german_receipt_with_two_rates_has_two_groups() -> None:
    rows = tax_lines([("standard", 350), ("reduced", 1290), ("standard", 11900)], TAXES, INCLUSIVE)
    assert tax_groups(rows) == (
        TaxGroup("standard", "VAT 19 %", 190_000, net=10_294, amount=1_956),  # 122.50 × 19/119 = 19.5588
        TaxGroup("reduced", "VAT 7 %", 70_000, net=1_206, amount=84),  # 12.90 × 7/107 = 0.8439
    )
    assert [row.gross for row in rows] == [350, 1290, 11900]


def test_japan_rounds_once_per_rate_on_an_invoice_and_not_on_each_line() -> None:
    japan = {"standard": (Tax("消費税 10 %", 100_000),)}
    three = [("standard", 105)] * 3  # whole yen: 10.5 each, 31.5 together
    assert [row.tax for row in tax_lines(three, japan, EXCLUSIVE)] == [11, 11, 10]
    assert [row.tax for row in tax_lines(three, japan, TaxTerms(inclusive=False, per_line=True))] == [11, 11, 11]


def test_new_york_adds_8_875_percent_in_one_tax_or_in_three() -> None:
    assert only_tax(10_000, (Tax("Sales tax", 88_750),), EXCLUSIVE) == 888
    three = (Tax("State 4 %", 40_000), Tax("City 4.5 %", 45_000), Tax("MCTD 0.375 %", 3_750))
    [line] = tax_lines([("standard", 10_000)], {"standard": three}, EXCLUSIVE)
    assert [tax.amount for tax in line.taxes] == [400, 450, 38]
    assert (line.net, line.gross) == (10_000, 10_888)


def test_quebec_prints_gst_and_qst_and_taxes_neither_by_the_other() -> None:
    quebec = (Tax("TPS 5 %", 50_000), Tax("TVQ 9.975 %", 99_750))
    assert only_tax(10_000, quebec, EXCLUSIVE) == 500 + 998
    assert only_tax(11_498, quebec, INCLUSIVE) == 500 + 998
    [line] = tax_lines([("standard", 10_000)], {"standard": quebec}, EXCLUSIVE)
    assert [group.net for group in tax_groups([line])] == [10_000, 10_000]


def test_a_dinar_has_three_decimals() -> None:
    assert only_tax(1_250, (Tax("VAT 5 %", 50_000),), EXCLUSIVE) == 63  # 0.0625 of a dinar: 62.5 fils
    assert only_tax(1_313, (Tax("VAT 5 %", 50_000),), INCLUSIVE) == 63


def test_zero_rated_and_exempt_are_two_groups() -> None:
    groups = tax_groups(tax_lines([("zero", 500), ("care", 700), ("zero", 100)], UK, INCLUSIVE))
    assert groups == (TaxGroup("zero", "VAT 0 %", 0, 600, 0), TaxGroup("care", "", None, 700, 0))


def test_equal_rates_of_two_classes_stay_apart() -> None:
    taxes = {"food": (Tax("VAT 5 %", 50_000),), "books": (Tax("VAT 5 %", 50_000),)}
    groups = tax_groups(tax_lines([("food", 105), ("books", 210)], taxes, INCLUSIVE))
    assert [(group.tax_class, group.gross) for group in groups] == [("food", 105), ("books", 210)]


def test_a_second_tax_takes_no_more_than_the_first_left_of_a_line() -> None:
    """Twelve sweets at a cent hold a cent of each tax; both on the first would leave it a net of −1."""
    rows = tax_lines([("two", 1)] * 12, TAXES, INCLUSIVE)
    assert sum(row.tax for row in rows) == 2
    assert min(row.net for row in rows) == 0


def test_each_line_says_how_its_tax_was_found() -> None:
    said = [
        row.taxes[0].explanation
        for per_line in (False, True)
        for inclusive in (False, True)
        for row in tax_lines([("standard", 100)], UK, TaxTerms(inclusive, per_line))
    ]
    said += [row.taxes[0].explanation for row in tax_lines([("zero", 1), ("care", 1)], UK, INCLUSIVE)]
    assert sorted(said) == sorted(EXPLANATIONS)


some_amounts = st.integers(0, 20) | st.integers(0, 10**7)
some_lines = st.lists(st.tuples(st.sampled_from([*TAXES, "care"]), some_amounts), max_size=9)
any_terms = st.builds(TaxTerms, st.booleans(), st.booleans())


@given(some_lines, any_terms)
def test_every_line_is_net_and_taxes_and_none_is_negative(lines: list[tuple[str, int]], terms: TaxTerms) -> None:
    for (_, amount), row in zip(lines, tax_lines(lines, TAXES, terms), strict=True):
        assert row.net + row.tax == row.gross
        assert (row.gross if terms.inclusive else row.net) == amount
        assert min(row.net, row.gross, *(tax.amount for tax in row.taxes)) >= 0
        assert row.taxes


@given(some_lines, any_terms)
def test_groups_hold_what_their_lines_hold(lines: list[tuple[str, int]], terms: TaxTerms) -> None:
    rows = tax_lines(lines, TAXES, terms)
    groups = tax_groups(rows)
    assert sum(group.amount for group in groups) == sum(row.tax for row in rows)
    for group in groups:
        assert group.net == sum(row.net for row in rows if row.taxes[0].tax_class == group.tax_class)
    assert len({(group.tax_class, group.name, group.rate) for group in groups}) == len(groups)


@given(some_lines, st.booleans())
def test_a_group_is_rounded_once(lines: list[tuple[str, int]], inclusive: bool) -> None:
    for group in tax_groups(tax_lines(lines, TAXES, TaxTerms(inclusive))):
        held = sum(tax.rate for tax in TAXES.get(group.tax_class, ())) if inclusive else 0
        base = sum(amount for tax_class, amount in lines if tax_class == group.tax_class)
        exact = Fraction(base * (group.rate or 0), 1_000_000 + held)
        assert -Fraction(1, 2) < group.amount - exact <= Fraction(1, 2) or exact == group.amount


@given(some_lines, st.booleans())
def test_a_line_is_rounded_for_itself_where_that_is_set(lines: list[tuple[str, int]], inclusive: bool) -> None:
    terms = TaxTerms(inclusive, per_line=True)
    alone = [tax_lines([line], TAXES, terms)[0] for line in lines]
    assert list(tax_lines(lines, TAXES, terms)) == alone
