"""Look at a file before anything is done with it: is it ours, whole, and of which version? Nothing is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bizet_core.base import cipher
from bizet_core.base.cipher import sqlcipher
from bizet_core.base.refusals import Refused
from bizet_core.base.revisions import is_current
from bizet_desk.storage.keys import Keys

PLAIN = b"SQLite format 3\0"
SALT = 16  # bytes at the beginning of an encrypted file


def look(path: Path, keys: Keys) -> str:
    """The revision of a desk file. Refuses what is damaged, foreign or newer, with the file left as it was."""
    with path.open("rb") as file:
        began = file.read(SALT)
    if len(began) < SALT:
        raise Refused("file_damaged")
    if began == PLAIN:
        raise Refused("file_foreign")
    with without_traces(path):
        revision = _revision(path, keys, ours=began == keys.file[-SALT:])
    is_current(revision)
    return str(revision)


def is_whole(path: Path, keys: Keys) -> bool:
    """Read every page: whether all are as they were written and fit together. Takes seconds for a large file."""
    connection = connect(path, keys)
    try:
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            return False
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlcipher.DatabaseError:
        return False
    finally:
        connection.close()


def connect(path: Path, keys: Keys, *, write: bool = False) -> Any:
    """A bare connection to a desk file, for reading only unless `write`."""
    mode = "rwc" if write else "ro"
    return cipher.connect(f"{path.absolute().as_uri()}?mode={mode}", keys.file, uri=True)


def _revision(path: Path, keys: Keys, *, ours: bool) -> str | None:
    connection = connect(path, keys)
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"alembic_version", "journal"} <= tables:
            return None
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlcipher.DatabaseError, TypeError) as error:
        # The salt at the beginning comes from our key: with it, a page that cannot be read is damaged.
        raise Refused("file_damaged" if ours else "file_other_key") from error
    finally:
        connection.close()


@contextmanager
def without_traces(path: Path) -> Iterator[None]:
    """Reading leaves an empty log beside the file where there was none."""
    traces = [path.with_name(path.name + end) for end in ("-wal", "-shm")]
    if any(trace.exists() for trace in traces):
        yield
        return
    try:
        yield
    finally:
        for trace in traces:
            trace.unlink(missing_ok=True)
