"""The quote: discounts by hand and by rule, in their order, split and explained; and what holds for any cart."""

from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bizet_core.base.refusals import Refused
from bizet_core.catalogue.taxes.rules import Tax, TaxTerms
from bizet_core.selling.pricing.messages import REASONS, SENTENCES
from bizet_core.selling.pricing.rules import (
    AmountOff,
    BuyGet,
    Cart,
    Context,
    Discount,
    Effect,
    Explained,
    Line,
    Percent,
    PriceEach,
    Quote,
    Rule,
    Target,
    When,
    quote,
)
from tests.core.selling.pricing.makers import CONTEXT, TAXES, carts, line, new_id, priced

ADDED = TaxTerms(inclusive=False)


def rule(label: str, effect: Effect, group: str = "", **more: Any) -> Rule:
    return Rule(new_id(), label, effect, group or label, **more)


def said(quoted: Quote) -> list[str]:
    return [REASONS[each.reason].format(label=each.label, better=each.better) for each in quoted.explained]


def test_a_quote_of_one_haircut() -> None:
    quoted = priced(line(11_900), tip=500)
    assert (quoted.goods, quoted.discount, quoted.tax, quoted.total, quoted.due) == (11_900, 0, 1_900, 11_900, 12_400)
    assert quoted.explained == ()


def test_an_empty_cart_costs_nothing() -> None:
    quoted = priced(discount=Discount("Friend", AmountOff(500)))
    assert (quoted.total, quoted.due, quoted.groups) == (0, 0, ())
    assert said(quoted) == ["Friend not used: there is nothing it would reduce"]


def test_a_discount_is_taken_from_the_line_and_not_from_the_price_of_one() -> None:
    quoted = priced(line(333, quantity=3000, off=Percent(100_000)))
    assert quoted.discount == 100  # 10 % of 9.99; of 3.33 it would be 0.33 three times
    assert quoted.lines[0].line.unit_price == 333


def test_a_third_of_a_kilo_is_rounded_once() -> None:
    assert priced(line(1999, quantity=333)).goods == 666  # 6.65667


def test_an_order_discount_is_split_by_largest_remainder_ties_to_the_earlier_line() -> None:
    quoted = priced(line(333), line(333), line(333), discount=Discount("Friend", AmountOff(100)))
    assert [each.discount for each in quoted.lines] == [34, 33, 33]
    assert [each.taxed.gross for each in quoted.lines] == [299, 300, 300]


def test_an_order_discount_follows_what_the_line_discounts_left() -> None:
    quoted = priced(line(2000, off=Percent(500_000)), line(1000), discount=Discount("Friend", Percent(100_000)))
    assert [each.discount for each in quoted.lines] == [1000 + 100, 100]
    assert [(r.scope, r.amount) for r in quoted.lines[0].reductions] == [("line", 1000), ("order", 100)]


def test_no_discount_goes_below_nothing() -> None:
    quoted = priced(line(1000, off=AmountOff(1500)), line(700), discount=Discount("Friend", Percent(3_000_000)))
    assert [each.discount for each in quoted.lines] == [1000, 700]
    assert (quoted.total, quoted.tax) == (0, 0)


def test_sales_tax_is_added_after_the_discounts() -> None:
    new_york = {"standard": (Tax("Sales tax", 88_750),)}
    quoted = priced(line(10_000), discount=Discount("Friend", Percent(100_000)), terms=ADDED, taxes=new_york)
    assert (quoted.tax, quoted.total) == (799, 9_799)  # 90.00 × 8.875 % = 7.9875


def test_half_of_a_dinar_price_is_rounded_in_fils() -> None:
    assert priced(line(1_235, off=Percent(500_000)), currency="KWD").total == 617  # 0.6175 off: 0.618


def test_yen_have_no_decimals() -> None:
    japan = {"standard": (Tax("消費税 10 %", 100_000),)}
    quoted = priced(line(1_255, off=Percent(500_000)), currency="JPY", taxes=japan, terms=ADDED)
    assert (quoted.discount, quoted.tax, quoted.total) == (628, 63, 690)


@pytest.mark.parametrize(
    ("due", "step", "in_cash"),
    [
        (1002, 5, 1000),
        (1003, 5, 1005),
        (1007, 5, 1005),
        (1008, 5, 1010),
        (9949, 100, 9900),
        (9950, 100, 10_000),
        (7, 1, 7),
    ],
)
def test_cash_is_rounded_to_the_smallest_coin(due: int, step: int, in_cash: int) -> None:
    """Five rappen in Switzerland, whole kronor in Sweden."""
    assert priced(line(due), cash_step=step).cash_due == in_cash


def test_the_best_of_a_group_wins_and_the_others_say_why_not() -> None:
    early = rule("Early bird −40 %", Percent(400_000), "people")
    student = rule("Student −30 %", Percent(300_000), "people")
    quoted = priced(line(1000), rules=(student, early, rule("Member −10 %", Percent(100_000))))
    assert said(quoted) == ["Student −30 % not used: Early bird −40 % is better", "Early bird −40 %", "Member −10 %"]
    assert [each.amount for each in quoted.explained] == [0, 400, 60]
    assert quoted.total == 540


