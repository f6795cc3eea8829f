"""Repetition rules: those that can be followed, and what they come to within a window.

dateutil counts a rule from its start, instance by instance, and gives up only in the year 9999. So rules are looked
at first: no seconds, no empty ones, and those that began long ago start again shortly before the window.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar, Event
from icalendar.prop import vRecur

from bizet_core.base.refusals import Refused

Moment = date | datetime
_DAYS = {"HOURLY": 1, "DAILY": 1, "WEEKLY": 7}  # after so many days times the interval a rule is in step again
_FOLLOWED = frozenset(("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
_GREGORIAN_CYCLE = 400  # years after which dates fall on the same weekdays
_SELDOM = timedelta(days=366 * 10)
_MOST_SELDOM = 20  # rules so seldom cost a second together; more are no calendar


@dataclass(frozen=True, slots=True)
class Series:
    """One event of a file as far as repeating goes: the one that repeats, or a changed repetition of it."""

    number: int
    starts: Moment
    ends: Moment
    rules: tuple[str, ...] = ()
    more: tuple[Moment | tuple[Moment, Moment], ...] = ()  # RDATE; with its own end if it is a pair
    except_on: tuple[Moment, ...] = ()
    instead_of: Moment | None = None  # RECURRENCE-ID
    and_later: bool = False  # RANGE=THISANDFUTURE
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One instance. `of` is the number of the event it looks like, `original` when it would be by the rule."""

    of: int
    starts: Moment
    ends: Moment
    original: Moment


class RuleReader:
    """Reads the rules of one file, and stops when too many of them are never or hardly ever fulfilled."""

    def __init__(self) -> None:
        self._seldom = 0

    def read(self, rule: object, starts: Moment) -> str:
        """The rule as text. `Refused("entry_rule_unreadable")`, `…_too_often` or `…_never` if it cannot be followed."""
        if not isinstance(rule, vRecur):
            raise Refused("entry_rule_unreadable")
        parts = {
            str(name).upper(): list(values) if isinstance(values, list) else [values] for name, values in rule.items()
        }
        frequency = str(parts.get("FREQ", [""])[0]).upper()
        if frequency in ("SECONDLY", "MINUTELY") or _times_a_day(parts) > 24:
            raise Refused("entry_rule_too_often")
        if (
            frequency not in _FOLLOWED
            or parts.keys() & {"BYEASTER", "RSCALE", "SKIP"}
            or parts.get("INTERVAL", [1])[0] < 1
        ):
            raise Refused("entry_rule_unreadable")
        text = str(rule.to_ical(), "utf-8")  # type: ignore[no-untyped-call]
        self._look_ahead(text, starts)
        return text

    def _look_ahead(self, text: str, starts: Moment) -> None:
        """Try the first instances where dateutil gives up after at most 400 years, not 8,000."""
        wall = datetime.combine(starts, time()) if not isinstance(starts, datetime) else starts.replace(tzinfo=None)
        late = wall.replace(year=wall.year + (9999 - wall.year) // _GREGORIAN_CYCLE * _GREGORIAN_CYCLE)
        endless = ";".join(part for part in text.split(";") if not part.startswith(("UNTIL=", "COUNT=")))
        try:
            first = list(islice(rrulestr(endless, dtstart=late), 3))
        except (ValueError, TypeError, OverflowError, KeyError):
            raise Refused("entry_rule_unreadable") from None
        if len(first) == 3 and all(b - a < _SELDOM for a, b in zip([late, *first], first, strict=False)):
            return
        self._seldom += 1
        if self._seldom > _MOST_SELDOM:
            raise Refused("calendar_too_intricate")
        if not first:
            raise Refused("entry_rule_never")


def _times_a_day(parts: dict[str, list[object]]) -> int:
    times = 24 if str(parts.get("FREQ", [""])[0]).upper() == "HOURLY" else len(parts.get("BYHOUR", [0]))
    return times * len(parts.get("BYMINUTE", [0])) * len(parts.get("BYSECOND", [0]))


def occurrences(group: Sequence[Series], start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Everything that the events of one UID come to within [start, end)."""
    calendar = Calendar()
    for series in group:
        calendar.add_component(_as_event(_near(series, start)))
    moved = {series.instead_of: series for series in group if series.instead_of is not None}
    found: Any  # a component: what its properties are, the parser knows only when it runs
    for found in recurring_ical_events.of(calendar).between(start, end):
        starts: Moment = found["DTSTART"].dt
        said: Moment = found["RECURRENCE-ID"].dt if "RECURRENCE-ID" in found else starts
        # The library gives everything behind a change "and later" the change's own RECURRENCE-ID.
        own = said in moved and moved[said].starts == starts
        yield Occurrence(int(found["X-NUMBER"]), starts, found["DTEND"].dt, said if own else starts)


def _near(series: Series, start: datetime) -> Series:
    """The same series from shortly before the window. Only rules without a count can begin later."""
    if len(series.rules) != 1 or "COUNT=" in series.rules[0] or series.instead_of is not None:
        return series
    rule = dict(part.split("=", 1) for part in series.rules[0].split(";"))
    step = _DAYS.get(rule["FREQ"], 0) * int(rule.get("INTERVAL", 1))
    ahead = (start.date() - _day(series.ends)).days - 2
    if not step or ahead < 2 * step:
        return series
    by = timedelta(days=(ahead // step - 1) * step)
    return replace(series, starts=series.starts + by, ends=series.ends + by)


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _as_event(series: Series) -> Event:
    event = Event()
    event.add("UID", "1")
    event.add("X-NUMBER", str(series.number))
    event.add("SEQUENCE", series.sequence)
    event.add("DTSTART", series.starts)
    event.add("DTEND", series.ends)
    for rule in series.rules:
        event.add("RRULE", vRecur.from_ical(rule))
    for moment in series.more:
        event.add("RDATE", [moment])
    for moment in series.except_on:
        event.add("EXDATE", [moment])
    if series.instead_of is not None:
        event.add("RECURRENCE-ID", series.instead_of, {"RANGE": "THISANDFUTURE"} if series.and_later else {})
    return event
