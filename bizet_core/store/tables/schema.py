"""A whole database from the code: tables, search index, triggers. Migrations of existing ones are in `migrations`."""

from functools import cache
from importlib import import_module

from sqlalchemy import Engine, MetaData

from bizet_core.describe.capabilities import modules
from bizet_core.store.tables import search_index, triggers
from bizet_core.store.tables.columns import METADATA, facts_of

OF_THE_STORE = tuple(f"bizet_core.store.journal.{name}" for name in ("cards", "feed_heads", "incarnation", "journal"))


@cache
def whole() -> MetaData:
    """Every table of the business: the store's own, and those that each capability's `model` declares."""
    for module in (*OF_THE_STORE, *modules("model")):
        import_module(module)
    return METADATA


def called(name: str) -> str:
    """What people call a row of a table; nothing where there is no such table."""
    whole()
    return str(facts_of(name).get("called", ""))


def create(engine: Engine) -> None:
    """Make every table, index and trigger in an empty database."""
    whole()
    if engine.dialect.name == "postgresql":
        _narrow_indexes()
    with engine.begin() as connection:
        METADATA.create_all(connection)
        search_index.install(connection)
        triggers.install(connection)


def _narrow_indexes() -> None:
    """Say again, in PostgreSQL's own words, which rows an index is about."""
    for made in METADATA.tables.values():
        for each in made.indexes:
            if each.info.get("where") is not None:
                each.dialect_options["postgresql"]["where"] = each.info["where"]
