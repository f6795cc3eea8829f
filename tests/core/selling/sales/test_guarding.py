"""What nobody may bring about at a till: money twice, discounts without the right, figures that no book can hold."""

from typing import Any
from uuid import UUID

import pytest

from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_core.business.access.operations import Approve, approve
from bizet_core.business.settings.operations import EditHouseSettings, edit_house_settings
from bizet_core.business.staff.model import Role
from bizet_core.catalogue.services.operations import edit_service
from bizet_core.catalogue.services.requests import EditService, LengthGiven
from bizet_core.selling.carts.operations import CartContent, CartLine, DiscountGiven, ParkCart, park_cart
from bizet_core.selling.carts.queries import Carts, parked
from bizet_core.selling.sales.operations import Refund, Sell, TenderAsked, VoidSale, refund, sell, void_sale
from bizet_core.selling.sales.queries import OfSale, SaleByNumber, sale, sale_by_number
from bizet_core.selling.till.operations import CloseTill, MoveCash, close_till, move_cash
from bizet_core.store.tables.ids import new_id
from tests.core.booking.bookings.test_operations import at
from tests.core.selling.sales.test_operations import Till, card, cash, expected, line
from tests.support.makers import OWNER_PIN, Salon, a_person, refused


@pytest.fixture
def till(salon: Salon) -> Till:
    return Till(salon)


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


def of_product(till: Till, price: int, **more: Any) -> CartLine:
    return CartLine(
        id=new_id(), kind="product", item=till.salon.shampoo, name="Shampoo", unit_price=price, tax_class="standard",
        **more,
    )  # fmt: skip


def of_service(till: Till, price: int, item: UUID | None = None, **more: Any) -> CartLine:
    return CartLine(
        id=new_id(), kind="service", item=item or till.salon.cut, name="Cut", unit_price=price, tax_class="standard",
        **more,
    )  # fmt: skip


def test_a_price_typed_by_hand_needs_its_permission_or_an_approval(till: Till) -> None:
    ines = till.salon.actor(till.salon.ines)
    content = CartContent(lines=(of_product(till, 1400),))
    with refused("not_permitted") as told:
        sold(till, content, card(1400), actor=ines)
    assert told[0].facts["permission"] == "sales.price"
    asked = Approve(approver=till.salon.owner, pin=OWNER_PIN, permission="sales.price", reason="dented")
    yes = till.store.do(approve, asked).result.approval
    sold(till, content, card(1400), actor=ines, approval=yes)
    sold(till, CartContent(lines=(of_product(till, 1),)), card(1), actor=till.salon.actor(till.salon.owner))


def test_what_the_catalogue_asks_for_needs_no_further_right(till: Till) -> None:
    ines, salon = till.salon.actor(till.salon.ines), till.salon
    lines = (
        of_product(till, 1450),
        of_service(till, 3500),
        of_service(till, 4500),
        of_service(till, 4500 + 1200),  # the long cut with its gloss
        of_service(till, 1200, salon.gloss),
        line(price=7),  # a free amount is what a till is for
    )
    total = sum(each.unit_price for each in lines)
    sold(till, CartContent(lines=lines), card(total), actor=ines)


@pytest.mark.parametrize("price", [3499, 3501, 1200, 0, 8000])
def test_a_service_is_not_sold_at_a_price_it_has_not(till: Till, price: int) -> None:
    with refused("not_permitted"):
        sold(till, CartContent(lines=(of_service(till, price),)), actor=till.salon.actor(till.salon.ines))


