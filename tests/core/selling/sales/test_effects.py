"""What a sale does besides money: stock moves, a visit is over, and a receipt can be built from the rows."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import SetStatus, book, set_status
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.booking.day_view.booking_details import BookingRow, OfBooking, booking
from bizet_core.booking.day_view.visit_counts import OfCustomer, customer_visits
from bizet_core.catalogue.products.operations import CountStock, count_stock
from bizet_core.catalogue.products.queries import OneProduct, product
from bizet_core.paper.blocks import Characters, Row
from bizet_core.selling.carts.operations import CartContent, CartLine, DiscountGiven, ParkCart, park_cart
from bizet_core.selling.carts.queries import Carts, parked
from bizet_core.selling.receipts.queries import ReceiptOf, receipt_of
from bizet_core.selling.receipts.rules import Receipt, lay_out
from bizet_core.selling.sales.operations import Refund, Sell, TenderAsked, VoidSale, refund, sell, void_sale
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store.tables.ids import new_id
from tests.conftest import Clock
from tests.support.makers import Salon


@pytest.fixture
def salon(salon: Salon) -> Salon:
    salon.store.do(open_till, OpenTill(float=10_000))
    return salon


def a_line(kind: str, item: UUID | None, price: int, **more: object) -> CartLine:
    given = {"name": "Thing", "tax_class": "standard", **more}
    return CartLine(id=new_id(), kind=kind, item=item, unit_price=price, **given)  # type: ignore[arg-type]


def sold(salon: Salon, *lines: CartLine, paid: int, method: str = "card", **content: object) -> UUID:
    asked = Sell(
        content=CartContent(lines=lines, **content),  # type: ignore[arg-type]
        tenders=(TenderAsked(method=method, given=paid),),
        location=salon.location,
        customer=salon.olivia,
    )
    id: UUID = salon.store.do(sell, asked).result
    return id


def stock(salon: Salon) -> int | None:
    return salon.store.ask(product, OneProduct(product=salon.shampoo)).stock


def shampoo(salon: Salon, quantity: int = 1000, **more: object) -> CartLine:
    return a_line("product", salon.shampoo, 1450, quantity=quantity, name="Shampoo", **more)


def visit(salon: Salon, start: datetime, *services: UUID) -> BookingRow:
    parts = tuple(PartAsked(service=service, staff=salon.ines) for service in services)
    asked = Book(location=salon.location, starts_at=start, parts=parts, customer=salon.olivia)
    return seen(salon, salon.store.do(book, asked).result)


def seen(salon: Salon, id: UUID) -> BookingRow:
    return salon.store.ask(booking, OfBooking(booking=id))


def of_part(row: BookingRow, place: int = 0) -> CartLine:
    part = row.parts[place]
    return a_line("service", part.service, part.price, name=part.name, part=part.id)


def test_stock_falls_when_sold_and_rises_when_taken_back(salon: Salon) -> None:
    line = shampoo(salon, 3000)
    sale = sold(salon, line, paid=4350)
    assert stock(salon) == 9
    salon.store.do(refund, Refund(sale=sale, quantities={line.id: 1000}, reason="leaks"))
    assert stock(salon) == 10
    other = sold(salon, shampoo(salon), paid=1450)
    salon.store.do(void_sale, VoidSale(sale=other, reason="wrong till"))
    assert stock(salon) == 10


def test_stock_may_fall_below_zero_and_what_is_not_counted_stays_so(salon: Salon) -> None:
    sold(salon, shampoo(salon, 13_000), paid=18_850)
    assert stock(salon) == -1
    salon.store.do(count_stock, CountStock(product=salon.shampoo, stock=None))
    sold(salon, shampoo(salon), paid=1450)
    assert stock(salon) is None


def test_todays_visit_is_completed_when_all_of_it_is_paid(salon: Salon, clock: Clock) -> None:
    row = visit(salon, clock.now + timedelta(hours=1), salon.cut, salon.colour)
    sold(salon, of_part(row, 0), paid=row.parts[0].price)
    assert seen(salon, row.id).status is Status.CONFIRMED
    sold(salon, of_part(row, 1), paid=row.parts[1].price)
    assert seen(salon, row.id).status is Status.COMPLETED
    visits = salon.store.ask(customer_visits, OfCustomer(customer=salon.olivia))
    assert (visits.count, visits.last) == (1, row.starts_at)


def test_a_visit_paid_before_its_day_stays_booked(salon: Salon, clock: Clock) -> None:
    row = visit(salon, clock.now + timedelta(days=1, hours=2), salon.massage)
    sold(salon, of_part(row), paid=5500)
    assert seen(salon, row.id).status is Status.CONFIRMED


def test_a_visit_that_was_given_up_can_still_be_paid_and_stays_given_up(salon: Salon, clock: Clock) -> None:
    row = visit(salon, clock.now + timedelta(hours=2), salon.massage)
    salon.store.do(set_status, SetStatus(booking=row.id, status=Status.NO_SHOW))
    sold(salon, of_part(row), paid=5500)
    assert seen(salon, row.id).status is Status.NO_SHOW


def test_a_parked_cart_says_which_visit_it_was_about(salon: Salon, clock: Clock) -> None:
    row = visit(salon, clock.now + timedelta(hours=1), salon.cut)
    content = CartContent(lines=(of_part(row),), booking=row.id)
    salon.store.do(park_cart, ParkCart(content=content, label="Olivia"))
    (found,) = salon.store.ask(parked, Carts())
    assert (found.label, found.booking, found.lines) == ("Olivia", row.id, 1)


def words(receipt: Receipt) -> str:
    rows = [block for block in lay_out(receipt, Characters(48)).blocks if isinstance(block, Row)]
    return "\n".join(" ".join(cell.text for cell in row.cells) for row in rows)


def receipt(salon: Salon, sale: UUID) -> Receipt:
    return salon.store.ask(receipt_of, ReceiptOf(sale=sale))


@pytest.mark.feature("6.3.6")
@pytest.mark.feature("6.3.5")
def test_a_receipt_names_lines_discounts_tax_tip_and_change(salon: Salon) -> None:
    line = shampoo(salon, 2000, discount=DiscountGiven(label="Member", rate=100_000))
    spring = DiscountGiven(label="Spring", amount=110)
    made = receipt(salon, sold(salon, line, paid=3000, method="cash", tip=200, discount=spring))
    assert (made.total, made.tip, made.change) == (2500, 200, 300)
    assert [(d.label, d.amount) for d in made.lines[0].discounts] == [("Member", 290)]
    assert [(d.label, d.amount) for d in made.discounts] == [("Spring", 110)]
    assert sum(group.gross for group in made.taxes) == 2500
    assert sum(group.tax for group in made.taxes) == 467  # 25.00 holds 23 %
    assert made.number in words(made)
    assert made.customer == "Olivia Hart"


def test_the_receipt_of_a_refund_says_what_it_takes_back(salon: Salon) -> None:
    line = shampoo(salon, 2000, discount=DiscountGiven(label="Member", rate=100_000))
    sale = sold(salon, line, paid=2610)
    back = salon.store.do(refund, Refund(sale=sale, quantities={line.id: 1000}, reason="leaks")).result
    made = receipt(salon, back)
    assert made.of_number == receipt(salon, sale).number
    assert made.total == -1305
    assert made.lines[0].net_of_discounts == -1305
    assert made.paid[0].given == -1305
    assert "leaks" in words(made)


def test_a_receipt_is_issued_at_the_moment_of_its_sale(salon: Salon, clock: Clock) -> None:
    sale = sold(salon, shampoo(salon), paid=1450)
    assert receipt(salon, sale).issued_at == clock.now == datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
