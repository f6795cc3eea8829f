"""Backups: a consistent copy of the file while it is in use, with its keys, sealed to the recovery key.

    copy (a snapshot) ── is every page whole? ── seal ── read again ── take its name

Until it takes its name nothing is there but a `.part`, so a program killed half-way leaves no half backup.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from bizet_core.base.cipher import PAGE, sqlcipher
from bizet_core.base.instants import Instant
from bizet_core.base.refusals import Refused
from bizet_core.store.journal.incarnation import Life
from bizet_desk.backups.backup_crypto import PIECE, proven, seal
from bizet_desk.storage.file_check import connect, is_whole
from bizet_desk.storage.keys import Keys

EVERY = timedelta(days=1)
KEPT = 14
LONGEST = timedelta(days=90)  # what was erased on request must be gone from backups too
ENDING = ".bizetbackup"
PAGES = 512  # a step of the copy: 1 MiB

Progress = Callable[[int, int], None]
"""Bytes done and bytes in all: the file is gone through three times."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The first piece of a backup: what it is and what opens it."""

    form: int = 1
    business: UUID
    device: UUID
    inc: int
    n: int  # the last journal line in it
    made_at: Instant
    size: int
    data: bytes
    pepper: bytes
    recovery: bytes

    def __repr__(self) -> str:
        return f"Manifest(business={self.business}, made_at={self.made_at})"  # never the keys


class Step:
    """What a long job is asked between two pieces: how far it is, and whether to go on."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Stop at the next piece; from any thread."""
        self._stop.set()

    def __call__(self, done: int, total: int) -> None:
        """Tell how far it is, or raise `Refused` with `cancelled`."""
        if self._stop.is_set():
            raise Refused("cancelled")
        if self._progress is not None:
            self._progress(done, total)


def make_backup(file: Path, keys: Keys, life: Life, target: Path, now: datetime, step: Step | None = None) -> Path:
    """Write a backup of a desk file, which may be in use, to `target`; returns it. Nothing is ever overwritten.

    Refuses with `file_damaged` where the desk's own file is: a backup of it would only replace better ones.
    """
    step = step or Step()
    if not keys.recovery:
        raise Refused("no_recovery_key")
    if target.exists():
        raise Refused("backup_exists", file=str(target))
    copy, part = file.with_name(f"{file.name}.copy"), target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        n = _copy(file, copy, keys, life, step)
        _write(part, copy, keys, life, n, now, step)
        part.rename(target)
    except (OSError, sqlcipher.DatabaseError) as error:  # a full disk tells itself in either way
        raise Refused("backup_not_written", file=str(target)) from error
    finally:
        with suppress(OSError):
            clear(copy, part)
    return target


def clear(*files: Path) -> None:
    """Remove unfinished files and what SQLite lays beside them."""
    for file in files:
        for end in ("", "-wal", "-shm", "-journal"):
            file.with_name(file.name + end).unlink(missing_ok=True)


# ---------------------------------------------------------------------------------------------------------- by itself


def name_at(now: datetime) -> str:
    """`bizet-20260312T080000Z.bizetbackup`"""
    return f"bizet-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{ENDING}"


def made(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups in a folder that carry the name the schedule gives them, newest first."""
    found = []
    for path in folder.glob(f"bizet-*{ENDING}"):
        try:
            found.append((datetime.strptime(path.name, f"bizet-%Y%m%dT%H%M%SZ{ENDING}").replace(tzinfo=UTC), path))
        except ValueError:
            continue  # somebody's own file
    return sorted(found, reverse=True)


def is_due(folder: Path, now: datetime) -> bool:
    """Whether the newest backup is a day old, or there is none. One from the future does not count: clocks go wrong."""
    return not any(now - EVERY < at <= now for at, _ in made(folder))


def prune(folder: Path, now: datetime) -> list[Path]:
    """Remove all but the 14 newest, and what is older than 90 days, but never the newest of all; returns what went."""
    gone = [path for i, (at, path) in enumerate(made(folder)) if i >= KEPT or (i and at < now - LONGEST)]
    for path in gone:
        path.unlink()
    for part in folder.glob(f"bizet-*{ENDING}.part"):
        part.unlink()
    return gone


# -------------------------------------------------------------------------------------------------------------- inside


def _copy(file: Path, copy: Path, keys: Keys, life: Life, step: Step) -> int:
    """A snapshot of the file, whatever is written meanwhile; the number of the last journal line in it."""
    clear(copy)
    with closing(connect(file, keys)) as source, closing(connect(copy, keys, write=True)) as target:
        # An open read transaction holds the snapshot; without it each commit would make the copy begin again.
        source.execute("BEGIN")
        n = _last_line(source, life)

        def tell(_status: int, left: int, total: int) -> None:
            step((total - left) * PAGE, total * PAGE * 3)

        source.backup(target, pages=PAGES, progress=tell, sleep=0)
    if not is_whole(copy, keys):
        raise Refused("file_damaged")
    return n


def _last_line(connection: Any, life: Life) -> int:
    asked = "SELECT n FROM journal_head WHERE business_id = ? AND device = ? AND inc = ?"
    found = connection.execute(asked, (life.business.bytes, life.device.bytes, life.inc)).fetchone()
    return int(found[0]) if found else 0


def _write(part: Path, copy: Path, keys: Keys, life: Life, n: int, now: datetime, step: Step) -> None:
    size = copy.stat().st_size
    manifest = Manifest(
        business=life.business,
        device=life.device,
        inc=life.inc,
        n=n,
        made_at=now,
        size=size,
        data=keys.data,
        pepper=keys.pepper,
        recovery=keys.recovery,
    )
    with part.open("wb") as out:
        key = seal(out, _pieces(manifest, copy, step), keys.recovery)
        out.flush()
        os.fsync(out.fileno())
    done = 2 * size
    with part.open("rb") as written:
        for piece in proven(written, key):
            done = min(done + len(piece), 3 * size)
            step(done, 3 * size)


def _pieces(manifest: Manifest, copy: Path, step: Step) -> Iterator[bytes]:
    yield msgspec.msgpack.encode(manifest)
    done = manifest.size
    with copy.open("rb") as file:
        while piece := file.read(PIECE):
            done += len(piece)
            step(done, 3 * manifest.size)
            yield piece
