"""Make a desk's file on the first run, and open it ever after.

    places ── lock ── keys ── look ── migrate if older ── which life is this? ── store

Whatever is wrong with the file is told in a sentence, and the file stays as it was found.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, event

from bizet_core.base.refusals import Refused
from bizet_core.base.revisions import is_current
from bizet_core.business.devices.model import DeviceRole
from bizet_core.store import Identity, Store
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.journal.incarnation import Life, Why, begin, lives
from bizet_core.store.journal.journal import GENESIS, base_of, hash_at, head_of
from bizet_core.store.migrations import migrate
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.desk.server_state import Upstream, follow
from bizet_desk.storage import keys as kept
from bizet_desk.storage.file_check import look
from bizet_desk.storage.file_lock import Lock
from bizet_desk.storage.keys import Keys, new_keys
from bizet_desk.storage.paths import Places
from bizet_desk.storage.recovery_key import RecoveryKey, new_recovery_key
from bizet_desk.storage.rollback_marker import Mark, RollbackMarker, read_mark

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Opened:
    """A desk file that is open, and what was found on the way: a `migrated_from` file, a new life."""

    places: Places
    keys: Keys
    store: Store
    life: Life
    is_new_life: bool
    migrated_from: Path | None
    _lock: Lock
    _mark: RollbackMarker

    def close(self) -> None:
        """Close the file and let the next program in. Threads that use the store must have ended."""
        self.store.listeners.remove(self._mark.hear)
        self.store.readers.dispose()
        self.store.engine.dispose()
        self._mark.close()
        self._lock.release()

    def go_on_as(self, inc: int) -> None:
        """The server has given this running desk its next incarnation: outside the file it counts anew as well."""
        with self.store.reading() as connection:
            self.life = lives(connection)[-1]
        self._mark.begin(_head(self.store.readers, self.life))

    def new_recovery_key(self, passphrase: str = "") -> RecoveryKey:
        """A recovery key in place of a lost one: later backups open with it alone, earlier ones with the old one."""
        kept.load(self.places, passphrase)  # a wrong passphrase must not become the new one
        key = new_recovery_key()
        self.keys = msgspec.structs.replace(self.keys, recovery=key.public)
        kept.save(self.places, self.keys, passphrase)
        return key


def create(places: Places, *, passphrase: str = "", clock: Clock = _now) -> tuple[Opened, RecoveryKey]:
    """Make a new business's desk. Refuses with `desk_exists` where there is one; keys without a file are kept aside."""
    places.make()
    lock = Lock(places.lock)
    try:
        if places.desk.exists():
            raise Refused("desk_exists")
        put_keys_aside(places, clock())
        recovery = new_recovery_key()
        keys = new_keys(new_id(), new_id(), recovery.public)
        make_file(places.desk, keys, Life(keys.business, keys.device, 1, clock(), Why.FIRST))
        places.mark.unlink(missing_ok=True)
        kept.save(places, keys, passphrase)
        return _open(places, keys, lock, clock), recovery
    except BaseException:
        lock.release()
        raise


def create_joined(places: Places, keys: Keys, known: Upstream, *, passphrase: str = "", clock: Clock = _now) -> Opened:
    """Make this computer's desk of a business that others have already: empty, until it has heard from its server."""
    places.make()
    lock = Lock(places.lock)
    try:
        if places.desk.exists():
            raise Refused("desk_exists")
        put_keys_aside(places, clock())
        kept.save(places, keys, passphrase)
        first = Life(keys.business, keys.device, 1, clock(), Why.FIRST)
        make_file(places.desk, keys, first, known.write)
        places.mark.unlink(missing_ok=True)
        return _open(places, keys, lock, clock)
    except BaseException:
        lock.release()
        raise


def open_desk(places: Places, *, passphrase: str = "", keys: Keys | None = None, clock: Clock = _now) -> Opened:
    """Open the desk of this computer; `no_desk` before the first run. `keys` are given where they were loaded before.

    Refuses where it is open already, where the keys are missing or locked, and where the file is damaged, foreign, of
    another key or newer.
    """
    if not places.desk.exists():
        raise Refused("no_desk")
    lock = Lock(places.lock)
    try:
        return _open(places, keys or kept.load(places, passphrase), lock, clock)
    except BaseException:
        lock.release()
        raise


