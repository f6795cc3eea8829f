"""Where businesses are kept: one SQLite file each beside `control.db`, or all in one PostgreSQL database.

folder                        BIZET_DATABASE_URL=postgresql+psycopg://…
├── control.db                ├── control_…    the server's own
└── <business>.db  each       └── all other tables, rows kept apart by row level security
"""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Engine

from bizet_core.base.revisions import is_current
from bizet_core.oversight.inbox.retry_after_upgrade import retry_unknown
from bizet_core.store import Identity, Store
from bizet_core.store.database.engines import file_engine, postgres_engine
from bizet_core.store.migrations.migrate import create, migrate, migrate_file, revision_of
from bizet_core.store.operations.registry import load_all
from bizet_core.sync.server import feed
from bizet_core.sync.server.feed import Feed
from sync_server.data.control_database import Control, House
from sync_server.data.row_level_security import are_kept_apart, business_of_transaction, keep_apart

Clock = Callable[[], datetime]


class Place(Protocol):
    """Where the engines come from."""

    def control(self) -> Engine:
        """The server's own database."""
        ...

    def engines(self, business: UUID) -> tuple[Engine, Engine]:
        """A business's database, for writing and for reading; made where it is new, migrated where it is older."""
        ...


class Files:
    """A folder with a SQLite file for each business."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock = folder, clock
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def control(self) -> Engine:
        """`control.db`."""
        return file_engine(self.folder / "control.db")

    def engines(self, business: UUID) -> tuple[Engine, Engine]:
        """The business's file."""
        path = self.folder / f"{business}.db"
        if path.exists():
            self._bring_up_to_date(path)
        engine = file_engine(path)
        with engine.connect() as connection:
            is_new = revision_of(connection) is None
        if is_new:
            create(engine)
        return engine, file_engine(path, readonly=True)

    def _bring_up_to_date(self, path: Path) -> None:
        engine = file_engine(path)
        with engine.connect() as connection:
            revision = revision_of(connection)
        engine.dispose()
        if revision is not None and not is_current(revision):
            migrate_file(path, lambda each: file_engine(each), self.clock())


class Postgres:
    """One PostgreSQL database for all businesses."""

    def __init__(self, url: str, **options: Any) -> None:
        self.engine = postgres_engine(url, **options)
        with self.engine.connect() as connection:
            is_new = revision_of(connection) is None
        if is_new:
            create(self.engine)
        else:
            migrate(self.engine)
        if not are_kept_apart(self.engine):  # making policies locks every table: not beside servers at work
            keep_apart(self.engine)

    def control(self) -> Engine:
        """The same database."""
        return self.engine

    def engines(self, business: UUID) -> tuple[Engine, Engine]:
        """The same database, every transaction told whose it is."""
        snapshots = self.engine.execution_options(isolation_level="REPEATABLE READ")
        return business_of_transaction(self.engine, business), business_of_transaction(snapshots, business)


class Stores:
    """The stores of all businesses here, each opened when it is first asked for."""

    def __init__(self, place: Place, control: Control, clock: Clock) -> None:
        load_all()
        self.place, self.control, self.clock = place, control, clock
        self.on_commit: Callable[[UUID], None] = lambda _business: None
        self._open: dict[UUID, Store] = {}
        self._gate = threading.Lock()

    def of(self, business: UUID) -> Store:
        """A business's store; refuses with `device_unknown` where it does not live here."""
        found = self._open.get(business)
        if found is None:
            with self._gate:
                found = self._open.get(business) or self._opened(self.control.house(business))
                self._open[business] = found
        return found

    def opened(self) -> list[Store]:
        """The stores that somebody has asked for."""
        with self._gate:
            return list(self._open.values())

    def close(self) -> None:
        """Let go of every database."""
        with self._gate:
            for store in self._open.values():
                store.readers.dispose()
                store.engine.dispose()
            self._open.clear()

    def _opened(self, house: House) -> Store:
        engine, readers = self.place.engines(house.business)
        identity = Identity(house.business, house.server_device, pepper=house.pepper, sign=self._sign)
        store = Store(engine, identity, readers=readers, where="server", clock=self.clock)
        store.seal = Feed(house.business)
        store.committed = lambda: self.on_commit(house.business)
        with engine.begin() as connection:
            feed.begin_once(connection, house.business)
        retry_unknown(store)
        return store

    def _sign(self, message: bytes) -> bytes:
        return self.control.key.sign(message).signature
