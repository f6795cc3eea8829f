"""Rules against back-to-back bookings and full days: each says at which starts one more booking is forbidden.

The time that counts is that of the service itself, without buffers; instants and lengths are in ms. The bookings that a
rule looks at come with it, for it may concern one service only: sorted by start, without overlap, all of them claimed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bizet_core.spans import Span
from bizet_core.wall_clock import day_of, first_at


@dataclass(frozen=True, slots=True)
class Gap:
    """At least so long between two bookings."""

    code: ClassVar[str] = "too_close"
    least: int
    bookings: Sequence[Span] = ()

    def forbidden(self, reach: Span) -> Iterator[Span]:
        """Starts of a visit that would occupy the person from `start + reach[0]` until `start + reach[1]`."""
        for begin, end in self.bookings:
            yield begin - self.least - reach[1] + 1, end + self.least - reach[0]


@dataclass(frozen=True, slots=True)
class Streak:
    """At most so many bookings in a row; a row ends with a pause of at least so long."""

    code: ClassVar[str] = "too_many_in_row"
    most: int
    pause: int
    bookings: Sequence[Span] = ()

    def forbidden(self, reach: Span) -> Iterator[Span]:
        """As for `Gap`: between two bookings a visit lengthens the row before it, the row after it, or joins them."""
        before = self._counts(self.bookings)
        after = self._counts([(-end, -begin) for begin, end in reversed(self.bookings)])[::-1]
        for i in range(len(self.bookings) + 1):
            near_before = near_after = None
            if i > 0:
                ended = self.bookings[i - 1][1]
                near_before = ended - reach[0], ended + self.pause - reach[0]
                if before[i - 1] >= self.most:
                    yield near_before
            if i < len(self.bookings):
                begins = self.bookings[i][0]
                near_after = begins - self.pause - reach[1] + 1, begins - reach[1] + 1
                if after[i] >= self.most:
                    yield near_after
            if near_before and near_after and before[i - 1] + 1 + after[i] > self.most:
                yield max(near_before[0], near_after[0]), min(near_before[1], near_after[1])

    def _counts(self, bookings: Sequence[Span]) -> list[int]:
        """For each booking how many there are in its row up to it."""
        counts: list[int] = []
        for i, (begin, _) in enumerate(bookings):
            counts.append(counts[-1] + 1 if i and begin - bookings[i - 1][1] < self.pause else 1)
        return counts


@dataclass(frozen=True, slots=True)
class Daily:
    """At most so many bookings on one day of a zone's clocks."""

    code: ClassVar[str] = "day_full"
    most: int
    zone: str
    bookings: Sequence[Span] = ()

    def forbidden(self, reach: Span) -> Iterator[Span]:
        """As for `Gap`; a visit belongs to the day on which the person begins."""
        counts = Counter(day_of(self.zone, begin) for begin, _ in self.bookings)
        for day, count in counts.items():
            if count >= self.most:
                yield first_at(self.zone, day, 0) - reach[0], first_at(self.zone, day + 1, 0) - reach[0]


Spacing = Gap | Streak | Daily
