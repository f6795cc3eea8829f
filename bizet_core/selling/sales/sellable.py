"""The registry of what can be sold: `sales` never learns the word "ticket"; each offer says how it is fulfilled.

A capability registers its kind of line; lines of a kind nobody registered ("custom", typed in by hand) just sell.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bizet_core.selling.carts.operations import CartLine
from bizet_core.store import Read, Work

Fulfil = Callable[[Work, Any], None]
Listed = Callable[[Read, CartLine], Iterable[int]]


def _nothing(work: Work, line: Any) -> None:
    """Some offers need nothing more than to be paid."""


def _as_asked(read: Read, line: CartLine) -> Iterable[int]:
    """Some offers have no price of their own: whatever is asked for them is theirs."""
    return (line.unit_price,)


@dataclass(frozen=True, slots=True)
class Sellable:
    """What happens when a line of this kind is sold (`fulfil`) and when some of it is taken back (`release`).

    Both run inside the sale's own transaction, from the line as it is stored, with its signed quantity. `listed` says
    which prices a line of a cart may have without anybody having typed one.
    """

    kind: str
    fulfil: Fulfil = _nothing
    release: Fulfil = _nothing
    listed: Listed = _as_asked


SELLABLES: dict[str, Sellable] = {}


def sellable(kind: str, *, fulfil: Fulfil = _nothing, release: Fulfil = _nothing, listed: Listed = _as_asked) -> None:
    """Register a kind of line."""
    SELLABLES[kind] = Sellable(kind, fulfil, release, listed)


def is_listed(read: Read, line: CartLine) -> bool:
    """Whether a line of a cart costs what the catalogue, or the booking it sells, asks for."""
    offer = SELLABLES.get(line.kind)
    return offer is None or line.unit_price in offer.listed(read, line)


def settle_line(work: Work, line: Any) -> None:
    """Let a sold or returned line have its effect."""
    offer = SELLABLES.get(line.kind)
    if offer is not None:
        (offer.fulfil if line.quantity > 0 else offer.release)(work, line)
