"""A server and its desks in one process: the real core, engine and door; clocks, wires and disks of our own.

Databases live in memory and can be copied, so that a disk can go back in time or be cloned.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from nacl.signing import SigningKey
from sqlalchemy import Engine, StaticPool, create_engine, event

from bizet_core.base.refusals import Refused
from bizet_core.store import SYSTEM, Actor, Identity, Store
from bizet_core.store.database.engines import running_on
from bizet_core.store.migrations.migrate import create
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.desk.server_state import Upstream, follow
from bizet_core.sync.wire.enrolment import Begin, Join, Joined, Waiting, signed_part
from bizet_core.sync.wire.protocol import decode, encode
from bizet_desk.syncing.engine import Engine as SyncEngine
from bizet_desk.syncing.transport.carrier import Server, UnreachableError, now_of
from sync_server.data.business_databases import Stores
from sync_server.data.control_database import Control
from sync_server.sync.dispatch import Door, Request
from sync_server.web.answers import refusal as refused

START = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
CACHED = 1000
"""Statements that a connection keeps parsed: with their trigger programs they are dear, and a desk uses hundreds."""


_COMPILED: dict[Any, Any] = {}
_DIALECT: list[Any] = []


class CrashError(BaseException):
    """The process is gone: nobody catches this but the world."""


class _Cursor(sqlite3.Cursor):
    def execute(self, *given: Any) -> Any:
        self.connection.count()  # type: ignore[attr-defined]
        return super().execute(*given)

    def executemany(self, *given: Any) -> Any:
        self.connection.count()  # type: ignore[attr-defined]
        return super().executemany(*given)


class _Fragile(sqlite3.Connection):
    """A connection whose process may end before any statement."""

    running: bytes | None = None
    left: int | None = None  # statements until the crash

    def count(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise CrashError

    def close(self) -> None:
        """The pool lets go of a connection whose process has ended; the disk stays."""
        if self.in_transaction:
            self.rollback()

    def cursor(self, *given: Any, **more: Any) -> Any:
        return super().cursor(_Cursor)

    def execute(self, *given: Any) -> Any:
        self.count()
        return super().execute(*given)

    def executemany(self, *given: Any) -> Any:
        self.count()
        return super().executemany(*given)


class Disk:
    """A database in memory. `image` is what a backup or a clone would hold."""

    def __init__(self, image: bytes = b"") -> None:
        self.connection: Any = sqlite3.connect(
            ":memory:",
            isolation_level=None,
            check_same_thread=False,
            factory=_Fragile,
            cached_statements=CACHED,
        )
        running_on(self.connection)
        if image:
            self.connection.deserialize(image)
        self.connection.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def unharmed(self) -> Iterator[None]:
        """The observer looks: no crash falls into that."""
        left, self.connection.left = self.connection.left, None
        try:
            yield
        finally:
            self.connection.left = left

    def power_off(self) -> None:
        """What was not committed is gone."""
        self.connection.left, self.connection.running = None, None
        if self.connection.in_transaction:
            self.connection.rollback()

    def become(self, image: bytes) -> None:
        """Hold what an image holds, for everybody who is connected."""
        self.connection.deserialize(image)

    def image(self) -> bytes:
        """All that is committed."""
        return bytes(self.connection.serialize())

    def engine(self) -> Engine:
        """As `bizet_core.store.database.engines` makes them, on this connection alone."""
        cache = {"compiled_cache": _COMPILED}
        engine = create_engine(
            "sqlite://", creator=lambda: self.connection, poolclass=StaticPool, execution_options=cache
        )
        if _DIALECT:  # statements compiled for one are compiled for all: a history opens some thirty databases
            engine.dialect = engine.pool._dialect = _DIALECT[0]  # pyright: ignore[reportAttributeAccessIssue]
        else:
            engine.connect().close()
            _DIALECT.append(engine.dialect)

        @event.listens_for(engine, "begin")
        def begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine


@cache
def empty_image() -> bytes:
    """A database with the whole schema and nothing in it."""
    disk = Disk()
    create(disk.engine())
    return disk.image()


@dataclass
class WorldClock:
    """The true time; everybody's clock is it, and how far they are off."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **much: float) -> None:
        """Let time pass."""
        self.now += timedelta(**much)


class Rooms:
    """The server's databases, in memory."""

    def __init__(self) -> None:
        self.control_disk = Disk()
        self.disks: dict[UUID, Disk] = {}

    def control(self) -> Engine:
        return self.control_disk.engine()

    def engines(self, business: UUID) -> tuple[Engine, Engine]:
        disk = self.disks.setdefault(business, Disk(empty_image()))
        engine = disk.engine()
        return engine, engine


