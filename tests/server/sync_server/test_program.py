"""The server as a program, on SQLite and on PostgreSQL: killed at any moment it loses nothing, does nothing twice."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store.tables.ids import new_id
from bizet_desk.syncing.transport.carrier import UnreachableError
from tests.server.sync_server.processes import Program, command, running
from tests.server.sync_server.reaching import Reached, asking, let_in
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide
from tests.support.makers import a_salon
from tests.support.postgres import Databases

CUSTOMERS = 45
KILLS = (0.0, 0.008, 0.03)  # seconds after a push has been sent


@pytest.fixture(params=["sqlite", "postgresql"])
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Program]:
    if request.param == "sqlite":
        with running({"BIZET_DATA": str(tmp_path / "server")}) as program:
            yield program
        return
    databases: Databases = request.getfixturevalue("databases")
    with databases.owned() as url, running({"BIZET_DATABASE_URL": url}) as program:
        yield program


Desks = Callable[[], DeskSide]


@pytest.fixture
def desk(program: Program) -> Iterator[DeskSide]:
    """A salon's desk, brought to the server."""
    desk = DeskSide(new_id(), lambda: datetime.now(UTC), Reached(program.url))
    salon = a_salon(desk.store)
    desk.begin(program.code)
    desk.sync()
    desk.actor = salon.actor(salon.owner)
    yield desk
    desk.wire.carrier.close()  # type: ignore[attr-defined]


def killed_while_pushing(program: Program, desk: DeskSide, after: float) -> None:
    """Kill the server so long after the next push was sent; what the desk hears of it is nothing."""

    def send_and_kill(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        desk.wire.fault = lambda send: send()
        timer = threading.Timer(after, program.kill)
        timer.start()
        try:
            return send()
        finally:
            timer.join()

    desk.wire.fault = send_and_kill
    with suppress(UnreachableError):
        desk.sync()


@pytest.mark.feature("25.4.4")
def test_a_server_killed_in_the_middle_of_pushes_loses_nothing_and_does_nothing_twice(
    program: Program, desk: DeskSide
) -> None:
    desk.engine._most = 5
    for number, after in enumerate(KILLS):
        for i in range(CUSTOMERS // len(KILLS)):
            desk.do(add_customer, AddCustomer(name=f"Customer {number}-{i}", phone=""))
        killed_while_pushing(program, desk, after)
        program.start()
    desk.sync()
    second = let_in(desk, asking(desk, Reached(program.url), "AB12-CD34"))
    assert differences(rows(desk.store), rows(second.store)) == []
    names = [row["name"] for row in rows(second.store)["customer"] if row["name"].startswith("Customer ")]
    assert len(names) == len(set(names)) == CUSTOMERS
    second.wire.carrier.close()  # type: ignore[attr-defined]
    assert command(program.variables, "verify").returncode == 0


def test_a_server_that_is_told_to_end_finishes_and_ends(program: Program, desk: DeskSide) -> None:
    desk.wire.carrier.close()  # type: ignore[attr-defined]
    assert program.stop() == 0


def test_a_running_server_is_alive_and_ready(program: Program) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert httpx.get(program.url + path, trust_env=False).status_code == 200
