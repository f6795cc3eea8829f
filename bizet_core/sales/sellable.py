"""The registry of what can be sold: `sales` never learns the word "ticket"; each offer says how it is fulfilled.

A capability registers its kind of line; lines of a kind nobody registered ("custom", typed in by hand) just sell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bizet_core.store import Work

Fulfil = Callable[[Work, Any], None]


def _nothing(work: Work, line: Any) -> None:
    """Some offers need nothing more than to be paid."""


@dataclass(frozen=True, slots=True)
class Sellable:
    """What happens when a line of this kind is sold (`fulfil`) and when some of it is taken back (`release`).

    Both run inside the sale's own transaction, from the line as it is stored, with its signed quantity.
    """

    kind: str
    fulfil: Fulfil = _nothing
    release: Fulfil = _nothing


SELLABLES: dict[str, Sellable] = {}


def sellable(kind: str, *, fulfil: Fulfil = _nothing, release: Fulfil = _nothing) -> None:
    """Register a kind of line."""
    SELLABLES[kind] = Sellable(kind, fulfil, release)


def settle_line(work: Work, line: Any) -> None:
    """Let a sold or returned line have its effect."""
    offer = SELLABLES.get(line.kind)
    if offer is not None:
        (offer.fulfil if line.quantity > 0 else offer.release)(work, line)
