"""Tenders, change and cash rounding; refunds that add up; voids; the chain of documents."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bizet_core.base.refusals import Refused
from bizet_core.catalogue.taxes.rules import TaxTerms
from bizet_core.describe.formats.money import Money
from bizet_core.selling.pricing.rules import AmountOff, Cart, Discount, Percent, quote
from bizet_core.selling.sales.messages import BREAKS, SENTENCES
from bizet_core.selling.sales.rules import (
    START,
    Break,
    Figures,
    Sale,
    Sealed,
    Tender,
    canonical,
    refund,
    returnable,
    seal,
    sell,
    settle,
    verify,
    void,
)
from tests.core.selling.pricing.makers import CONTEXT, carts, line, new_id, priced
from tests.core.selling.sales.makers import by_card, card, cash, effect, in_cash, paid, tenders_for

ADDED = TaxTerms(inclusive=False)


def francs(amount: int) -> Money:
    return Money(amount, "CHF")


def refused(code: str, **facts: object) -> Any:
    """Expect a refusal with these facts, and a sentence that holds them."""

    class Expected:
        def __enter__(self) -> None:
            self.raises = pytest.raises(Refused)
            self.info = self.raises.__enter__()

        def __exit__(self, *error: Any) -> bool | None:
            swallowed = self.raises.__exit__(*error)
            assert (self.info.value.code, self.info.value.facts) == (code, facts)
            assert SENTENCES[code].format(**facts)
            return swallowed

    return Expected()


# Paying


def test_change_is_what_was_given_too_much() -> None:
    settlement = settle(francs(1250), [cash(2000)])
    assert (settlement.settled, settlement.change, settlement.rounding) == (True, 750, 0)
    assert [tender.amount for tender in settlement.tenders] == [1250]


def test_two_handfuls_of_cash_are_one_tender() -> None:
    first, second = cash(500), cash(2000)
    assert settle(francs(1200), [first, second]).tenders == (Tender(first.id, "cash", 2500, change=1300),)


def test_a_card_cannot_give_change() -> None:
    with refused("change_from_cash_only", over=francs(100)):
        settle(francs(900), [card(1000)])
    with refused("change_from_cash_only", over=francs(1)):
        settle(francs(900), [card(500), card(401), cash(5000)])


def test_what_is_open_is_told_for_cards_and_for_cash() -> None:
    settlement = settle(francs(1003), [card(500)], cash_step=5)
    assert (settlement.open, settlement.open_cash, settlement.settled) == (503, 505, False)
    settlement = settle(francs(1003), [cash(500)], cash_step=5)
    assert (settlement.open, settlement.open_cash) == (503, 505)
    with refused("not_paid", open=Money(503, "EUR")):
        sell(priced(line(1003), cash_step=5), [cash(500)])


def test_swiss_cash_is_rounded_to_five_rappen_and_says_so() -> None:
    settlement = settle(francs(2492), [cash(5000)], cash_step=5)
    assert (settlement.rounding, settlement.change) == (-2, 2510)
    assert settle(francs(2493), [cash(5000)], cash_step=5).rounding == 2


def test_swedish_cash_is_rounded_to_whole_kronor() -> None:
    kronor = settle(Money(9950, "SEK"), [cash(10_000)], cash_step=100)
    assert (kronor.rounding, kronor.change) == (50, 0)
    assert settle(Money(9949, "SEK"), [cash(10_000)], cash_step=100).change == 100


def test_cards_pay_to_the_cent_and_only_the_cash_part_is_rounded() -> None:
    settlement = settle(francs(1002), [card(501), cash(500)], cash_step=5)
    assert (settlement.settled, settlement.rounding) == (True, -1)
    assert settle(francs(1002), [card(1002)], cash_step=5).rounding == 0


def test_cash_that_is_exact_stays_exact_where_small_coins_are_still_money() -> None:
    settlement = settle(francs(498), [cash(498)], cash_step=5)
    assert (settlement.settled, settlement.rounding, settlement.change) == (True, 0, 0)


def test_an_empty_cash_tender_pays_a_rest_too_small_for_any_coin() -> None:
    assert not settle(francs(2), [], cash_step=5).settled
    settlement = settle(francs(2), [cash(0)], cash_step=5)
    assert (settlement.settled, settlement.rounding) == (True, -2)


def test_what_costs_nothing_needs_no_tender() -> None:
    assert sell(priced(line(1000, off=Percent(1_000_000))), []).tenders == ()


@pytest.mark.parametrize("tender", [card(0), card(-5), cash(-1)])
def test_a_tender_below_nothing_is_refused(tender: Tender) -> None:
    with refused("tender_not_positive"):
        settle(francs(100), [tender])


def test_a_tip_is_due_but_neither_total_nor_taxed() -> None:
    sold = by_card(priced(line(1190), tip=200))
    assert (sold.total, sold.tax, sold.tip, sold.tenders[0].amount) == (1190, 190, 200, 1390)


@given(carts(), st.data())
def test_tenders_less_change_are_what_was_due_and_its_rounding(cart: Cart, data: st.DataObject) -> None:
    quoted = quote(cart, CONTEXT)
    sold = sell(quoted, data.draw(tenders_for(quoted)))
    given_in_all = sum(tender.given for tender in sold.tenders)
    change = sum(tender.change for tender in sold.tenders)
    assert given_in_all - change == sold.total + sold.tip + sold.rounding
    assert 2 * abs(sold.rounding) <= cart.cash_step
    assert all(tender.method == "cash" for tender in sold.tenders if tender.change)
    assert not sold.rounding or any(tender.method == "cash" for tender in sold.tenders)


@given(carts(), st.data())
def test_a_sale_holds_what_was_quoted(cart: Cart, data: st.DataObject) -> None:
    quoted = quote(cart, CONTEXT)
    sold = sell(quoted, data.draw(tenders_for(quoted)))
    for amount in ("goods", "discount", "tax", "total"):
        assert getattr(sold, amount) == getattr(quoted, amount)


# Taking back


def test_three_thirds_of_a_discounted_line_are_all_that_was_paid() -> None:
    sold = by_card(priced(line(333, quantity=3000, off=Percent(100_000))))  # 8.99 paid, 1.44 of it tax
    one = {sold.lines[0].id: 1000}
    backs: list[Figures] = []
    for _ in range(3):
        backs.append(refund(sold, backs, one))
    assert [back.total for back in backs] == [-300, -299, -300]  # running: 2.9967, 5.9933, 8.99
    assert [back.tax for back in backs] == [-48, -48, -48]
    assert effect([sold, *backs]) == Counter()
    with refused("more_than_sold", name="Haircut", left=Decimal(0)):
        refund(sold, backs, one)


def test_one_of_two_gives_back_half() -> None:
    sold = by_card(priced(line(500, quantity=2000)))
    back = refund(sold, [], {sold.lines[0].id: 1000})
    assert (back.total, back.lines[0].quantity, back.lines[0].unit_price) == (-500, -1000, 500)


def test_a_line_gives_back_its_share_of_the_order_discount_and_of_the_groups_tax() -> None:
    sold = by_card(priced(line(333), line(333), line(333), discount=Discount("Friend", AmountOff(100)), terms=ADDED))
    backs = [refund(sold, [], {sold.lines[0].id: 1000})]
    assert (backs[0].discount, backs[0].total) == (-34, -sold.lines[0].taxed.gross)
    backs.append(refund(sold, backs, {each.id: 1000 for each in sold.lines[1:]}))
    assert effect([sold, *backs]) == Counter()


def test_a_full_refund_is_the_exact_negative() -> None:
    sold = in_cash(priced(line(1002, off=AmountOff(50)), line(70, "two"), tip=150, cash_step=5))
    back = refund(sold, [], {each.id: each.quantity for each in sold.lines}, tip=150, cash_step=5)
    assert effect([sold, back]) == Counter()
    assert (back.goods, back.discount, back.tax, back.total) == (-sold.goods, -sold.discount, -sold.tax, -sold.total)


def test_cards_get_their_money_back_before_cash() -> None:
    visa, coins = card(600, "4711"), cash(1000)
    sold = sell(priced(line(500), line(700)), [visa, coins])
    back = refund(sold, [], {sold.lines[1].id: 1000})
    assert back.tenders == (Tender(visa.id, "card", -600, reference="4711"), Tender(coins.id, "cash", -100))
    cash_listed_first = replace(sold, tenders=sold.tenders[::-1])
    assert refund(cash_listed_first, [], {sold.lines[1].id: 1000}).tenders == back.tenders
    rest = refund(sold, [back], {sold.lines[0].id: 1000})
    assert rest.tenders == (Tender(coins.id, "cash", -500),)


def test_a_person_may_choose_which_tender_gives_back_first() -> None:
    visa, coins = card(600), cash(1000)
    sold = sell(priced(line(500), line(700)), [visa, coins])
    back = refund(sold, [], {sold.lines[1].id: 1000}, first=coins.id)
    assert [(tender.id, tender.amount) for tender in back.tenders] == [(coins.id, -600), (visa.id, -100)]


def test_swiss_refunds_in_portions_give_back_the_coins_that_were_paid() -> None:
    sold = in_cash(priced(line(334), line(334), line(334), cash_step=5))  # 10.02: 10.00 paid
    backs: list[Figures] = []
    for each in sold.lines:
        backs.append(refund(sold, backs, {each.id: 1000}, cash_step=5))
    assert [sum(tender.amount for tender in back.tenders) for back in backs] == [-335, -335, -330]
    assert [back.rounding for back in backs] == [-1, -1, 4]
    assert effect([sold, *backs]) == Counter()


def test_coins_that_vanish_between_two_refunds_change_nothing_in_the_end() -> None:
    sold = in_cash(priced(line(333), line(10), line(656)))
    first = refund(sold, [], {sold.lines[0].id: 1000})
    second = refund(sold, [first], {sold.lines[1].id: 1000}, cash_step=100)  # 3.43 is 3.00 by now, and 3.33 was given
    assert (second.tenders, second.rounding) == ((), 10)
    third = refund(sold, [first, second], {sold.lines[2].id: 1000}, cash_step=100)
    assert effect([sold, first, second, third]) == Counter()


def test_exact_cash_never_gives_back_a_coin_more_than_was_paid() -> None:
    sold = sell(priced(line(498), line(1), cash_step=5), [cash(499)])
    first = refund(sold, [], {sold.lines[0].id: 1000}, cash_step=5)
    assert [tender.amount for tender in first.tenders] == [-499]  # not 5.00
    rest = refund(sold, [first], {sold.lines[1].id: 1000}, cash_step=5)
    assert effect([sold, first, rest]) == Counter()


def test_a_tip_is_given_back_only_when_asked_and_never_twice() -> None:
    sold = by_card(priced(line(1000), tip=300))
    back = refund(sold, [], {sold.lines[0].id: 1000})
    assert (back.tip, sold.tenders[0].amount + back.tenders[0].amount) == (0, 300)
    tip = refund(sold, [back], {}, tip=200)
    assert (tip.tip, tip.lines, tip.tenders[0].amount) == (-200, (), -200)
    with refused("more_than_the_tip", left=Money(100, "EUR")):
        refund(sold, [back, tip], {}, tip=101)


def test_what_cannot_be_taken_back_is_refused() -> None:
    sold = by_card(priced(line(1000, quantity=2000)))
    the_line = sold.lines[0].id
    with refused("nothing_to_refund"):
        refund(sold, [], {})
    with refused("not_on_this_receipt"):
        refund(sold, [], {new_id(): 1000})
    for quantity in (2001, 0, -1000):
        with refused("more_than_sold", name="Haircut", left=Decimal(2)):
            refund(sold, [], {the_line: quantity})
    with refused("more_than_the_tip", left=Money(0, "EUR")):
        refund(sold, [], {the_line: 1000}, tip=-1)


def test_more_than_the_tenders_paid_is_refused() -> None:
    sold = by_card(priced(line(1000)))
    damaged = replace(sold, tenders=(replace(sold.tenders[0], given=999),))
    with refused("more_than_paid", over=Money(1, "EUR")):
        refund(damaged, [], {sold.lines[0].id: 1000})


def test_a_void_takes_back_a_whole_sale_and_only_a_whole_one() -> None:
    sold = in_cash(priced(line(1002), line(1003, "zero"), tip=100, cash_step=5))
    taken_back = void(sold, [])
    assert effect([sold, taken_back]) == Counter()
    assert all(tender.change == 0 for tender in taken_back.tenders)
    with refused("already_refunded"):
        void(sold, [refund(sold, [], {sold.lines[0].id: 1000})])


@given(paid())
def test_a_void_is_the_exact_negative_of_any_sale(sale: tuple[Cart, Figures]) -> None:
    _, sold = sale
    assert effect([sold, void(sold, [])]) == Counter()


@given(paid(), st.data())
def test_refunds_in_any_order_and_portions_add_up_to_the_sale(sale: tuple[Cart, Figures], data: st.DataObject) -> None:
    cart, sold = sale
    backs: list[Figures] = []
    while any(returnable(sold, backs).values()):
        backs.append(_portion(cart, sold, backs, data))
        so_far = effect([sold, *backs])
        assert all(so_far["tender", tender.id] >= 0 for tender in sold.tenders)
    tip_left = sold.tip + sum(back.tip for back in backs)
    if tip_left:
        backs.append(refund(sold, backs, {}, tip=tip_left, cash_step=cart.cash_step))
    assert effect([sold, *backs]) == Counter()


def _portion(cart: Cart, sold: Figures, backs: list[Figures], data: st.DataObject) -> Figures:
    """A refund of some of what is left; looked at for itself before it is handed on."""
    left = {line: quantity for line, quantity in returnable(sold, backs).items() if quantity}
    chosen = data.draw(st.lists(st.sampled_from(sorted(left)), min_size=1, unique=True))
    quantities = {line: data.draw(st.just(left[line]) | st.integers(1, left[line])) for line in chosen}
    tip_left = sold.tip + sum(back.tip for back in backs)
    first = data.draw(st.none() | st.sampled_from([tender.id for tender in sold.tenders])) if sold.tenders else None
    tip = data.draw(st.integers(0, tip_left))
    back = refund(sold, backs, quantities, tip=tip, cash_step=cart.cash_step, first=first)
    assert sum(tender.amount for tender in back.tenders) == back.total + back.tip + back.rounding
    assert all(tender.amount < 0 for tender in back.tenders)
    for each in back.lines:
        assert each.taxed.net + each.taxed.tax == each.taxed.gross <= 0
        assert all(tax.amount <= 0 for tax in each.taxed.taxes)
    return back


@given(paid(), st.data())
def test_a_portion_is_within_a_unit_of_its_part(sale: tuple[Cart, Figures], data: st.DataObject) -> None:
    _, sold = sale
    the_line = sold.lines[0]
    quantity = data.draw(st.integers(1, the_line.quantity))
    [back] = refund(sold, [], {the_line.id: quantity}).lines
    paid_for = the_line.amount - the_line.discount
    given_back = back.discount - back.amount
    assert abs(given_back * the_line.quantity - paid_for * quantity) * 2 <= the_line.quantity


# The chain


def receipt(number: int, figures: Figures | None = None, **more: Any) -> Sale:
    figures = figures or in_cash(priced(line(1000 + number), line(500, "care")))
    return Sale(UUID(int=number), "sale", None, "A1-", number, 1_770_000_000_000 + number, figures, **more)


def chain(length: int) -> list[Sealed]:
    rows: list[Sealed] = []
    for number in range(1, length + 1):
        rows.append(seal(receipt(number), rows[-1].hash if rows else START))
    return rows


def test_an_untouched_chain_holds() -> None:
    rows = chain(5)
    assert verify(rows, "A1-") is None
    assert verify(rows, "A1-", head=rows[-1].hash) is None
    assert verify(rows[2:], "A1-", after=(2, rows[1].hash)) is None
    assert verify([], "A1-", head=START) is None


def test_the_hash_of_a_known_document_never_changes() -> None:
    """Receipts are kept for ten years: another form of the bytes must get another `form` number."""
    cut = replace(line(1190), id=UUID(int=1), item=UUID(int=2))
    typed = replace(line(99, "care"), id=UUID(int=3), item=None)
    sold = sell(priced(cut, typed, tip=10, cash_step=5), [Tender(UUID(int=4), "cash", 2000)])
    sealed = seal(Sale(UUID(int=5), "sale", None, "A1-", 7, 1_770_000_000_000, sold), START)
    assert canonical(sealed.sale) == KNOWN
    assert sealed.hash.hex() == KNOWN_HASH


KNOWN = b"".join(
    [
        b'{"currency":"EUR","form":1,"id":"00000000-0000-0000-0000-000000000005","inclusive":true,',
        b'"issued_at":1770000000000,"kind":"sale","lines":[',
        b'["00000000-0000-0000-0000-000000000001","service","00000000-0000-0000-0000-000000000002",',
        b'1000,1190,1190,0,1000,1190,[["standard",190000,190]]],',
        b'["00000000-0000-0000-0000-000000000003","service",null,1000,99,99,0,99,99,[["care",null,0]]]],',
        b'"number":7,"of":null,"rounding":1,"series":"A1-","tax":190,',
        b'"tenders":[["00000000-0000-0000-0000-000000000004","cash",2000,700,1300]],"tip":10,"total":1289}',
    ]
)
# What sha256sum says of 32 zero bytes followed by the above.
KNOWN_HASH = "a2baca5b9d465062f82c26786119b3b25f02c15ed70c85459ee4f1b548a3a7e2"


@given(st.text(), st.integers(-(10**12), 10**12))
def test_the_chain_is_over_json_with_sorted_keys_and_escapes_whatever_the_words(method: str, amount: int) -> None:
    sold = replace(
        chain(1)[0].sale, figures=replace(chain(1)[0].sale.figures, tenders=(Tender(UUID(int=4), method, amount),))
    )
    packed = canonical(sold)
    assert packed == json.dumps(json.loads(packed), sort_keys=True, separators=(",", ":")).encode()
    assert json.loads(packed)["tenders"][0][1] == method


def test_an_altered_amount_is_named() -> None:
    rows = chain(5)
    figures = rows[2].sale.figures
    cheaper = replace(figures, lines=(replace(figures.lines[0], discount=1), *figures.lines[1:]))
    rows[2] = replace(rows[2], sale=replace(rows[2].sale, figures=cheaper))
    assert verify(rows, "A1-") == Break("A1-", 3, "altered")


def test_a_row_that_was_removed_is_named() -> None:
    rows = chain(5)
    assert verify(rows[:1] + rows[2:], "A1-") == Break("A1-", 2, "missing")


def test_a_row_replaced_with_a_fitting_hash_is_betrayed_by_the_next() -> None:
    rows = chain(5)
    rows[2] = seal(replace(rows[2].sale, issued_at=0), rows[1].hash)
    assert verify(rows, "A1-") == Break("A1-", 4, "unlinked")


def test_an_end_that_was_cut_off_or_written_anew_is_noticed_by_the_closing() -> None:
    rows = chain(5)
    head = rows[-1].hash
    assert verify(rows[:4], "A1-", head=head) == Break("A1-", 4, "not_the_head")
    rows[4] = seal(replace(rows[4].sale, issued_at=0), rows[3].hash)
    assert verify(rows, "A1-", head=head) == Break("A1-", 5, "not_the_head")


def test_every_break_has_its_sentence() -> None:
    for reason in ("missing", "unlinked", "altered", "not_the_head"):
        assert "A1-3" in BREAKS[reason].format(series="A1-", number=3)


def test_a_person_can_be_erased_without_breaking_the_chain() -> None:
    """Names, labels and what was typed for a slip number are no part of it."""
    rows = chain(2)
    figures = rows[0].sale.figures
    lines = tuple(replace(each, name="Erased") for each in figures.lines)
    tenders = tuple(replace(tender, reference="erased") for tender in figures.tenders)
    rows[0] = replace(rows[0], sale=replace(rows[0].sale, figures=replace(figures, lines=lines, tenders=tenders)))
    assert verify(rows, "A1-") is None


@given(paid(), st.data())
def test_any_other_number_or_id_gives_another_hash(sale: tuple[Cart, Figures], data: st.DataObject) -> None:
    document = receipt(1, sale[1])
    place = data.draw(st.sampled_from([place for place in _places(document) if place[-1] != "name"]))
    assert canonical(_changed(document, place)) != canonical(document)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to all integers and ids in a document."""
    if isinstance(value, int | UUID) and not isinstance(value, bool):
        return [path]
    if isinstance(value, msgspec.Struct):
        return [place for name in value.__struct_fields__ for place in _places(getattr(value, name), (*path, name))]
    if isinstance(value, tuple):
        return [place for i, each in enumerate(value) for place in _places(each, (*path, i))]
    return []


def _changed(value: Any, path: tuple[Any, ...]) -> Any:
    """The document with the value at a path changed a little."""
    if not path:
        return UUID(int=value.int ^ 1) if isinstance(value, UUID) else value + 1
    step, *rest = path
    if isinstance(value, tuple):
        return (*value[:step], _changed(value[step], tuple(rest)), *value[step + 1 :])
    return replace(value, **{step: _changed(getattr(value, step), tuple(rest))})
