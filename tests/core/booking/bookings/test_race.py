"""No double booking is a guarantee of the database, not of good luck: many writers, one slot."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import claims
from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.store import Identity, Store
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.tables.ids import new_id
from tests.conftest import KEY, Clock
from tests.support.makers import Salon, a_salon

WRITERS = 8
ROUNDS = 25  # `python -m benchmarks race` runs a thousand


@contextmanager
def writers(engine: Engine, store: Store) -> Iterator[list[Store]]:
    """Eight devices on one database, each with a connection of its own."""
    with ExitStack() as stack:
        found = []
        for _ in range(WRITERS):
            own = engine
            if engine.dialect.name == "sqlite":
                own = desk_engine(Path(_file(engine)), KEY)
                stack.callback(own.dispose)
            found.append(Store(own, Identity(store.identity.business, new_id(), pepper=b"pepper"), clock=store.clock))
        yield found


def _file(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA database_list").one().file)


def attempt(store: Store, asked: Book) -> str:
    try:
        store.do(book, asked)
    except Refused as refused:
        return refused.code
    return "booked"


def race(stores: list[Store], asked: Book) -> list[str]:
    """All at once; what each was told."""
    with ThreadPoolExecutor(len(stores)) as pool:
        return list(pool.map(attempt, stores, [asked] * len(stores)))


def a_cut(salon: Salon, at: datetime, staff: UUID) -> Book:
    return Book(location=salon.location, starts_at=at, parts=(PartAsked(service=salon.cut, staff=staff),))


@pytest.mark.parametrize("which", ["engine", "postgres"])
def test_of_eight_writers_exactly_one_gets_the_slot(
    which: str, request: pytest.FixtureRequest, clock: Clock, business: UUID
) -> None:
    engine: Engine = request.getfixturevalue(which)
    store = Store(engine, Identity(business, new_id(), pepper=b"pepper"), clock=clock)
    salon = a_salon(store)
    with writers(engine, store) as stores:
        for day in range(ROUNDS):
            at = datetime(2026, 3, 17, 10, tzinfo=UTC) + timedelta(weeks=day)
            told = race(stores, a_cut(salon, at, salon.ines))
            assert told.count("booked") == 1, told
            assert set(told) <= {"booked", "slot_taken", "not_free_taken"}


@pytest.mark.parametrize("which", ["engine", "postgres"])
def test_a_chair_for_two_is_given_twice_and_never_more(
    which: str, request: pytest.FixtureRequest, clock: Clock, business: UUID
) -> None:
    from bizet_core.catalogue.services.requests import NeedGiven
    from tests.support.makers import a_person, a_service

    engine: Engine = request.getfixturevalue(which)
    store = Store(engine, Identity(business, new_id(), pepper=b"pepper"), clock=clock)
    salon = a_salon(store)
    people = [a_person(store, f"Person {i}", salon.location) for i in range(WRITERS)]
    wash = a_service(store, "Wash", 30, 1500, needs=(NeedGiven(resource=salon.chair),))
    with writers(engine, store) as stores, ThreadPoolExecutor(WRITERS) as pool:
        for day in range(ROUNDS):
            at = datetime(2026, 3, 17, 10, tzinfo=UTC) + timedelta(weeks=day)
            asked = [
                Book(location=salon.location, starts_at=at, parts=(PartAsked(service=wash, staff=p),)) for p in people
            ]
            told = list(pool.map(attempt, stores, asked))
            assert told.count("booked") == 2, told
    with engine.connect() as connection:
        on_chair = select(func.count()).where(claims.c.resource_id == salon.chair, claims.c.live)
        assert connection.execute(on_chair).scalar() == 2 * ROUNDS
