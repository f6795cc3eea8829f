"""From lines of the history to what they are about: names of their subjects and of the ids in their facts."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from bizet_core.describe.capabilities import Declared
from bizet_core.oversight.inbox.card_subjects import named
from bizet_core.store import Read
from bizet_core.store.tables.columns import METADATA, Id, facts_of

Key = tuple[str, UUID]
SHOWS = Declared("shows")
"""Functions of (read, ids): what people call rows of a table that have no name of their own."""
_AT_ONCE = 500  # ids in one statement


def subjects(read: Read, rows: Iterable[Any]) -> dict[Key, str]:
    """What people call each subject that is here; one that has been removed is left out."""
    ids: dict[str, list[UUID]] = {}
    for row in rows:
        ids.setdefault(row.subject, []).append(row.subject_id)
    return {(table, id): name for table, some in ids.items() for id, name in _names(read, table, some).items()}


def readable(read: Read, subject: str, facts: Mapping[str, Any] | None) -> dict[str, Any]:
    """The facts with names in place of the ids that a change was from and to."""
    facts = dict(facts or {})
    tables = [made for made in (METADATA.tables.get(subject), _named_in(subject)) if made is not None]
    for field, pair in dict(facts.get("changes") or {}).items():
        is_id = any(field in made.c and isinstance(made.c[field].type, Id) for made in tables)
        if is_id or any(isinstance(value, list) for value in pair):
            facts["changes"] = {**facts["changes"], field: [_named(read, value) for value in pair]}
    return facts


def _named(read: Read, value: Any) -> Any:
    """Ids are text in the facts, with or without their dashes; several of them are a list."""
    if isinstance(value, list):
        return [_named(read, each) for each in value]
    return None if value is None else named(read, UUID(value))


def _names(read: Read, table: str, ids: list[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for i in range(0, len(ids), _AT_ONCE):
        found |= _some(read, table, ids[i : i + _AT_ONCE])
    return found


def _some(read: Read, table: str, ids: list[UUID]) -> dict[UUID, str]:
    if (show := SHOWS.get(table)) is not None:
        found: dict[UUID, str] = show(read, ids)
        return found
    made = _named_in(table)
    if made is None or not made.info.get("shown_by"):
        return {}
    name = made.c[made.info["shown_by"]].label("name")
    named_rows = select(made.c.id, name).where(made.c.id.in_(ids)).order_by(made.c.id)
    return {row.id: row.name for row in read.all(named_rows)}


def _named_in(table: str) -> Table | None:
    """The table that has the names of these rows: a person's is that of the resource with the same id."""
    return METADATA.tables.get(facts_of(table).get("same_as") or table)
