"""Calendars from their tables: the rules of many resources in two queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Select, and_, bindparam, or_, select, type_coerce

from bizet_core.base.instants import DAY, from_ms
from bizet_core.base.refusals import Refused
from bizet_core.base.spans import Span
from bizet_core.base.wall_clock import EPOCH_DAY
from bizet_core.business.resources.model import resources
from bizet_core.catalogue.timetable.model import timetable_rules
from bizet_core.catalogue.timetable.rules import EVERY_DAY, Layer, Once, Rule, Weekly
from bizet_core.store import Prepared, Read


@dataclass(frozen=True, slots=True)
class Calendar:
    """One resource with its rules; the rules of its location stand in the calendar of the location."""

    id: UUID
    kind: str
    name: str
    parent: UUID | None
    zone: str
    capacity: int
    colour: str
    position: int
    in_calendar: bool
    rules: tuple[Rule, ...]


def load_calendars(read: Read, within: Span, ids: Collection[UUID] | None = None) -> dict[UUID, Calendar]:
    """The calendars in use, by resource, with the rules that may speak within a span of ms. Parents come along."""
    rows = {row.id: row for row in read.rows(_RESOURCES)}
    wanted = rows if ids is None else {i: rows[i] for id in ids if id in rows for i in _with_parents(rows, id)}
    zones = {id: _zone(rows, id) for id in wanted}
    rules = _rules(read, within, zones)
    return {
        id: Calendar(
            id=id,
            kind=row.kind,
            name=row.name,
            parent=row.parent_id,
            zone=zones[id],
            capacity=row.capacity,
            colour=row.colour,
            position=row.position,
            in_calendar=row.in_calendar,
            rules=tuple(rules[id]),
        )
        for id, row in wanted.items()
    }


def _rules(read: Read, within: Span, zones: dict[UUID, str]) -> dict[UUID, list[Rule]]:
    found: dict[UUID, list[Rule]] = defaultdict(list)
    days = {"first": EPOCH_DAY + within[0] // DAY - 2, "last": EPOCH_DAY + within[1] // DAY + 2}
    for id, *row in read.rows(_RULES, **days, since=from_ms(within[0]), until=from_ms(within[1])):
        zone = zones.get(id)
        if zone is not None:
            found[id].append(_rule(zone, *row))
    return found


def load_exception(read: Read, exception: UUID) -> tuple[UUID, list[Rule]]:
    """Whose calendar an exception is of, and its rules; refuses with `gone` where there is none."""
    t = timetable_rules.c
    found = read.all(_told().where(or_(t.id == exception, t.source == exception)).order_by(t.id))
    if not found:
        raise Refused("gone", what=timetable_rules.name)
    zone = _zone({row.id: row for row in read.rows(_RESOURCES)}, found[0].resource_id)
    return found[0].resource_id, [_rule(zone, *row[1:]) for row in found]


def _told() -> Select[*tuple[Any, ...]]:
    t = timetable_rules.c
    days, minutes = (t.weekdays, t.first_day, t.last_day), (t.start_min, t.end_min)
    instants = (type_coerce(t.starts_at, BigInteger), type_coerce(t.ends_at, BigInteger))  # in ms, as rules want them
    return select(t.resource_id, t.layer, t.opens, *days, *minutes, *instants, t.label)


def _speaking() -> Select[*tuple[Any, ...]]:
    """Rules that may speak within a span. Hours that are over still say that somebody has hours of their own."""
    t = timetable_rules.c
    speaks = and_(
        or_(t.last_day.is_(None), t.last_day >= bindparam("first")),
        or_(t.first_day.is_(None), t.first_day <= bindparam("last")),
        or_(t.ends_at.is_(None), t.ends_at > bindparam("since")),
        or_(t.starts_at.is_(None), t.starts_at < bindparam("until")),
    )
    return _told().where(or_(speaks, t.layer == Layer.HOURS)).order_by(t.resource_id, t.layer, t.id)


_RULES = Prepared(_speaking())
_RESOURCES = Prepared(select(resources).where(resources.c.active).order_by(resources.c.position, resources.c.id))


def _rule(
    zone: str,
    layer: str,
    opens: bool,
    weekdays: int | None,
    first_day: int | None,
    last_day: int | None,
    start_min: int | None,
    end_min: int | None,
    starts_at: int | None,
    ends_at: int | None,
    label: str,
) -> Rule:
    """One stored rule as a value."""
    if starts_at is not None and ends_at is not None:
        return Once(_LAYERS[layer], opens, starts_at, ends_at, label)
    start, end = start_min or 0, 1440 if end_min is None else end_min
    days = EVERY_DAY if weekdays is None else weekdays
    return Weekly(_LAYERS[layer], opens, zone, start, end, days, first_day, last_day, label)


_LAYERS = {layer.value: layer for layer in Layer}


def _with_parents(rows: dict[UUID, Any], id: UUID) -> list[UUID]:
    found: list[UUID] = []
    at: UUID | None = id
    while at is not None and at in rows:
        found.append(at)
        at = rows[at].parent_id
    return found


def _zone(rows: dict[UUID, Any], id: UUID | None) -> str:
    """A resource without a zone of its own is where its parent is."""
    while id is not None and id in rows:
        row = rows[id]
        if row.zone:
            return str(row.zone)
        id = row.parent_id
    return "UTC"
