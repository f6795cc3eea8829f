"""What was imported from a calendar before."""

from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import Instant
from bizet_core.booking.bookings.model import bookings
from bizet_core.booking.calendar_import.operations import STANDING, USE
from bizet_core.catalogue.timetable.model import timetable_rules
from bizet_core.store import Read, Request, query


class OfCalendar(Request):
    """Which, from when on: a file begins thirty days ago, what is older stays."""

    calendar: UUID
    since: Instant
    as_bookings: bool = False


@query(needs=USE)
def imported(read: Read, asked: OfCalendar) -> frozenset[UUID]:
    """The keys of the entries that are here."""
    if asked.as_bookings:
        b = bookings.c
        mine = b.outside_id.startswith(f"{asked.calendar.hex}/") & b.status.in_(STANDING) & (b.ends_at > asked.since)
        rows = read.all(select(b.outside_id).where(mine).order_by(b.id))
        return frozenset(UUID(hex=row.outside_id.partition("/")[2]) for row in rows)
    t = timetable_rules.c
    rows = read.all(select(t.reason).where(t.source == asked.calendar, t.ends_at > asked.since).order_by(t.id))
    return frozenset(UUID(row.reason) for row in rows)
