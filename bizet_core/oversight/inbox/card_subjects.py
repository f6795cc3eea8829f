"""From cards to what they are about: rows found by id and fields, and names for ids."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bizet_core.store import Read
from bizet_core.store.tables.all_tables import parents_first
from bizet_core.store.tables.columns import METADATA, is_synced

NAMELESS = "?"


def row_with(read: Read, id: UUID, fields: Iterable[str]) -> Any:
    """The row with this id that has all of these fields: edits do not name their table. None where there is none."""
    wanted = set(fields)
    for table in parents_first():
        if is_synced(table) and wanted <= set(table.c.keys()) and (row := read.find(table, id)) is not None:
            return row._mapping
    return None


def row_of(read: Read, table: str, id: UUID | None) -> Any:
    """The row that a card names; None where it is gone, or the card names none."""
    return read.find(METADATA.tables[table], id) if id is not None and table in METADATA.tables else None


def named(read: Read, value: Any) -> Any:
    """The name of a row instead of its id, whatever table it is in; anything else as it is."""
    id = _id(value)
    if id is None:
        return value
    rows = ((table.info["shown_by"], read.find(table, id)) for table in parents_first() if table.info.get("shown_by"))
    return next((row._mapping[column] for column, row in rows if row is not None), NAMELESS)


def _id(value: Any) -> UUID | None:
    """Ids are text in a card's facts."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None
