"""Customers: found while typing, one by one, with their notes, and those who may be the same person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import or_, select

from bizet_core.business.attachments.queries import attachment_of
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.people.customers.model import customer_notes, customers
from bizet_core.people.customers.rules import (
    Person,
    Reason,
    Sameness,
    closeness,
    likeness,
    match_reason,
    search_key,
    search_words,
)
from bizet_core.store import Permission, Read, Request, query
from bizet_core.store.tables.search_index import matches

SEE = Permission("customers.see")


@dataclass(frozen=True, slots=True)
class Found:
    """One line under the search field. `because` is the field that holds what was typed."""

    id: UUID
    name: str
    phone: str
    email: str
    alert: str
    favourite: bool
    because: Reason | None


class FindCustomers(Request):
    """What has been typed so far: part of a name, a phone number or an address."""

    typed: Annotated[str, Field(N_("Find a customer"), max_length=200)]
    limit: int = 20


@query(needs=SEE)
def find_customers(read: Read, asked: FindCustomers) -> tuple[Found, ...]:
    """Customers that hold every word typed, the nearest name first."""
    typed = asked.typed[:200]
    words = search_words(typed)
    ids = matches(read, words, customers, 3 * asked.limit) if words else []
    found = sorted(_rows(read, ids), key=lambda row: (closeness(typed, row.name), row.name, row.id))
    return tuple(_found(row, typed) for row in found[: asked.limit])


@dataclass(frozen=True, slots=True)
class Customer:
    """What is known about a customer."""

    id: UUID
    name: str
    given_name: str
    family_name: str
    phone: str
    email: str
    language: str
    alert: str
    favourite: bool
    preferred_staff: UUID | None
    sample: bool
    created_at: datetime


class OneCustomer(Request):
    """Which."""

    customer: UUID


@query(needs=SEE)
def customer(read: Read, asked: OneCustomer) -> Customer:
    """One customer; refuses with `gone`."""
    return customer_of(read, asked.customer)


class Customers(Request):
    """A page of the list, by name."""

    after: UUID | None = None  # the customer that the page before ended with
    limit: int = 100


@query(needs=SEE)
def all_customers(read: Read, asked: Customers) -> tuple[Customer, ...]:
    """Customers by name, a page at a time."""
    statement = select(customers).order_by(customers.c.name, customers.c.id).limit(asked.limit)
    if asked.after is not None:
        last = read.get(customers, asked.after)
        same = (customers.c.name == last.name) & (customers.c.id > last.id)
        statement = statement.where((customers.c.name > last.name) | same)
    return tuple(_customer(row) for row in read.all(statement))


@dataclass(frozen=True, slots=True)
class Note:
    """A note, or the beginning of a long one."""

    id: UUID
    written_at: datetime
    author_name: str
    words: str
    is_long: bool


@query(needs=SEE)
def notes(read: Read, asked: OneCustomer) -> tuple[Note, ...]:
    """A customer's notes, newest first."""
    mine = select(customer_notes).where(customer_notes.c.customer_id == asked.customer)
    rows = read.all(mine.order_by(customer_notes.c.written_at.desc(), customer_notes.c.id.desc()))
    return tuple(Note(r.id, r.written_at, r.author_name, r.words, bool(r.attachment)) for r in rows)


class OneNote(Request):
    """Which."""

    note: UUID


@query(needs=SEE)
def whole_note(read: Read, asked: OneNote) -> str:
    """All of a note; of a long one that another device holds, its beginning."""
    row = read.get(customer_notes, asked.note)
    whole = attachment_of(read, row.attachment) if row.attachment else None
    return whole.content.decode() if whole else str(row.words)


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody known who may be the same person; `percent` is how likely, 0 where nobody asked."""

    id: UUID
    name: str
    phone: str
    email: str
    percent: int = 0
    because: tuple[Reason, ...] = ()


class AlikeCustomers(Request):
    """A customer as far as the form is filled in; `but` is who is being edited."""

    name: str = ""
    phone: str = ""
    email: str = ""
    but: UUID | None = None


@query(needs=SEE)
def alike_customers(read: Read, asked: AlikeCustomers) -> tuple[Alike, ...]:
    """Who may be the same person, the likeliest first."""
    person = Person(asked.name, _some(asked.phone), _some(asked.email))
    return tuple(one for one in alike_people(read, person) if one.id != asked.but)


def alike_people(read: Read, person: Person) -> tuple[Alike, ...]:
    """Who may be the same person: by phone and address, and by the words of the name."""
    same = or_(customers.c.phone.in_(person.phones), customers.c.email.in_(person.emails))
    rows = {row.id: row for row in read.all(select(customers).where(same).order_by(customers.c.id).limit(50))}
    words = tuple(search_key(person.name).split())
    named = matches(read, words, customers, 50) if words else []
    rows |= {row.id: row for row in _rows(read, named)}
    found = [_alike(row, person) for row in rows.values()]
    return tuple(sorted((one for one in found if one), key=lambda one: (-one.percent, one.name, one.id)))


def customer_of(read: Read, id: UUID) -> Customer:
    """One customer, for other queries; refuses with `gone`."""
    return _customer(read.get(customers, id))


def _rows(read: Read, ids: list[UUID]) -> list[Any]:
    return list(read.all(select(customers).where(customers.c.id.in_(ids)).order_by(customers.c.id))) if ids else []


def _found(row: Any, typed: str) -> Found:
    known = (row.id, row.name, row.phone, row.email, row.alert, row.favourite)
    return Found(*known, match_reason(typed, row.name, row.phone, row.email))


def _customer(row: Any) -> Customer:
    return Customer(**{f: row._mapping[f] for f in Customer.__dataclass_fields__})


def _alike(row: Any, person: Person) -> Alike | None:
    alike = likeness(person, Person(row.name, _some(row.phone), _some(row.email)))
    if alike.sameness is Sameness.DIFFERENT:
        return None
    return Alike(row.id, row.name, row.phone, row.email, alike.percent, alike.because)


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
