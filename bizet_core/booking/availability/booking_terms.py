"""Notice, advance window, same day, last-minute cut-off, shortest and longest booking. Instants and lengths in ms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bizet_core.base.spans import Span
from bizet_core.base.wall_clock import day_of, first_at
from bizet_core.booking.availability.obstacles import Obstacle

_FOREVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Terms:
    """What a service allows; days are those of the location's clocks."""

    zone: str
    notice: int = 0
    window_days: int | None = None  # 30: up to the end of the 30th day from today
    same_day: bool = True
    cutoff_min: int | None = (
        None  # from this minute on, that day is closed for booking; -360: since 18:00 the day before
    )
    shortest: int | None = None
    longest: int | None = None


def strictest(terms: Sequence[Terms]) -> Terms:
    """The terms of a visit of several services at one place: what all of them allow. Lengths are each one's own."""
    if len(terms) == 1:
        return terms[0]
    windows = [t.window_days for t in terms if t.window_days is not None]
    cutoffs = [t.cutoff_min for t in terms if t.cutoff_min is not None]
    return Terms(
        zone=terms[0].zone,
        notice=max(t.notice for t in terms),
        window_days=min(windows, default=None),
        same_day=all(t.same_day for t in terms),
        cutoff_min=min(cutoffs, default=None),
    )


def bookable(terms: Terms, now: int) -> Span:
    """The first start that may be booked at this moment, and the end of the last."""
    first, last = now, _FOREVER
    for code, limit in _limits(terms, now):
        first, last = (first, min(last, limit)) if code == "too_far" else (max(first, limit), last)
    return first, last


def start_obstacles(terms: Terms, now: int, start: int) -> tuple[Obstacle, ...]:
    """Why a visit may not begin then."""
    found = [Obstacle("past", ends_at=now)] if start < now else []
    for code, limit in _limits(terms, now):
        if code == "too_far" and start >= limit:
            found.append(Obstacle(code, starts_at=limit))
        elif code != "too_far" and start < limit:
            found.append(Obstacle(code, ends_at=limit))
    return tuple(found)


def length_obstacles(terms: Terms, length: int) -> tuple[Obstacle, ...]:
    """Why a visit may not last so long."""
    if terms.shortest is not None and length < terms.shortest:
        return (Obstacle("too_short"),)
    if terms.longest is not None and length > terms.longest:
        return (Obstacle("too_long"),)
    return ()


def _limits(terms: Terms, now: int) -> Iterator[tuple[str, int]]:
    """The instants before which, or in the case of `too_far` from which on, nothing may start."""
    today = day_of(terms.zone, now)
    yield "too_soon", now + terms.notice
    if not terms.same_day:
        yield "not_today", first_at(terms.zone, today + 1, 0)
    if terms.cutoff_min is not None and now >= first_at(terms.zone, today, terms.cutoff_min):
        yield "too_late_today", first_at(terms.zone, _first_open_day(terms.zone, terms.cutoff_min, now, today), 0)
    if terms.window_days is not None:
        yield "too_far", first_at(terms.zone, today + terms.window_days + 1, 0)


def _first_open_day(zone: str, cutoff_min: int, now: int, today: int) -> int:
    day = today
    while now >= first_at(zone, day, cutoff_min):
        day += 1
    return day
