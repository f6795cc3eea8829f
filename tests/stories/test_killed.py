"""A desk that is killed in the middle of selling: nothing lost, the cart is back, no number twice and none left out."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from bizet_core.selling.carts.queries import Carts, open_cart
from bizet_core.selling.sales.loading import load_documents
from bizet_core.selling.sales.model import sales
from bizet_core.selling.sales.rules import verify
from bizet_core.store import Read, Store
from bizet_core.store.journal.journal import first_broken
from bizet_core.store.operations.actor import SYSTEM
from bizet_desk.storage.opening import open_desk
from bizet_desk.storage.paths import places

SELLER = """
import sys
from pathlib import Path
from bizet_core.selling.carts.operations import CartContent, CartLine, SaveCart, save_cart
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.store.tables.ids import new_id
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_desk.storage.opening import create, open_desk
from bizet_desk.storage.paths import places
from tests.support.makers import a_salon

home = Path(sys.argv[1])
first = not places(home).desk.exists()
opened = create(places(home))[0] if first else open_desk(places(home))
store = opened.store
if first:
    location = a_salon(store).location
    store.do(open_till, OpenTill(float=0))
else:
    from bizet_core.business.locations.queries import Locations, all_locations
    location = store.ask(all_locations, Locations())[0].id
for i in range(10_000):
    cart = new_id()
    line = cart_line(id=new_id(), kind="custom", item=None, name=f"Thing {i}", unit_price=100, tax_class="standard")
    content = CartContent(lines=(line,))
    store.do(save_cart, SaveCart(cart=cart, content=content))
    print("cart", line.id, flush=True)
    paid = (TenderAsked(method="cash", given=100),)
    done = store.do(sell, Sell(content=content, tenders=paid, location=location, cart=cart))
    print("sold", done.result, flush=True)
"""


def sell_until_killed(home: Path, lines: int) -> list[list[str]]:
    """What the desk had said it did when the power went."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    seller = subprocess.Popen(
        [sys.executable, "-c", SELLER, str(home)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert seller.stdout is not None
    said = []
    for line in seller.stdout:
        said.append(line.split())
        if len(said) == lines:
            seller.send_signal(signal.SIGKILL)
    seller.wait()
    seller.stdout.close()
    return said


@pytest.mark.feature("35.1.1")
@pytest.mark.parametrize("lines", [1, 8, 21])
def test_a_killed_desk_has_every_sale_it_told_of_and_the_cart_it_was_filling(tmp_path: Path, lines: int) -> None:
    said = sell_until_killed(tmp_path, lines)
    again = sell_until_killed(tmp_path, 5)
    opened = open_desk(places(tmp_path))
    try:
        store = opened.store
        chain = documents(store)
        told = {id for what, id in said + again if what == "sold"}
        assert told <= {str(d.sale.id) for d in chain}
        assert [d.sale.number for d in chain] == list(range(1, len(chain) + 1)), "no gap, nothing twice"
        assert verify(chain, chain[0].sale.series) is None if chain else True
        kept = store.ask(open_cart, Carts())
        sold_lines = {str(line.id) for d in chain for line in d.sale.figures.lines}
        begun = {id for what, id in said + again if what == "cart"}
        if begun - sold_lines:
            assert kept is not None
        if kept is not None:
            assert not {str(line.id) for line in kept.content.lines} & sold_lines, "a sold cart does not come back"
        me = store.identity
        with store.engine.connect() as connection:
            assert first_broken(connection, me.business, me.device, me.inc) is None
    finally:
        opened.close()


def documents(store: Store) -> list:  # type: ignore[type-arg]
    with store.readers.connect() as connection:
        read = Read(connection, store.identity.business, SYSTEM, store.clock())
        return load_documents(read, read.all(select(sales).order_by(sales.c.number)))
