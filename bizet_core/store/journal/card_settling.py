"""What settling a concern does besides closing its card: capabilities declare it by the concern's code (`settles`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bizet_core.describe.capabilities import Declared
from bizet_core.describe.languages.language import N_
from bizet_core.store import Read, Work

Settle = Callable[[Work, Any], None]
Version = tuple[tuple[str, Any], ...]
"""One side of a card: marked labels with values, or with words where the label is empty."""


def _nothing(_work: Work, _card: Any) -> None:
    """The card is closed, and that is all."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What follows from keeping ours or theirs, given the card's row; and both versions, where they can be shown."""

    ours: Settle = _nothing
    theirs: Settle = _nothing
    versions: Callable[[Read, Any], tuple[Version, Version]] | None = None
    words: tuple[str, str] = (N_("Keep ours"), N_("Keep theirs"))


SEEN = Settling(words=(N_("Mark as seen"), ""))
"""Of a concern that is only looked at."""

LOST = Settling(words=(N_("Bring back"), N_("Leave out")))
"""Of what a restored server has lost, whatever hindered it from being brought back before."""

THERE_AGAIN = Settling(words=(N_("Remove again"), N_("Leave")))
"""Of what was removed after the backup that a server was restored from, and is there again."""

TOLD_ALONE = frozenset({"lost_device"})
"""What is lost and can only be looked at."""

SETTLED = Declared("settles")


def settling_of(code: str) -> Settling:
    """How a concern is settled; most are only looked at."""
    found: Settling = SETTLED.get(code, SEEN)
    return found
