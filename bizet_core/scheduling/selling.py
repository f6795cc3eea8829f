"""A visit that is paid on its own day is over: nobody has to say so twice."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bizet_core.sales.loading import paid_parts
from bizet_core.sales.sellable import sellable
from bizet_core.scheduling.model import Status, booking_parts, bookings
from bizet_core.scheduling.workflow import next_steps
from bizet_core.store import Work


def complete_visit(work: Work, line: Any) -> None:
    """Complete the booking of a sold part once all of its parts are paid, if it is today's and not over.

    What is paid before its day stays booked; a refund leaves the booking as it is, since the visit did take place.
    """
    part = work.find(booking_parts, line.part_id)
    if part is None:
        return
    visit = work.get(bookings, part.booking_id)
    is_today = _on(visit.starts_at, visit.zone) == _on(work.now, visit.zone)
    if is_today and Status.COMPLETED in next_steps(Status(visit.status)) and _is_paid(work, visit.id):
        work.update(bookings, visit.id, status=Status.COMPLETED)
        work.note(bookings, visit.id, was=visit.status, status=Status.COMPLETED)


def _is_paid(work: Work, booking: Any) -> bool:
    rows = work.all(
        select(booking_parts.c.id).where(booking_parts.c.booking_id == booking).order_by(booking_parts.c.id)
    )
    parts = [row.id for row in rows]
    return paid_parts(work, parts) == set(parts)


def _on(instant: datetime, zone: str) -> date:
    return instant.astimezone(ZoneInfo(zone)).date()


sellable("service", fulfil=complete_visit)
