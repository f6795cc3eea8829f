"""From lines of the history to what they are about: names of their subjects and of the ids in their facts."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from bizet_core.booking.bookings.model import bookings
from bizet_core.business.resources.model import resources
from bizet_core.describe.facts import Change, Changes, Fact, Facts, Rows, Texts, Value
from bizet_core.describe.languages.language import N_, _
from bizet_core.oversight.inbox.card_subjects import NAMELESS
from bizet_core.people.customers.model import customers
from bizet_core.selling.sales.model import sales
from bizet_core.selling.sales.numbering import shown
from bizet_core.store import Read
from bizet_core.store.operations.work import Found, Statement
from bizet_core.store.tables.columns import METADATA

Key = tuple[str, UUID]
WALK_IN = N_("Walk-in")
_NAMED_ELSEWHERE = {"staff": resources, "location": resources}  # under the same id
_AT_ONCE = 500  # ids in one statement


def subjects(read: Read, rows: Iterable[Any]) -> dict[Key, str]:
    """What people call each subject that is here; one that has been removed is left out."""
    ids: dict[str, list[UUID]] = {}
    for row in rows:
        ids.setdefault(row.subject, []).append(row.subject_id)
    return {(table, id): name for table, some in ids.items() for id, name in _names(read, table, some).items()}


def readable(read: Read, facts: Facts | None) -> dict[str, Fact]:
    """The facts with names in place of the ids that a change was from and to."""
    return {
        name: _changes_named(read, each) if isinstance(each, Changes) else each for name, each in (facts or {}).items()
    }


def _changes_named(read: Read, changes: Changes) -> Changes:
    return Changes(tuple(Change(each.field, _named(read, each.was), _named(read, each.now)) for each in changes.each))


def _named(read: Read, value: Value) -> Value:
    """What people call the rows."""
    if not isinstance(value, Rows):
        return value
    known = _names(read, value.table, list(value.ids))
    return Texts(tuple(known.get(id, NAMELESS) for id in value.ids))


def _names(read: Read, table: str, ids: list[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for i in range(0, len(ids), _AT_ONCE):
        found |= _some(read, table, ids[i : i + _AT_ONCE])
    return found


def _some(read: Read, table: str, ids: list[UUID]) -> dict[UUID, str]:
    if table == bookings.name:
        return {row.id: row.name or _(WALK_IN) for row in _rows(read, bookings, _of_bookings(ids))}
    if table == sales.name:
        numbered = select(sales.c.id, sales.c.series, sales.c.number).where(sales.c.id.in_(ids))
        return {row.id: shown(row.series, row.number) for row in _rows(read, sales, numbered)}
    made = _NAMED_ELSEWHERE.get(table, METADATA.tables.get(table))
    if made is None or "name" not in made.c:
        return {}
    return {row.id: row.name for row in _rows(read, made, select(made.c.id, made.c.name).where(made.c.id.in_(ids)))}


def _of_bookings(ids: list[UUID]) -> Statement:
    whose = (customers.c.business_id == bookings.c.business_id) & (customers.c.id == bookings.c.customer_id)
    return (
        select(bookings.c.id, customers.c.name)
        .select_from(bookings.outerjoin(customers, whose))
        .where(bookings.c.id.in_(ids))
    )


def _rows(read: Read, table: Table, statement: Statement) -> list[Found]:
    return list(read.all(statement.order_by(table.c.id)))
