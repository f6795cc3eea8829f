"""A thousand sales that the server has not seen, and a row changed elsewhere comes: nothing, some, or all run again."""

from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks.support.synced_business import Computer, Reach, another_computer, first_computer
from bizet_core.base.revisions import HEAD
from bizet_core.catalogue.products.operations import EditProduct, edit_product
from bizet_core.sync.desk.rebase import receive
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.wire.protocol import Page, Pull

PENDING, PRODUCTS, TIMES = 1000, 20, 5


def rebased(folder: Path, reach: Reach, code: str) -> dict[str, dict[str, Any]]:
    """Seconds and processor time, medians; and how many operations were rolled back and run again."""
    first = first_computer(folder / "first", reach, code, PRODUCTS)
    other = another_computer(first, folder / "other", reach)
    try:
        return {name: _case(first, other, reach, products) for name, products in _CASES.items()}
    finally:
        first.opened.close()
        other.opened.close()


_CASES = {"some": PRODUCTS, "all": 1}
"""How many products the sales are of; one product is changed."""


def _case(first: Computer, other: Computer, reach: Reach, products: int) -> dict[str, Any]:
    tries = [_once(first, other, reach, products) for _ in range(TIMES)]
    return {
        "seconds": round(median(each[0] for each in tries), 3),
        "cpu_seconds": round(median(each[1] for each in tries), 3),
        "run_again": tries[-1][2],
    }


def _once(first: Computer, other: Computer, reach: Reach, products: int) -> tuple[float, float, int]:
    """What is measured is the desk's own: what comes is here already."""
    for computer in (first, other):
        computer.engine(reach()).round()
    for i in range(PENDING):
        first.sell(i % products)
    other.do(edit_product, EditProduct(product=other.shop.products[0], name=f"Shampoo {next(_NAMES)}"))
    other.engine(reach()).round()
    page = _page(first, reach)
    began, cpu = perf_counter(), process_time()
    received = receive(first.opened.store, [page])
    seconds, spent = perf_counter() - began, process_time() - cpu
    assert not received.refused_here
    return seconds, spent, received.rolled_back


_NAMES = count()


def _page(first: Computer, reach: Reach) -> Page:
    """What has changed elsewhere; nothing of ours is sent before."""
    engine = first.engine(reach())
    with first.opened.store.reading() as connection:
        known = Upstream.of(connection)
    asked = Pull(epoch=known.epoch, cursor=known.cursor, scope_rev=known.scope_rev, schema_rev=HEAD)
    page: Page = engine.server.ask("pull", asked, Page)
    assert not page.more
    return page
