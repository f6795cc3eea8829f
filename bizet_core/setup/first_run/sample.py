"""Take the sample away: its customers and bookings, except those that somebody has used for real."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from bizet_core.booking.bookings.model import booking_parts, bookings, claims
from bizet_core.people.customers.model import customer_notes, customers
from bizet_core.selling.sales.model import sale_lines, sales
from bizet_core.store import Permission, Request, Work
from bizet_core.store.operations.work import Statement


class RemoveSample(Request):
    """All of it that nobody used."""


class SampleRemoved(Request):
    """Args: what goes."""

    bookings: tuple[UUID, ...]
    customers: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """How many went."""

    bookings: int
    customers: int


NEEDS = Permission("settings.change")


def unused(work: Work) -> SampleRemoved:
    """Sample bookings nothing was sold of, and sample customers without a booking, note or sale that stays."""
    shown = _ids(work, select(bookings.c.id).where(bookings.c.sample))
    of_shown = select(booking_parts.c.id, booking_parts.c.booking_id).where(booking_parts.c.booking_id.in_(shown))
    whose = {row.id: row.booking_id for row in work.all(of_shown)}
    sold = _ids(work, select(sale_lines.c.part_id).where(sale_lines.c.part_id.in_(whose)))
    booked = shown - {whose[part] for part in sold}
    people = _ids(work, select(customers.c.id).where(customers.c.sample))
    staying = bookings.c.customer_id.in_(people) & bookings.c.id.not_in(booked)
    kept = _ids(work, select(bookings.c.customer_id).where(staying))
    kept |= _ids(work, select(sales.c.customer_id).where(sales.c.customer_id.in_(people)))
    noted = customer_notes.c.author.is_not(None)  # the sample's own notes have no author
    kept |= _ids(work, select(customer_notes.c.customer_id).where(noted, customer_notes.c.customer_id.in_(people)))
    people -= kept
    return SampleRemoved(bookings=tuple(sorted(booked)), customers=tuple(sorted(people)))


def remove(work: Work, given: SampleRemoved) -> Removed:
    """Delete rows from the leaves to the root."""
    parts = select(booking_parts.c.id).where(booking_parts.c.booking_id.in_(given.bookings))
    held = select(claims.c.id).where(claims.c.booking_id.in_(given.bookings))
    noted = select(customer_notes.c.id).where(customer_notes.c.customer_id.in_(given.customers))
    for table, ids in (
        (claims, sorted(_ids(work, held))),
        (booking_parts, sorted(_ids(work, parts))),
        (bookings, given.bookings),
        (customer_notes, sorted(_ids(work, noted))),
        (customers, given.customers),
    ):
        work.delete_all(table, ids)
    return Removed(len(given.bookings), len(given.customers))


def _ids(work: Work, statement: Statement) -> set[UUID]:
    return {row[0] for row in work.all(statement)}
