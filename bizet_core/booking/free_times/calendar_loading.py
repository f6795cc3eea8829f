"""From the tables to the slot engine: what a visit needs, and the diaries of everyone and everything it could need."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select

from bizet_core.base.instants import DAY, MINUTE, from_ms, to_ms
from bizet_core.base.refusals import Refused
from bizet_core.base.spans import Span
from bizet_core.base.wall_clock import day_of, end_before, first_at
from bizet_core.booking.availability.assignment import Candidate, Choice, in_order
from bizet_core.booking.availability.demand import Need, Part
from bizet_core.booking.availability.slots import Claims, ResourceCalendar
from bizet_core.booking.availability.spacing import Daily, Gap, Spacing
from bizet_core.booking.bookings.model import Status, booking_parts, bookings
from bizet_core.booking.free_times.claim_loading import load_claims
from bizet_core.booking.free_times.date_limits import check_span
from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.staff.model import staff
from bizet_core.catalogue.services.loading import Service
from bizet_core.catalogue.timetable.loading import Calendar, load_calendars
from bizet_core.store import Prepared, Read

LONGEST_CLAIM = 2 * DAY
"""Claims are found by their end, so that years of history cost nothing; none is longer than this."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One service of a visit as it is wanted. Minutes; `staff` are those who could serve, the preferred one first."""

    minutes: int
    staff: tuple[UUID, ...]
    rooms: tuple[tuple[tuple[UUID, ...], int], ...] = ()  # alternatives, and the units taken of one of them
    before: int = 0
    after: int = 0
    processing: tuple[int, int] | None = None  # from minute, for minutes
    must_fit: bool = False
    pauses: tuple[tuple[UUID | None, int], ...] = ()  # minutes between it and another of a service, or any other


def part_of(leg: Leg, position: int) -> Part:
    """A leg as the engine reads it. Legs that could use the same rooms use the same one, for the whole visit."""
    people = (Need(("staff", position), leg.staff, rests=True),) if leg.staff else ()
    rooms = tuple(Need(("room", any_of), any_of, units) for any_of, units in leg.rooms)
    free: tuple[Span, ...] = ()
    if leg.processing is not None:
        begins, lasts = leg.processing
        free = ((begins * MINUTE, min(leg.minutes, begins + lasts) * MINUTE),)
    return Part(
        leg.minutes * MINUTE,
        people + rooms,
        before=leg.before * MINUTE,
        after=leg.after * MINUTE,
        processing=free,
        buffer_must_fit=leg.must_fit,
    )


def rooms_of(service: Service) -> tuple[tuple[tuple[UUID, ...], int], ...]:
    """What a service needs besides people."""
    return tuple((tuple(r for r, _ in need.any_of), need.any_of[0][1]) for need in service.needs)


def with_needs(leg: Leg, service: Service | None) -> Leg:
    """A part as it was booked, with the rooms its service needs and the pauses it wants."""
    return leg if service is None else replace(leg, rooms=rooms_of(service), pauses=pauses_of(service))


def people_of(read: Read, location: UUID, calendars: dict[UUID, Calendar]) -> tuple[UUID, ...]:
    """The staff of a location, in the calendar's order."""
    return tuple(c.id for c in calendars.values() if c.kind == ResourceKind.STAFF and c.parent == location)


def known_here(calendars: dict[UUID, Calendar], location: UUID, people: Sequence[UUID | None]) -> None:
    """Refuse a place or a person that is not there, or not any more."""
    if location not in calendars:
        raise Refused("gone", what="location")
    if any(person is not None and person not in calendars for person in people):
        raise Refused("gone", what="staff")


def load_diaries(
    read: Read,
    calendars: dict[UUID, Calendar],
    ids: Collection[UUID],
    within: Span,
    *,
    without: Collection[UUID] = (),
    legs: Sequence[Leg] = (),
) -> dict[UUID, ResourceCalendar]:
    """What is known of these resources within a span of ms, without some bookings; `legs` say which pauses matter."""
    counted = {id for id in ids if calendars[id].capacity > 1}
    held = load_claims(read, ids, within, counted=counted, without=without)
    limits = {r.id: r.daily_limit for r in read.rows(_LIMITED)}
    pauses = {(person, pause) for leg in legs for person in leg.staff for pause in leg.pauses}
    served = _served(read, ids, within, without) if pauses or limits else {}
    places = {calendars[id].parent for id in ids} - {None}
    diaries = {id: ResourceCalendar(calendars[id].zone, calendars[id].rules) for id in places if id is not None}
    for id in ids:
        own = calendars[id]
        diaries[id] = ResourceCalendar(
            zone=own.zone,
            rules=own.rules,
            claims=held.get(id, Claims()),
            capacity=own.capacity,
            place=own.parent,
            spacing=_spacing(own, limits.get(id), [p for person, p in pauses if person == id], served.get(id, [])),
        )
    return diaries


