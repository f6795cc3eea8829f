"""A colleague's calendar file as entries with instants: what can be read is read whole, what cannot is told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from bizet_core.base.refusals import Refused
from bizet_core.booking.calendar_import.events import BusyTime, Status, Written, read_busy_times, read_event, title_of
from bizet_core.booking.calendar_import.files import EVENT_LIMIT, Component, open_calendar
from bizet_core.booking.calendar_import.repeats import Moment, Occurrence, RuleReader, Series, occurrences
from bizet_core.booking.calendar_import.zones import Zones
from bizet_core.describe.formats.text import one_line

OPEN_END = timedelta(hours=1)  # assumed for an event without an end: nothing would be kept free for it otherwise
_BEFORE, _AFTER = timedelta(days=30), timedelta(days=731)
_OURS = UUID("92d65cfc-98cf-4ebd-aaac-b8f93056050d")  # namespace of the keys of entries; never change it


class Window(NamedTuple):
    """The instants that matter; entries that overlap it are read."""

    starts_at: datetime
    ends_at: datetime


def window_around(now: datetime) -> Window:
    """Thirty days back and two years ahead."""
    return Window(now - _BEFORE, now + _AFTER)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One stretch of somebody's time. Instants are aware UTC; a whole day lasts from midnight to midnight at home."""

    key: UUID  # the same at every import of this instance, so that nothing is imported twice
    uid: str
    recurrence: str  # which instance of a repeating event: its original start; empty for an event of its own
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    summary: str
    status: Status
    busy: bool  # False for what is marked as free or cancelled
    zone: str  # IANA name
    place: str = ""
    note: str = ""
    private: bool = False  # its words are for its owner only

    @property
    def cancelled(self) -> bool:
        """Was it called off?"""
        return self.status == "cancelled"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is odd about one event: a code of `SENTENCES` with its facts. Left out unless `kept`."""

    number: int  # which event of the file, from 1
    title: str
    code: str
    facts: dict[str, str | int]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """Everything that a file holds for the window, in order of time, and what could not be read."""

    name: str
    entries: tuple[CalendarEntry, ...]
    problems: tuple[Problem, ...]
    outside: int = 0  # events that have nothing within the window
    others: int = 0  # tasks, journals and other things that take no time


def read_calendar(data: bytes, zone: str, window: Window, open_end: timedelta = OPEN_END) -> CalendarRead:
    """Read an iCalendar file. Floating times and whole days are those of `zone`, the location's.

    `Refused` if the file is no calendar, broken, too large, or if nothing at all in it can be read.
    """
    file = open_calendar(data)
    home = ZoneInfo(zone)
    zones = Zones((c for c in file.components if c.kind == "VTIMEZONE"), home)
    events = [c for c in file.components if c.kind == "VEVENT"]
    written, problems = _read_events(events, zones, open_end)
    busy = [_busy_entry(taken, home) for c in file.components if c.kind == "VFREEBUSY" for taken in read_busy_times(c)]
    entries, outside = _entries(_current(written), window, home, problems)
    entries += [entry for entry in busy if _overlaps(entry, window)]
    if len(entries) > EVENT_LIMIT:
        raise Refused("calendar_too_many", most=EVENT_LIMIT)
    if not entries and not outside and not busy:
        _refuse_if_all_are_broken(problems)
    if file.cancels:
        entries = [replace(entry, status="cancelled", busy=False) for entry in entries]
    others = sum(c.kind not in ("VEVENT", "VTIMEZONE", "VFREEBUSY") for c in file.components)
    outside += sum(not _overlaps(entry, window) for entry in busy)
    return CalendarRead(one_line(file.name), _in_order(entries), tuple(problems), outside, others)


_ALL_BROKEN = {
    "entry_without_start": "calendar_without_starts",
    "entry_start_unreadable": "calendar_without_starts",
    "entry_ends_before_start": "calendar_runs_backwards",
    "entry_length_unreadable": "calendar_lengths_unreadable",
    "entry_rule_unreadable": "calendar_rules_unreadable",
    "entry_rule_too_often": "calendar_rules_too_often",
    "entry_zone_unknown": "calendar_zones_unknown",
}


def _refuse_if_all_are_broken(problems: Sequence[Problem]) -> None:
    """Nothing would be imported: say so once, with the reason if all events share it."""
    codes = {_ALL_BROKEN.get(problem.code, "calendar_nothing_readable") for problem in problems if not problem.kept}
    if codes:
        raise Refused(codes.pop() if len(codes) == 1 else "calendar_nothing_readable", count=len(problems))


def _read_events(events: Sequence[Component], zones: Zones, open_end: timedelta) -> tuple[list[Written], list[Problem]]:
    """Events that can be read, and what is wrong with the others or was assumed."""
    written: list[Written] = []
    problems: list[Problem] = []
    rules = RuleReader()
    for number, component in enumerate(events, start=1):
        try:
            event = read_event(number, component, zones, rules, open_end)
        except Refused as refused:
            if not refused.code.startswith("entry_"):
                raise
            problems.append(Problem(number, title_of(component), refused.code, refused.facts))
            continue
        written.append(event)
        if event.open_end:
            minutes = open_end // timedelta(minutes=1)
            problems.append(Problem(number, event.summary, "entry_without_end", {"count": minutes}, kept=True))
    return written, problems


def _current(written: Iterable[Written]) -> list[list[Written]]:
    """The events of each UID together, without versions that a later one replaces."""
    latest: dict[tuple[str, datetime | None], Written] = {}
    for event in written:
        original = event.series.instead_of
        key = (event.uid, None if original is None else _instant(original, UTC))
        if key not in latest or event.series.sequence >= latest[key].series.sequence:
            latest[key] = event
    groups: dict[str, list[Written]] = defaultdict(list)
    for event in latest.values():
        groups[event.uid].append(event)
    return [_with_master(group) for group in groups.values()]


def _with_master(group: list[Written]) -> list[Written]:
    """A change of something that is not in the file, but repeats itself, is an event of its own."""
    if any(event.series.instead_of is None for event in group):
        return group
    return [
        replace(event, series=replace(event.series, instead_of=None))
        if event.series.rules or event.series.more
        else event
        for event in group
    ]


def _entries(
    groups: Iterable[list[Written]], window: Window, home: ZoneInfo, problems: list[Problem]
) -> tuple[list[CalendarEntry], int]:
    """The entries within the window, and how many events have none there."""
    entries: list[CalendarEntry] = []
    outside = 0
    for group in groups:
        try:
            found = [entry for entry in _group_entries(group, window, home) if _overlaps(entry, window)]
        except Refused as refused:
            event = group[0]
            problems.append(Problem(event.series.number, event.summary, refused.code, refused.facts))
            continue
        entries += found
        outside += not found
        if len(entries) > EVENT_LIMIT:
            raise Refused("calendar_too_many", most=EVENT_LIMIT)
    return entries, outside


def _group_entries(group: list[Written], window: Window, home: ZoneInfo) -> Iterator[CalendarEntry]:
    if not any(event.repeats for event in group):
        yield from (_entry(event, event.series.starts, event.series.ends, "", home) for event in group)
        return
    by_number = {event.series.number: event for event in group}
    here = Window(window.starts_at.astimezone(home), window.ends_at.astimezone(home))
    for found in _written_out([event.series for event in group], here):
        yield _entry(by_number[found.of], found.starts, found.ends, _mark(found.original), home)


def _written_out(group: list[Series], window: Window) -> list[Occurrence]:
    """`Refused("entry_cannot_repeat")` if the parts of a series do not fit together."""
    try:
        found = list(islice(occurrences(group, *window), EVENT_LIMIT + 1))
    except Exception:  # the library raises whatever a contradictory series leads it to
        raise Refused("entry_cannot_repeat") from None
    if not all(_instant(one.starts, UTC) < _instant(one.ends, UTC) for one in found):
        raise Refused("entry_cannot_repeat")
    return found


def _entry(event: Written, starts: Moment, ends: Moment, recurrence: str, home: ZoneInfo) -> CalendarEntry:
    return CalendarEntry(
        key=uuid5(_OURS, f"{event.uid}\n{recurrence}"),
        uid=event.uid,
        recurrence=recurrence,
        starts_at=_instant(starts, home),
        ends_at=_instant(ends, home),
        all_day=event.all_day,
        summary=event.summary,
        status=event.status,
        busy=event.busy,
        zone=event.zone,
        place=event.place,
        note=event.note,
        private=event.private,
    )


def _busy_entry(taken: BusyTime, home: ZoneInfo) -> CalendarEntry:
    """Published busy times say nothing but when, so that is also their name."""
    starts, ends = taken.starts_at, taken.ends_at
    mark = f"{_mark(starts)}/{_mark(ends)}"
    key = uuid5(_OURS, f"busy\n{mark}")
    status: Status = "tentative" if taken.tentative else "confirmed"
    return CalendarEntry(key, "", mark, starts, ends, False, "", status, True, home.key)


def _mark(original: Moment) -> str:
    """ "2026-03-12" or "2026-03-12T10:00:00Z": what tells one instance of a series from the others."""
    if not isinstance(original, datetime):
        return original.isoformat()
    return original.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _instant(moment: Moment, home: tzinfo) -> datetime:
    """In UTC; a date is its midnight at home."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), home)
    return moment.astimezone(UTC)


def _overlaps(entry: CalendarEntry, window: Window) -> bool:
    return entry.starts_at < window.ends_at and entry.ends_at > window.starts_at


def _in_order(entries: Iterable[CalendarEntry]) -> tuple[CalendarEntry, ...]:
    once = {entry.key: entry for entry in entries}
    return tuple(sorted(once.values(), key=lambda entry: (entry.starts_at, entry.ends_at, entry.key)))
