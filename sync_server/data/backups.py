"""Back up a server of files, and bring it back. Each file is copied by SQLite itself while the server works.

A restore is a step back in time: every business begins a new epoch, and its desks send again what the backup lacks.
(PostgreSQL has tools of its own; after them, `bizet-server new-epoch`.)
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.sync.server import feed
from sync_server.data.business_databases import Clock, Files, Stores
from sync_server.data.control_database import Control

CONTROL = "control.db"


def back_up(data: Path, folder: Path) -> list[Path]:
    """Copy every database into a folder that is new or empty; the files made. The server may be running.

    `control.db` comes first, and then what it lists: a business that begins meanwhile is in the next backup, whole.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise Refused("backup_folder_not_empty", folder=str(folder))
    control = _copied(data / CONTROL, folder / CONTROL)
    files = [data / f"{business}.db" for business in _listed(control)]
    return [control, *(_copied(path, folder / path.name) for path in files if path.exists())]


def restore(data: Path, folder: Path, clock: Clock, business: UUID | None = None) -> list[UUID]:
    """Put a backup in the place of what is there, which is kept beside it; the businesses restored.

    No server may be running. With a business, only that one.
    """
    names = _names(folder, business)
    drafts = [_copied(folder / name, data / f"{name}.restoring") for name in names]
    aside = data / f"before-restore-{clock():%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    _set_aside(data, aside, names if business is not None else None)
    for draft in drafts:
        draft.replace(draft.with_suffix(""))
    return new_epochs(_stores(data, clock), business)


def new_epochs(stores: Stores, business: UUID | None = None) -> list[UUID]:
    """Tell every business's desks, when they come, that this server may have gone back in time; which ones."""
    houses = [house.business for house in stores.control.all_houses() if business in (None, house.business)]
    for each in houses:
        with stores.of(each).engine.begin() as connection:
            feed.new_epoch(connection, each, stores.clock())
    stores.close()
    return houses


def _listed(control: Path) -> list[UUID]:
    with closing(sqlite3.connect(control)) as connection:
        return [
            UUID(bytes=row[0]) for row in connection.execute("SELECT business FROM control_house ORDER BY business")
        ]


def _names(folder: Path, business: UUID | None) -> list[str]:
    there = sorted(path.name for path in folder.glob("*.db"))
    if CONTROL not in there or not all(_is_whole(folder / name) for name in there):
        raise Refused("backup_folder_wrong", folder=str(folder))
    if business is None:
        return there
    if f"{business}.db" not in there:
        raise Refused("backup_lacks_business", business=str(business))
    return [f"{business}.db"]


def _set_aside(data: Path, aside: Path, names: list[str] | None) -> None:
    """Move databases with their logs: all of them, or these."""
    wanted = names if names is not None else [path.name for path in data.glob("*.db")]
    for name in wanted:
        for path in (data / name, data / f"{name}-wal", data / f"{name}-shm"):
            if path.exists():
                path.replace(aside / path.name)


def _stores(data: Path, clock: Clock) -> Stores:
    place = Files(data, clock)
    return Stores(place, Control(place.control(), clock), clock)


def _copied(source: Path, target: Path) -> Path:
    """A consistent copy at one moment, and whole on the disk."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")
    return target


def _is_whole(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            connection.execute(f"SELECT 1 FROM {'control_house' if path.name == CONTROL else 'feed_head'}")  # noqa: S608
            return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False
