"""Edits of rows field by field: args carry `{field: (was, now)}`; a conflict iff the current value is neither.

So two desks that edit different fields of one customer while apart both win, and only a true clash asks a person.
"""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Column, Table

from bizet_core.base.refusals import Refused
from bizet_core.describe.facts import Amount, Change, Changes, Rows, Value, fact
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.languages.language import N_
from bizet_core.describe.languages.sentences import LOOK_UP
from bizet_core.store.operations.operation import OPERATIONS, Request
from bizet_core.store.operations.work import Work
from bizet_core.store.tables.columns import METADATA, Id

OTHER = N_("something else about it")


class Edit(Request):
    """Args of an edit: the row, by its table and id, and what each changed field was and is to be."""

    table: str
    id: UUID
    changes: dict[str, tuple[Any, Any]]


def edit_of(work: Work, table: Table, id: UUID, asked: msgspec.Struct, *, apart: tuple[str, ...] = ()) -> Edit:
    """Pin what a request's set fields change. Fields that are UNSET or in `apart` (such as the id) are left alone."""
    wanted = {f: getattr(asked, f) for f in asked.__struct_fields__ if f not in apart}
    return edit_with(work, table, id, {f: v for f, v in wanted.items() if v is not msgspec.UNSET})


def edit_with(work: Work, table: Table, id: UUID, wanted: dict[str, Any]) -> Edit:
    """Pin what these values change."""
    row = work.get(table, id)._mapping
    return Edit(table=str(table.name), id=id, changes={f: (row[f], v) for f, v in wanted.items() if row[f] != v})


def apply(work: Work, table: Table, given: Edit) -> None:
    """Write the changes, or refuse with `changed_meanwhile` where somebody set a field to something else since.

    The edit says itself of which table it is: one of another, as a damaged or forged line may hold, is refused.
    """
    if given.table != table.name:
        raise Refused("edit_of_other_table", what=table.name)
    row = work.hold(table, given.id)._mapping
    now = {}
    for field, (was, wanted) in given.changes.items():
        was, wanted = _typed(table, field, was), _typed(table, field, wanted)
        if row[field] not in (was, wanted):
            raise Refused("changed_meanwhile", field=field, now=row[field])
        now[field] = wanted
    if now:
        work.update(table, given.id, **now)


def told_changes(*edits: Edit) -> dict[str, Any]:
    """The facts of a note: what each changed field was and is."""
    both = [
        Change(field, _told(edit.table, field, was), _told(edit.table, field, now))
        for edit in edits
        for field, (was, now) in edit.changes.items()
    ]
    return {"changes": Changes(tuple(sorted(both, key=lambda each: each.field)))} if both else {}


def label_of(field: str) -> str:
    """What forms call a field of a request."""
    by_name = sorted(OPERATIONS.values(), key=lambda found: found.name)
    asking = (found.request_type for found in by_name if field in found.request_type.__struct_fields__)
    labels = (about.label for made in asking for about in fields_of(made) if about.name == field)
    return next((label for label in labels if label), OTHER)


LOOK_UP["field"] = label_of


def _told(table: str, field: str, value: Any) -> Value:
    """A value of a column as the history keeps it."""
    column = METADATA.tables[table].c[field]
    value = _typed(METADATA.tables[table], field, value)
    if isinstance(value, UUID):
        return Rows(_named_by(column), (value,))
    if column.info.get("money") and isinstance(value, int):
        return Amount(value)
    return fact(value)  # type: ignore[return-value]  # no change is within another's values


def _named_by(column: Column[Any]) -> str:
    """The table whose rows a column names; one that is no foreign key names a person or a thing."""
    keys = (key for key in column.table.foreign_key_constraints if column in set(key.columns))
    return next((str(key.referred_table.name) for key in keys), "resource")


def _typed(table: Table, field: str, value: Any) -> Any:
    """Ids inside an open dictionary arrive as bytes."""
    return UUID(bytes=value) if isinstance(table.c[field].type, Id) and isinstance(value, bytes) else value