_LIMITED = Prepared(select(staff.c.id, staff.c.daily_limit).where(staff.c.daily_limit.is_not(None)))


def ranked(read: Read, service: Service, people: Sequence[UUID], start: int, zone: str) -> tuple[UUID, ...]:
    """Who is asked first when anyone may come, by the service's way of sharing out."""
    able = tuple(p for p in people if service.done_by(p))
    how = Choice(service.row.assign)
    busy, last = _booked_on(read, able, start, zone), _last_given(read, able) if how is Choice.ROUND_ROBIN else {}
    wish = {p: i for i, p in enumerate(service.preferred)}
    return in_order([Candidate(p, wish.get(p, len(wish)), busy.get(p, 0), last.get(p)) for p in able], how)


def calendars_for(read: Read, within: Span) -> dict[UUID, Calendar]:
    """All calendars in use, with the rules that may speak near a span; refuses one that no calendar has."""
    check_span(within)
    return load_calendars(read, (within[0] - LONGEST_CLAIM, within[1] + LONGEST_CLAIM))


@dataclass(frozen=True, slots=True)
class Served:
    """A part of a booking on somebody's day, without buffers."""

    span: Span
    booking: UUID
    service: UUID | None


def _served(read: Read, ids: Collection[UUID], within: Span, without: Collection[UUID]) -> dict[UUID, list[Served]]:
    """When people serve: what counts for pauses and full days. A day more on either side."""
    p, b = booking_parts.c, bookings.c
    asked = (
        select(p.staff_id, p.starts_at, p.ends_at, p.booking_id, p.service_id)
        .join(bookings, (p.business_id == b.business_id) & (p.booking_id == b.id))
        .where(p.staff_id.in_(ids), b.status.not_in([Status.CANCELLED, Status.NO_SHOW]))
        .where(p.starts_at > from_ms(within[0] - 2 * DAY), p.starts_at < from_ms(within[1] + DAY))
    )
    found: dict[UUID, list[Served]] = defaultdict(list)
    for row in read.all(asked.order_by(p.starts_at, p.id)):
        if row.booking_id not in without:
            span = to_ms(row.starts_at), to_ms(row.ends_at)
            found[row.staff_id].append(Served(span, row.booking_id, row.service_id))
    return found


def pauses_of(service: Service) -> tuple[tuple[UUID | None, int], ...]:
    """Which pauses a service wants; one that may not follow directly on another wants a minute, so the next slot."""
    row = service.row
    between = ((row.id, row.gap_min),) if row.gap_min else ()
    return between if row.back_to_back else (*between, (None, 1))


def _spacing(
    own: Calendar, limit: int | None, pauses: Sequence[tuple[UUID | None, int]], served: Sequence[Served]
) -> tuple[Spacing, ...]:
    gaps = [
        Gap(minutes * MINUTE, [s.span for s in served if service is None or s.service == service])
        for service, minutes in pauses
    ]
    if limit is None:
        return tuple(gaps)
    visits = {s.booking: s.span for s in reversed(served)}  # two services of one visit are one booking
    return (*gaps, Daily(limit, own.zone, sorted(visits.values())))


def _booked_on(read: Read, people: Sequence[UUID], start: int, zone: str) -> dict[UUID, int]:
    """How long each is booked on the day of a start, in ms."""
    day = day_of(zone, start)
    begins, ends = first_at(zone, day, 0), end_before(zone, day, 1440)
    served = _served(read, people, (begins, ends), ())
    return {
        person: sum(s.span[1] - s.span[0] for s in parts if begins <= s.span[0] < ends)
        for person, parts in served.items()
    }


def _last_given(read: Read, people: Sequence[UUID]) -> dict[UUID, int]:
    """When each was last given a booking for anyone."""
    p, b = booking_parts.c, bookings.c
    asked = (
        select(p.staff_id, func.max(b.created_at).label("last"))
        .join(bookings, (p.business_id == b.business_id) & (p.booking_id == b.id))
        .where(p.staff_id.in_(people), p.any_staff)
        .group_by(p.staff_id)
    )
    return {row.staff_id: to_ms(row.last) for row in read.all(asked)}
