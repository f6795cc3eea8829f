"""Rules against back-to-back bookings and full days: each says at which starts one more booking is forbidden.

The time that counts is that of the service itself, without buffers; instants and lengths are in ms. The bookings that a
rule looks at come with it, sorted by start, because it may concern one service only.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bizet_core.base.spans import Span, crowded
from bizet_core.base.wall_clock import day_of, first_at


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
        """As for `Gap`; a visit may lengthen a row, or join two into one."""
        rows: list[tuple[int, int, int]] = []
        for begin, end in self.bookings:
            if rows and begin - rows[-1][1] < self.pause:
                rows[-1] = (rows[-1][0], max(end, rows[-1][1]), rows[-1][2] + 1)
            else:
                rows.append((begin, end, 1))
        near = [(a - self.pause - reach[1] + 1, b + self.pause - reach[0], count) for a, b, count in rows]
        yield from crowded(near, self.most - 1)


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
