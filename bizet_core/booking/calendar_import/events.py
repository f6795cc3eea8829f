"""One event as it stands in a file: its times, made sure of, or the reason why it cannot be read."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Literal, TypeVar

from icalendar import Event
from icalendar.prop import vDDDLists, vPeriod

from bizet_core.base.refusals import Refused
from bizet_core.booking.calendar_import.files import Component
from bizet_core.booking.calendar_import.repeats import Moment, RuleReader, Series
from bizet_core.booking.calendar_import.zones import Zones
from bizet_core.describe.formats.text import lines, one_line

T = TypeVar("T")
Status = Literal["confirmed", "tentative", "cancelled"]
TITLE_LIMIT, NOTE_LIMIT = 200, 20_000  # characters; the rest is cut off
# The parser guesses at names like "/mozilla.org/20070129_1/Europe/Berlin" and warns; `zones` finds them instead.
_LEADING_SLASH = re.compile(r'(;TZID="?)/+', re.IGNORECASE)
_LONGEST = timedelta(days=3_660)
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Written:
    """An event of the file, all its times with a zone (dates for whole days)."""

    uid: str
    series: Series
    all_day: bool
    open_end: bool  # no end is written
    summary: str
    place: str
    note: str
    status: Status
    busy: bool
    private: bool
    zone: str

    @property
    def repeats(self) -> bool:
        """Does it have a rule or further dates, or change a repetition?"""
        return bool(self.series.rules or self.series.more or self.series.instead_of is not None)


def title_of(component: Component) -> str:
    """The summary of a component that may be broken otherwise, for telling people which one is meant."""
    line = next((line for line in component.lines if line.upper().startswith(("SUMMARY:", "SUMMARY;"))), "")
    return one_line(line.partition(":")[2].replace("\\", ""))[:TITLE_LIMIT]


def read_event(number: int, component: Component, zones: Zones, rules: RuleReader, open_end: timedelta) -> Written:
    """Read one event. `Refused("entry_…")` names what is wrong with it; `open_end` is the length of one without end."""
    event = _parsed(component)
    starts = _moment(_first(event, "DTSTART"), zones, "entry_without_start", "entry_start_unreadable")
    ends, is_open = _end(event, starts, zones, open_end)
    status, busy = _status(event)
    series = Series(
        number,
        starts,
        ends,
        rules=tuple(rules.read(rule, starts) for rule in _all(event, "RRULE")),
        more=tuple(_like(starts, moment) for moment in _listed(event, "RDATE", zones)),
        except_on=tuple(moment for moment in _listed(event, "EXDATE", zones) if not isinstance(moment, tuple)),
        instead_of=_original(event, zones),
        and_later=_parameter(_first(event, "RECURRENCE-ID"), "RANGE") == "THISANDFUTURE",
        sequence=_whole_number(_first(event, "SEQUENCE")),
    )
    all_day = not isinstance(starts, datetime)
    return Written(
        uid=_text(event, "UID") or _without_uid(component),
        series=series,
        all_day=all_day,
        open_end=is_open,
        summary=one_line(_text(event, "SUMMARY"))[:TITLE_LIMIT],
        place=one_line(_text(event, "LOCATION"))[:TITLE_LIMIT],
        note=lines(_text(event, "DESCRIPTION"))[:NOTE_LIMIT],
        status=status,
        busy=busy,
        private=_text(event, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
        zone=zones.iana_name(_zone_name(_first(event, "DTSTART"))),
    )


@dataclass(frozen=True, slots=True)
class BusyTime:
    """A stretch that somebody published as taken, in UTC."""

    starts_at: datetime
    ends_at: datetime
    tentative: bool


def read_busy_times(component: Component) -> list[BusyTime]:
    """The times of a VFREEBUSY that are not free; what cannot be read is no time at all."""
    found = []
    for line in component.lines:
        name, _colon, values = line.partition(":")
        kind, *parameters = name.upper().split(";")
        if kind == "FREEBUSY" and "FBTYPE=FREE" not in parameters:
            periods = [_period(value) for value in values.split(",")]
            found += [BusyTime(*period, "FBTYPE=BUSY-TENTATIVE" in parameters) for period in periods if period]
    return found


def _period(text: str) -> tuple[datetime, datetime] | None:
    """ "20260312T100000Z/PT1H" or with an end; RFC 5545 has these in UTC only."""
    try:
        starts, ends = vPeriod.from_ical(text.strip())  # type: ignore[no-untyped-call]
        last = starts + ends if isinstance(ends, timedelta) else ends
        return (starts.astimezone(UTC), last.astimezone(UTC)) if starts.tzinfo and starts < last else None
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None


def _parsed(component: Component) -> Event:
    try:
        event = Event.from_ical(_LEADING_SLASH.sub(r"\1", component.text))
    except Exception:  # the parser raises whatever broken text leads it to
        raise Refused("entry_unreadable") from None
    if not isinstance(event, Event):
        raise Refused("entry_unreadable")
    return event


def _end(event: Event, starts: Moment, zones: Zones, open_end: timedelta) -> tuple[Moment, bool]:
    """When it ends, and whether that had to be assumed. A whole day that ends when it starts lasts that day."""
    whole = not isinstance(starts, datetime)
    if "DTEND" in event:
        ends = _of_kind(_moment(_first(event, "DTEND"), zones, "", "entry_end_unreadable"), starts, zones)
    elif "DURATION" in event:
        ends = _after(starts, _value(_first(event, "DURATION"), timedelta, "entry_length_unreadable"))
    else:
        return (_after(starts, timedelta(days=1) if whole else open_end), not whole)
    if whole and ends == starts:
        ends = _after(starts, timedelta(days=1))
    _check_span(starts, ends)
    return ends, False


def _check_span(starts: Moment, ends: Moment) -> None:
    length = _utc(ends) - _utc(starts)
    if length < timedelta():
        raise Refused("entry_ends_before_start")
    if not length:
        raise Refused("entry_without_length")
    if length > _LONGEST:
        raise Refused("entry_too_long", days=length.days)


def _moment(value: Any, zones: Zones, missing: str, unreadable: str) -> Moment:
    """A date, or a time with its zone: UTC, the one it names, or home for a floating one."""
    if value is None:
        raise Refused(missing)
    moment = _value(value, date, unreadable)
    if moment.year not in _YEARS:
        raise Refused(unreadable)
    return _in_zone(moment, _zone_name(value), zones)


def _in_zone(moment: Moment, name: str, zones: Zones) -> Moment:
    """The parser shares what it learnt about zone names between files, so only its reading of the clock is used."""
    if not isinstance(moment, datetime) or (moment.tzinfo is not None and not name):
        return moment
    zone = zones.find(name) if name else zones.home
    if zone is None:
        raise Refused("entry_zone_unknown", zone=name)
    return moment.replace(tzinfo=zone)


def _of_kind(ends: Moment, starts: Moment, zones: Zones) -> Moment:
    """An end of the same kind as the start: some programs write a date beside a time."""
    if isinstance(starts, datetime) and not isinstance(ends, datetime):
        return datetime.combine(ends, time(), zones.home)
    return ends.date() if isinstance(ends, datetime) and not isinstance(starts, datetime) else ends


def _after(starts: Moment, length: timedelta) -> Moment:
    """Length is elapsed time, also across a change of the clocks."""
    try:
        if not isinstance(starts, datetime):
            return starts + length
        return (starts.astimezone(UTC) + length).astimezone(starts.tzinfo)
    except OverflowError:
        raise Refused("entry_length_unreadable") from None


def _like(starts: Moment, moment: Moment | tuple[Moment, Moment]) -> Moment | tuple[Moment, Moment]:
    """Further dates of whole days are whole days too; a date for a timed event is at its time of day."""
    if isinstance(moment, tuple):
        first, last = moment
        whole = not isinstance(starts, datetime) and isinstance(first, datetime)
        return first.date() if whole and isinstance(first, datetime) else (first, last)
    if isinstance(starts, datetime):
        return moment if isinstance(moment, datetime) else datetime.combine(moment, starts.timetz())
    return moment.date() if isinstance(moment, datetime) else moment


def _listed(event: Event, name: str, zones: Zones) -> list[Moment | tuple[Moment, Moment]]:
    """The moments of RDATE or EXDATE lines; periods as pairs."""
    found: list[Moment | tuple[Moment, Moment]] = []
    for line in _all(event, name):
        if not isinstance(line, vDDDLists):
            raise Refused("entry_dates_unreadable")
        found += [_listed_one(value.dt, _zone_name(line), zones) for value in line.dts]
    return found


def _listed_one(value: object, zone: str, zones: Zones) -> Moment | tuple[Moment, Moment]:
    if isinstance(value, tuple):
        begins, ends = value
        first = _in_zone(begins, zone, zones)
        last = _after(first, ends) if isinstance(ends, timedelta) else _in_zone(ends, zone, zones)
        _check_span(first, last)
        return first, last
    if not isinstance(value, date) or value.year not in _YEARS:
        raise Refused("entry_dates_unreadable")
    return _in_zone(value, zone, zones)


def _original(event: Event, zones: Zones) -> Moment | None:
    value = _first(event, "RECURRENCE-ID")
    return None if value is None else _moment(value, zones, "", "entry_dates_unreadable")


def _status(event: Event) -> tuple[Status, bool]:
    """Status, and whether the time is taken. Outlook says "free" in its own property."""
    said = _text(event, "STATUS").upper()
    status: Status = "cancelled" if said == "CANCELLED" else "tentative" if said == "TENTATIVE" else "confirmed"
    free = (
        _text(event, "TRANSP").upper() == "TRANSPARENT" or _text(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
    )
    return status, not free and status != "cancelled"


def _value(value: Any, kind: type[T], unreadable: str) -> T:
    """The value of a property of times, if it has one of this kind."""
    try:
        found = value.dt
    except (AttributeError, ValueError):  # properties that could not be parsed say so when they are used
        raise Refused(unreadable) from None
    if not isinstance(found, kind):
        raise Refused(unreadable)
    return found


def _all(event: Event, name: str) -> list[Any]:
    values = event.get(name)
    return [] if values is None else values if isinstance(values, list) else [values]


def _first(event: Event, name: str) -> Any:
    return next(iter(_all(event, name)), None)


def _text(event: Event, name: str) -> str:
    value = _first(event, name)
    return "" if value is None else str(value).strip()


def _parameter(value: Any, name: str) -> str:
    return str(getattr(value, "params", {}).get(name, ""))


def _zone_name(value: Any) -> str:
    return _parameter(value, "TZID")


def _whole_number(value: Any) -> int:
    digits = str(value or 0)
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0


def _without_uid(component: Component) -> str:
    """A name that stays the same as long as the event does; DTSTAMP is the time of the export."""
    lasting = "\n".join(line for line in component.lines if not line.upper().startswith("DTSTAMP"))
    return f"without-uid-{sha256(lasting.encode()).hexdigest()[:32]}"


def _utc(moment: Moment) -> datetime:
    """For comparing: dates count as midnight UTC."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)
