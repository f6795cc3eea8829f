"""Search sources: what one feature finds for Ctrl K, as lines that do something when they are taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the results: its words, and what taking it does."""

    words: str
    act: Callable[[], object]


Hits = Callable[[Sequence[Hit]], None]


class Source(Protocol):
    """Something to find in. A newer question drops the older one, whose `then` is called no more."""

    def find(self, typed: str, limit: int, then: Hits) -> None:
        """Look for what was typed; `then` gets what was found, nothing where nothing was or somebody may not look."""
        ...
