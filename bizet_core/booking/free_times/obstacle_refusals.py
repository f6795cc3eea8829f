"""Obstacles as refusals: which of them a person is told, by name and time."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bizet_core.base.instants import from_ms
from bizet_core.base.refusals import Refused
from bizet_core.booking.availability.obstacles import Obstacle
from bizet_core.booking.availability.slots import Ask, ResourceCalendar
from bizet_core.booking.availability.why_not import why_not
from bizet_core.catalogue.timetable.loading import Calendar

_WITH_LABEL = frozenset({"break", "closure", "time_off", "busy", "block"})


def refusal_of(
    ask: Ask, diaries: Mapping[UUID, ResourceCalendar], calendars: Mapping[UUID, Calendar], start: int
) -> Refused:
    """What stands in the way of a start, as one refusal; the first obstacle is the one nearest to what was asked."""
    found = why_not(ask, diaries, start)  # a mapping's key type is invariant
    return told(found[0], calendars) if found else Refused("slot_taken")


def told(obstacle: Obstacle, calendars: Mapping[UUID, Calendar]) -> Refused:
    """One obstacle in words: `Refused("not_free_taken", name="Ana", since=…, until=…)`."""
    owner = next((c for c in calendars.values() if c.id == obstacle.resource), None)
    facts: dict[str, Any] = {"name": owner.name if owner else ""}
    code = f"not_free_{obstacle.code}"
    if obstacle.code in _WITH_LABEL:
        facts["label"] = obstacle.label
    if obstacle.code in _TIMED:
        if obstacle.ends_at is None:
            code = "not_free_long"
        else:
            facts["until"] = from_ms(obstacle.ends_at)
    return Refused(code, **facts)


_TIMED = frozenset({"closed", "break", "closure", "time_off", "busy", "block", "taken", "full", "hours", "override"})
