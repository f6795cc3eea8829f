"""From cards to what they are about: rows found by id and fields, and names for ids."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bizet_core.business.resources.model import resources
from bizet_core.catalogue.products.model import products
from bizet_core.catalogue.services.model import services
from bizet_core.people.customers.model import customers
from bizet_core.store import Read
from bizet_core.store.tables.columns import METADATA, is_synced, parents_first

NAMED = (customers, resources, services, products)
NAMELESS = "?"


def as_they_stand(read: Read, id: UUID, fields: Iterable[str]) -> dict[str, Any]:
    """These fields as they are now in the rows with this id: a person and a place are rows of two tables."""
    wanted, found = set(fields), dict[str, Any]()
    for table in parents_first():
        mine = wanted & set(table.c.keys()) - found.keys()
        if mine and is_synced(table) and (row := read.find(table, id)) is not None:
            found |= {field: row._mapping[field] for field in mine}
    return found


def row_of(read: Read, table: str, id: UUID | None) -> Any:
    """The row that a card names; None where it is gone, or the card names none."""
    return read.find(METADATA.tables[table], id) if id is not None and table in METADATA.tables else None


def named(read: Read, value: Any) -> Any:
    """A person's, room's, service's or product's name instead of its id; anything else as it is."""
    id = _id(value)
    if id is None:
        return value
    rows = (read.find(table, id) for table in NAMED)
    return next((row.name for row in rows if row is not None), NAMELESS)


def _id(value: Any) -> UUID | None:
    """Ids are text in a card's facts."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None
