"""Bring a database of an earlier version up to today's, and never harm the one there is.

A file is migrated as a copy: foreign keys off, triggers away, all revisions in one transaction, then the search text
anew, every trigger from today's code, the foreign keys and the whole file checked. Only then does the copy take the
place of the old file, which is kept for seven days. (With foreign keys on, SQLite's way of altering a table deletes
the rows that point to it; it drops every trigger; and the search index then answers with the wrong person.)
"""

import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from bizet_core.base import revisions
from bizet_core.base.refusals import Refused
from bizet_core.store.tables import schema, search_index, triggers
from bizet_core.store.tables.all_tables import whole

KEPT = timedelta(days=7)


def create(engine: Engine) -> None:
    """A new database from today's tables, marked with today's revision."""
    schema.create(engine)
    with engine.begin() as connection:
        _stamp(connection)


def revision_of(connection: Connection) -> str | None:
    """The revision a database is at; None where it is none of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(engine: Engine) -> bool:
    """Bring a server's database up to date in one transaction; whether anything was to be done."""
    with engine.begin() as connection:
        if revisions.is_current(revision_of(connection)):
            return False
        upgrade(connection)
    return True


def migrate_file(path: Path, engine_of: Callable[[Path], Engine], now: datetime) -> Path:
    """Bring a file up to date; returns where the old one is kept. If anything fails the file is as it was.

    Nobody else may have it open. `engine_of` opens a file for writing, under its key where it has one.
    """
    draft = path.with_name(f"{path.name}.migrating")
    _remove(draft)
    try:
        old = _copied(path, draft, engine_of)
        _upgraded(draft, engine_of)
        _check_whole(draft, engine_of)
        kept = path.with_name(f"{path.stem}-{old}-{now:%Y%m%dT%H%M%SZ}.old")
        _exchange(path, draft, kept)
    except DBAPIError as error:
        raise Refused("migration_failed") from error
    finally:
        _remove(draft)
    return kept


def forget_old(folder: Path, now: datetime) -> None:
    """Remove files kept from migrations more than seven days ago."""
    for path in folder.glob("*-*-*Z.old"):
        if datetime.strptime(path.stem[-16:] + "+0000", "%Y%m%dT%H%M%SZ%z") < now - KEPT:
            path.unlink()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the revisions that are missing and make everything again that comes from code. The caller commits.

    On SQLite foreign keys must be off: that cannot be done inside a transaction.
    """
    whole()
    drop_triggers(connection)
    run(connection, to)
    if to in ("head", revisions.HEAD):
        search_index.refill(connection)
        search_index.install(connection)
        search_index.rebuild(connection)
        triggers.install(connection)


def run(connection: Connection, to: str) -> None:
    """Run revisions, and nothing else."""
    from alembic import command  # start-up needs none of it

    command.upgrade(configuration(connection), to)


def configuration(connection: Connection) -> Any:
    """What Alembic needs to know."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(revisions.FOLDER))
    return config


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger: revisions move rows, and neither capture nor guards of claims may see that."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name, '' FROM sqlite_master WHERE type = 'trigger' ORDER BY name"))
    else:
        found = connection.execute(text(_POSTGRES_TRIGGERS))
    for name, table in found.all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + (f" ON {table}" if table else ""))


_POSTGRES_TRIGGERS = """
SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace ORDER BY tgname, relname
"""


def _stamp(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": revisions.HEAD})


def _copied(path: Path, draft: Path, engine_of: Callable[[Path], Engine]) -> str:
    """Copy all that is committed, and leave no write-ahead log that could be taken for the new file's. The revision."""
    source = engine_of(path)
    try:
        with source.connect() as connection:
            revision = revision_of(connection)
        with closing(source.raw_connection()) as raw:
            driver: Any = raw.driver_connection
            try:
                _copy(driver, draft)
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except driver.Error as error:  # a full disk, above all
                raise Refused("migration_failed") from error
    finally:
        source.dispose()
    return str(revision)


def _copy(driver: Any, draft: Path) -> None:
    """A server's plain file page by page, a desk's into the form that it has today."""
    if isinstance(driver, sqlite3.Connection):
        with closing(sqlite3.connect(draft)) as other:
            driver.backup(other)
    else:
        from bizet_core.base.cipher import copy_whole  # only on a desk

        copy_whole(driver, draft)


def _upgraded(draft: Path, engine_of: Callable[[Path], Engine]) -> None:
    engine = engine_of(draft)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = OFF"))
    try:
        with engine.begin() as connection:
            before = _without_parent(connection)
            upgrade(connection)
            if _without_parent(connection) - before:
                raise Refused("migration_failed")
    finally:
        engine.dispose()


def _without_parent(connection: Connection) -> Counter[tuple[str, str]]:
    """How many rows of a table lack their row in another: a kiosk's may, since it is not sent every table."""
    found = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return Counter((table, parent) for table, _rowid, parent, _key in found)


def _check_whole(draft: Path, engine_of: Callable[[Path], Engine]) -> None:
    engine = engine_of(draft)
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                raise Refused("migration_failed")
    finally:
        engine.dispose()


def _exchange(path: Path, draft: Path, kept: Path) -> None:
    """The copy takes the file's name in one step, so that there is a whole file under it at every moment."""
    if _log(path).exists() or _log(draft).exists():
        raise Refused("busy")
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    os.link(path, kept)
    draft.replace(path)
    _sync_folder(path.parent)


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
