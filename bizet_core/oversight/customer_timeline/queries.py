"""The customer's card, alerts first, and everything that happened with them, newest first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, select

from bizet_core.booking.bookings.model import Status, booking_parts, bookings
from bizet_core.business.settings.queries import business_of
from bizet_core.describe.facts import Facts
from bizet_core.describe.formats.money import Money
from bizet_core.oversight.activity.loading import readable
from bizet_core.oversight.activity.rules import is_echo
from bizet_core.people.customers.model import customer_notes
from bizet_core.people.customers.queries import Customer, Note, OneCustomer, customer_of, notes
from bizet_core.selling.sales.model import sales
from bizet_core.selling.sales.numbering import shown
from bizet_core.store import Permission, Read, Request, query
from bizet_core.store.journal.journal import histories
from bizet_core.store.operations.work import Statement

SEE = Permission("customers.see")
GIVEN_UP = (Status.CANCELLED, Status.NO_SHOW)
NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Visit:
    """A booking, in few words."""

    booking: UUID
    starts_at: datetime
    zone: str
    what: str  # "Cut & finish, Colour"
    status: Status


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """What the desk wants to know while a customer stands there."""

    customer: Customer
    next_visit: Visit | None
    last_visit: Visit | None
    visits: int  # completed ones
    no_shows: int
    cancelled: int
    spent: Money  # with tax and without tips, less what was taken back
    notes: tuple[Note, ...]  # the newest


@query(needs=SEE)
def card(read: Read, asked: OneCustomer) -> CustomerCard:
    """A customer's card; refuses with `gone`."""
    found = customer_of(read, asked.customer)
    by_status = _counted(read, asked.customer)
    mine = select(bookings).where(bookings.c.customer_id == asked.customer, bookings.c.status.not_in(GIVEN_UP))
    coming = mine.where(bookings.c.starts_at >= read.now).order_by(bookings.c.starts_at, bookings.c.id)
    past = mine.where(bookings.c.starts_at < read.now).order_by(bookings.c.starts_at.desc(), bookings.c.id)
    return CustomerCard(
        customer=found,
        next_visit=_one(read, coming),
        last_visit=_one(read, past),
        visits=by_status[Status.COMPLETED],
        no_shows=by_status[Status.NO_SHOW],
        cancelled=by_status[Status.CANCELLED],
        spent=_spent(read, asked.customer),
        notes=notes.answer(read, asked)[:NOTES_SHOWN],
    )


class Timeline(Request):
    """Whose, and how much of it."""

    customer: UUID
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a customer's history. `id` is the booking, sale, note or history line it tells of."""

    at: datetime
    kind: Literal["booking", "sale", "note", "change"]
    id: UUID
    words: str  # what was booked, the receipt's number, the note, or the operation
    by: str = ""
    status: str = ""  # of a booking; sale | refund | void of a sale
    amount: Money | None = None
    code: str = ""  # of a change, as its operation noted it
    facts: Facts | None = None


@query(needs=SEE)
def timeline(read: Read, asked: Timeline) -> tuple[Event, ...]:
    """Bookings, sales, notes and changes of one customer, newest first."""
    customer_of(read, asked.customer)
    events = [*_booked(read, asked), *_sold(read, asked), *_noted(read, asked), *_changed(read, asked)]
    return tuple(nlargest(asked.limit, events, key=lambda event: (event.at, event.id)))


def _counted(read: Read, customer: UUID) -> dict[str, int]:
    by_status = select(bookings.c.status, func.count().label("n")).where(bookings.c.customer_id == customer)
    rows = read.all(by_status.group_by(bookings.c.status).order_by(bookings.c.status))
    return defaultdict(int, {row.status: row.n for row in rows})


def _one(read: Read, statement: Statement) -> Visit | None:
    row = read.first(statement.limit(1))
    return None if row is None else _visit(row, _what(read, [row.id]))


def _visit(row: Any, what: dict[UUID, str]) -> Visit:
    return Visit(row.id, row.starts_at, row.zone, what[row.id], Status(row.status))


def _what(read: Read, ids: list[UUID]) -> dict[UUID, str]:
    """The names of what was booked, by booking."""
    parts = select(booking_parts.c.booking_id, booking_parts.c.name).where(booking_parts.c.booking_id.in_(ids))
    names: dict[UUID, list[str]] = defaultdict(list)
    for row in read.all(parts.order_by(booking_parts.c.booking_id, booking_parts.c.position, booking_parts.c.id)):
        names[row.booking_id].append(row.name)
    return defaultdict(str, {id: ", ".join(found) for id, found in names.items()})


def _spent(read: Read, customer: UUID) -> Money:
    """In the house's currency; what was paid in another is on the timeline."""
    currency = business_of(read).currency
    total = select(func.coalesce(func.sum(sales.c.total), 0))
    return Money(int(read.scalar(total.where(sales.c.customer_id == customer, sales.c.currency == currency))), currency)


def _booked(read: Read, asked: Timeline) -> list[Event]:
    mine = select(bookings).where(bookings.c.customer_id == asked.customer)
    rows = read.all(mine.order_by(bookings.c.starts_at.desc(), bookings.c.id).limit(asked.limit))
    what = _what(read, [row.id for row in rows])
    return [Event(row.starts_at, "booking", row.id, what[row.id], status=row.status) for row in rows]


def _sold(read: Read, asked: Timeline) -> list[Event]:
    mine = select(sales).where(sales.c.customer_id == asked.customer)
    rows = read.all(mine.order_by(sales.c.issued_at.desc(), sales.c.id).limit(asked.limit))
    return [
        Event(
            at=row.issued_at,
            kind="sale",
            id=row.id,
            words=shown(row.series, row.number),
            by=row.staff_name,
            status=row.kind,
            amount=Money(row.total, row.currency),
        )
        for row in rows
    ]


def _noted(read: Read, asked: Timeline) -> list[Event]:
    mine = select(customer_notes).where(customer_notes.c.customer_id == asked.customer)
    rows = read.all(mine.order_by(customer_notes.c.written_at.desc(), customer_notes.c.id).limit(asked.limit))
    return [Event(row.written_at, "note", row.id, row.words, by=row.author_name) for row in rows]


def _changed(read: Read, asked: Timeline) -> list[Event]:
    """What was done to the record itself; bookings and notes tell of themselves."""
    mine = select(histories).where(histories.c.subject == "customer", histories.c.subject_id == asked.customer)
    rows = read.all(mine.order_by(histories.c.at.desc(), histories.c.id).limit(3 * asked.limit))
    own = [
        row for row in rows if "note" not in (row.facts or ()) and not is_echo(row.name, row.subject, row.facts or {})
    ]
    return [
        Event(
            at=row.at,
            kind="change",
            id=row.id,
            words=row.name,
            by=row.actor_name,
            code=row.code,
            facts=readable(read, row.facts),
        )
        for row in own
    ]
