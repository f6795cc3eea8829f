"""Take the sample away: its customers and bookings, except those that somebody has used for real."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from bizet_core.booking.bookings.model import booking_parts, bookings
from bizet_core.people.customers.model import customer_notes, customers
from bizet_core.selling.sales.model import sale_lines
from bizet_core.store import Permission, Request, Work
from bizet_core.store.belongings import pointers_to, remove_with_belongings
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
    """Sample bookings nothing was sold of, and sample customers without a note or anything that stays and is theirs."""
    shown = _ids(work, select(bookings.c.id).where(bookings.c.sample))
    of_shown = select(booking_parts.c.id, booking_parts.c.booking_id).where(booking_parts.c.booking_id.in_(shown))
    whose = {row.id: row.booking_id for row in work.all(of_shown)}
    sold = _ids(work, select(sale_lines.c.part_id).where(sale_lines.c.part_id.in_(whose)))
    booked = shown - {whose[part] for part in sold}
    people = _ids(work, select(customers.c.id).where(customers.c.sample))
    kept = _pointed_at(work, people, booked)
    noted = customer_notes.c.author.is_not(None)  # the sample's own notes have no author
    kept |= _ids(work, select(customer_notes.c.customer_id).where(noted, customer_notes.c.customer_id.in_(people)))
    people -= kept
    return SampleRemoved(bookings=tuple(sorted(booked)), customers=tuple(sorted(people)))


def _pointed_at(work: Work, people: set[UUID], going: set[UUID]) -> set[UUID]:
    """Customers to whom something points that neither belongs to them nor goes itself: a booking, a sale, a cart."""
    found: set[UUID] = set()
    for table, column in pointers_to(customers):
        if table.info["belongs_to"] != customers.name:
            asked = select(column).where(column.in_(people))
            found |= _ids(work, asked.where(table.c.id.not_in(going)) if table is bookings else asked)
    return found


def remove(work: Work, given: SampleRemoved) -> Removed:
    """Delete them with all that belongs to them."""
    remove_with_belongings(work, bookings, given.bookings)
    remove_with_belongings(work, customers, given.customers)
    return Removed(len(given.bookings), len(given.customers))


def _ids(work: Work, statement: Statement) -> set[UUID]:
    return {row[0] for row in work.all(statement)}