def test_the_best_may_be_another_on_each_line() -> None:
    rules = (rule("€3 off", AmountOff(300), "offers"), rule("A fifth off", Percent(200_000), "offers"))
    quoted = priced(line(1000), line(2000), rules=rules)
    assert [each.reductions[0].label for each in quoted.lines] == ["€3 off", "A fifth off"]


def test_of_two_equal_rules_the_earlier_one_is_used() -> None:
    rules = (rule("Ten percent", Percent(100_000), "a"), rule("One euro", AmountOff(100), "a"))
    quoted = priced(line(1000), rules=rules)
    assert [r.label for r in quoted.lines[0].reductions] == ["Ten percent"]


def test_lines_come_before_buy_get_before_order_before_what_hands_do_whatever_the_order_of_the_rules() -> None:
    rules = (
        rule("Order −10 %", Percent(100_000), scope="order"),
        rule("Two for one", BuyGet(1, 1), scope="together"),
        rule("Half price", Percent(500_000)),
    )
    two = line(2000, quantity=2000, off=AmountOff(100))
    quoted = priced(two, rules=rules, discount=Discount("Friend", AmountOff(5)))
    taken = [(r.label, r.amount) for r in quoted.lines[0].reductions]
    assert taken == [("Half price", 2000), ("By hand", 100), ("Two for one", 950), ("Order −10 %", 95), ("Friend", 5)]


def test_buy_two_get_one_gives_the_cheapest_units() -> None:
    offer = rule("Buy two, get one", BuyGet(2, 1), scope="together")
    quoted = priced(line(500, quantity=2000), line(300, quantity=1000), line(400, quantity=4000), rules=(offer,))
    assert [each.discount for each in quoted.lines] == [0, 300, 400]  # seven pieces, two free


def test_buy_get_counts_whole_units_and_may_only_reduce() -> None:
    offer = rule("Second at half price", BuyGet(1, 1, 500_000), scope="together")
    assert priced(line(1000, quantity=1900), rules=(offer,)).discount == 0
    assert priced(line(1000, quantity=2500), rules=(offer,)).discount == 500


def test_a_special_price_reduces_the_amount_and_never_raises_it() -> None:
    happy = rule("Happy hour", PriceEach(600))
    quoted = priced(line(1000, quantity=2000), line(500), rules=(happy,))
    assert [each.discount for each in quoted.lines] == [800, 0]
    assert said(quoted) == ["Happy hour", "Happy hour not used: there is nothing it would reduce"]


def test_a_rule_reduces_only_what_it_is_about() -> None:
    salon_cut = new_id()
    cut, wax = replace(line(1000), item=salon_cut), replace(line(2000), kind="product")
    by_kind = rule("Shelf −10 %", Percent(100_000), target=Target(kinds=frozenset(["product"])))
    by_item = rule("This cut −€2", AmountOff(200), scope="order", target=Target(items=frozenset([salon_cut])))
    assert [each.discount for each in priced(cut, wax, rules=(by_kind, by_item)).lines] == [200, 200]


def test_hindrances_are_explained() -> None:
    noon = 1_000_000
    rules = (
        rule("A", Percent(1), when=When(starts=noon + 1)),
        rule("B", Percent(1), when=When(until=noon)),  # exclusive
        rule("C", Percent(1), when=When(tags=frozenset(["student"]))),
        rule("D", Percent(1), when=When(minimum=1001)),
        rule("E", Percent(1), target=Target(kinds=frozenset(["ticket"]))),
        rule("F", Percent(100_000), when=When(noon, noon + 1, frozenset(["member", "vip"]), 1000)),
    )
    quoted = quote(Cart("EUR", (line(1000),)), Context(TAXES, noon, frozenset(["member"]), rules))
    assert [each.reason for each in quoted.explained] == [
        "too_early", "too_late", "not_for_buyer", "below_minimum", "nothing_to_reduce", "used",
    ]  # fmt: skip
    assert quoted.total == 900


def test_a_minimum_looks_at_list_prices_so_that_a_discount_never_makes_an_order_dearer() -> None:
    spend = rule("€5 off from €50", AmountOff(500), scope="order", when=When(minimum=5000))
    assert priced(line(5000), rules=(spend,)).total == 4500
    assert priced(line(5000, off=AmountOff(100)), rules=(spend,)).total == 4400


def test_what_a_hand_gave_is_explained_with_its_label() -> None:
    cut = line(1000, off=AmountOff(100))
    assert priced(cut).explained == (Explained(None, "By hand", "used", cut.id, 100),)


