"""Which bookings lie in time that somebody has just closed: nothing is cancelled, but a person should know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.base.spans import Span, intersect, merge
from bizet_core.booking.bookings.model import booking_parts, bookings, claims
from bizet_core.booking.free_times.claim_loading import LIVE
from bizet_core.business.resources.model import ResourceKind, resources
from bizet_core.catalogue.timetable.loading import load_exception
from bizet_core.catalogue.timetable.rules import layered, span_of
from bizet_core.people.customers.model import customers
from bizet_core.store import Permission, Read, Request, query

TOLD = 3


@dataclass(frozen=True, slots=True)
class Overlapped:
    """A booking in closed time."""

    booking: UUID
    customer: str  # empty for a walk-in
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Overlaps:
    """How many there are, and the first few."""

    count: int
    first: tuple[Overlapped, ...]


class InException(Request):
    """Which time off, other hours, closure or block."""

    exception: UUID


@query(needs=Permission("bookings.see"))
def overlaps(read: Read, asked: InException) -> Overlaps:
    """The bookings, from now on, that lie in the time an exception closes; `gone` where there is no such exception."""
    resource, rules = load_exception(read, asked.exception)
    within = span_of(rules)
    closed = merge((s, e) for s, e, _, rule in layered(rules, within) if not rule.opens)
    lying = [row for row in _parts(read, resource, within) if _lies_in(row, closed)]
    first = {row.booking_id: Overlapped(row.booking_id, row.who or "", row.starts_at) for row in reversed(lying)}
    found = sorted(first.values(), key=lambda one: (one.starts_at, one.booking))
    return Overlaps(len(found), tuple(found[:TOLD]))


def _lies_in(row: Any, closed: Sequence[Span]) -> bool:
    return bool(intersect([(to_ms(row.starts_at), to_ms(row.ends_at))], list(closed)))


def _parts(read: Read, resource: UUID, within: Span) -> Sequence[Any]:
    """What a person serves; of a room, and of a place with all that belongs to it, what takes place there."""
    p, b, c = booking_parts.c, bookings.c, customers.c
    asked = (
        select(p.booking_id, p.starts_at, p.ends_at, c.name.label("who"))
        .select_from(booking_parts)
        .join(bookings, (p.business_id == b.business_id) & (p.booking_id == b.id))
        .outerjoin(customers, (b.business_id == c.business_id) & (b.customer_id == c.id))
        .where(p.starts_at < from_ms(within[1]), p.ends_at > max(from_ms(within[0]), read.now))
        .where(p.booking_id.in_(_holding(read, resource, within)))
        .order_by(p.starts_at, p.id)
    )
    is_person = read.get(resources, resource).kind == ResourceKind.STAFF
    return read.all(asked.where(p.staff_id == resource) if is_person else asked)


def _holding(read: Read, resource: UUID, within: Span) -> list[UUID]:
    """The bookings that hold the resource, or anything at it, in a span."""
    here = select(resources.c.id).where(resources.c.parent_id == resource).order_by(resources.c.id)
    of_it = [resource, *(row.id for row in read.all(here))]
    held = select(claims.c.booking_id).where(claims.c.resource_id.in_(of_it), LIVE)
    during = held.where(claims.c.ends_at > from_ms(within[0]), claims.c.starts_at < from_ms(within[1]))
    return sorted({row.booking_id for row in read.all(during.order_by(claims.c.id))})
