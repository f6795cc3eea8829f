"""A till's day: cash expected and counted, what reports add up, totals that only grow."""

from collections import Counter
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.base.refusals import Refused
from bizet_core.catalogue.taxes.rules import TaxGroup
from bizet_core.selling.pricing.rules import AmountOff, Discount
from bizet_core.selling.sales.rules import Figures, refund, sell, void
from bizet_core.selling.till.rules import (
    DENOMINATIONS,
    Entry,
    Part,
    Perpetual,
    Totals,
    counted,
    denominations,
    expected_cash,
    quick_sums,
    report,
)
from tests.core.selling.pricing.makers import line, priced
from tests.core.selling.sales.makers import by_card, card, cash, in_cash, paid


def a_day() -> list[Entry]:
    """Four sales, of which one line was refunded and one sale voided."""
    cut = in_cash(priced(line(5000, off=AmountOff(500)), line(1502, "reduced"), tip=300, cash_step=5))  # 63.02: 63.00
    mistake = in_cash(priced(line(9900)))
    therapy = by_card(priced(line(8000, "care"), discount=Discount("Friend", AmountOff(1000)), tip=200))
    split = sell(priced(line(2000)), [card(1500), cash(1000)])  # 5.00 change
    back = refund(therapy, [], {therapy.lines[0].id: 500})
    sold = [Entry("sale", figures) for figures in (cut, mistake, therapy, split)]
    return [*sold, Entry("void", void(mistake, [])), Entry("refund", back)]


def test_a_day_adds_up() -> None:
    totals = report(a_day())
    assert (totals.sales, totals.refunds, totals.voids) == (4, 1, 1)
    assert (totals.sold, totals.refunded, totals.voided) == (6002 + 9900 + 7000 + 2000, 3500, 9900)
    assert totals.turnover == 6002 + 3500 + 2000
    assert (totals.discounts, totals.tips, totals.rounding) == (500 + 1000 - 500, 500, -2)
    assert totals.tenders == {"cash": 6300 + 500, "card": 7200 + 1500 - 3500}


def test_a_day_has_each_tax_group_less_what_was_taken_back() -> None:
    assert report(a_day()).taxes == (
        TaxGroup("standard", "VAT 19 %", 190_000, net=3782 + 1681, amount=718 + 319),
        TaxGroup("reduced", "VAT 7 %", 70_000, net=1404, amount=98),
        TaxGroup("care", "", None, net=3500, amount=0),
    )


def test_an_empty_day_is_all_zero() -> None:
    totals = report([])
    assert (totals.sales, totals.turnover, totals.tenders, totals.taxes) == (0, 0, {}, ())


def test_late_and_unposted_documents_count_and_are_shown_beside() -> None:
    first, second, third = (by_card(priced(line(price), tip=10)) for price in (1000, 2000, 4000))
    totals = report([Entry("sale", first), Entry("sale", second, late=True), Entry("sale", third, unposted=True)])
    assert (totals.sales, totals.sold) == (3, 7000)
    assert (totals.late, totals.unposted) == (Part(1, 2010), Part(1, 4010))


def test_the_drawer_should_hold_the_float_and_the_cash_that_stayed() -> None:
    documents = [entry.figures for entry in a_day()]
    assert expected_cash(20_000, documents, [5_000, -12_000]) == 20_000 + 6300 + 500 + 5_000 - 12_000


def test_a_count_by_pieces() -> None:
    assert counted({5000: 2, 1000: 3, 5: 7, 1: 0}) == 13_035
    assert counted({}) == 0


def test_pieces_below_zero_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        counted({1000: 3, 500: -1})
    assert refused.value.code == "pieces_below_zero"


def test_every_grid_starts_with_the_largest_and_ends_with_the_smallest_coin() -> None:
    for grid in (*DENOMINATIONS.values(), denominations("THB", 2)):
        assert all(larger > smaller > 0 for larger, smaller in pairwise(grid))
    smallest = {currency: denominations(currency, 2)[-1] for currency in ("CHF", "SEK", "USD", "EUR", "NZD")}
    assert smallest == {"CHF": 5, "SEK": 100, "USD": 1, "EUR": 1, "NZD": 10}


def test_a_currency_without_a_grid_of_its_own_gets_one_two_five() -> None:
    assert denominations("KRW", 0) == (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
    assert denominations("THB", 2)[:2] == (500_000, 200_000)


def test_grand_totals_grow_and_are_never_lowered_by_what_is_taken_back() -> None:
    first = Perpetual().after(report(a_day()))
    assert first == Perpetual(documents=6, sold=24_902, refunded=3500, voided=9900)
    assert first.after(report(a_day())) == Perpetual(documents=12, sold=49_804, refunded=7000, voided=19_800)


def entries(sold: Figures) -> list[Entry]:
    """A sale and the refund of half its first line, where it has two halves."""
    first = sold.lines[0]
    back = [refund(sold, [], {first.id: first.quantity // 2})] if first.quantity > 1 else []
    return [Entry("sale", sold), *(Entry("refund", each) for each in back)]


days = st.lists(paid().map(lambda sale: entries(sale[1])), max_size=3).map(lambda parts: list(chain(*parts)))


@given(days)
def test_tenders_are_turnover_and_tips_and_rounding(day: list[Entry]) -> None:
    totals = report(day)
    assert sum(totals.tenders.values()) == totals.turnover + totals.tips + totals.rounding
    assert expected_cash(0, [entry.figures for entry in day], []) == totals.tenders.get("cash", 0)


@given(days)
def test_tax_groups_hold_the_tax_of_all_documents(day: list[Entry]) -> None:
    assert sum(group.amount for group in report(day).taxes) == sum(entry.figures.tax for entry in day)


@given(days, days)
def test_two_periods_come_to_what_one_would(one: list[Entry], other: list[Entry]) -> None:
    assert Perpetual().after(report(one)).after(report(other)) == Perpetual().after(report([*one, *other]))
    assert _sums(report(one)) + _sums(report(other)) == _sums(report([*one, *other]))


def _sums(totals: Totals) -> Counter[str]:
    return Counter({method: amount for method, amount in totals.tenders.items() if amount > 0})


@pytest.mark.parametrize(
    ("currency", "due", "likely"),
    [
        ("EUR", 9850, (10_000, 20_000, 50_000)),
        ("EUR", 5800, (6000, 10_000, 20_000)),
        ("EUR", 10_000, (20_000, 50_000)),
        ("JPY", 4980, (5000, 6000, 10_000)),
        ("EUR", 0, ()),
    ],
)
def test_quick_sums_are_what_people_hand_over(currency: str, due: int, likely: tuple[int, ...]) -> None:
    assert quick_sums(due, DENOMINATIONS[currency]) == likely
