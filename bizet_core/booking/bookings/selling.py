"""A visit that is paid on its own day is over: nobody has to say so twice."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bizet_core.booking.bookings.model import Status, booking_parts, bookings
from bizet_core.booking.bookings.status_flow import next_steps
from bizet_core.catalogue.sellable import Sellable
from bizet_core.catalogue.services.loading import load_services
from bizet_core.catalogue.services.model import service_addons
from bizet_core.catalogue.services.rules import prices_of
from bizet_core.selling.carts.operations import CartLine
from bizet_core.selling.sales.loading import paid_parts
from bizet_core.store import Read, Work


def complete_visit(work: Work, line: Any) -> None:
    """Complete the booking of a sold part once all of its parts are paid, if it is today's and not over.

    What is paid before its day stays booked; a refund leaves the booking as it is, since the visit did take place.
    """
    part = work.find(booking_parts, line.part_id)
    if part is None:
        return
    visit = work.hold(bookings, part.booking_id)
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


def listed(read: Read, line: CartLine) -> set[int]:
    """Of a booked part what was agreed, or its service's prices; else those of the service or extra that is sold."""
    part = read.find(booking_parts, line.part) if line.part is not None else None
    if part is not None:
        return {part.price} | _prices(read, part.service_id, line.unit_price)
    extra = read.find(service_addons, line.item) if line.item is not None else None
    return {extra.price} if extra is not None else _prices(read, line.item, line.unit_price)


def _prices(read: Read, service: UUID | None, most: int) -> set[int]:
    found = load_services(read, {service}).get(service) if service is not None else None
    if found is None:
        return set()
    return prices_of([length.price for length in found.lengths], [extra.price for extra in found.addons], most)


def known(read: Read, line: Any) -> int | None:
    """What was agreed for the booked part that a document's line pays."""
    part = read.find(booking_parts, line.part_id) if line.part_id is not None else None
    return None if part is None else int(part.price)


SERVICE = Sellable(fulfil=complete_visit, listed=listed, known=known)
