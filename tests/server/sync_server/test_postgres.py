"""Several server processes beside one PostgreSQL database, as a role that row level security holds."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from queue import Queue

import pytest
from sqlalchemy import make_url, select, text

from bizet_core.base.refusals import Refused
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store import Store, Undo, undo
from bizet_core.store.journal.journal import before_image
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.server.cleanup import tidy
from bizet_core.sync.server.feed import head_of
from bizet_desk.syncing.engine import TRIES_BEFORE_HOLDING
from bizet_desk.syncing.transport.carrier import UnreachableError
from bizet_desk.syncing.transport.event_stream import EventListener, Pace
from sync_server.data.business_databases import Place
from sync_server.running.configuration import Configuration
from sync_server.running.configuration import databases as opened
from sync_server.running.open_server import OpenServer, serve_from
from sync_server.sync import events
from tests.server.sync_server.reaching import Reached, on_loopback
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, WorldClock
from tests.support.makers import a_salon
from tests.support.patience import PATIENCE
from tests.support.postgres import OWNER, Databases
from tests.sync.agreement.test_comparing import ALTERED, rot

WORLD = WorldClock()
READ_ONLY = (
    "ALTER DATABASE {name} SET default_transaction_read_only = on",
    "ALTER DATABASE {name} RESET default_transaction_read_only",
)
FULL = ("ALTER DATABASE {name} CONNECTION LIMIT 0", "ALTER DATABASE {name} CONNECTION LIMIT -1")


@pytest.fixture
def database(databases: Databases) -> Iterator[str]:
    with databases.owned() as url:
        yield url


@pytest.fixture
def two(database: str) -> Iterator[tuple[OpenServer, OpenServer]]:
    """Two servers that only tell each other, and never look."""
    pace = events.Pace(sweep=3600, heartbeat=3600)
    with ExitStack() as open_:

        def one() -> OpenServer:
            place = open_.enter_context(database_at(database))
            serving = serve_from(place, WORLD, pace=pace)
            open_.callback(serving.close)
            return serving

        yield one(), one()


def database_at(url: str, *, i_know: bool = False) -> AbstractContextManager[Place]:
    return opened(Configuration(database_url=url, i_know=i_know), WORLD)


def a_desk(serving: OpenServer, url: str) -> DeskSide:
    desk = DeskSide(new_id(), serving.control.clock, Reached(url))
    salon = a_salon(desk.store)
    desk.begin(serving.control.new_setup_code())
    desk.sync()
    desk.actor = salon.actor(salon.owner)
    return desk


@pytest.mark.feature("35.1.5")
def test_a_push_to_one_process_is_heard_at_the_other(two: tuple[OpenServer, OpenServer]) -> None:
    heard: Queue[int] = Queue()
    with on_loopback(two[0]) as one, on_loopback(two[1]) as other:
        desk = a_desk(two[0], one)
        listener = EventListener(other, desk.engine.server, lambda _epoch, head: heard.put(head), pace=Pace(10, 0))
        thread = threading.Thread(target=listener.run)
        thread.start()
        before = heard.get(timeout=PATIENCE)
        desk.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
        desk.sync()
        assert heard.get(timeout=PATIENCE) > before
        listener.stop()
        thread.join()
        close(desk)


@pytest.mark.feature("25.4.4")
@pytest.mark.feature("35.1.5")
@pytest.mark.feature("35.1.2")
def test_a_desk_goes_on_at_another_process(two: tuple[OpenServer, OpenServer]) -> None:
    with on_loopback(two[1]) as other:
        with on_loopback(two[0]) as one:
            desk = a_desk(two[0], one)
        desk.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
        close(desk)
        desk.engine.server.carrier = elsewhere = Reached(other)
        desk.sync()
        assert desk.engine._unsent() == []
        elsewhere.carrier.close()


def test_rows_here_and_there_have_the_same_hashes_and_one_that_differs_comes_again(
    two: tuple[OpenServer, OpenServer],
) -> None:
    with on_loopback(two[0]) as url:
        desk = a_desk(two[0], url)
        desk.engine.comparing.begin()
        assert desk.sync().healed is None
        rot(desk, ALTERED)
        desk.engine.comparing.begin()
        assert desk.sync().healed is not None
        assert differences(rows(desk.store), rows(two[0].stores.of(desk.business))) == []
        close(desk)


def test_a_night_on_postgres_forgets_what_nobody_asks_for(two: tuple[OpenServer, OpenServer]) -> None:
    with on_loopback(two[0]) as url:
        desk = a_desk(two[0], url)
        op = desk.do(add_customer, AddCustomer(name="Gone soon", phone="")).op_id
        desk.sync()
        desk.do(undo, Undo(op=op))
        desk.sync()
        store = two[0].stores.of(desk.business)
        tidy(store)
        store.clock = lambda: WORLD() + timedelta(days=30)
        assert tidy(store) > 0
        assert images_at(store) <= {"staff", "resource", "customer", "history"}
        store.clock = lambda: WORLD() + timedelta(days=401)
        assert tidy(store) > 0
        assert images_at(store) == set()
        with store.reading() as connection:
            assert head_of(connection, desk.business).floor > 0
        close(desk)


def images_at(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(connection.execute(select(before_image.c.tbl).distinct()).scalars())


def test_processes_that_start_together_make_the_tables_once(database: str) -> None:
    ready = threading.Barrier(3)

    def start() -> bytes:
        ready.wait()
        with database_at(database) as place:
            serving = serve_from(place, WORLD)
            serving.close()
            return serving.control.public_key

    with ThreadPoolExecutor(3) as threads:
        keys = [done.result() for done in [threads.submit(start) for _ in range(3)]]
    assert len(set(keys)) == 1


@pytest.mark.feature("35.1.9")
def test_a_transaction_sees_the_rows_of_one_business(two: tuple[OpenServer, OpenServer]) -> None:
    with on_loopback(two[0]) as url:
        desks = [a_desk(two[0], url), a_desk(two[0], url)]
        count = text("SELECT count(DISTINCT business_id) FROM resource")
        for desk in desks:
            with two[0].stores.of(desk.business).reading() as connection:
                assert connection.execute(count).scalar() == 1
            close(desk)
        with two[0].control.engine.connect() as connection:
            assert connection.execute(count).scalar() == 0  # nobody's transaction


def test_a_role_that_policies_do_not_hold_is_refused(databases: Databases) -> None:
    with (
        databases.owned() as url,
        pytest.raises(Refused, match="role_too_strong"),
        database_at(url.replace(OWNER, "bizet")),
    ):
        pass


def test_a_role_that_policies_do_not_hold_is_taken_where_somebody_insists(databases: Databases) -> None:
    with databases.owned() as url, database_at(url.replace(OWNER, "bizet"), i_know=True) as place:
        assert place.control().url.username == "bizet"


def test_a_database_that_is_not_there_is_said_so() -> None:
    nowhere = "postgresql://nobody@/nowhere?host=/nonexistent"
    with pytest.raises(Refused, match="database_away"), database_at(nowhere):
        pass


@pytest.mark.parametrize("wrong", [READ_ONLY, FULL])
def test_a_database_that_takes_nothing_at_this_moment_is_away_and_no_operation_is_held(
    databases: Databases, database: str, two: tuple[OpenServer, OpenServer], wrong: tuple[str, str]
) -> None:
    with on_loopback(two[0]) as url:
        desk = a_desk(two[0], url)
        desk.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
        with broken(databases, database, *wrong):
            for _ in range(TRIES_BEFORE_HOLDING + 2):
                with pytest.raises(UnreachableError, match="database_away"):
                    desk.sync()
        desk.sync()
        assert rows(desk.store)["inbox_card"] == []
        assert differences(rows(desk.store), rows(two[0].stores.of(desk.business))) == []
        close(desk)


@contextmanager
def broken(databases: Databases, url: str, breaking: str, mending: str) -> Iterator[None]:
    """Whoever connects to this database meanwhile meets what a fail-over leaves for some seconds."""
    name = make_url(url).database
    everybody = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    for statement in (breaking, everybody):
        databases._do(statement.format(name=name))
    try:
        yield
    finally:
        for statement in (mending, everybody):
            databases._do(statement.format(name=name))


def close(desk: DeskSide) -> None:
    desk.wire.carrier.close()  # type: ignore[attr-defined]
