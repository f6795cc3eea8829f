"""What an import looks at before, and what it left behind: known people, and the operations of one import."""

from uuid import UUID

from sqlalchemy import select

from bizet_core.people.customers.model import customers
from bizet_core.people.customers.rules import Person
from bizet_core.setup.customer_import.operations import USE
from bizet_core.store import Read, Request, query
from bizet_core.store.journal.journal import journal


class KnownCustomers(Request):
    """All of them."""


@query(needs=USE)
def known_customers(read: Read, asked: KnownCustomers) -> tuple[tuple[UUID, Person], ...]:
    """Everybody by what tells them apart, for a preview."""
    rows = read.all(select(customers.c.id, customers.c.name, customers.c.phone, customers.c.email).order_by("id"))
    return tuple((r.id, Person(r.name, (r.phone,) if r.phone else (), (r.email,) if r.email else ())) for r in rows)


class OfGroup(Request):
    """Which import."""

    group: UUID


@query(needs=USE)
def operations_of(read: Read, asked: OfGroup) -> tuple[UUID, ...]:
    """What an import did and nobody has taken back, newest first: the order in which it can be undone."""
    done = select(journal.c.op_id).where(journal.c.group_id == asked.group, journal.c.undone_by.is_(None))
    return tuple(row.op_id for row in read.all(done.order_by(journal.c.n.desc())))
