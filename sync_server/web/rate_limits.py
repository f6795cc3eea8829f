"""So that one caller cannot starve the others: tokens for each, and a few at a time for each business."""

import time
from asyncio import Semaphore
from collections import OrderedDict
from collections.abc import Callable, Hashable
from uuid import UUID
from weakref import WeakValueDictionary

TURNS = 8


class Buckets:
    """A request takes a token from its caller's bucket; they come back at a steady rate.

    Only the `most` callers seen last are remembered: whoever invents callers gains a full bucket and no memory of ours.
    """

    def __init__(
        self, rate: float, burst: float, most: int = 10_000, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.burst, self.most, self.now = rate, burst, most, now
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()  # tokens, and when they were counted

    def wait_of(self, caller: Hashable) -> float:
        """Take a token; 0, or how many seconds until there is one."""
        now = self.now()
        tokens, at = self._left.pop(caller, (self.burst, now))
        tokens = min(self.burst, tokens + (now - at) * self.rate)
        is_one = tokens >= 1
        self._left[caller] = (tokens - 1 if is_one else tokens, now)
        if len(self._left) > self.most:
            self._left.popitem(last=False)
        return 0.0 if is_one else (1 - tokens) / self.rate


class Turns:
    """A business has so many requests at work at once; the rest wait without holding a thread."""

    def __init__(self, most: int = TURNS) -> None:
        self.most = most
        self._of: WeakValueDictionary[UUID | None, Semaphore] = WeakValueDictionary()

    def of(self, business: UUID | None) -> Semaphore:
        """`async with turns.of(business):`"""
        found = self._of.get(business)
        if found is None:
            found = self._of[business] = Semaphore(self.most)
        return found
