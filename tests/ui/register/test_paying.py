"""Filling a cart and taking the money, by clicks and keys."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from bizet_core.booking.bookings.model import Status
from bizet_core.describe.formats.numbers import plain
from bizet_core.selling.payment_methods.model import PaymentKind
from bizet_core.selling.payment_methods.operations import AddMethod, add_method
from tests.ui.register.conftest import Shop


def at(hour: int, minute: int = 0) -> datetime:
    """Lisbon keeps UTC in March, until the 29th."""
    return datetime(2026, 3, 12, hour, minute, tzinfo=UTC)


def names(shop: Shop) -> list[str]:
    return [line.name for line in shop.cart.content.lines]


def test_what_is_typed_is_found_and_put_into_the_cart(shop: Shop) -> None:
    shop.add("shamp")
    shop.add("cut long")
    assert names(shop) == ["Shampoo", "Cut & finish · Long hair"]
    assert shop.cart.quote is not None
    assert shop.cart.quote.due == 1450 + 4500


def test_enter_before_the_answer_waits_for_it(shop: Shop) -> None:
    shop.type_in(shop.panel.add.field, "massage")
    QTest.keyClick(shop.panel.add.field, Qt.Key.Key_Return)
    shop.wait(lambda: names(shop) == ["Massage"])


def test_a_barcode_adds_one_more_each_time(shop: Shop) -> None:
    for _ in range(3):
        shop.register.scanned("4006381333931")
    shop.wait(lambda: [line.quantity for line in shop.cart.content.lines] == [3000])
    shop.register.scanned("4006381333948")
    shop.wait(lambda: "4006381333948" in shop.said())


@pytest.mark.feature("6.1.2")
def test_exact_cash_is_one_touch_after_the_method(shop: Shop) -> None:
    shop.open_till()
    shop.add("shampoo")
    QTest.keyClick(shop.window, Qt.Key.Key_F6)
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: len(shop.sales()) == 1)
    shop.wait(lambda: shop.cart.is_empty and shop.panel.last_sale is not None)
    (sold,) = shop.sales()
    assert [(t.method, t.amount.amount) for t in sold.tenders] == [("cash", 1450)]
    shop.wait(lambda: shop.jobs() == ["drawer", "receipt"])


@pytest.mark.feature("6.1.2")
def test_cash_gives_change_and_shows_it_big(shop: Shop) -> None:
    shop.open_till()
    shop.add("colour")
    shop.panel.pay.choose("cash")
    assert [plain(b.text()) for b in shop.panel.pay.cash.sums] == ["€100", "€200", "€500"]
    shop.touch.tap(shop.panel.pay.cash.sums[0])
    assert plain(shop.panel.pay.cash.change.text()) == "€20.00"
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: shop.panel.last_sale is not None)
    assert shop.panel.last_sale is not None
    assert plain(shop.panel.last_sale.change.text()) == "€20.00"
    assert "Change €20.00" in shop.said()
    shop.wait(lambda: shop.panel.last_sale is not None and "Receipt" in shop.panel.last_sale.number.text())


def test_the_till_is_ready_for_the_next_customer_at_once(shop: Shop) -> None:
    shop.open_till()
    shop.add("shampoo")
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: shop.panel.last_sale is not None)
    shop.add("massage")
    assert shop.panel.last_sale is None
    assert names(shop) == ["Massage"]


def test_a_card_slip_number_is_kept(shop: Shop) -> None:
    shop.open_till()
    shop.add("massage")
    shop.type_in(shop.panel.pay.slip.field, "00815")
    QTest.keyClick(shop.panel.pay.slip.field, Qt.Key.Key_Return)
    shop.wait(lambda: len(shop.sales()) == 1)
    assert [(t.method, t.reference) for t in shop.sales()[0].tenders] == [("card", "00815")]


def test_too_little_cash_becomes_a_split_and_the_rest_is_paid_by_card(shop: Shop) -> None:
    shop.open_till()
    shop.add("massage")
    shop.panel.pay.choose("cash")
    shop.type_in(shop.panel.pay.cash.field, "20")
    shop.touch.tap(shop.panel.pay.charge)
    assert shop.panel.pay.method == "split"
    assert plain(shop.panel.pay.split.left.text()) == "€35.00 left"
    shop.touch.tap(shop.panel.pay.split.ways["card"])
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: len(shop.sales()) == 1)
    paid = [(t.method, t.amount.amount) for t in shop.sales()[0].tenders]
    assert sorted(paid) == [("card", 3500), ("cash", 2000)]


def test_a_card_that_pays_too_much_is_refused_in_words(shop: Shop) -> None:
    shop.open_till()
    shop.add("massage")
    shop.panel.pay.choose("split")
    shop.type_in(shop.panel.pay.split.field, "60")
    shop.touch.tap(shop.panel.pay.split.ways["card"])
    assert shop.panel.pay.split.tenders == ()
    assert shop.panel.pay.split.field.text() == "60"


@pytest.mark.feature("6.3.5")
def test_a_tip_is_added_and_paid(shop: Shop) -> None:
    shop.open_till()
    shop.add("massage")
    shop.touch.tap(shop.panel.to_pay.tip)
    form = shop.panel.form
    shop.touch.tap(form.quick[1])  # type: ignore[union-attr]
    shop.priced()
    assert any(plain(row) == "Tip €5.50" for row in shop.panel.totals.words())
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: len(shop.sales()) == 1)
    assert shop.sales()[0].tip.amount == 550


@pytest.mark.feature("6.3.6")
def test_the_tax_in_the_prices_is_shown_before_paying(shop: Shop) -> None:
    shop.add("massage")
    assert any("Includes" in row and plain(row).endswith("€10.28") for row in shop.panel.totals.words())


def test_a_discount_has_its_reason_and_strikes_the_old_amount_through(shop: Shop) -> None:
    shop.add("shampoo")
    line = shop.cart.content.lines[0]
    shop.panel.reduce_line(line.id)
    form = shop.panel.form
    shop.touch.tap(form.quick[1])  # type: ignore[union-attr]
    shop.type_in(form.reason, "Staff")  # type: ignore[union-attr]
    QTest.keyClick(form.reason, Qt.Key.Key_Return)  # type: ignore[union-attr]
    shop.priced()
    assert shop.cart.quote is not None
    assert shop.cart.quote.due == 1305
    row = shop.panel.lines.row(line.id)
    assert row is not None
    assert "Staff" in row._below.text()
    assert row._was.isVisible()


def test_a_discount_above_everything_is_refused_where_it_was_typed(shop: Shop) -> None:
    shop.add("shampoo")
    shop.panel.reduce_order()
    form = shop.panel.form
    shop.type_in(form.much, "120 %")  # type: ignore[union-attr]
    QTest.keyClick(form.much, Qt.Key.Key_Return)  # type: ignore[union-attr]
    assert form is shop.panel.form
    assert "100 %" in form._why.text()  # type: ignore[union-attr]
    assert shop.cart.content.discount is None


def test_a_closed_till_is_opened_on_the_spot_and_keeps_the_cart(shop: Shop) -> None:
    shop.add("massage")
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: shop.panel.form is not None)
    form = shop.panel.form
    assert names(shop) == ["Massage"]
    shop.type_in(form.field, "100")  # type: ignore[union-attr]
    shop.touch.tap(form.open_button)  # type: ignore[union-attr]
    shop.wait(lambda: shop.panel.form is None)
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: len(shop.sales()) == 1)


def test_a_visit_is_checked_out_with_tip_and_change_in_few_touches(shop: Shop) -> None:
    shop.open_till()
    row = shop.booked(at(9), shop.salon.cut)
    shop.register.open_booking(row)
    shop.touch.count = 1  # the card in the calendar
    shop.priced()
    shop.touch.scan(shop.register.scanned, "4006381333931")
    shop.wait(lambda: len(shop.cart.content.lines) == 2)
    shop.priced()
    shop.touch.press(shop.window, Qt.Key.Key_F6)
    shop.touch.tap(shop.panel.pay.charge)
    assert shop.touch.count <= 4
    shop.wait(lambda: len(shop.sales()) == 1)
    assert shop.sales()[0].tenders[0].method == "cash"
    assert shop.seen(row.id).status is Status.COMPLETED
    assert shop.seen(row.id).paid


def test_a_walk_in_part_is_paid_from_tile_to_receipt(shop: Shop) -> None:
    shop.open_till()
    shop.add("massage")
    shop.touch.count = 0
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: shop.jobs() == ["receipt"])
    assert shop.touch.count == 1


def test_a_way_of_paying_of_the_house_is_a_tile_and_pays(shop: Shop) -> None:
    shop.open_till()
    shop.desk.do_now(add_method, AddMethod(name="Cheque", kind=PaymentKind.CHEQUE, needs_reference=True))
    shop.wait(lambda: "cheque" in shop.panel.pay.tiles)
    assert shop.panel.pay.tiles["cheque"].accessibleName() == "Cheque"
    shop.add("shampoo")
    shop.touch.tap(shop.panel.pay.tiles["cheque"])
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: any("number that belongs" in label.text() for label in shop.panel.pay.findChildren(QLabel)))
    shop.touch.write(shop.panel.pay.slip.field, "4711")
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: len(shop.sales()) == 1)
    assert [(t.method, t.name, t.reference) for t in shop.sales()[0].tenders] == [("cheque", "Cheque", "4711")]
    shop.wait(lambda: shop.jobs() == ["receipt"])


def test_it_pays_a_part_too(shop: Shop) -> None:
    shop.open_till()
    shop.desk.do_now(add_method, AddMethod(name="Cheque", kind=PaymentKind.CHEQUE))
    shop.wait(lambda: "cheque" in shop.panel.pay.split.ways)
    shop.add("massage")
    shop.panel.pay.choose("split")
    shop.type_in(shop.panel.pay.split.field, "20")
    shop.touch.tap(shop.panel.pay.split.ways["cheque"])
    shop.touch.tap(shop.panel.pay.split.ways["card"])
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: len(shop.sales()) == 1)
    assert sorted((t.name, t.amount.amount) for t in shop.sales()[0].tenders) == [("Card", 3500), ("Cheque", 2000)]
