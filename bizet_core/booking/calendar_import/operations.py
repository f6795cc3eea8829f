"""Bring a colleague's calendar along: as busy time, or as bookings. The same calendar again changes, never doubles."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import Instant, to_ms
from bizet_core.booking.bookings.model import Status, bookings, claims
from bizet_core.booking.bookings.operations import SetStatus, StatusSet, book, move_booking, set_status
from bizet_core.booking.bookings.planning import TZDATA, wall
from bizet_core.booking.bookings.requests import BookingMade, BookingPlaced, PartMade, PartPlaced
from bizet_core.booking.bookings.time_claims import ClaimMade
from bizet_core.booking.calendar_import.rules import CalendarEntry
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_core.business.resources.model import ResourceKind, resources
from bizet_core.business.resources.queries import zone_of
from bizet_core.catalogue.timetable.model import timetable_rules
from bizet_core.catalogue.timetable.rules import Layer
from bizet_core.describe.languages.language import N_, _
from bizet_core.store import Permission, Request, Work, derive, operation

USE = Permission("imports.use")
BATCH = 100  # entries of one operation
WORDS, NOTE = 60, 2000  # characters that are kept
STANDING = frozenset({Status.PENDING, Status.CONFIRMED})


class EntryGiven(Request):
    """One stretch of time. What is private comes without words."""

    key: UUID
    starts_at: Instant
    ends_at: Instant
    words: str = ""
    note: str = ""
    tentative: bool = False


class ImportCalendar(Request):
    """Some entries of a calendar of one person or room, and the keys of those that are in it no more."""

    resource: UUID
    calendar: UUID
    entries: tuple[EntryGiven, ...] = ()
    gone: tuple[UUID, ...] = ()


@operation(needs=USE, undo=True, said=N_("Calendar imported"), detail=N_("{entries} new or moved, {gone} gone"))
def import_calendar(work: Work, given: ImportCalendar) -> int:
    """Keep the time free of bookings; returns how many entries are new or lie elsewhere now."""
    changed = sum(_keep_busy(work, given, entry) for entry in given.entries)
    for key in given.gone:
        work.delete(timetable_rules, rule_of(given.calendar, key))
    work.note(resources, given.resource, code="calendar", entries=len(given.entries), gone=len(given.gone))
    return changed + len(given.gone)


def calendar_of(resource: UUID, name: str) -> UUID:
    """The id of a calendar: of the same name for the same person it is the same calendar."""
    return derive(resource, "calendar", name)


def rule_of(calendar: UUID, key: UUID) -> UUID:
    """The row that keeps an entry's time: always the same one."""
    return derive(calendar, "busy", str(key))


def batches(
    resource: UUID, calendar: UUID, entries: Iterable[CalendarEntry], here: Collection[UUID]
) -> Iterator[ImportCalendar]:
    """A calendar as requests. `here` are the keys imported before; those that take no time now are gone."""
    busy = [entry for entry in entries if entry.busy]
    gone = sorted(set(here) - {entry.key for entry in busy})
    for start in range(0, len(busy), BATCH):
        given = tuple(map(_given, busy[start : start + BATCH]))
        yield ImportCalendar(resource=resource, calendar=calendar, entries=given)
    for start in range(0, len(gone), BATCH):
        yield ImportCalendar(resource=resource, calendar=calendar, gone=tuple(gone[start : start + BATCH]))


def _given(entry: CalendarEntry) -> EntryGiven:
    return EntryGiven(
        key=entry.key,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        words="" if entry.private else entry.summary[:WORDS],
        note="" if entry.private else entry.note[:NOTE],
        tentative=entry.status == "tentative",
    )


def _keep_busy(work: Work, given: ImportCalendar, entry: EntryGiven) -> bool:
    id, row = rule_of(given.calendar, entry.key), (entry.starts_at, entry.ends_at, entry.words)
    found = work.find(timetable_rules, id)
    if found is not None and (found.starts_at, found.ends_at, found.label) == row:
        return False
    own = {"starts_at": entry.starts_at, "ends_at": entry.ends_at, "label": entry.words}
    work.save(
        timetable_rules, id, resource_id=given.resource, layer=Layer.BUSY, opens=False, reason=str(entry.key),
        source=given.calendar, **own,
    )  # fmt: skip
    return True


# ------------------------------------------------------------------------------------------------------ as bookings


class ImportBookings(ImportCalendar):
    """The same entries as bookings of one person at a location."""

    location: UUID


