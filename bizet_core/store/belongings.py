"""Rows and what belongs to them (`belongs_to` of a table): removed together, and who else still points to one."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import Column, Table, select

from bizet_core.store.operations.work import Read, Work
from bizet_core.store.tables.all_tables import order_of_tables, tables_with
from bizet_core.store.tables.triggers import synced_tables


def pointers_to(table: Table) -> Iterator[tuple[Table, Column[UUID]]]:
    """Every column of a synced table that points to rows of this one, with its table."""
    for child, column, target in pointers():
        if target is table:
            yield child, column


def pointers() -> Iterator[tuple[Table, Column[UUID], Table]]:
    """Every column that points to a row of another table: where, which, and to what."""
    for child in synced_tables():
        for key in child.foreign_key_constraints:
            yield child, next(c for c in key.columns if c.name != "business_id"), key.referred_table


def with_belongings(read: Read, table: Table, ids: Collection[UUID]) -> dict[Table, set[UUID]]:
    """These rows and what belongs to them, by table."""
    found = {table: set(ids)}
    for child in tables_with(belongs_to=table.name):
        column = next(column for owner, column in pointers_to(table) if owner is child)
        mine = read.all(select(child.c.id).where(column.in_(ids)).order_by(child.c.id))
        for of, some in with_belongings(read, child, {row.id for row in mine}).items():
            found.setdefault(of, set()).update(some)
    return found


def remove_with_belongings(work: Work, table: Table, ids: Collection[UUID]) -> None:
    """Remove these rows and what belongs to them, from the leaves to the root."""
    order, found = order_of_tables(), with_belongings(work, table, ids)
    for each in sorted(found, key=lambda of: -order[of.name]):
        work.delete_all(each, sorted(found[each]))