def make_file(
    path: Path, keys: Keys, life: Life, also: Callable[[Connection], None] = lambda _connection: None
) -> None:
    """Write a whole new desk file under this name, or none; `also` writes what else it is to hold."""
    draft = path.with_name(f"{path.name}.new")
    for leftover in path.parent.glob(f"{draft.name}*"):
        leftover.unlink()
    engine = desk_engine(draft, keys.file)
    migrate.create(engine)
    with engine.begin() as connection:
        begin(connection, life)
        also(connection)
    engine.dispose()
    draft.rename(path)


def put_keys_aside(places: Places, now: datetime) -> None:
    """Keys whose file is not here may open one that lies elsewhere: they are renamed, never replaced."""
    if places.keys.exists():
        places.keys.rename(places.keys.with_name(f"{places.keys.name}.{now:%Y%m%dT%H%M%S%f}.old"))


def _open(places: Places, keys: Keys, lock: Lock, clock: Clock) -> Opened:
    before = None
    if not is_current(look(places.desk, keys)):
        before = migrate.migrate_file(places.desk, lambda path: desk_engine(path, keys.file), clock())
    migrate.forget_old(places.data, clock())
    engine = desk_engine(places.desk, keys.file)
    try:
        life, is_new = _live(engine, keys, read_mark(places.mark), clock())
        readers = desk_engine(places.desk, keys.file, readonly=True)
        identity = Identity(life.business, life.device, life.inc, keys.pepper, keys.sign)
        store = Store(engine, identity, readers=readers, clock=clock)
        _know_server(store)
        mark = RollbackMarker(places.mark, _head(engine, life))
    except BaseException:
        engine.dispose()
        raise
    store.listeners.append(mark.hear)
    return Opened(places, keys, store, life, is_new, before, lock, mark)


def _know_server(store: Store) -> None:
    with store.engine.connect() as connection:
        known = Upstream.find(connection)
    follow(store, known)
    if known is not None and known.role == DeviceRole.KIOSK:
        event.listen(store.engine, "connect", _without_parents)
        store.engine.dispose()


def _without_parents(connection: Any, _record: Any) -> None:
    """A kiosk does not get the parents of all rows that it gets."""
    connection.execute("PRAGMA foreign_keys = OFF")


def _live(engine: Engine, keys: Keys, mark: Mark | None, now: datetime) -> tuple[Life, bool]:
    """The life this file is in, and whether it has just begun."""
    with engine.begin() as connection:
        before = lives(connection)
        if not before:  # made before lives were written down, and nothing done since
            first = Life(keys.business, keys.device, 1, now, Why.FIRST)
            begin(connection, first)
            return first, False
        life = before[-1]
        if (life.business, life.device) != (keys.business, keys.device):
            raise Refused("file_foreign")
        if _holds(connection, life, mark):
            return life, False
        next_inc = max(life.inc, mark.inc if mark else 0) + 1
        new = Life(life.business, life.device, next_inc, now, Why.WENT_BACK, _lost(connection, life, mark))
        begin(connection, new)
        return new, True


def _holds(connection: Connection, life: Life, mark: Mark | None) -> bool:
    """Whether everything this device is known to have written is in the file."""
    n, _ = head_of(connection, life.business, life.device, life.inc)
    if mark is None or mark.device != life.device:
        return n == 0  # nobody knows: safe only while no number has been given
    if mark.inc != life.inc:
        return mark.inc < life.inc
    if mark.n == 0:
        return True
    forgotten, _ = base_of(connection, life.business, life.device, life.inc)
    if mark.n < forgotten:  # the server has had that line for months: had another stood here, it would have said so
        return True
    return hash_at(connection, life.business, life.device, life.inc, mark.n) == mark.hash


def _lost(connection: Connection, life: Life, mark: Mark | None) -> tuple[int, int] | None:
    """The numbers that were given out and are not in the file, where they are known."""
    n, _ = head_of(connection, life.business, life.device, life.inc)
    if mark is None or (mark.device, mark.inc) != (life.device, life.inc) or mark.n <= n:
        return None
    return n + 1, mark.n


def _head(engine: Engine, life: Life) -> Mark:
    with engine.connect() as connection:
        n, hash = head_of(connection, life.business, life.device, life.inc)
    return Mark(life.device, life.inc, n, hash if n else GENESIS)
