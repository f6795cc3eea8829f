"""All tables: the store's own and those of every capability, which are read when somebody first asks."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Column, MetaData, Table

from bizet_core.describe.capabilities import modules
from bizet_core.store.tables.columns import METADATA, facts_of, is_synced

OF_THE_STORE = tuple(f"bizet_core.store.journal.{name}" for name in ("cards", "feed_heads", "incarnation", "journal"))


@cache
def whole() -> MetaData:
    """Every table of the business."""
    for module in (*OF_THE_STORE, *modules("model")):
        import_module(module)
    return METADATA


def parents_first() -> Sequence[Table]:
    """Every table after those that it points to."""
    return _parents_first(len(whole().tables))


@cache
def _parents_first(_known: int) -> Sequence[Table]:
    return METADATA.sorted_tables  # sorted anew each time, for a millisecond


def order_of_tables() -> dict[str, int]:
    """By name: the place of each table among `parents_first`."""
    return {str(table.name): place for place, table in enumerate(parents_first())}


def attachment_columns() -> list[Column[Any]]:
    """Every column of a synced table that names an attachment."""
    return [c for t in parents_first() if is_synced(t) for c in t.c if c.info.get("attachment")]


def called(name: str) -> str:
    """What people call a row of a table; nothing where there is no such table."""
    whole()
    return str(facts_of(name).get("called", ""))


def tables_with(**facts: Any) -> list[Table]:
    """Tables that are declared with these facts, parents first: `tables_with(belongs_to="customer")`."""
    return [t for t in parents_first() if all(t.info.get(fact) == value for fact, value in facts.items())]
