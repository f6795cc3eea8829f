"""A product sold leaves the shelf, a product taken back returns to it."""

from typing import Any

from bizet_core.base.rounding import THOUSAND, half_up
from bizet_core.catalogue.products.model import products
from bizet_core.catalogue.sellable import Sellable
from bizet_core.store import Read, Work


def move_stock(work: Work, line: Any) -> None:
    """Count what a line took, or brought back where its quantity is negative. A sale is a fact: stock may fall below 0.

    Nothing happens for a product that is not counted, or that another desk has deleted meanwhile.
    """
    if line.item_id is not None:
        work.add(products, line.item_id, stock=-half_up(line.quantity, THOUSAND))


def listed(read: Read, line: Any) -> tuple[int, ...]:
    """What the product costs now."""
    found = read.find(products, line.item) if line.item is not None else None
    return () if found is None else (found.price,)


def known(read: Read, line: Any) -> int | None:
    """What the product of a document's line costs here."""
    found = read.find(products, line.item_id) if line.item_id is not None else None
    return None if found is None else int(found.price)


PRODUCT = Sellable(fulfil=move_stock, release=move_stock, listed=listed, known=known)
