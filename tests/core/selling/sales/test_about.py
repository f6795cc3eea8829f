"""What a line sells is typed; what only a newer version can sell is refused in words, and everything else goes on."""

from typing import Any, get_args

import msgspec
import pytest
from sqlalchemy import update

from bizet_core.describe.languages.sentences import word
from bizet_core.selling.carts.about import Custom, ProductSold, ServiceSold, Sold
from bizet_core.selling.carts.model import parked_carts
from bizet_core.selling.carts.operations import (
    CartContent,
    CartLine,
    ParkCart,
    TakeParked,
    content_of,
    park_cart,
    take_parked,
)
from bizet_core.selling.carts.queries import Carts, parked
from bizet_core.selling.sales.sellable import SELLABLES
from bizet_core.store import Store, all_capabilities
from bizet_core.store.database.engines import mark
from bizet_core.store.tables.ids import new_id
from tests.support.makers import cart_line, refused

all_capabilities.load()
ROW = new_id()


def a_line(about: Any) -> CartLine:
    return CartLine(id=new_id(), about=about, name="Thing", unit_price=100, tax_class="standard")


def test_every_sort_of_line_but_one_typed_by_hand_says_how_it_is_fulfilled() -> None:
    tags = {str(sort.__struct_config__.tag) for sort in get_args(Sold)}
    assert tags - {"custom"} == set(SELLABLES)


def test_a_line_says_what_it_sells_by_its_sort() -> None:
    sold = [a_line(Custom()), a_line(ProductSold(product=ROW)), a_line(ServiceSold(service=new_id(), addon=ROW))]
    assert [(line.kind, line.item, line.part) for line in sold] == [
        ("custom", None, None), ("product", ROW, None), ("service", ROW, None),
    ]  # fmt: skip
    assert a_line(ServiceSold(part=ROW)).part == ROW


def test_a_cart_comes_back_from_its_row_as_it_was() -> None:
    content = CartContent(lines=(a_line(ProductSold(product=ROW)), a_line(ServiceSold(service=ROW, part=new_id()))))
    kept = msgspec.json.decode(msgspec.json.encode(content))
    assert kept["lines"][0]["about"] == {"kind": "product", "product": str(ROW)}
    assert content_of(kept) == content


TICKET = {"about": {"kind": "ticket", "type": str(ROW), "seat": "B 12"}}


@pytest.mark.parametrize(
    "newer",
    [{"form": 2, "lines": []}, {"lines": [TICKET]}, {"lines": [{"about": {"kind": "product"}}]}, ["odd"], {"seats": 3}],
)
def test_what_only_a_newer_version_can_sell_is_refused_in_words(newer: Any) -> None:
    with refused("cart_newer") as told:
        content_of(newer)
    assert "newer version" in word(told[0])


def test_a_parked_cart_of_a_newer_version_is_listed_and_stays(store: Store) -> None:
    done = store.do(park_cart, ParkCart(content=CartContent(lines=(cart_line(**THING),)), label="Olivia"))
    kept = {"form": 2, "lines": [TICKET, TICKET]}
    with store.transaction() as connection:
        mark(connection, done.op_id)
        connection.execute(update(parked_carts).values(content=kept))
        mark(connection, None)
    (listed,) = store.ask(parked, Carts())
    assert (listed.label, listed.lines) == ("Olivia", 2)
    with refused("cart_newer"):
        store.do(take_parked, TakeParked(parked=listed.id))
    assert len(store.ask(parked, Carts())) == 1


THING: dict[str, Any] = {"id": ROW, "name": "Thing", "unit_price": 100, "tax_class": "standard"}
