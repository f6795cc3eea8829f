"""One booking as the right-hand panel shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.booking.bookings.model import Status, booking_parts, bookings, claims
from bizet_core.booking.bookings.status_flow import MOVABLE, next_steps
from bizet_core.business.resources.model import resources
from bizet_core.people.customers.model import customers
from bizet_core.selling.sales.loading import paid_parts
from bizet_core.store import Permission, Read, Request, query

SEE = Permission("bookings.see")


@dataclass(frozen=True, slots=True)
class PartRow:
    """One service of a visit. Its price, in minor units of the business's currency, holds its add-ons."""

    id: UUID
    service: UUID | None
    name: str
    colour: str
    starts_at: datetime
    ends_at: datetime
    staff: UUID | None
    staff_name: str
    any_staff: bool
    price: int
    tax_class: str
    addons: tuple[dict[str, Any], ...]
    paid: bool
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A visit with its parts, and what may become of it."""

    id: UUID
    status: Status
    starts_at: datetime
    ends_at: datetime
    zone: str
    location: UUID
    customer: UUID | None
    customer_name: str
    note: str
    source: str
    provisional: bool
    overbooked: bool
    hold_until: datetime | None
    created_at: datetime
    parts: tuple[PartRow, ...]
    next_steps: tuple[Status, ...]
    movable: bool

    @property
    def paid(self) -> bool:
        """Whether every part is paid."""
        return all(part.paid for part in self.parts)


class OfBooking(Request):
    """Which booking."""

    booking: UUID


@query(needs=SEE)
def booking(read: Read, asked: OfBooking) -> BookingRow:
    """One booking; refuses with `gone`."""
    row = read.get(bookings, asked.booking)
    held = read.all(select(claims).where(claims.c.booking_id == row.id).order_by(claims.c.id))
    names = _names(read)
    customer = read.find(customers, row.customer_id)
    status = Status(row.status)
    return BookingRow(
        id=row.id,
        status=status,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        location=row.location_id,
        customer=row.customer_id,
        customer_name=customer.name if customer else "",
        note=row.note,
        source=row.source,
        provisional=row.provisional,
        overbooked=any(c.reason for c in held),
        hold_until=row.hold_until,
        created_at=row.created_at,
        parts=_parts(read, row.id, held, names),
        next_steps=next_steps(status),
        movable=status in MOVABLE,
    )


def _parts(read: Read, booking_id: UUID, held: Any, names: dict[UUID, str]) -> tuple[PartRow, ...]:
    rows = read.all(
        select(booking_parts).where(booking_parts.c.booking_id == booking_id).order_by(booking_parts.c.position)
    )
    paid = paid_parts(read, [row.id for row in rows])
    return tuple(
        PartRow(
            id=r.id,
            service=r.service_id,
            name=r.name,
            colour=r.colour,
            starts_at=r.starts_at,
            ends_at=r.ends_at,
            staff=r.staff_id,
            staff_name=names.get(r.staff_id, ""),
            any_staff=r.any_staff,
            price=r.price,
            tax_class=r.tax_class,
            addons=tuple(r.addons or ()),
            paid=r.id in paid,
            rooms=tuple(
                names[c.resource_id] for c in held if c.part_id in (r.id, None) and c.resource_id != r.staff_id
            ),
        )
        for r in rows
    )


def _names(read: Read) -> dict[UUID, str]:
    return {r.id: r.name for r in read.all(select(resources.c.id, resources.c.name))}
