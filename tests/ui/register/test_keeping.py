"""The cart survives: a crash, a colleague's interruption, another visit, a sale under way."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint

from bizet_core.selling.carts.operations import CartContent, CartLine, SaveCart, save_cart
from bizet_core.selling.carts.queries import Carts, open_cart, parked
from bizet_core.store.tables.ids import new_id
from tests.support.makers import cart_line
from tests.ui.register.conftest import Shop, a_shop
from ui.booking.booking_header import VisitHead
from ui.selling.cart.open_cart import label_of, with_line


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 12, hour, minute, tzinfo=UTC)


def on_disk(shop: Shop) -> CartContent | None:
    found = shop.desk.ask_now(open_cart, Carts())
    return found.content if found else None


def test_every_touch_is_on_disk_and_a_new_start_brings_it_back(shop: Shop) -> None:
    shop.add("shampoo")
    shop.cart.set_quantity(shop.cart.content.lines[0].id, 3000)
    shop.cart.set_tip(200)
    shop.cart.set_customer(shop.salon.olivia)
    shop.wait(lambda: on_disk(shop) == shop.cart.content)
    again = a_shop(shop.desk, shop.salon, shop.qtbot)  # the program after kill -9: another register, the same file
    shop.wait(lambda: again.cart.content == shop.cart.content)
    assert again.cart.customer == shop.salon.olivia
    assert again.cart.id == shop.cart.id
    again.window.deleteLater()


def test_emptying_leaves_nothing_on_disk(shop: Shop) -> None:
    shop.add("shampoo")
    shop.cart.empty()
    shop.wait(lambda: on_disk(shop) is None)


def test_a_cart_is_parked_under_a_name_and_taken_up_again(shop: Shop) -> None:
    shop.add("shampoo")
    content = shop.cart.content
    shop.panel.ask_name_to_park()
    shop.panel.form.field.setText("The lady in blue")  # type: ignore[union-attr]
    shop.touch.tap(shop.panel.form.give)  # type: ignore[union-attr]
    shop.wait(lambda: len(shop.desk.ask_now(parked, Carts())) == 1)
    assert shop.cart.is_empty
    (waiting,) = shop.desk.ask_now(parked, Carts())
    assert waiting.label == "The lady in blue"
    shop.cart.take_up(waiting.id, waiting.customer)
    shop.wait(lambda: shop.cart.content == content)
    assert shop.desk.ask_now(parked, Carts()) == ()


def test_looking_at_a_visit_parks_what_was_being_filled_and_loses_nothing(shop: Shop) -> None:
    shop.add("shampoo")
    row = shop.booked(at(9), shop.salon.cut)
    shop.register.open_booking(row)
    shop.wait(lambda: [line.name for line in shop.cart.content.lines] == ["Cut & finish"])
    shop.wait(lambda: [cart.label for cart in shop.desk.ask_now(parked, Carts())] == ["Shampoo"])


def test_a_visit_only_looked_at_is_not_kept_and_is_gone_when_left(shop: Shop) -> None:
    row = shop.booked(at(9), shop.salon.cut)
    shop.register.open_booking(row)
    shop.priced()
    assert on_disk(shop) is None
    shop.touch.tap(shop.panel.head.close_button)
    assert shop.cart.is_empty


def test_a_visit_that_was_added_to_goes_on_where_it_was_left(shop: Shop) -> None:
    row, other = shop.booked(at(9), shop.salon.cut), shop.booked(at(11), shop.salon.massage)
    shop.register.open_booking(row)
    shop.add("shampoo")
    shop.register.open_booking(other)
    shop.wait(lambda: [line.name for line in shop.cart.content.lines] == ["Massage"])
    shop.register.open_booking(row)
    shop.wait(lambda: [line.name for line in shop.cart.content.lines] == ["Cut & finish", "Shampoo"])
    assert shop.desk.ask_now(parked, Carts()) == ()


def test_what_is_scanned_while_a_sale_is_under_way_begins_the_next_cart(shop: Shop) -> None:
    shop.open_till()
    shop.add("massage")
    shop.panel.pay.take_payment()
    assert shop.cart.is_paying
    shop.register.scanned("4006381333931")
    shop.wait(lambda: [line.name for line in shop.cart.content.lines] == ["Shampoo"])
    assert [line.name for line in shop.sales()[0].lines] == ["Massage"]
    shop.wait(lambda: on_disk(shop) == shop.cart.content)


def test_two_presses_of_charge_make_one_sale(shop: Shop) -> None:
    shop.open_till()
    shop.add("massage")
    shop.panel.pay.take_payment()
    shop.panel.pay.take_payment()
    shop.wait(lambda: shop.cart.is_empty)
    assert len(shop.sales()) == 1


def test_a_refused_sale_leaves_the_cart_as_it_was(shop: Shop) -> None:
    shop.add("massage")
    before = shop.cart.content
    shop.panel.pay.take_payment()
    shop.wait(lambda: not shop.cart.is_paying)
    assert shop.cart.content == before


def oil(quantity: int = 1000, **other: object) -> CartLine:
    given = {"kind": "product", "item": OIL, "name": "Oil", "unit_price": 900, "tax_class": "standard", **other}
    return cart_line(id=new_id(), quantity=quantity, **given)  # type: ignore[arg-type]


OIL = new_id()


@pytest.mark.parametrize("quantity", [1000, 2500])
def test_equal_lines_become_one(quantity: int) -> None:
    content = with_line(with_line(CartContent(), oil()), oil(quantity, detail="5 in stock"))
    assert [line.quantity for line in content.lines] == [1000 + quantity]
    assert label_of(content) == "Oil"


def test_a_line_at_another_price_stands_for_itself() -> None:
    content = with_line(with_line(CartContent(), oil()), oil(unit_price=800))
    assert len(content.lines) == 2


def test_a_cart_that_another_program_left_is_taken_up_at_start(shop: Shop) -> None:
    left = new_id()
    shop.add("shampoo")
    content = shop.cart.content
    shop.cart.empty()
    shop.wait(lambda: on_disk(shop) is None)
    shop.desk.do_now(save_cart, SaveCart(cart=left, content=content))
    shop.cart.restore()
    shop.wait(lambda: shop.cart.id == left)


LOW = 768 - 60  # what a window of 1366×768 leaves to the panel below the top bar


@pytest.mark.parametrize("method", ["card", "cash", "split"])
def test_in_a_low_window_what_is_to_be_paid_and_charge_stay_in_sight(shop: Shop, method: str) -> None:
    shop.window.setFixedHeight(LOW)
    row = shop.booked(at(9), shop.salon.cut, shop.salon.massage)
    shop.register.open_booking(row, VisitHead(shop.desk, shop.toast, row))
    shop.wait(lambda: len(shop.cart.content.lines) == 2)
    for name in ("shampoo", "gloss", "colour"):
        shop.add(name)
    shop.panel.pay.choose(method)
    shop.wait(lambda: shop.panel.height() <= LOW)
    for part in (shop.panel.head, shop.panel.to_pay.amount, shop.panel.pay.charge):
        box = part.rect().translated(part.mapTo(shop.window, QPoint(0, 0)))
        assert shop.window.rect().contains(box), part
    shop.panel.ask_tip()
    form = shop.panel.form
    assert form is not None
    shop.wait(lambda: form.visibleRegion().boundingRect().height() > form.height() * 0.9)
    shop.panel.take_focus()
    assert shop.panel.add.field.visibleRegion().boundingRect().height() == shop.panel.add.field.height()
