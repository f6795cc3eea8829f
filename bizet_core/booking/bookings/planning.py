"""From what was asked to what is pinned: parts placed and priced, people and rooms chosen, time to claim."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bizet_core.base.instants import MINUTE, from_ms, to_ms
from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import booking_parts, bookings, claims
from bizet_core.booking.bookings.placing import LONGEST_VISIT, Placed, claims_for, is_certain, place
from bizet_core.booking.bookings.requests import (
    Book,
    BookingMade,
    BookingPlaced,
    MoveBooking,
    PartAsked,
    PartMade,
    PartPlaced,
    ResizeBooking,
)
from bizet_core.booking.bookings.time_claims import ClaimMade, holds_over
from bizet_core.booking.free_times.calendar_loading import (
    Leg,
    calendars_for,
    pauses_of,
    people_of,
    ranked,
    rooms_of,
    with_needs,
)
from bizet_core.catalogue.services.loading import Addon, Length, Service, load_services
from bizet_core.catalogue.services.model import services
from bizet_core.catalogue.timetable.loading import Calendar
from bizet_core.store import Read, Work

TZDATA = version("tzdata")
"""The time-zone data by which a wall time became an instant; a later one may move it."""


@dataclass(frozen=True, slots=True)
class Priced:
    """One part as asked, with the length, add-ons and price that were chosen for it."""

    asked: PartAsked
    service: Service
    length: Length
    addons: tuple[Addon, ...]

    @property
    def minutes(self) -> int:
        """How long it takes, add-ons included."""
        return (self.asked.minutes or self.length.minutes) + sum(a.minutes for a in self.addons)

    @property
    def price(self) -> int:
        """What it costs, add-ons included; minor units."""
        return self.length.price + sum(a.price for a in self.addons)


def plan_visit(work: Work, asked: Book) -> BookingMade:
    """Args of a new booking; refuses with the reason when the time is not free and nobody says why to overbook."""
    priced = price_parts(work, asked.parts)
    start, ended = to_ms(asked.starts_at), holds_over(work)
    calendars = calendars_for(work, (start, start + LONGEST_VISIT))
    zone = _zone(calendars, asked.location)
    people = people_of(work, asked.location, calendars)
    legs = tuple(leg_for(p, _asked_first(work, p, people, start, zone)) for p in priced)
    placed = place(work, calendars, legs, start, without=ended, forced=bool(asked.overbook_reason))
    ids = [work.new_id() for _ in priced]
    made = claims_for(work, ids, placed, asked.overbook_reason)
    return BookingMade(
        id=work.new_id(),
        location_id=asked.location,
        customer_id=asked.customer,
        status=asked.status,
        starts_at=from_ms(start),
        ends_at=from_ms(placed.ends),
        zone=zone,
        wall_start=wall(start, zone),
        tzdata=TZDATA,
        source=asked.source,
        note=asked.note,
        provisional=not is_certain(work, made),
        sample=asked.sample,
        hold_until=asked.hold_until,
        outside_id="",
        parts=tuple(_part_made(ids[i], i, p, placed) for i, p in enumerate(priced)),
        claims=made,
        ended_holds=ended,
    )


def plan_move(work: Work, asked: MoveBooking) -> BookingPlaced:
    """Args of a move: the dragged part at its new start, the others around it."""
    rows = rows_of(work, asked.booking)
    dragged = place_of(rows, asked.part)
    start = to_ms(asked.starts_at) - (to_ms(rows[dragged].starts_at) - to_ms(rows[0].starts_at))
    legs = [leg_of_row(row) for row in rows]
    _may_serve(work, rows[dragged], asked.staff)
    if asked.staff is not None:
        legs[dragged] = replace(legs[dragged], staff=(asked.staff,))
    return _replaced(work, asked.booking, rows, legs, start, asked.resource, asked.overbook_reason)


def plan_resize(work: Work, asked: ResizeBooking) -> BookingPlaced:
    """Args of another length for one part; what follows moves along."""
    rows = rows_of(work, asked.booking)
    sized = place_of(rows, asked.part)
    begins = to_ms(asked.starts_at or rows[sized].starts_at)
    minutes = (to_ms(asked.ends_at) - begins) // MINUTE
    if minutes <= 0:
        raise Refused("end_before_start")
    legs = [leg_of_row(row) for row in rows]
    legs[sized] = replace(legs[sized], minutes=minutes)
    _length_allowed(work.find(services, rows[sized].service_id), minutes)
    start = begins - sum(leg.minutes for leg in legs[:sized]) * MINUTE
    return _replaced(work, asked.booking, rows, legs, start, None, asked.overbook_reason)


def plan_again(work: Work, booking: UUID, ended: Collection[UUID]) -> tuple[ClaimMade, ...]:
    """The claims of a booking that was given up and comes back, if its time is free once these holds are ended."""
    rows = rows_of(work, booking)
    start = to_ms(rows[0].starts_at)
    calendars = calendars_for(work, (start, start + LONGEST_VISIT))
    legs = _with_rooms(work, rows, [leg_of_row(row) for row in rows])
    kept = _rooms_kept(work, booking, legs, None)
    placed = place(work, calendars, legs, start, without=(booking, *ended), rooms=kept)
    return claims_for(work, [row.id for row in rows], placed, "")


def price_parts(read: Read, asked: Sequence[PartAsked]) -> list[Priced]:
    """What was chosen of each service; refuses what is not offered."""
    if not asked:
        raise Refused("no_service")
    known = load_services(read, {part.service for part in asked})
    return [_priced(read, part, known.get(part.service)) for part in asked]


def wall(ms: int, zone: str) -> str:
    """What was agreed with the customer: the local time, to the minute."""
    return from_ms(ms).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def _priced(read: Read, part: PartAsked, service: Service | None) -> Priced:
    if service is None or not service.row.active or not service.lengths:
        raise Refused("service_not_offered")
    length = next((x for x in service.lengths if x.id == part.length), None if part.length else service.lengths[0])
    addons = tuple(a for a in service.addons if a.id in part.addons)
    if length is None or len(addons) != len(part.addons):
        raise Refused("service_not_offered")
    if part.staff is not None and not service.done_by(part.staff):
        raise Refused("staff_cannot", service=service.row.name)
    priced = Priced(part, service, length, addons)
    _length_allowed(service.row, priced.minutes)
    return priced


def leg_for(p: Priced, who: tuple[UUID, ...]) -> Leg:
    """A part as the engine places it, by any of these people."""
    row = p.service.row
    rest = processing_of(row)
    rooms, pauses = rooms_of(p.service), pauses_of(p.service)
    return Leg(p.minutes, who, rooms, row.before_min, row.after_min, rest, row.buffer_must_fit, pauses)


def _asked_first(read: Read, p: Priced, people: Sequence[UUID], start: int, zone: str) -> tuple[UUID, ...]:
    """Who may serve here, the first to be asked first; a service that names its people is nothing without them."""
    if p.asked.staff is not None:
        if p.asked.staff not in people:
            raise Refused("staff_elsewhere")
        return (p.asked.staff,)
    found = ranked(read, p.service, people, start, zone)
    if not found and p.service.can:
        raise Refused("not_free_not_offered")
    return found


def leg_of_row(row: Any) -> Leg:
    """A part as it was booked: its own buffers and person, whatever the service says today."""
    minutes = (to_ms(row.ends_at) - to_ms(row.starts_at)) // MINUTE
    return Leg(minutes, (row.staff_id,) if row.staff_id else (), (), row.before_min, row.after_min, processing_of(row))


def processing_of(row: Any) -> tuple[int, int] | None:
    """Of a service or a booked part alike."""
    return None if row.processing_from is None or not row.processing_min else (row.processing_from, row.processing_min)


def _replaced(
    work: Work, id: UUID, rows: Sequence[Any], legs: Sequence[Leg], start: int, room: UUID | None, why: str
) -> BookingPlaced:
    ended = holds_over(work)
    booking = work.get(bookings, id)
    calendars = calendars_for(work, (start, start + LONGEST_VISIT))
    _stays_here(rows, legs, people_of(work, booking.location_id, calendars))
    legs = _with_rooms(work, rows, legs)
    kept = _rooms_kept(work, id, legs, room)
    placed = place(work, calendars, legs, start, without=(id, *ended), forced=bool(why), rooms=kept)
    return BookingPlaced(
        booking=id,
        starts_at=from_ms(start),
        ends_at=from_ms(placed.ends),
        wall_start=wall(start, booking.zone),
        tzdata=TZDATA,
        parts=tuple(
            PartPlaced(id=row.id, staff_id=placed.staff[i], starts_at=from_ms(a), ends_at=from_ms(b))
            for i, row in enumerate(rows)
            for a, b in [placed.span_of(i)]
        ),
        claims=claims_for(work, [row.id for row in rows], placed, why),
        ended_holds=ended,
    )


def _with_rooms(read: Read, rows: Sequence[Any], legs: Sequence[Leg]) -> list[Leg]:
    """Booked parts with what their services need besides people, and the pauses they want."""
    known = load_services(read, {row.service_id for row in rows if row.service_id})
    return [with_needs(leg, known.get(row.service_id)) for leg, row in zip(legs, rows, strict=True)]


def _stays_here(rows: Sequence[Any], legs: Sequence[Leg], people: Collection[UUID]) -> None:
    """A booking is given only to people of its own location: no calendar would show it otherwise."""
    for row, leg in zip(rows, legs, strict=True):
        if leg.staff and leg.staff[0] != row.staff_id and leg.staff[0] not in people:
            raise Refused("staff_elsewhere")


def _rooms_kept(work: Work, id: UUID, legs: Sequence[Leg], room: UUID | None) -> dict[Any, UUID]:
    """The rooms a visit has, or the one it was dragged to: kept where they are free."""
    held = {row.resource_id for row in work.all(select(claims.c.resource_id).where(claims.c.booking_id == id))}
    kept: dict[Any, UUID] = {}
    for leg in legs:
        for any_of, _ in leg.rooms:
            found = room if room in any_of else next((r for r in any_of if r in held), None)
            if found is not None:
                kept["room", any_of] = found
    return kept


def _part_made(id: UUID, position: int, p: Priced, placed: Placed) -> PartMade:
    row, (begins, ends) = p.service.row, placed.span_of(position)
    label = f"{row.name} · {p.length.label}" if p.length.label else row.name
    return PartMade(
        id=id,
        service_id=row.id,
        staff_id=placed.staff[position],
        length_id=p.length.id,
        position=position,
        name=label,
        colour=row.colour,
        starts_at=from_ms(begins),
        ends_at=from_ms(ends),
        before_min=row.before_min,
        after_min=row.after_min,
        processing_from=row.processing_from,
        processing_min=row.processing_min,
        price=p.price,
        tax_class=row.tax_class,
        addons=tuple({"name": a.name, "minutes": a.minutes, "price": a.price} for a in p.addons),
        any_staff=p.asked.staff is None,
    )


def place_of(rows: Sequence[Any], part: UUID | None) -> int:
    """Where a part stands in its visit; the first where none is named."""
    if part is None:
        return 0
    for i, row in enumerate(rows):
        if row.id == part:
            return i
    raise Refused("gone", what="booking_part")


def rows_of(work: Read, booking: UUID) -> Sequence[Any]:
    """The parts of a booking, in their order; refuses one that is not there."""
    asked = select(booking_parts).where(booking_parts.c.booking_id == booking)
    rows = work.all(asked.order_by(booking_parts.c.position, booking_parts.c.id))
    if not rows:
        raise Refused("gone", what="booking")
    return rows


def _may_serve(work: Work, row: Any, who: UUID | None) -> None:
    if who is None or row.service_id is None:
        return
    service = load_services(work, {row.service_id}).get(row.service_id)
    if service is not None and not service.done_by(who):
        raise Refused("staff_cannot", service=service.row.name)


def _length_allowed(service: Any, minutes: int) -> None:
    if service is None:
        return
    if service.min_length and minutes < service.min_length:
        raise Refused("too_short", least=service.min_length)
    if service.max_length and minutes > service.max_length:
        raise Refused("too_long", most=service.max_length)


def _zone(calendars: dict[UUID, Calendar], location: UUID) -> str:
    if location not in calendars:
        raise Refused("gone", what="location")
    return calendars[location].zone
