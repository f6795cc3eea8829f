"""Opening hours as a public page tells them: the next days by wall clock, what departs from the usual week, and now.

A night belongs to the evening on which it begins; what goes on past six in the morning is told on both days.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bizet_core.base.instants import DAY, HOUR, MINUTE
from bizet_core.base.spans import Span
from bizet_core.base.wall_clock import EPOCH_DAY, day_of, reading_of
from bizet_core.catalogue.timetable.rules import Layer, Rule, open_time

DAYS_TOLD = 28
_MORNING = 6 * HOUR
_USUAL = frozenset({Layer.HOURS, Layer.BREAK})

Minutes = tuple[int, int]
"""From and until, in minutes since the day's midnight; 1440 and more is the next day."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's open hours; none where it is closed."""

    day: date
    hours: tuple[Minutes, ...]
    is_usual: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """The next four weeks, and whether it is open now. Instants are ms since 1970."""

    days: tuple[Day, ...]
    is_open: bool
    until: int | None  # while it is open; None where that is more than a day away
    opens_at: int | None  # while it is closed


def opening_of(rules: Sequence[Rule], zone: str, now: int) -> Opening | None:
    """What the rules of one place come to; None where nobody has said any hours."""
    if not any(rule.layer is Layer.HOURS for rule in rules):
        return None
    within = (now - 2 * DAY, now + (DAYS_TOLD + 2) * DAY)
    spans = open_time(rules, within).spans
    usual = open_time([rule for rule in rules if rule.layer in _USUAL], within).spans
    days = _days(_by_day(spans, zone), _by_day(usual, zone), day_of(zone, now))
    here = next((span for span in spans if span[0] <= now < span[1]), None)
    until = here[1] if here and here[1] - now < DAY else None
    return Opening(days, here is not None, until, None if here else _next(spans, now))


def _days(told: dict[int, list[Minutes]], usual: dict[int, list[Minutes]], today: int) -> tuple[Day, ...]:
    return tuple(
        Day(date.fromordinal(day), tuple(told[day]), told[day] == usual[day]) for day in range(today, today + DAYS_TOLD)
    )


def _by_day(spans: Sequence[Span], zone: str) -> dict[int, list[Minutes]]:
    """Open time by the day on which it begins, as clocks in the zone read it."""
    found: dict[int, list[Minutes]] = defaultdict(list)
    for start, end in spans:
        for day, first, last in _cut(reading_of(zone, start), reading_of(zone, end)):
            found[day].append((first, last))
    return found


def _cut(start: int, end: int) -> list[tuple[int, int, int]]:
    """One stretch of readings, cut at the midnights after which it goes on until the morning and longer."""
    pieces = []
    while start < end:
        midnight = (start // DAY + 1) * DAY
        piece_end = midnight if end > midnight + _MORNING else end
        day = start // DAY
        pieces.append((EPOCH_DAY + day, (start - day * DAY) // MINUTE, (piece_end - day * DAY) // MINUTE))
        start = piece_end
    return pieces


def _next(spans: Sequence[Span], now: int) -> int | None:
    return next((start for start, _end in spans if start > now), None)
