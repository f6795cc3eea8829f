"""A resource's usual week, and what departs from it: time off, other hours, closures and blocked time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from bizet_core.business.resources.model import resources
from bizet_core.business.settings.queries import business_of
from bizet_core.catalogue.timetable.model import timetable_rules
from bizet_core.catalogue.timetable.operations import Hours, SetHours
from bizet_core.catalogue.timetable.rules import Layer
from bizet_core.catalogue.timetable.week import weekdays_of
from bizet_core.store import Permission, Read, Request, query

SEE = Permission("timetable.see")
EXCEPTIONAL = (Layer.TIME_OFF, Layer.OVERRIDE, Layer.CLOSURE, Layer.BLOCK)


class WeekOf(Request):
    """Whose."""

    resource: UUID


@query(needs=SEE)
def week(read: Read, asked: WeekOf) -> SetHours:
    """The usual week as the request that sets it: what its form begins with."""
    t = timetable_rules.c
    mine = select(timetable_rules).where(t.resource_id == asked.resource, t.first_day.is_(None))
    rows = read.all(mine.order_by(t.start_min, t.weekdays, t.id))
    hours = tuple(_hours(row) for row in rows if row.layer == Layer.HOURS)
    return SetHours(
        resource=asked.resource,
        hours=hours,
        breaks=tuple(_hours(row) for row in rows if row.layer == Layer.BREAK),
    )


@dataclass(frozen=True, slots=True)
class Departure:
    """Some days or some time unlike the usual week."""

    id: UUID  # give it to `remove_exception`, or as `instead_of`
    resource: UUID
    name: str  # of the person, room or place
    kind: Layer  # time_off | override | closure | block
    reason: str  # of time off: vacation | sick | other
    note: str
    first_day: date
    last_day: date
    times: tuple[tuple[int, int], ...]  # open where it is an override, else closed; minutes of each day
    starts_at: datetime | None  # of blocked time
    ends_at: datetime | None


class Departures(Request):
    """Those that touch these days, both included, of one resource or of all."""

    first_day: date
    last_day: date
    resource: UUID | None = None


@query(needs=SEE)
def departures(read: Read, asked: Departures) -> tuple[Departure, ...]:
    """What departs from the usual weeks, by first day."""
    zone = ZoneInfo(business_of(read).zone)
    rows = read.all(_touching(asked, zone))
    parts: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        parts[row.source or row.id].append(row)
    found = [_departure(id, of_it, zone) for id, of_it in parts.items()]
    return tuple(sorted(found, key=lambda one: (one.first_day, one.name, one.id)))


def _touching(asked: Departures, zone: ZoneInfo) -> Any:
    t = timetable_rules.c
    start = datetime.combine(asked.first_day, datetime.min.time(), zone)
    end = datetime.combine(asked.last_day + timedelta(days=1), datetime.min.time(), zone)
    same = (resources.c.business_id == t.business_id) & (resources.c.id == t.resource_id)
    by_day = (t.first_day <= asked.last_day.toordinal()) & (t.last_day >= asked.first_day.toordinal())
    by_instant = (t.starts_at < end) & (t.ends_at > start)
    statement = select(timetable_rules, resources.c.name).select_from(timetable_rules.join(resources, same))
    statement = statement.where(t.layer.in_(EXCEPTIONAL), or_(by_day, by_instant))
    if asked.resource is not None:
        statement = statement.where(t.resource_id == asked.resource)
    return statement.order_by(t.start_min, t.id)


def _departure(id: UUID, parts: Sequence[Any], zone: ZoneInfo) -> Departure:
    first = next((row for row in parts if row.id == id), parts[0])
    layer = Layer(first.layer)
    told = [row for row in parts if row.opens] if layer is Layer.OVERRIDE else parts
    return Departure(
        id=id,
        resource=first.resource_id,
        name=first.name,
        kind=layer,
        reason=first.reason,
        note=first.label,
        first_day=_day(first.first_day, first.starts_at, zone),
        last_day=_day(first.last_day, first.ends_at and first.ends_at - timedelta(milliseconds=1), zone),
        times=tuple((row.start_min, row.end_min) for row in told if row.start_min is not None),
        starts_at=first.starts_at,
        ends_at=first.ends_at,
    )


def _day(ordinal: int | None, instant: datetime | None, zone: ZoneInfo) -> date:
    if ordinal is not None:
        return date.fromordinal(ordinal)
    assert instant is not None, "a rule has days or instants"
    return instant.astimezone(zone).date()


def _hours(row: Any) -> Hours:
    return Hours(weekdays=weekdays_of(row.weekdays), time=(row.start_min, row.end_min), label=row.label)
