"""Weekly hours and breaks, special days, time off, closures and blocked time, for people, rooms and places alike."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from bizet_core.base.instants import Instant
from bizet_core.base.refusals import Refused
from bizet_core.business.resources.model import resources
from bizet_core.business.settings.checking import checked
from bizet_core.catalogue.timetable.model import timetable_rules
from bizet_core.catalogue.timetable.rules import EVERY_DAY, Layer
from bizet_core.catalogue.timetable.week import fault_of, mask_of, whole_day
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Permission, Read, Request, Work, operation

CHANGE = Permission("timetable.change", of="resource")
WEEKLY = (Layer.HOURS, Layer.BREAK)


class Absence(StrEnum):
    """Why somebody is away."""

    VACATION = "vacation"
    SICK = "sick"
    OTHER = "other"


ABSENCES = {Absence.VACATION: N_("Vacation"), Absence.SICK: N_("Sick"), Absence.OTHER: N_("Away")}


TimeOfDay = Annotated[tuple[int, int], Field(N_("From and to"), kind="day_range")]


class Hours(Request):
    """Open on these weekdays (Monday = 0) from one minute of the day until another; past 1440 is the next day."""

    weekdays: Annotated[tuple[int, ...], Field(N_("Days"), kind="weekday")]
    time: TimeOfDay
    label: Annotated[str, Field(N_("Note"), max_length=60)] = ""


class SetHours(Request):
    """The whole week of a person, room or place. Several hours on one day are split hours."""

    resource: UUID
    hours: Annotated[tuple[Hours, ...], Field(N_("Hours"))]
    breaks: Annotated[tuple[Hours, ...], Field(N_("Breaks"))] = ()


class RuleMade(Request):
    """Args: one row of the timetable."""

    id: UUID
    layer: Layer
    opens: bool
    weekdays: int | None = None
    first_day: int | None = None
    last_day: int | None = None
    start_min: int | None = None
    end_min: int | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    label: str = ""
    reason: str = ""


class HoursSet(Request):
    """Args: the rows of the week, and those they take the place of."""

    resource: UUID
    was: tuple[UUID, ...]
    rules: tuple[RuleMade, ...]


@operation(needs=CHANGE, undo=True, said=N_("Weekly hours set"), detail=N_("from {was_week} to {week}"))
def set_hours(work: Work, given: HoursSet) -> None:
    """Put a week in place of the one before."""
    work.hold_if_there(resources, given.resource)
    before = _weekly_rows(work, given.resource)
    if tuple(row.id for row in before) != given.was:
        raise Refused("hours_changed_meanwhile")
    work.delete_all(timetable_rules, given.was)
    _insert(work, given.resource, given.rules, None)
    work.note(resources, given.resource, was_week=_told_week(before), week=_told_week(given.rules))


@set_hours.prepare
def _pin_hours(work: Work, asked: SetHours) -> HoursSet:
    work.get(resources, asked.resource)
    return week_made(work, checked(work, asked))


def week_made(work: Work, asked: SetHours) -> HoursSet:
    """Pin a week, also of a resource that is only about to be written; refuses hours that cannot be."""
    for entered in (asked.hours, asked.breaks):
        if fault := fault_of((each.weekdays, *each.time) for each in entered):
            raise Refused(fault)
    rules = [_weekly(work, Layer.HOURS, True, each) for each in asked.hours]
    rules += [_weekly(work, Layer.BREAK, False, each) for each in asked.breaks]
    return HoursSet(resource=asked.resource, was=weekly_ids(work, asked.resource), rules=tuple(rules))


class AddTimeOff(Request):
    """Somebody is away, first and last day included; with times, only between them on each of the days."""

    resource: Annotated[UUID, Field(N_("Who"), choices="bizet_core.business.staff.queries:people")]
    first_day: Annotated[date, Field(N_("First day"))]
    last_day: Annotated[date, Field(N_("Last day"))]
    reason: Annotated[Absence, Field(N_("Reason"), choices=ABSENCES)] = Absence.VACATION
    time: Annotated[tuple[int, int] | None, Field(N_("Only from and to"), kind="day_range")] = None
    note: Annotated[str, Field(N_("Note"), max_length=60)] = ""
    instead_of: UUID | None = None  # the exception that this one replaces


class ExceptionMade(Request):
    """Args: the rows of one exception; the first has its id. `instead_of` goes."""

    resource: UUID
    kind: str
    rules: tuple[RuleMade, ...]
    instead_of: UUID | None = None


@operation(needs=CHANGE, undo=True, said=N_("Time off added"), detail=N_("{first} to {last}"))
def add_time_off(work: Work, given: ExceptionMade) -> UUID:
    """Keep a person's days free of bookings. What is booked there already stays, for a person to move."""
    return _make(work, given)


