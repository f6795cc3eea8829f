"""Free times to offer, and what stands in the way of a time while a card is dragged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import DAY, MINUTE, Instant, from_ms, to_ms
from bizet_core.base.refusals import Refused
from bizet_core.base.spans import Span
from bizet_core.booking.availability.booking_terms import Terms, strictest
from bizet_core.booking.availability.slots import Ask, ResourceCalendar, free_starts, reach, slots
from bizet_core.booking.availability.why_not import why_not
from bizet_core.booking.bookings.model import booking_parts, bookings
from bizet_core.booking.bookings.planning import Priced, leg_for, leg_of_row, place_of, price_parts
from bizet_core.booking.bookings.requests import PartAsked
from bizet_core.booking.free_times.calendar_loading import (
    Leg,
    calendars_for,
    known_here,
    load_diaries,
    part_of,
    people_of,
    with_needs,
)
from bizet_core.booking.free_times.obstacle_refusals import told
from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.settings.queries import house_settings_of
from bizet_core.catalogue.services.loading import Service, load_services
from bizet_core.catalogue.timetable.loading import Calendar
from bizet_core.store import Permission, Read, Request, query

SEE = Permission("bookings.see")


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A start at which everything a visit needs is free, and who could serve its first part."""

    starts_at: datetime
    ends_at: datetime
    staff: tuple[UUID, ...]


class FirstFree(Request):
    """The first free times for a visit, from an instant on."""

    location: UUID
    parts: tuple[PartAsked, ...]
    after: Instant | None = None  # None: now
    count: int = 5
    days: int = 28
    terms: bool = True  # within notice, window and cut-off; a desk may still book any other time by hand


@query(needs=SEE)
def first_free(read: Read, asked: FirstFree) -> tuple[FreeTime, ...]:
    """The earliest times; fewer than asked for where the next weeks are full."""
    begins = max(to_ms(asked.after or read.now), to_ms(read.now))
    found: tuple[FreeTime, ...] = ()
    for week in range(0, asked.days, 7):  # mostly the first week has enough, and reading it is quick
        within = (begins + week * DAY, begins + min(week + 7, asked.days) * DAY)
        found += _free_within(read, asked, within, asked.count - len(found))
        if len(found) >= asked.count:
            break
    return found


def _free_within(read: Read, asked: FirstFree, within: Span, most: int) -> tuple[FreeTime, ...]:
    ask, diaries, _ = question(read, asked.location, asked.parts, within, terms=asked.terms)
    free = slots(ask, free_starts(ask, diaries), most)
    return tuple(FreeTime(from_ms(s.starts_at), from_ms(s.ends_at), s.choices) for s in free)


@dataclass(frozen=True, slots=True)
class FreeOf:
    """All starts at which one person (without people: one room) could take the first part; integer ms, ascending."""

    resource: UUID
    starts: Sequence[int]


class FreeTimes(Request):
    """Every free time of a visit with a start from `first` up to `until`, person by person."""

    location: UUID
    parts: tuple[PartAsked, ...]
    first: Instant
    until: Instant
    terms: bool = True  # False: what a desk may do beyond notice, window and cut-off


@query(needs=SEE)
def free_times(read: Read, asked: FreeTimes) -> tuple[FreeOf, ...]:
    """Who is free when, in the order of the calendar; who is never free is left out."""
    within = to_ms(asked.first), to_ms(asked.until)
    ask, diaries, _ = question(read, asked.location, asked.parts, within, terms=asked.terms)
    return tuple(FreeOf(resource, starts) for resource, starts in free_starts(ask, diaries).items())


class WhyNot(Request):
    """A visit at one start."""

    location: UUID
    parts: tuple[PartAsked, ...]
    starts_at: Instant
    terms: bool = True


@query(needs=SEE)
def why_not_free(read: Read, asked: WhyNot) -> tuple[Refused, ...]:
    """Everything that keeps a start from being offered, to be worded one by one; nothing where it is offered."""
    start = to_ms(asked.starts_at)
    ask, diaries, calendars = question(read, asked.location, asked.parts, (start, start + 1), terms=asked.terms)
    return tuple(told(obstacle, calendars) for obstacle in why_not(ask, diaries, start))