def test_a_visit_is_paid_at_the_price_it_was_booked_at_though_the_service_costs_more_now(till: Till) -> None:
    salon = till.salon
    visit = Book(location=salon.location, starts_at=at(9), parts=(PartAsked(service=salon.colour),))
    part = till.store.ask(booking, OfBooking(booking=till.store.do(book, visit).result)).parts[0]
    lengths = (LengthGiven(id=salon.length(salon.colour, 90), minutes=90, price=9000),)
    till.store.do(edit_service, EditService(service=salon.colour, lengths=lengths))
    ines = salon.actor(salon.ines)
    cheaper = of_service(till, 3500, salon.cut, part=part.id)  # another service's price is not this part's
    with refused("not_permitted"):
        sold(till, CartContent(lines=(cheaper,)), card(3500), actor=ines)
    sold(till, CartContent(lines=(of_service(till, 8000, salon.colour, part=part.id),)), card(8000), actor=ines)


def test_a_price_for_something_that_is_not_in_the_catalogue_counts_as_typed(till: Till) -> None:
    ines = till.salon.actor(till.salon.ines)
    for kind in ("product", "service"):
        nothing = CartLine(id=new_id(), kind=kind, item=None, name="?", unit_price=100, tax_class="standard")
        with refused("not_permitted"):
            sold(till, CartContent(lines=(nothing,)), card(100), actor=ines)


def test_who_may_set_a_price_may_take_something_off_the_same_sale(till: Till) -> None:
    asked = Approve(approver=till.salon.owner, pin=OWNER_PIN, permission="sales.price", reason="dented")
    yes = till.store.do(approve, asked).result.approval
    content = CartContent(lines=(of_product(till, 1000, discount=TENTH),))
    sold(till, content, card(900), actor=till.salon.actor(till.salon.ines), approval=yes)


def test_staff_refund_up_to_the_limit_of_the_house_and_a_manager_above_it(till: Till) -> None:
    ines, ware, other = till.salon.actor(till.salon.ines), line(price=1000, quantity=3000), line(price=2500)
    id = till.sell(ware, other, tenders=(card(5500),))
    one = Refund(sale=id, quantities={ware.id: 1000}, reason="faulty")
    with refused("not_permitted") as told:
        till.store.do(refund, one, actor=ines)  # without a limit every refund is a manager's
    assert told[0].facts["permission"] == "sales.refund"
    till.store.do(edit_house_settings, EditHouseSettings(refund_limit=2000))
    with refused("not_permitted"):
        till.store.do(refund, Refund(sale=id, quantities={other.id: 1000}, reason="faulty"), actor=ines)
    till.store.do(refund, one, actor=ines)
    till.store.do(refund, one, actor=ines)
    with refused("not_permitted"):  # in small pieces it is not less
        till.store.do(refund, one, actor=ines)
    asked = Approve(approver=till.salon.owner, pin=OWNER_PIN, permission="sales.refund", reason="regular")
    yes = till.store.do(approve, asked).result.approval
    till.store.do(refund, one, actor=ines, approval=yes)


def test_a_tip_given_back_counts_towards_the_limit(till: Till) -> None:
    till.store.do(edit_house_settings, EditHouseSettings(refund_limit=1000))
    ware = line(price=1000)
    id = till.sell(ware, tenders=(card(1300),), tip=300)
    with refused("not_permitted"):
        asked = Refund(sale=id, quantities={ware.id: 1000}, tip=300, reason="faulty")
        till.store.do(refund, asked, actor=till.salon.actor(till.salon.ines))
    with refused("not_on_this_receipt"):
        asked = Refund(sale=id, quantities={new_id(): 1000}, reason="?")
        till.store.do(refund, asked, actor=till.salon.actor(till.salon.ines))


def test_whoever_may_not_sell_may_not_refund_a_little_either(till: Till) -> None:
    till.store.do(edit_house_settings, EditHouseSettings(refund_limit=5000))
    ware = line(price=1000)
    id = till.sell(ware, tenders=(card(1000),))
    rui = till.salon.actor(a_person(till.store, "Rui", till.salon.location, Role.CONTRACTOR))
    with refused("not_permitted"):
        till.store.do(refund, Refund(sale=id, quantities={ware.id: 1000}, reason="?"), actor=rui)
