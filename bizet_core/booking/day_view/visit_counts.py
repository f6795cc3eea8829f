"""How often somebody came, and when they were last here: a line under their name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from bizet_core.booking.bookings.model import Status, bookings
from bizet_core.booking.day_view.booking_details import SEE
from bizet_core.store import Read, Request, query


@dataclass(frozen=True, slots=True)
class Visits:
    """Completed visits of one customer."""

    count: int
    last: datetime | None


class OfCustomer(Request):
    """Whose."""

    customer: UUID


@query(needs=SEE)
def customer_visits(read: Read, asked: OfCustomer) -> Visits:
    """How many visits a customer completed, and when the last of them began."""
    came = (bookings.c.customer_id == asked.customer) & (bookings.c.status == Status.COMPLETED)
    last = read.first(select(bookings.c.starts_at).where(came).order_by(bookings.c.starts_at.desc()).limit(1))
    count = read.scalar(select(func.count(bookings.c.id)).where(came))
    return Visits(count or 0, last.starts_at if last else None)
