"""What nobody may bring about at a till: money twice, discounts without the right, figures that no book can hold."""

from typing import Any

import pytest

from bizet_core.access.operations import Approve, approve
from bizet_core.carts.operations import CartContent, DiscountGiven, ParkCart, park_cart
from bizet_core.carts.queries import Carts, parked
from bizet_core.sales.operations import Refund, Sell, TenderAsked, VoidSale, refund, sell, void_sale
from bizet_core.sales.queries import OfSale, SaleByNumber, sale, sale_by_number
from bizet_core.scheduling.operations import book
from bizet_core.scheduling.requests import Book, PartAsked
from bizet_core.scheduling.visits import OfBooking, booking
from bizet_core.store import Store
from bizet_core.store.ids import new_id
from bizet_core.till.operations import CloseTill, MoveCash, close_till, move_cash
from tests.makers import OWNER_PIN, refused
from tests.sales.test_operations import Till, card, cash, expected, line
from tests.scheduling.test_operations import at


@pytest.fixture
def till(store: Store) -> Till:
    return Till(store)


def sold(till: Till, content: CartContent, *paid: TenderAsked, **more: Any) -> Any:
    asked = Sell(content=content, tenders=paid, location=till.salon.location)
    return till.store.do(sell, asked, **more).result


TENTH = DiscountGiven(label="Friend", rate=100_000)


@pytest.mark.parametrize(
    "content",
    [
        CartContent(lines=(line(discount=TENTH),)),
        CartContent(lines=(line(),), discount=TENTH),
        CartContent(lines=(line(),), discount=DiscountGiven(label="Friend", amount=580)),
    ],
)
def test_a_discount_by_hand_needs_its_permission_or_an_approval(till: Till, content: CartContent) -> None:
    ines = till.salon.actor(till.salon.ines)
    with refused("not_permitted") as told:
        sold(till, content, card(5220), actor=ines)
    assert told[0].facts["permission"] == "sales.discount"
    asked = Approve(approver=till.salon.owner, pin=OWNER_PIN, permission="sales.discount", reason="regular")
    yes = till.store.do(approve, asked).result.approval
    sold(till, content, card(5220), actor=ines, approval=yes)
    with refused("approval_void"):
        sold(till, CartContent(lines=(line(discount=TENTH),)), card(5220), actor=ines, approval=yes)


def test_a_line_is_sold_once_however_often_its_cart_is_taken_up(till: Till) -> None:
    content = CartContent(lines=(line(),))
    sold(till, content, card(5800))
    with refused("there_already"):
        sold(till, content, card(5800))
    with refused("there_already"):
        twice = line()
        sold(till, CartContent(lines=(twice, twice)), card(11600))


def test_a_visit_is_paid_once_unless_it_was_taken_back(till: Till) -> None:
    salon = till.salon
    visit = Book(location=salon.location, starts_at=at(9), parts=(PartAsked(service=salon.cut),))
    id = till.store.do(book, visit).result
    part = till.store.ask(booking, OfBooking(booking=id)).parts[0].id
    first = till.sell(line(price=3500, part=part), tenders=(card(3500),))
    with refused("visit_paid"):
        till.sell(line(price=3500, part=part), tenders=(card(3500),))
    till.store.do(void_sale, VoidSale(sale=first, reason="wrong card"))
    till.sell(line(price=3500, part=part), tenders=(card(3500),))


def test_two_lines_do_not_pay_for_one_part_of_a_visit(till: Till) -> None:
    salon = till.salon
    visit = Book(location=salon.location, starts_at=at(9), parts=(PartAsked(service=salon.cut),))
    part = till.store.ask(booking, OfBooking(booking=till.store.do(book, visit).result)).parts[0].id
    with refused("visit_paid"):
        till.sell(line(price=3500, part=part), line(price=3500, part=part), tenders=(card(7000),))


def test_sums_that_no_book_can_hold_are_refused(till: Till) -> None:
    for asked in (cash(2**62), cash(2**70), card(-1)):
        with refused("invalid"):
            till.sell(line(), tenders=(asked,))
    with refused("invalid"):
        till.sell(line(price=0, quantity=2**62), tenders=())
    with refused("invalid"):
        till.store.do(move_cash, MoveCash(amount=2**62, reason="?"))
    with refused("invalid"):
        till.store.do(close_till, CloseTill(total=2**63, reason="?"))
    with refused("number_too_large"):
        till.store.do(close_till, CloseTill(pieces={2**50: 2**10}, reason="?"))
    with refused("pieces_below_zero"):
        till.store.do(close_till, CloseTill(pieces={-500: 3}, reason="?"))


def test_a_number_longer_than_any_receipt_s_is_nowhere(till: Till) -> None:
    for digits in ("9" * 30, "9" * 5000):
        with refused("no_such_receipt"):
            till.store.ask(sale_by_number, SaleByNumber(number=f"K7QA-{digits}"))


def test_no_text_of_a_sale_holds_what_another_database_would_not_take(till: Till) -> None:
    ware = line("Shampoo\x00")
    id = till.sell(ware, tenders=(card(5800, "08\x0015"),))
    view = till.store.ask(sale, OfSale(sale=id))
    assert (view.lines[0].name, view.tenders[0].reference) == ("Shampoo", "0815")
    back = till.store.do(refund, Refund(sale=id, quantities={ware.id: 1000}, reason="bro\x00ken")).result
    assert till.store.ask(sale, OfSale(sale=back)).reason == "broken"
    till.store.do(park_cart, ParkCart(content=CartContent(lines=(line("a\x00b"),)), label="Ol\x00ga"))
    assert till.store.ask(parked, Carts())[0].label == "Olga"


def test_a_refund_of_a_sale_with_tip_never_gives_more_than_was_paid(till: Till) -> None:
    ware = line(price=5000)
    id = till.sell(ware, tenders=(card(3000), cash(3000)), tip=500)
    till.store.do(refund, Refund(sale=id, quantities={ware.id: 400}, reason="one", tip=200))
    till.store.do(refund, Refund(sale=id, quantities={ware.id: 600}, reason="two", tip=300))
    for asked in (
        Refund(sale=id, quantities={ware.id: 1}, reason="three"),
        Refund(sale=id, quantities={}, reason="t", tip=1),
    ):
        with refused("more_than_sold" if asked.quantities else "more_than_the_tip"):
            till.store.do(refund, asked)
    with refused("already_refunded"):
        till.store.do(void_sale, VoidSale(sale=id, reason="again"))
    assert expected(till) == 10_000


def test_what_took_back_is_not_taken_back(till: Till) -> None:
    ware = line()
    id = till.sell(ware, tenders=(card(5800),))
    back = till.store.do(void_sale, VoidSale(sale=id, reason="wrong")).result
    with refused("not_a_sale"):
        till.store.do(void_sale, VoidSale(sale=back, reason="again"))
    with refused("not_a_sale"):
        till.store.do(refund, Refund(sale=back, quantities={ware.id: 1000}, reason="again"))
    with refused("more_than_sold"):
        till.store.do(refund, Refund(sale=id, quantities={ware.id: 1000}, reason="again"))


def test_ids_of_other_things_are_refused_in_words(till: Till) -> None:
    with refused("refers_to_gone"):
        till.sell(line(part=till.salon.room), tenders=(card(5800),))
    with refused("gone"):
        till.store.do(void_sale, VoidSale(sale=till.salon.room, reason="?"))
    with refused("not_on_this_receipt"):
        id = till.sell(line(), tenders=(card(5800),))
        till.store.do(refund, Refund(sale=id, quantities={new_id(): 1000}, reason="?"))
