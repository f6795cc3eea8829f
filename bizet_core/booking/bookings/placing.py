"""A visit's place on the calendar: who and what serves at a start, and the time that is claimed for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bizet_core.base.instants import HOUR, MINUTE, from_ms, to_ms
from bizet_core.base.refusals import Refused
from bizet_core.booking.availability.demand import Taken, roles_of, taken_by
from bizet_core.booking.availability.slots import Ask, ResourceCalendar, choose, peak
from bizet_core.booking.bookings.time_claims import ClaimMade
from bizet_core.booking.free_times.calendar_loading import Leg, load_diaries, part_of
from bizet_core.booking.free_times.obstacle_refusals import refusal_of
from bizet_core.business.leases.queries import covering
from bizet_core.catalogue.timetable.loading import Calendar
from bizet_core.store import Read, Work

LONGEST_VISIT = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Placed:
    """A visit on the calendar: who serves each leg, and what is taken of whom, with buffers."""

    start: int
    legs: tuple[Leg, ...]
    staff: tuple[UUID | None, ...]
    taken: tuple[tuple[Taken, bool, int], ...]  # whether it is free, and the leg it belongs to
    diaries: Mapping[UUID, ResourceCalendar]

    def span_of(self, position: int) -> tuple[int, int]:
        """A leg's own time."""
        begins = self.start + sum(leg.minutes for leg in self.legs[:position]) * MINUTE
        return begins, begins + self.legs[position].minutes * MINUTE

    @property
    def ends(self) -> int:
        """The end of the last leg."""
        return self.span_of(len(self.legs) - 1)[1]


def place(
    work: Read,
    calendars: dict[UUID, Calendar],
    legs: Sequence[Leg],
    start: int,
    *,
    without: Collection[UUID] = (),
    forced: bool = False,
    rooms: Mapping[Any, UUID] | None = None,
) -> Placed:
    """Choose who and what serves at this start; refuses with what stands in the way, unless it is `forced`."""
    if sum(leg.minutes for leg in legs) * MINUTE > LONGEST_VISIT:
        raise Refused("too_long", most=LONGEST_VISIT // MINUTE)
    parts = tuple(part_of(leg, i) for i, leg in enumerate(legs))
    within = (start - LONGEST_VISIT, start + LONGEST_VISIT)
    wanted = {c for part in parts for need in part.needs for c in need.choices}
    for missing in wanted - calendars.keys():
        raise Refused("not_in_use", resource=str(missing))
    diaries = load_diaries(work, calendars, wanted, within, without=without, legs=legs)
    ask = Ask(parts=parts, within=(start, start + 1), step=MINUTE, now=start, terms=None)
    chosen = (choose(ask, diaries, start, rooms) if rooms else None) or choose(ask, diaries, start)
    if chosen is None and not forced:
        raise refusal_of(ask, diaries, calendars, start)
    roles = roles_of(parts)
    chosen = chosen or {role.key: role.choices[0] for role in roles}
    taken = taken_by(roles, chosen, start)
    return Placed(
        start=start,
        legs=tuple(legs),
        staff=tuple(chosen.get(("staff", i)) for i in range(len(legs))),
        taken=tuple((t, _is_free(diaries, t), _leg_at(legs, start, t)) for t in taken),
        diaries=diaries,
    )


def claims_for(work: Work, part_ids: Sequence[UUID], placed: Placed, why: str) -> tuple[ClaimMade, ...]:
    """What is taken; where it is overbooked on purpose the claim stands beside the other, with its reason."""
    wanted = {taken.resource for taken, _, _ in placed.taken}
    held = {} if work.authority else covering(work, work.device, work.inc, wanted)
    return tuple(
        ClaimMade(
            id=work.new_id(),
            resource_id=taken.resource,
            part_id=part_ids[leg],
            starts_at=from_ms(taken.starts_at),
            ends_at=from_ms(taken.ends_at),
            units=taken.units,
            counted=placed.diaries[taken.resource].capacity > 1,
            live=free,
            reason="" if free else why,
            lease_id=_lease_over(held.get(taken.resource, ()), taken),
        )
        for taken, free, leg in placed.taken
    )


def _lease_over(held: Sequence[tuple[datetime, datetime, UUID]], taken: Taken) -> UUID | None:
    inside = (id for a, b, id in held if to_ms(a) <= taken.starts_at and taken.ends_at <= to_ms(b))
    return next(inside, None)


def _is_free(diaries: Mapping[UUID, ResourceCalendar], taken: Taken) -> bool:
    diary = diaries[taken.resource]
    return taken.units <= diary.capacity - peak(diary.claims, taken.starts_at, taken.ends_at)


def _leg_at(legs: Sequence[Leg], start: int, taken: Taken) -> int:
    """The leg that a piece of taken time belongs to: the first it overlaps that could use the resource."""
    begins = start
    for i, leg in enumerate(legs):
        ends = begins + leg.minutes * MINUTE
        could = (*leg.staff, *(r for any_of, _ in leg.rooms for r in any_of))
        if taken.resource in could and taken.starts_at < ends and taken.ends_at > begins:
            return i
        begins = ends
    return 0


def is_certain(work: Work, made: Sequence[ClaimMade]) -> bool:
    """Whether nobody else can have this time: we decide it, or hold it all on lease."""
    return work.authority or all(claim.lease_id is not None for claim in made)
