"""Edits of rows field by field: args carry `{field: (was, now)}`; a conflict iff the current value is neither.

So two desks that edit different fields of one customer while apart both win, and only a true clash asks a person.
"""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table

from bizet_core.base.refusals import Refused
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.languages.language import N_
from bizet_core.store.operations.operation import OPERATIONS, Request
from bizet_core.store.operations.registry import load_all
from bizet_core.store.operations.work import Work
from bizet_core.store.tables.columns import Id

Changes = dict[str, tuple[Any, Any]]
OTHER = N_("something else about it")


class Edit(Request):
    """Args of an edit: the row, and what each changed field was and is to be."""

    id: UUID
    changes: Changes


def edit_of(work: Work, table: Table, id: UUID, asked: msgspec.Struct, *, apart: tuple[str, ...] = ()) -> Edit:
    """Pin what a request's set fields change. Fields that are UNSET or in `apart` (such as the id) are left alone."""
    wanted = {f: getattr(asked, f) for f in asked.__struct_fields__ if f not in apart}
    return edit_with(work, table, id, {f: v for f, v in wanted.items() if v is not msgspec.UNSET})


def edit_with(work: Work, table: Table, id: UUID, wanted: dict[str, Any]) -> Edit:
    """Pin what these values change."""
    row = work.get(table, id)._mapping
    return Edit(id=id, changes={f: (row[f], v) for f, v in wanted.items() if row[f] != v})


def apply(work: Work, table: Table, given: Edit) -> None:
    """Write the changes, or refuse with `changed_meanwhile` where somebody set a field to something else since."""
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
    """The facts of a note: what each changed field was and is. Ids are text in the history."""
    both = {field: [_plain(was), _plain(now)] for edit in edits for field, (was, now) in edit.changes.items()}
    return {"changes": both} if both else {}


def label_of(field: str) -> str:
    """What forms call a field of a request, whichever capability has it."""
    load_all()
    by_name = sorted(OPERATIONS.values(), key=lambda found: found.name)
    asking = (found.request_type for found in by_name if field in found.request_type.__struct_fields__)
    labels = (about.label for made in asking for about in fields_of(made) if about.name == field)
    return next((label for label in labels if label), OTHER)


def _plain(value: Any) -> Any:
    """Ids inside an open dictionary arrive as bytes."""
    return value.hex() if isinstance(value, bytes) else value


def _typed(table: Table, field: str, value: Any) -> Any:
    """Ids inside an open dictionary arrive as bytes."""
    return UUID(bytes=value) if isinstance(table.c[field].type, Id) and isinstance(value, bytes) else value
