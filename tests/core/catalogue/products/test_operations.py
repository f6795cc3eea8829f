"""Products: added, found, scanned, counted and taken away."""

from typing import Any

import pytest

from bizet_core.catalogue.products.operations import (
    AddProduct,
    CountStock,
    EditProduct,
    RemoveProduct,
    add_product,
    count_stock,
    edit_product,
    remove_product,
)
from bizet_core.catalogue.products.queries import (
    FindProducts,
    OneProduct,
    Products,
    ScannedProduct,
    all_products,
    find_products,
    product,
    product_by_barcode,
)
from bizet_core.describe.formats.money import Money
from bizet_core.store import Store, Undo, undo
from tests.support.makers import Salon, a_product, invalid, refused, sent_by
from tests.sync.desks.replaying import replay


def found(salon: Salon, typed: str) -> list[str]:
    return [one.name for one in salon.store.ask(find_products, FindProducts(typed=typed))]


def test_a_product_is_found_by_name_category_number_and_barcode(salon: Salon) -> None:
    a_product(salon.store, "Crème Brûlée mask", 2200, category="Care", sku="CB-7")
    assert found(salon, "creme") == found(salon, "brulee mask") == found(salon, "care") == ["Crème Brûlée mask"]
    assert found(salon, "cb-7") == ["Crème Brûlée mask"]
    assert found(salon, "4006381") == ["Shampoo"]
    assert found(salon, "sh") == ["Shampoo"]
    assert found(salon, "nothing like it") == found(salon, "  ") == []


def test_a_scanned_code_finds_the_product_however_it_is_written(salon: Salon) -> None:
    comb = a_product(salon.store, "Comb", 300, barcode="036000291452")
    for scanned in ("036000291452", "0036000291452"):
        hit = salon.store.ask(product_by_barcode, ScannedProduct(barcode=scanned))
        assert hit is not None
        assert (hit.id, hit.price) == (comb, Money(300, "EUR"))
    assert salon.store.ask(product_by_barcode, ScannedProduct(barcode="4006381333932")) is None
    assert salon.store.ask(product_by_barcode, ScannedProduct(barcode="")) is None


def test_one_barcode_is_one_product_s(salon: Salon) -> None:
    with refused("barcode_taken") as told:
        salon.store.do(add_product, AddProduct(name="Copy", price=1, barcode="4006381333931"))
    assert told[0].facts["name"] == "Shampoo"
    with refused("barcode_check_digit"):
        salon.store.do(add_product, AddProduct(name="Typo", price=1, barcode="4006381333932"))
    salon.store.do(edit_product, EditProduct(product=salon.shampoo, barcode="4006381333931"))  # its own
    salon.store.do(remove_product, RemoveProduct(product=salon.shampoo))
    a_product(salon.store, "New shampoo", 1500, barcode="4006381333931")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", -1),
        ("price", 10**16),
        ("name", ""),
        ("name", "x" * 100_000),
        ("tax_class", "magic"),
        ("colour", "pink"),
    ],
)
def test_a_product_that_cannot_be_is_refused_and_nothing_is_kept(salon: Salon, field: str, value: Any) -> None:
    asked: dict[str, Any] = {"name": "Comb", "price": 300, field: value}
    with invalid(field):
        salon.store.do(add_product, AddProduct(**asked))
    with invalid(field):
        salon.store.do(edit_product, EditProduct(product=salon.shampoo, **{field: value}))
    assert [one.name for one in salon.store.ask(all_products, Products())] == ["Shampoo"]


def test_a_renamed_product_is_found_by_its_new_name_and_after_undo_by_the_old(salon: Salon) -> None:
    done = salon.store.do(edit_product, EditProduct(product=salon.shampoo, name="Mild cleanser", price=1600))
    assert (found(salon, "cleanser"), found(salon, "shampoo")) == (["Mild cleanser"], [])
    salon.store.do(undo, Undo(op=done.op_id))
    assert (found(salon, "cleanser"), found(salon, "shampoo")) == ([], ["Shampoo"])


def test_name_and_category_changed_on_two_desks_both_hold_and_are_both_found(salon: Salon, server_store: Store) -> None:
    for line in sent_by(salon.store):
        replay(server_store, line)
    salon.store.do(edit_product, EditProduct(product=salon.shampoo, name="Cleanser"))
    server_store.do(edit_product, EditProduct(product=salon.shampoo, category="Bath"))
    replay(server_store, sent_by(salon.store)[-1])
    hits = server_store.ask(find_products, FindProducts(typed="cleanser bath"))
    assert [(one.name, one.category) for one in hits] == [("Cleanser", "Bath")]


def test_a_product_taken_away_is_neither_listed_nor_scanned_until_undone(salon: Salon) -> None:
    done = salon.store.do(remove_product, RemoveProduct(product=salon.shampoo))
    assert salon.store.ask(all_products, Products()) == ()
    assert salon.store.ask(product_by_barcode, ScannedProduct(barcode="4006381333931")) is None
    assert salon.store.ask(product, OneProduct(product=salon.shampoo)).active is False
    salon.store.do(undo, Undo(op=done.op_id))
    assert found(salon, "shampoo") == ["Shampoo"]


def test_favourites_come_first(salon: Salon) -> None:
    a_product(salon.store, "Zinc cream", 500, favourite=True)
    assert [one.name for one in salon.store.ask(all_products, Products())] == ["Zinc cream", "Shampoo"]


def test_stock_is_counted_by_a_manager_and_staff_cannot_change_prices(salon: Salon) -> None:
    salon.store.do(count_stock, CountStock(product=salon.shampoo, stock=7))
    assert salon.store.ask(product, OneProduct(product=salon.shampoo)).stock == 7
    with refused("not_permitted"):
        salon.store.do(edit_product, EditProduct(product=salon.shampoo, price=1), actor=salon.actor(salon.ines))
