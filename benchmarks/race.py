"""Eight writers, one slot, a thousand rounds: SQLCipher and PostgreSQL, a person and a chair with two places.

Each round all writers ask for the same start at once, each through a connection of its own; the next round is a week
later. A winner more than there is room would be a double booking, a winner less a lost one: both must be 0, counted
from what the writers were told and again from the claims that stand in the database.
"""

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

from sqlalchemy import Engine, func, select

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import claims
from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.catalogue.services.requests import NeedGiven
from bizet_core.store import Identity, Store
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.schema import create
from tests.support.makers import Salon, a_person, a_salon, a_service
from tests.support.postgres import Databases, server

WRITERS, ROUNDS = 8, 1000
KEY = bytes(32)
NOW = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
FIRST = datetime(2026, 3, 17, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Prize:
    """What the writers ask for: each their own request, and how many of them can get it."""

    resource: UUID
    room_for: int
    asked: list[tuple[UUID, UUID]]  # service and person of each writer

    def requests(self, salon: Salon, at: datetime) -> list[Book]:
        """One request for each writer."""
        parts = [(PartAsked(service=service, staff=staff),) for service, staff in self.asked]
        return [Book(location=salon.location, starts_at=at, parts=part) for part in parts]


def run() -> dict[str, object]:
    """Rounds per second and what went wrong, for each database and each kind of resource."""
    figures: dict[str, dict[str, float]] = {}
    with databases() as found:
        for name, engine in found:
            store = Store(engine, Identity(new_id(), new_id()), clock=lambda: NOW)
            salon = a_salon(store)
            with ExitStack() as stack, ThreadPoolExecutor(WRITERS) as pool:
                stores = [_writer(store, stack) for _ in range(WRITERS)]
                for kind, prize in (("one_person", _person(salon)), ("chair_for_two", _chair(salon))):
                    figures[f"{name} {kind}"] = _raced(stores, salon, prize, pool)
    wrong = sum(each["double_bookings"] + each["lost"] for each in figures.values())
    return {
        "writers": WRITERS,
        "rounds": ROUNDS,
        **figures,
        "goals": {"double_bookings": 0, "lost": 0},
        "met": not wrong,
    }


@contextmanager
def databases() -> Iterator[Iterator[tuple[str, Engine]]]:
    """A new encrypted file and a new PostgreSQL database, each with the whole schema."""
    folder = Path(tempfile.mkdtemp(prefix="bizet-race-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "race.bizet"
        file = desk_engine(path, KEY)
        stack.callback(file.dispose)
        create(file)
        url = stack.enter_context(server(folder))
        yield iter((("sqlcipher", file), ("postgresql", stack.enter_context(Databases(url).fresh()))))


def _writer(store: Store, stack: ExitStack) -> Store:
    """Another device on the same database, with a connection of its own."""
    engine = store.engine
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            path = connection.exec_driver_sql("PRAGMA database_list").scalars(2).first()
        engine = desk_engine(Path(str(path)), KEY)
        stack.callback(engine.dispose)
    return Store(engine, Identity(store.identity.business, new_id()), clock=store.clock)


def _person(salon: Salon) -> Prize:
    return Prize(salon.ines, 1, [(salon.cut, salon.ines)] * WRITERS)


def _chair(salon: Salon) -> Prize:
    wash = a_service(salon.store, "Wash", 30, 1500, needs=(NeedGiven(resource=salon.chair),))
    people = [a_person(salon.store, f"Person {i}", salon.location) for i in range(WRITERS)]
    return Prize(salon.chair, 2, [(wash, person) for person in people])


def _raced(stores: list[Store], salon: Salon, prize: Prize, pool: ThreadPoolExecutor) -> dict[str, float]:
    begun, booked = perf_counter(), []
    for week in range(ROUNDS):
        asked = prize.requests(salon, FIRST + timedelta(weeks=week))
        booked.append(sum(pool.map(_attempt, stores, asked)))
    seconds = perf_counter() - begun
    standing = _standing(salon.store, prize.resource)
    return {
        "rounds_per_s": round(ROUNDS / seconds, 1),
        "double_bookings": sum(max(0, each - prize.room_for) for each in [*booked, *standing]),
        "lost": sum(max(0, prize.room_for - each) for each in booked),
    }


def _attempt(store: Store, asked: Book) -> bool:
    """Whether this writer got it. Any other refusal than that somebody was first is a fault of the benchmark."""
    try:
        store.do(book, asked)
    except Refused as refused:
        if refused.code not in {"slot_taken", "not_free_taken", "not_free_full"}:
            raise
        return False
    return True


def _standing(store: Store, resource: UUID) -> list[int]:
    """How many live claims each start has in the database."""
    mine = (claims.c.business_id == store.identity.business) & (claims.c.resource_id == resource) & claims.c.live
    with store.engine.connect() as connection:
        return list(connection.execute(select(func.count()).where(mine).group_by(claims.c.starts_at)).scalars())
