"""A whole database from the code: tables, search index, triggers. Migrations of existing ones are in `migrations`."""

from sqlalchemy import Engine

from bizet_core.store.tables import search_index, triggers
from bizet_core.store.tables.all_tables import whole
from bizet_core.store.tables.columns import METADATA


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