def question(
    read: Read, location: UUID, parts: Sequence[PartAsked], within: Span, *, terms: bool = False
) -> tuple[Ask, dict[UUID, ResourceCalendar], dict[UUID, Calendar]]:
    """What the slot engine is asked: starts within a span of ms, and the diaries that decide."""
    priced = price_parts(read, parts)
    calendars = calendars_for(read, within)
    known_here(calendars, location, [p.asked.staff for p in priced])
    people = people_of(read, location, calendars)
    legs = [leg_for(p, _able(p, people)) for p in priced]
    made = tuple(part_of(leg, i) for i, leg in enumerate(legs))
    step = priced[0].service.row.step_min or house_settings_of(read).slot_interval
    ask = Ask(
        parts=made,
        within=within,
        step=step * MINUTE,
        now=to_ms(read.now),
        terms=strictest([terms_of(p.service, calendars[location].zone) for p in priced]) if terms else None,
    )
    wanted = {choice for part in made for need in part.needs for choice in need.choices}
    return ask, load_diaries(read, calendars, wanted & calendars.keys(), reach(ask), legs=legs), calendars


def _able(p: Priced, people: Sequence[UUID]) -> tuple[UUID, ...]:
    return (p.asked.staff,) if p.asked.staff else tuple(person for person in people if p.service.done_by(person))


def terms_of(service: Service, zone: str) -> Terms:
    """On which terms a service may be booked, by the clocks of its location."""
    row = service.row
    return Terms(
        zone=zone,
        notice=row.notice_min * MINUTE,
        window_days=row.window_days,
        same_day=row.same_day,
        cutoff_min=row.cutoff_min,
        shortest=row.min_length and row.min_length * MINUTE,
        longest=row.max_length and row.max_length * MINUTE,
    )


@dataclass(frozen=True, slots=True)
class MoveTerms:
    """All it takes to say, without asking the store again, whether a part can lie elsewhere on a day."""

    legs: tuple[Leg, ...]
    moved: int  # which of them is dragged
    offset: int  # from the start of the visit to the start of that leg, ms
    serves: frozenset[UUID]  # who does the dragged service
    service: str
    calendars: Mapping[UUID, Calendar]
    diaries: Mapping[UUID, ResourceCalendar]

    def why_not(self, resource: UUID, starts_at: datetime, minutes: int | None = None) -> Refused | None:
        """What stands in the way of the dragged part lying there; None where it may be dropped."""
        owner = self.calendars.get(resource)
        legs = list(self.legs)
        if owner is not None and owner.kind == ResourceKind.STAFF:
            if resource not in self.serves:
                return Refused("staff_cannot", service=self.service)
            legs[self.moved] = replace(legs[self.moved], staff=(resource,))
        elif not self._room_fits(resource):
            return Refused("not_for_this_room")
        else:
            legs[self.moved] = replace(legs[self.moved], rooms=(((resource,), 1),))
        if minutes is not None:
            legs[self.moved] = replace(legs[self.moved], minutes=minutes)
        start = to_ms(starts_at) - self.offset
        parts = tuple(part_of(leg, i) for i, leg in enumerate(legs))
        ask = Ask(parts=parts, within=(start, start + 1), step=MINUTE, now=start, terms=None)
        found = [o for o in why_not(ask, self.diaries, start) if o.code != "off_grid"]
        return told(found[0], self.calendars) if found else None

    def _room_fits(self, resource: UUID) -> bool:
        return any(resource in any_of for any_of, _ in self.legs[self.moved].rooms)


class OfMove(Request):
    """Which part is picked up, and the days on which it may be put down."""

    booking: UUID
    part: UUID
    around: Instant


@query(needs=SEE)
def move_terms(read: Read, asked: OfMove) -> MoveTerms:
    """What a drag needs to know: asked once when a card is picked up."""
    booking = read.get(bookings, asked.booking)
    mine = select(booking_parts).where(booking_parts.c.booking_id == booking.id)
    rows = read.all(mine.order_by(booking_parts.c.position, booking_parts.c.id))
    moved = place_of(rows, asked.part)
    around = to_ms(asked.around)
    within = (around - DAY, around + 2 * DAY)
    calendars = calendars_for(read, within)
    people = people_of(read, booking.location_id, calendars)
    known = load_services(read, {row.service_id for row in rows if row.service_id})
    service = known.get(rows[moved].service_id)
    legs = tuple(with_needs(leg_of_row(row), known.get(row.service_id)) for row in rows)
    serves = frozenset(p for p in people if service is None or service.done_by(p))
    could = replace(legs[moved], staff=tuple(sorted(serves)))
    wanted = serves | {x for leg in legs for x in leg.staff} | {r for leg in legs for of, _ in leg.rooms for r in of}
    return MoveTerms(
        legs=legs,
        moved=moved,
        offset=(rows[moved].starts_at - rows[0].starts_at) // timedelta(milliseconds=1),
        serves=serves,
        service=service.row.name if service else "",
        calendars=calendars,
        diaries=load_diaries(
            read, calendars, wanted & calendars.keys(), within, without=(booking.id,), legs=(*legs, could)
        ),
    )