@pytest.mark.parametrize(
    ("lines", "more", "code"),
    [
        ([line(-1)], {}, "price_below_zero"),
        ([line(100, quantity=0)], {}, "quantity_not_positive"),
        ([line(100, quantity=-1000)], {}, "quantity_not_positive"),
        ([line(100, off=Percent(-1))], {}, "discount_below_zero"),
        ([line(100)], {"discount": Discount("Friend", AmountOff(-5))}, "discount_below_zero"),
        ([line(100)], {"tip": -1}, "tip_below_zero"),
        ([line(10**9, quantity=10**10)], {}, "number_too_large"),
    ],
)
def test_nonsense_is_refused(lines: list[Line], more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        priced(*lines, **more)
    assert refused.value.code == code
    if code in SENTENCES:
        assert SENTENCES[code].format(**refused.value.facts)


# What holds for any cart.

house_rules = st.lists(
    st.builds(
        Rule,
        id=st.uuids(),
        label=st.sampled_from(["Member", "Student", "Early bird"]),
        effect=st.builds(Percent, st.integers(0, 1_000_000))
        | st.builds(AmountOff, st.integers(0, 5000))
        | st.builds(PriceEach, st.integers(0, 5000))
        | st.builds(BuyGet, st.integers(1, 3), st.integers(1, 2), st.integers(0, 1_000_000)),
        group=st.sampled_from(["people", "times"]),
        scope=st.sampled_from(["line", "together", "order"]),
        target=st.builds(Target, kinds=st.frozensets(st.sampled_from(["service", "product"]), max_size=1)),
        when=st.builds(When, minimum=st.integers(0, 3000)),
    ),
    max_size=5,
    unique_by=lambda rule: rule.id,
).map(tuple)


@given(carts(), house_rules)
def test_lines_add_up_to_the_totals_and_nothing_is_negative(cart: Cart, rules: tuple[Rule, ...]) -> None:
    quoted = quote(cart, replace(CONTEXT, rules=rules))
    assert sum(each.amount - each.discount for each in quoted.lines) == quoted.goods - quoted.discount
    assert quoted.total == quoted.goods - quoted.discount + (0 if cart.terms.inclusive else quoted.tax)
    assert sum(group.amount for group in quoted.groups) == quoted.tax
    assert quoted.due == quoted.total + cart.tip
    for each in quoted.lines:
        assert all(reduction.amount > 0 for reduction in each.reductions)
        assert min(each.amount, each.amount - each.discount, each.taxed.net, each.taxed.tax, each.taxed.gross) >= 0


@given(carts(), house_rules)
def test_every_rule_is_used_or_refused_and_the_amounts_agree(cart: Cart, rules: tuple[Rule, ...]) -> None:
    quoted = quote(cart, replace(CONTEXT, rules=rules))
    taken: dict[UUID | None, int] = {}
    for reduction in (reduction for each in quoted.lines for reduction in each.reductions):
        taken[reduction.rule] = taken.get(reduction.rule, 0) + reduction.amount
    for each in rules:
        told = [said for said in quoted.explained if said.rule == each.id]
        assert told
        assert sum(said.amount for said in told) == taken.get(each.id, 0)
        assert all((said.reason == "used") == (said.amount > 0) for said in told)


@given(carts(), st.integers(0, 1_000_000), st.integers(0, 1_000_000), st.booleans())
def test_a_higher_percentage_never_costs_more(cart: Cart, one: int, other: int, whole_order: bool) -> None:
    less, more = (_reduced(cart, Percent(rate), whole_order=whole_order) for rate in sorted((one, other)))
    assert more <= less


@given(carts(), st.integers(0, 10_000), st.integers(0, 10_000), st.booleans())
def test_a_larger_amount_off_never_costs_more(cart: Cart, one: int, other: int, whole_order: bool) -> None:
    less, more = (_reduced(cart, AmountOff(amount), whole_order=whole_order) for amount in sorted((one, other)))
    assert more <= less


def _reduced(cart: Cart, effect: Percent | AmountOff, *, whole_order: bool) -> int:
    """What is left of a cart before tax when an effect is given by hand, on the order or on its first line."""
    discount = Discount("By hand", effect)
    if whole_order or not cart.lines:
        cart = replace(cart, discount=discount)
    else:
        cart = replace(cart, lines=(replace(cart.lines[0], discount=discount), *cart.lines[1:]))
    quoted = quote(cart, CONTEXT)
    return quoted.goods - quoted.discount


@given(carts((True,)), st.integers(0, 1_000_000))
def test_one_more_rule_of_the_house_never_costs_more(cart: Cart, rate: int) -> None:
    member = Rule(new_id(), "Member", Percent(rate), "people")
    assert quote(cart, replace(CONTEXT, rules=(member,))).total <= quote(cart, CONTEXT).total


@given(carts(), st.integers(0, 5000))
def test_an_order_discount_is_shared_in_proportion(cart: Cart, off: int) -> None:
    before = quote(replace(cart, discount=None), CONTEXT)
    after = quote(replace(cart, discount=Discount("Friend", AmountOff(off))), CONTEXT)
    left = before.goods - before.discount
    given_away = min(off, left)
    assert after.discount - before.discount == given_away
    for one, other in zip(before.lines, after.lines, strict=True):
        share = Fraction(given_away * (one.amount - one.discount), left or 1)
        assert abs(other.discount - one.discount - share) < 1