class ServerSide:
    """A server process. `restart` is what a crash leaves: committed data, nothing else."""

    def __init__(self, clock: Callable[[], datetime], rooms: Any = None) -> None:
        self.clock, self.rooms = clock, rooms or Rooms()
        self.epochs_begun = 0  # by itself
        self.restart()

    def restart(self) -> None:
        self.control = Control(self.rooms.control(), self.clock)
        self.stores = Stores(self.rooms, self.control, self.clock)
        self.door = Door(self.stores, self.control, self.clock)
        self.door.on_epoch = self._epoch_begun

    def _epoch_begun(self) -> None:
        self.epochs_begun += 1

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """As the web framework would."""
        try:
            return 200, self.door.answer(Request("POST", path, headers, body))
        except Refused as refusal:
            return refused(refusal)[:2]


class Wire:
    """What lies between. `faults` may change what arrives; by default all does."""

    def __init__(self, server: ServerSide) -> None:
        self.server = server
        self.is_cut = False
        self.log: list[tuple[str, dict[str, str], bytes]] = []
        self.fault: Callable[[Callable[[], tuple[int, bytes]]], tuple[int, bytes]] = lambda send: send()

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        if self.is_cut:
            raise UnreachableError("cut")
        self.log.append((path, dict(headers), body))
        return self.fault(lambda: self.server.answer(path, headers, body))

    def close(self) -> None:
        """Wires are never used up."""


@dataclass
class DeskSide:
    """A desk: its disk, key, clock, wire and engine."""

    business: UUID
    clock: Callable[[], datetime]
    wire: Wire
    device: UUID = field(default_factory=new_id)
    key: SigningKey = field(default_factory=SigningKey.generate)
    disk: Disk = field(default_factory=lambda: Disk(empty_image()))
    inc: int = 1
    pepper: bytes = b"pepper"
    actor: Actor = SYSTEM
    is_kiosk: bool = False

    def __post_init__(self) -> None:
        self.open()

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message).signature

    def open(self) -> None:
        """Start the program on what the disk holds."""
        engine = self.disk.engine()
        with engine.connect() as connection:
            upstream = Upstream.find(connection)
        identity = Identity(self.business, self.device, self.inc, self.pepper, self.sign)
        self.store = Store(engine, identity, clock=self.clock)
        server = Server(self.wire, self.business, self.device, self.sign, now_of(self.clock))
        self.engine = SyncEngine(self.store, server)
        follow(self.store, upstream)
        if upstream is not None:
            if upstream.role == "kiosk":  # it does not get the parents of all rows that it gets
                self.disk.connection.execute("PRAGMA foreign_keys = OFF")
            server.offset_ms = upstream.offset_ms

    def begin(self, code: str) -> None:
        """Bring this business to the server."""
        asked = Begin(
            code=code, business=self.business, device=self.device, inc=self.inc, key=bytes(self.key.verify_key),
            name="Front desk", location=None, pepper=self.pepper, recovery=b"", signature=bytes(64),
        )  # fmt: skip
        self._link(self._post("/v1/begin", asked, Joined))

    def join(self, code: str) -> Waiting:
        """Ask to be let in."""
        asked = Join(
            business=self.business, code=code, device=self.device, key=bytes(self.key.verify_key), signature=bytes(64)
        )
        found: Waiting = self._post("/v1/join", asked, Waiting)
        return found

    def enter(self) -> None:
        """Take what an admitted device gets, and everything there is."""
        joined: Joined = self.engine.server.ask("joined", None, Joined)
        self.pepper = joined.pepper
        self._link(joined)
        self.engine.round()

    def do(self, operation: Any, request: Any) -> Any:
        """What the person at this desk does."""
        return self.store.do(operation, request, actor=self.actor)

    def sync(self) -> Any:
        """Agree once."""
        return self.engine.round()

    def _post(self, path: str, asked: Any, kind: type[Any]) -> Any:
        from msgspec.structs import replace

        from bizet_desk.syncing.transport.carrier import read_answer

        asked = replace(asked, signature=self.sign(signed_part(asked)))
        return read_answer(*self.wire.post(path, {}, encode(asked)), kind)

    def _link(self, joined: Joined) -> None:
        with self.store.transaction() as connection:
            Upstream(self.business, "memory:", joined.server_key, joined.role).write(connection)
        self.open()


__all__ = ["DeskSide", "Disk", "Joined", "ServerSide", "Wire", "WorldClock", "decode", "empty_image"]
