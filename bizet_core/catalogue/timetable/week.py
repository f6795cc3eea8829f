"""A week's hours as people enter them: on these days, from this minute to that. Pure."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

DAY_MIN = 1440
WEEK_MIN = 7 * DAY_MIN

Entered = tuple[Sequence[int], int, int]
"""Weekdays (Monday = 0), first minute, and the minute after the last; 1440 and more is the next day."""


def fault_of(hours: Iterable[Entered]) -> str | None:
    """The code of the refusal that these hours deserve, or None."""
    spans: list[tuple[int, int]] = []
    for weekdays, start, end in hours:
        if not weekdays or not set(weekdays) <= set(range(7)):
            return "weekdays_missing"
        if not 0 <= start < DAY_MIN or end > start + DAY_MIN:
            return "hours_odd"
        if end <= start:
            return "ends_too_early"
        spans += [(day * DAY_MIN + start, day * DAY_MIN + end) for day in set(weekdays)]
    return "hours_overlap" if _overlap(spans) else None


def mask_of(weekdays: Iterable[int]) -> int:
    """Weekdays as bits; bit 0 is Monday."""
    return sum(1 << day for day in set(weekdays))


def weekdays_of(mask: int) -> tuple[int, ...]:
    """The weekdays of a mask, Monday first."""
    return tuple(day for day in range(7) if mask >> day & 1)


def whole_day(ends: Iterable[int]) -> tuple[int, int]:
    """First and last minute of a working day where shifts end at these minutes.

    Whoever works until 2 in the morning has a day off from 2 to 2: the night before is still worked.
    """
    tail = max(0, max(ends, default=0) - DAY_MIN)
    return tail, DAY_MIN + tail


def _overlap(spans: list[tuple[int, int]]) -> bool:
    """Whether two touch each other's inside; the week is a ring, so Sunday night meets Monday morning."""
    ring = sorted(spans) + [(start + WEEK_MIN, end + WEEK_MIN) for start, end in sorted(spans)[:1]]
    return any(end > start for (_, end), (start, _) in pairwise(ring))