class BookingsImported(Request):
    """Args: what is new, what lies elsewhere now, what is called off."""

    made: tuple[BookingMade, ...]
    moved: tuple[BookingPlaced, ...]
    cancelled: tuple[StatusSet, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Time that an entry of the same batch has taken already."""

    starts_at: Instant
    ends_at: Instant


@operation(needs=USE, undo=True, said=N_("Booking imported"), detail=N_("for {starts_at}"))
def import_bookings(work: Work, given: BookingsImported) -> int:
    """Write entries as bookings. What lies over another booking is kept, without taking its time from it."""
    for made in given.made:
        work.do(book, made)
    for moved in given.moved:
        work.do(move_booking, moved)
    for step in given.cancelled:
        work.do(set_status, step)
    return len(given.made) + len(given.moved) + len(given.cancelled)


@import_bookings.prepare
def _pin_bookings(work: Work, asked: ImportBookings) -> BookingsImported:
    made: list[BookingMade] = []
    moved: list[BookingPlaced] = []
    taken: list[Span] = []
    for entry in asked.entries:
        found = work.first(select(bookings).where(bookings.c.outside_id == outside_id(asked.calendar, entry.key)))
        if found is None:
            made.append(_booking(work, asked, entry, taken))
        elif (found.starts_at, found.ends_at) != (entry.starts_at, entry.ends_at) and found.status in STANDING:
            moved.append(_placed(work, asked, entry, found.id, taken))
        taken.append(Span(entry.starts_at, entry.ends_at))
    cancelled = tuple(step for key in asked.gone if (step := _called_off(work, asked.calendar, key)) is not None)
    return BookingsImported(made=tuple(made), moved=tuple(moved), cancelled=cancelled)


def outside_id(calendar: UUID, key: UUID) -> str:
    """What a booking says of the entry it came from."""
    return f"{calendar.hex}/{key.hex}"


def booking_batches(
    location: UUID, resource: UUID, calendar: UUID, entries: Iterable[CalendarEntry], here: Collection[UUID]
) -> Iterator[ImportBookings]:
    """A calendar as requests for bookings."""
    for batch in batches(resource, calendar, entries, here):
        fields = {name: getattr(batch, name) for name in ImportCalendar.__struct_fields__}
        yield ImportBookings(location=location, **fields)


def _booking(work: Work, asked: ImportBookings, entry: EntryGiven, taken: list[Span]) -> BookingMade:
    zone, part = zone_of(work, asked.location), work.new_id()
    return BookingMade(
        id=work.new_id(),
        location_id=asked.location,
        customer_id=None,
        status=Status.PENDING if entry.tentative else Status.CONFIRMED,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        zone=zone,
        wall_start=wall(to_ms(entry.starts_at), zone),
        tzdata=TZDATA,
        source="calendar",
        note=entry.note,
        provisional=False,
        sample=False,
        hold_until=None,
        outside_id=outside_id(asked.calendar, entry.key),
        parts=(_part(work, asked, entry, part),),
        claims=(_claim(work, asked, entry, part, taken),),
    )


def _part(work: Work, asked: ImportBookings, entry: EntryGiven, part: UUID) -> PartMade:
    is_person = work.get(resources, asked.resource).kind == ResourceKind.STAFF
    return PartMade(
        id=part,
        service_id=None,
        staff_id=asked.resource if is_person else None,
        length_id=None,
        position=0,
        name=entry.words or _("Busy"),
        colour="slate",
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        before_min=0,
        after_min=0,
        processing_from=None,
        processing_min=None,
        price=0,
        tax_class="standard",
        addons=(),
        any_staff=False,
    )


def _claim(
    work: Work, asked: ImportBookings, entry: EntryGiven, part: UUID, taken: list[Span], of: UUID | None = None
) -> ClaimMade:
    """The person's time, or only a trace of it where somebody else has it."""
    over = any(span.starts_at < entry.ends_at and span.ends_at > entry.starts_at for span in taken)
    c = claims.c
    others = select(c.id).where(
        c.resource_id == asked.resource, c.live, c.starts_at < entry.ends_at, c.ends_at > entry.starts_at
    )
    if of is not None:
        others = others.where(c.booking_id != of)
    free = not over and work.first(others.limit(1)) is None
    return ClaimMade(
        id=work.new_id(),
        resource_id=asked.resource,
        part_id=part,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        counted=work.get(resources, asked.resource).capacity > 1,
        live=free,
        reason="" if free else "calendar",
    )


def _placed(work: Work, asked: ImportBookings, entry: EntryGiven, id: UUID, taken: list[Span]) -> BookingPlaced:
    row = booking.answer(work, OfBooking(booking=id))
    part = row.parts[0]
    zone = zone_of(work, asked.location)
    return BookingPlaced(
        booking=id,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        wall_start=wall(to_ms(entry.starts_at), zone),
        tzdata=TZDATA,
        parts=(PartPlaced(id=part.id, staff_id=part.staff, starts_at=entry.starts_at, ends_at=entry.ends_at),),
        claims=(_claim(work, asked, entry, part.id, taken, id),),
    )


def _called_off(work: Work, calendar: UUID, key: UUID) -> StatusSet | None:
    found = work.first(select(bookings).where(bookings.c.outside_id == outside_id(calendar, key)))
    if found is None or found.status not in STANDING:
        return None
    assert set_status.pin is not None
    step: StatusSet = set_status.pin(work, SetStatus(booking=found.id, status=Status.CANCELLED))
    return step
