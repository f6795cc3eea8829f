"""Write the next revision from what the tables of today have and the revisions do not:

    python -m bizet_core.store.migrations "Remember who gave a discount"

Read what it wrote, correct it, and give rows that exist already their new values in it. On SQLite prefer
`ALTER TABLE … ADD COLUMN`: `op.batch_alter_table` makes the table anew and loses what it cannot reflect.
"""

import re
import sys
import tempfile
from pathlib import Path

from sqlalchemy import Engine

from bizet_core.base import revisions
from bizet_core.store.database.engines import file_engine
from bizet_core.store.migrations import migrate


def write(message: str, engine: Engine) -> Path:
    """The file of a new revision that leads from this database (at the last revision) to today's tables."""
    from alembic import command

    number = f"{len(revisions.REVISIONS) + 1:04}"
    slug = re.sub(r"[^a-z0-9]+", "_", message.lower()).strip("_")
    with engine.begin() as connection:
        config = migrate.configuration(connection)
        config.set_main_option("file_template", f"{number}_{slug}")
        made = command.revision(config, message, autogenerate=True, rev_id=number)
    return Path(made.path)  # type: ignore[union-attr]


def main() -> None:
    """Write it and say where."""
    with tempfile.TemporaryDirectory() as folder:
        engine = file_engine(Path(folder) / "last.db")
        with engine.begin() as connection:
            migrate.run(connection, revisions.HEAD)
        print(write(" ".join(sys.argv[1:]), engine))
        engine.dispose()


if __name__ == "__main__":
    main()
