"""A whole database from the code: tables, search index, triggers. Migrations of existing ones are in `migrations`."""

from sqlalchemy import Engine

from bizet_core.model import METADATA
from bizet_core.store import capture, search


def create(engine: Engine) -> None:
    """Make every table, index and trigger in an empty database."""
    with engine.begin() as connection:
        METADATA.create_all(connection)
        search.install(connection)
        capture.install(connection)