@add_time_off.prepare
def _pin_time_off(work: Work, asked: AddTimeOff) -> ExceptionMade:
    asked = checked(work, asked)
    time = asked.time or _whole_day(work, asked.resource)
    rule = _dated(work, Layer.TIME_OFF, False, asked.first_day, asked.last_day, time, asked.note)
    rule = msgspec.structs.replace(rule, reason=asked.reason)
    return ExceptionMade(
        resource=asked.resource,
        kind="time_off",
        rules=(rule,),
        instead_of=_replaced(work, asked.instead_of, asked.resource),
    )


class AddOverride(Request):
    """Other hours than usual on some days: they take the place of the week's."""

    resource: UUID
    first_day: Annotated[date, Field(N_("First day"))]
    last_day: Annotated[date, Field(N_("Last day"))]
    hours: Annotated[tuple[TimeOfDay, ...], Field(N_("Hours on these days"))]
    note: Annotated[str, Field(N_("Note"), max_length=60)] = ""
    instead_of: UUID | None = None


@operation(needs=CHANGE, undo=True, said=N_("Other hours set for some days"), detail=N_("{first} to {last}"))
def add_override(work: Work, given: ExceptionMade) -> UUID:
    """Open at other times on some days, or on days that are closed otherwise."""
    return _make(work, given)


@add_override.prepare
def _pin_override(work: Work, asked: AddOverride) -> ExceptionMade:
    asked = checked(work, asked)
    if not asked.hours:
        raise Refused("override_empty")
    if fault := fault_of(((0,), *time) for time in asked.hours):
        raise Refused(fault)
    days = (asked.first_day, asked.last_day)
    closing = _dated(work, Layer.OVERRIDE, False, *days, _whole_day(work, asked.resource), asked.note)
    openings = [_dated(work, Layer.OVERRIDE, True, *days, time, asked.note) for time in asked.hours]
    return ExceptionMade(
        resource=asked.resource,
        kind="override",
        rules=(closing, *openings),
        instead_of=_replaced(work, asked.instead_of, asked.resource),
    )


class AddClosure(Request):
    """A place, room or thing is closed, first and last day included: holidays, repairs."""

    resource: UUID
    first_day: Annotated[date, Field(N_("First day"))]
    last_day: Annotated[date, Field(N_("Last day"))]
    note: Annotated[str, Field(N_("Reason"), max_length=60, example=N_("Bank holiday"))] = ""
    instead_of: UUID | None = None


@operation(needs=CHANGE, undo=True, said=N_("Closed on some days"), detail=N_("{first} to {last}"))
def add_closure(work: Work, given: ExceptionMade) -> UUID:
    """Close on some days; a person's own override opens them again."""
    return _make(work, given)


@add_closure.prepare
def _pin_closure(work: Work, asked: AddClosure) -> ExceptionMade:
    asked = checked(work, asked)
    times = _whole_day(work, asked.resource)
    rule = _dated(work, Layer.CLOSURE, False, asked.first_day, asked.last_day, times, asked.note)
    return ExceptionMade(
        resource=asked.resource,
        kind="closure",
        rules=(rule,),
        instead_of=_replaced(work, asked.instead_of, asked.resource),
    )


class BlockTime(Request):
    """Keep some time free of bookings: a delivery, a phone call, a meeting."""

    resource: UUID
    starts_at: Annotated[Instant, Field(N_("Start"))]
    ends_at: Annotated[Instant, Field(N_("End"))]
    note: Annotated[str, Field(N_("What for"), max_length=60)] = ""
    instead_of: UUID | None = None


@operation(needs=CHANGE, undo=True, said=N_("Time blocked"), detail=N_("{starts_at} to {ends_at}"))
def block_time(work: Work, given: ExceptionMade) -> UUID:
    """Block time in the calendar."""
    return _make(work, given)


@block_time.prepare
def _pin_block(work: Work, asked: BlockTime) -> ExceptionMade:
    asked = checked(work, asked)
    work.get(resources, asked.resource)
    if asked.ends_at <= asked.starts_at:
        raise Refused("ends_too_early")
    rule = RuleMade(
        id=work.new_id(),
        layer=Layer.BLOCK,
        opens=False,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        label=asked.note,
    )
    return ExceptionMade(
        resource=asked.resource,
        kind="block",
        rules=(rule,),
        instead_of=_replaced(work, asked.instead_of, asked.resource),
    )


class RemoveException(Request):
    """Which time off, override, closure or block."""

    exception: UUID


@operation(
    needs=Permission("timetable.change", of="exception"),
    undo=True,
    said=N_("Time off, block or other hours taken back"),
    detail="{label}",
)
def remove_exception(work: Work, given: RemoveException) -> None:
    """Take time off, an override, a closure or a block back: the week holds again."""
    row = work.get(timetable_rules, given.exception)
    _remove(work, given.exception)
    work.note(resources, row.resource_id, code="removed", label=row.label)


