"""Past sales: found, seen as paper, saved, printed again, taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bizet_core.business.settings.operations import EditHouseSettings, edit_house_settings
from bizet_core.catalogue.products.queries import OneProduct, product
from bizet_core.describe.formats.numbers import plain
from tests.ui.register.conftest import Shop
from ui.selling.cart.offers import PRODUCTS
from ui.selling.receipts.receipts_screen import ReceiptsPage
from ui.selling.sell.sell_screen import SellScreen


@pytest.fixture
def screen(shop: Shop) -> SellScreen:
    made = SellScreen(shop.register)
    shop.page.addWidget(made)
    shop.page.setCurrentWidget(made)
    return made


def sold(shop: Shop, *typed: str, method: str = "card", tip: int = 0) -> None:
    shop.wait(lambda: not shop.cart.is_paying)
    before = len(shop.sales())
    for each in typed:
        shop.add(each)
    shop.cart.set_tip(tip)
    shop.panel.pay.choose(method)
    shop.panel.pay.take_payment()
    shop.wait(lambda: len(shop.sales()) > before and shop.cart.is_empty)


def number(shop: Shop) -> str:
    return shop.sales()[-1].row.number


def shown(shop: Shop, page: ReceiptsPage) -> None:
    shop.wait(lambda: page.document is not None and page.paper.words != "")


def test_one_line_is_refunded_in_few_touches(shop: Shop, screen: SellScreen) -> None:
    shop.open_till()
    sold(shop, "shampoo", "massage")
    shop.touch.count = 0
    shop.touch.scan(shop.register.scanned, f"BZR:{number(shop)}")
    page = screen.receipts
    shop.wait(lambda: page.document is not None)
    assert page.document is not None
    shop.touch.tap(page.document.rows[0].tick)
    shop.touch.tap(page.document.quick[1])
    shop.wait(lambda: page.document is not None and page.document.refund.isEnabled())
    assert "€14.50" in plain(page.document.refund.text())
    assert "Card €14.50" in plain(page.document.where.text())
    shop.touch.tap(page.document.refund)
    assert shop.touch.count <= 6
    shop.wait(lambda: len(shop.sales()) == 2)
    back = shop.sales()[1]
    assert (back.row.kind, back.row.total.amount, back.reason) == ("refund", -1450, "Faulty")
    assert shop.desk.ask_now(product, OneProduct(product=shop.salon.shampoo)).stock == 12
    shop.wait(lambda: shop.jobs() == ["receipt", "receipt"])


def test_a_small_refund_by_staff_asks_nobody_where_the_house_allows_it(shop: Shop, screen: SellScreen) -> None:
    shop.open_till()
    shop.desk.do_now(edit_house_settings, EditHouseSettings(refund_limit=2000))
    sold(shop, "shampoo", "massage")
    shop.desk.sign_in(shop.salon.actor(shop.salon.ines))
    screen.show_receipt(shop.sales()[0].row.id)
    page = screen.receipts
    shop.wait(lambda: page.document is not None)
    document = page.document
    assert document is not None
    shop.touch.tap(document.rows[1].tick)  # the massage: more than the house allows
    shop.touch.tap(document.quick[1])
    shop.wait(document.refund.isEnabled)
    shop.touch.tap(document.refund)
    shop.wait(lambda: document._note is not None)
    shop.touch.tap(document.rows[1].tick)
    shop.touch.tap(document.rows[0].tick)
    shop.wait(lambda: "€14.50" in plain(document.refund.text()))
    shop.touch.tap(document.refund)
    shop.wait(lambda: len(shop.sales()) == 2)
    assert shop.sales()[1].row.total.amount == -1450


def test_a_refund_without_a_reason_is_asked_for_one(shop: Shop, screen: SellScreen) -> None:
    shop.open_till()
    sold(shop, "massage")
    screen.show_receipt(shop.sales()[0].row.id)
    page = screen.receipts
    shop.wait(lambda: page.document is not None)
    document = page.document
    assert document is not None
    shop.touch.tap(document.rows[0].tick)
    shop.wait(document.refund.isEnabled)
    shop.touch.tap(document.refund)
    assert document._note is not None
    assert document.rows[0].tick.isChecked()
    assert len(shop.sales()) == 1


def test_some_of_a_line_and_the_tip_go_back_to_cash_and_the_drawer_opens(shop: Shop, screen: SellScreen) -> None:
    shop.open_till()
    shop.add("shampoo")
    shop.cart.set_quantity(shop.cart.content.lines[0].id, 2000)
    sold(shop, method="cash", tip=300)
    screen.show_receipt(shop.sales()[0].row.id)
    page = screen.receipts
    shop.wait(lambda: page.document is not None)
    document = page.document
    assert document is not None
    document.rows[0].stepper.set_value(1)  # type: ignore[union-attr]
    document.tip.click()
    document.reason.setText("leaks")
    shop.wait(lambda: "€17.50" in plain(document.refund.text()))
    shop.touch.tap(document.refund)
    shop.wait(lambda: len(shop.sales()) == 2)
    shop.wait(lambda: shop.jobs() == ["drawer", "receipt", "drawer", "receipt"])
    shop.wait(lambda: page.document is not None and page.document is not document)
    screen.show_receipt(shop.sales()[0].row.id)
    shop.wait(lambda: page.document is not None and page.document.view.row.kind == "sale")
    assert page.document is not None
    assert page.document.rows[0].line.left == 1000


def test_a_mistake_is_voided_and_not_twice(shop: Shop, screen: SellScreen) -> None:
    shop.open_till()
    sold(shop, "massage")
    screen.show_receipt(shop.sales()[0].row.id)
    page = screen.receipts
    shop.wait(lambda: page.document is not None)
    assert page.document is not None
    page.document.reason.setText("wrong customer")
    shop.touch.tap(page.document.void)
    shop.wait(lambda: [s.row.kind for s in shop.sales()] == ["sale", "void"])
    shop.wait(lambda: page.document is not None and page.document.view.row.kind == "void")
    screen.show_receipt(shop.sales()[0].row.id)
    shop.wait(lambda: page.document is not None and page.document.view.taken_back != ())
    assert page.document.void.isHidden()


@pytest.mark.feature("6.3.11")
def test_a_receipt_is_seen_as_it_prints_saved_as_pdf_and_printed_again_as_a_copy(
    shop: Shop, screen: SellScreen, tmp_path: Path
) -> None:
    shop.open_till()
    sold(shop, "shampoo", method="cash")
    page = screen.receipts
    screen.show_receipt(shop.sales()[0].row.id)
    shown(shop, page)
    assert "Shampoo" in page.paper.words
    assert number(shop) in page.paper.words
    page.save_pdf(tmp_path / "receipt.pdf")
    assert (tmp_path / "receipt.pdf").read_bytes().startswith(b"%PDF")
    assert page.document is not None
    shop.touch.tap(page.document.copy)
    assert shop.papers.told[-1] == ("copy", shop.sales()[0].row.id)


def test_a_folder_that_cannot_be_written_is_told(shop: Shop, screen: SellScreen, tmp_path: Path) -> None:
    shop.open_till()
    sold(shop, "shampoo")
    screen.show_receipt(shop.sales()[0].row.id)
    shown(shop, screen.receipts)
    screen.receipts.save_pdf(tmp_path / "nowhere" / "receipt.pdf")
    assert "receipt.pdf could not be written" in shop.said()


def test_the_days_list_has_every_document_and_a_number_opens_one(shop: Shop, screen: SellScreen) -> None:
    shop.open_till()
    sold(shop, "shampoo")
    sold(shop, "massage")
    screen.segments[1].click()
    page = screen.receipts
    shop.wait(lambda: page.list.count() == 2)
    shop.type_in(page.number, shop.sales()[0].row.number.lower())
    QTest.keyClick(page.number, Qt.Key.Key_Return)
    shown(shop, page)
    assert "Shampoo" in page.paper.words
    page.number.setText("XXXX-1")
    page.open_typed()
    shop.wait(lambda: "XXXX-1" in shop.said())


def test_the_last_receipt_prints_again_by_ctrl_p(shop: Shop) -> None:
    shop.open_till()
    sold(shop, "shampoo")
    QTest.keyClick(shop.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shop.papers.told == [("copy", shop.sales()[0].row.id)]


def test_tiles_sell_and_a_shop_without_anything_says_how_to_begin(shop: Shop, screen: SellScreen) -> None:
    shop.wait(lambda: screen.board.tile("Shampoo") is not None)
    tile = screen.board.tile("Shampoo")
    assert tile is not None
    shop.touch.tap(tile)
    shop.touch.tap(tile)
    assert [line.quantity for line in shop.cart.content.lines] == [2000]
    assert list(screen.board.grids) == ["Hair", "Services", "Products"]
    for source in list(screen._offers):
        screen._know(source, PRODUCTS, ())
    assert screen.empty.isVisible()


def test_a_walk_in_is_sold_from_tile_to_receipt_in_two_touches(shop: Shop, screen: SellScreen) -> None:
    shop.open_till()
    shop.wait(lambda: screen.board.tile("Massage") is not None)
    shop.touch.count = 0
    tile = screen.board.tile("Massage")
    assert tile is not None
    shop.touch.tap(tile)
    shop.touch.tap(shop.panel.pay.charge)
    shop.wait(lambda: shop.jobs() == ["receipt"])
    assert shop.touch.count == 2
    assert shop.sales()[0].row.total.amount == 5500
