"""What can be sold: `sales` never learns the word "ticket"; each capability declares its kind of line (`sells`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bizet_core.base.refusals import Refused
from bizet_core.describe.capabilities import Declared
from bizet_core.store import Read, Work

Fulfil = Callable[[Work, Any], None]
Listed = Callable[[Read, Any], Iterable[int]]
Known = Callable[[Read, Any], int | None]


def _nothing(work: Work, line: Any) -> None:
    """Some offers need nothing more than to be paid."""


def _as_asked(read: Read, line: Any) -> Iterable[int]:
    """Some offers have no price of their own: whatever is asked for them is theirs."""
    return (line.unit_price,)


def _unknown(read: Read, line: Any) -> int | None:
    """Some offers stand in no catalogue."""
    return None


@dataclass(frozen=True, slots=True)
class Sellable:
    """What happens when a line of this kind is sold (`fulfil`) and when some of it is taken back (`release`).

    Both run inside the sale's own transaction, from the line as it is stored, with its signed quantity. `listed` says
    which prices a line of a cart may have without anybody having typed one; `known` what a document's line costs as far
    as is known here, None where it is not.
    """

    fulfil: Fulfil = _nothing
    release: Fulfil = _nothing
    listed: Listed = _as_asked
    known: Known = _unknown


TYPED_BY_HAND = Sellable()
"""A line with a name and a price that somebody typed."""

SELLABLES = Declared("sells")


def is_listed(read: Read, line: Any) -> bool:
    """Whether a line of a cart costs what the catalogue, or the booking it sells, asks for."""
    return line.unit_price in _offer_of(line).listed(read, line)


def known_price(read: Read, line: Any) -> int | None:
    """What a line of a document costs as far as is known here. Of a kind that is not known nothing is."""
    return _offer_of(line).known(read, line) if line.kind in SELLABLES else None


def settle_line(work: Work, line: Any) -> None:
    """Let a sold or returned line have its effect."""
    offer = _offer_of(line)
    (offer.fulfil if line.quantity > 0 else offer.release)(work, line)


def _offer_of(line: Any) -> Sellable:
    """How such a line is sold. One of a kind that is not known would be paid without its effect: it is refused."""
    if line.kind not in SELLABLES:
        raise Refused("line_kind_unknown", name=line.name)
    offer: Sellable = SELLABLES[line.kind]
    return offer