def weekly_ids(work: Work, resource: UUID) -> tuple[UUID, ...]:
    """The rows of a resource's usual week."""
    return tuple(row.id for row in _weekly_rows(work, resource))


def _weekly_rows(work: Work, resource: UUID) -> list[Any]:
    mine = (timetable_rules.c.resource_id == resource) & timetable_rules.c.layer.in_(WEEKLY)
    return list(
        work.all(
            select(timetable_rules).where(mine, timetable_rules.c.first_day.is_(None)).order_by(timetable_rules.c.id)
        )
    )


def set_since(work: Work, given: HoursSet) -> tuple[str, Any] | None:
    """A row of a week that was set after this one: a week that was cleared left none that could have changed."""
    made = {rule.id for rule in given.rules}
    strange = [row for row in _weekly_rows(work, given.resource) if row.id not in made]
    return (timetable_rules.name, strange[0]) if strange else None


def _replaced(work: Work, exception: UUID | None, resource: UUID) -> UUID | None:
    """Only an exception of the same calendar gives way: the permission was asked for this one."""
    if exception is not None and work.get(timetable_rules, exception).resource_id != resource:
        raise Refused("exception_elsewhere")
    return exception


def _make(work: Work, given: ExceptionMade) -> UUID:
    if given.instead_of is not None:
        _remove(work, given.instead_of)
    id = given.rules[0].id
    _insert(work, given.resource, given.rules, id)
    work.note(resources, given.resource, code=given.kind, **_told_time(given.rules[0]))
    return id


def _told_week(rules: Iterable[Any]) -> list[list[int]]:
    """A week as the history keeps it: whether it is open, on which days, from when to when."""
    return sorted([int(rule.opens), rule.weekdays, rule.start_min, rule.end_min] for rule in rules)


def _told_time(rule: RuleMade) -> dict[str, str]:
    """When an exception holds: its days, or its moments."""
    days = {"first": rule.first_day, "last": rule.last_day}
    moments = {"starts_at": rule.starts_at, "ends_at": rule.ends_at}
    told = {fact: date.fromordinal(day).isoformat() for fact, day in days.items() if day is not None}
    return told | {fact: moment.isoformat() for fact, moment in moments.items() if moment is not None}


def _insert(work: Work, resource: UUID, rules: tuple[RuleMade, ...], source: UUID | None) -> None:
    rows = [{**msgspec.structs.asdict(rule), "resource_id": resource, "source": source} for rule in rules]
    work.insert_all(timetable_rules, rows)


def _remove(work: Work, exception: UUID) -> None:
    parts = select(timetable_rules.c.id).where(timetable_rules.c.source == exception).order_by(timetable_rules.c.id)
    work.delete_all(timetable_rules, [row.id for row in work.all(parts)])


def _weekly(work: Work, layer: Layer, opens: bool, each: Hours) -> RuleMade:
    return RuleMade(
        id=work.new_id(),
        layer=layer,
        opens=opens,
        weekdays=mask_of(each.weekdays),
        start_min=each.time[0],
        end_min=each.time[1],
        label=each.label,
    )


def _dated(
    work: Work, layer: Layer, opens: bool, first: date, last: date, times: tuple[int, int], label: str
) -> RuleMade:
    if last < first or times[1] <= times[0]:
        raise Refused("ends_too_early")
    return RuleMade(
        id=work.new_id(),
        layer=layer,
        opens=opens,
        weekdays=EVERY_DAY,
        first_day=first.toordinal(),
        last_day=last.toordinal(),
        start_min=times[0],
        end_min=times[1],
        label=label,
    )


def _whole_day(work: Work, resource: UUID) -> tuple[int, int]:
    """A day of the resource's own week or, where it has none, of the place's whose week it follows."""
    hours = (timetable_rules.c.layer == Layer.HOURS) & timetable_rules.c.first_day.is_(None)
    ends = select(timetable_rules.c.end_min).where(hours).order_by(timetable_rules.c.id)
    own = work.all(ends.where(timetable_rules.c.resource_id == resource))
    place = work.get(resources, resource).parent_id
    return whole_day(row.end_min for row in own or work.all(ends.where(timetable_rules.c.resource_id == place)))


def owner_of_resource(read: Read, resource: UUID) -> UUID:
    """A person's calendar is their own; a room's belongs to nobody, and no person has its id."""
    return resource


def owner_of_exception(read: Read, exception: UUID) -> UUID:
    """Whose calendar it is in."""
    owner: UUID = read.get(timetable_rules, exception).resource_id
    return owner
