"""Bring a business back from a backup, on this or another computer, with the recovery key.

What is restored is always a new device with a new incarnation: the computer it came from may still be selling.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.base.revisions import is_current
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.journal.incarnation import Life, Why, begin
from bizet_core.store.migrations import migrate
from bizet_core.store.tables.ids import new_id
from bizet_desk.backups.backup import Manifest, Step, clear
from bizet_desk.backups.backup_crypto import unseal
from bizet_desk.storage import keys as kept
from bizet_desk.storage.file_check import is_whole, look
from bizet_desk.storage.file_lock import Lock
from bizet_desk.storage.keys import Keys, new_keys
from bizet_desk.storage.opening import Opened, open_desk, put_keys_aside
from bizet_desk.storage.paths import Places
from bizet_desk.storage.recovery_key import RecoveryKey
from bizet_desk.storage.rollback_marker import read_mark


def restore(
    backup: Path,
    recovery: RecoveryKey,
    places: Places,
    *,
    passphrase: str = "",
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    step: Step | None = None,
) -> Opened:
    """Make this computer's desk from a backup and open it. Refuses with `desk_exists` where there is one already.

    Where the backup is not whole, not one, newer, or of another recovery key, nothing has changed afterwards.
    """
    places.make()
    lock = Lock(places.lock)
    draft = places.data / "desk.bizet.restoring"
    try:
        if places.desk.exists():
            raise Refused("desk_exists")
        manifest = _unpack(backup, recovery, draft, step or Step())
        keys = _keys_of(manifest)
        _begin_life(draft, manifest, keys, _lost(places, manifest), clock())
        put_keys_aside(places, clock())
        kept.save(places, keys, passphrase)
        places.key_unconfirmed.unlink(missing_ok=True)  # the backup was opened with its key
        places.mark.unlink(missing_ok=True)
        draft.rename(places.desk)
    finally:
        clear(draft)
        lock.release()
    return open_desk(places, passphrase=passphrase, clock=clock)


def put_desk_aside(places: Places, now: datetime) -> Path:
    """Rename this computer's desk file, damaged or not, so that a backup can take its place; returns its new name."""
    lock = Lock(places.lock)
    try:
        aside = places.desk.with_name(f"{places.desk.name}.{now:%Y%m%dT%H%M%SZ}.aside")
        for end in ("-wal", "-shm", ""):
            file = places.desk.with_name(places.desk.name + end)
            if file.exists():
                file.rename(aside.with_name(aside.name + end))
        return aside
    finally:
        lock.release()


def _unpack(backup: Path, recovery: RecoveryKey, draft: Path, step: Step) -> Manifest:
    clear(draft)
    try:
        with backup.open("rb") as sealed, draft.open("xb") as out:
            pieces = unseal(sealed, recovery.private)
            manifest = _manifest(next(pieces))
            done = 0
            for piece in pieces:
                out.write(piece)
                done += len(piece)
                step(done, manifest.size)
            os.fsync(out.fileno())
    except FileNotFoundError as error:
        raise Refused("backup_missing", file=str(backup)) from error
    except OSError as error:
        raise Refused("restore_not_written", folder=str(draft.parent)) from error
    return manifest


def _manifest(piece: bytes) -> Manifest:
    try:
        manifest = msgspec.msgpack.decode(piece, type=Manifest)
    except msgspec.MsgspecError as error:
        raise Refused("file_newer") from error  # it is proven to be ours, so only the future can be meant
    if manifest.form != 1:
        raise Refused("file_newer")
    return manifest


def _keys_of(manifest: Manifest) -> Keys:
    """The business's own, and a new device's."""
    fresh = new_keys(manifest.business, new_id(), manifest.recovery, manifest.pepper)
    return msgspec.structs.replace(fresh, data=manifest.data)


def _begin_life(draft: Path, manifest: Manifest, keys: Keys, lost: tuple[int, int] | None, now: datetime) -> None:
    if not is_current(look(draft, keys)):
        migrate.migrate_file(draft, lambda path: desk_engine(path, keys.file), now).unlink()
    if not is_whole(draft, keys):
        raise Refused("backup_damaged")
    engine = desk_engine(draft, keys.file)
    with engine.begin() as connection:
        begin(connection, Life(manifest.business, keys.device, manifest.inc + 1, now, Why.RESTORED, lost))
    engine.dispose()


def _lost(places: Places, manifest: Manifest) -> tuple[int, int] | None:
    """What this computer is known to have written after the backup was made, if it was the one."""
    mark = read_mark(places.mark)
    if mark is None or (mark.device, mark.inc) != (manifest.device, manifest.inc) or mark.n <= manifest.n:
        return None
    return manifest.n + 1, mark.n
