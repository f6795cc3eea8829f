"""What is counted up and down is counted right where two server processes do it at once on one PostgreSQL database."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import Connection, text

from bizet_core.base.refusals import Refused
from bizet_core.business.leases.model import LeaseKind, leases, pools
from bizet_core.business.leases.operations import GrantLease, MakePool, grant_lease, make_pool
from bizet_core.store import SYSTEM, Store
from bizet_core.store.tables.ids import new_id
from sync_server.running.open_server import serve_from
from tests.server.sync_server.reaching import Reached, on_loopback
from tests.server.sync_server.test_postgres import close, database_at
from tests.simulator.world import DeskSide, WorldClock
from tests.support.patience import PATIENCE
from tests.support.postgres import Databases

CLOCK = WorldClock()
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


@pytest.fixture
def two(databases: Databases) -> Iterator[tuple[Store, Store]]:
    """One business at two processes."""
    with ExitStack() as open_:
        url = open_.enter_context(databases.owned())
        servings = []
        for _ in range(2):
            servings.append(serve_from(open_.enter_context(database_at(url)), CLOCK))
            open_.callback(servings[-1].close)
        desk = DeskSide(new_id(), CLOCK, Reached(open_.enter_context(on_loopback(servings[0]))))
        desk.begin(servings[0].control.new_setup_code())
        close(desk)
        yield servings[0].stores.of(desk.business), servings[1].stores.of(desk.business)


def test_two_grants_at_once_never_give_more_than_there_is(two: tuple[Store, Store]) -> None:
    one, other = two
    pool = new_id()
    one.do(make_pool, MakePool(id=pool, size=10))
    with ThreadPoolExecutor(1) as thread:
        with one.transaction() as connection:
            first = one.work_for(connection, new_id(), SYSTEM, CLOCK(), one.identity.device, 1)
            one.run(first, grant_lease, six_of(pool))
            second = thread.submit(other.do, grant_lease, six_of(pool))
            wait_until_somebody_waits(connection)
        with pytest.raises(Refused, match="sold_out"):
            second.result()
    with one.reading() as connection:
        assert connection.execute(pools.select()).one().leased == 6
        assert len(connection.execute(leases.select()).all()) == 1


def six_of(pool: object) -> GrantLease:
    return GrantLease(id=new_id(), device=new_id(), inc=1, kind=LeaseKind.AMOUNT, pool=pool, many=6)  # type: ignore[arg-type]


def wait_until_somebody_waits(connection: Connection) -> None:
    until = time.monotonic() + PATIENCE
    while not connection.execute(WAITING).scalar():
        assert time.monotonic() < until, "nobody waits"
