"""The database's leader dies while a desk sells. Runs where BIZET_FAILOVER=1 says so: it takes a minute."""

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import cluster as clusters
from tests.processes.cluster import Cluster, cluster, until
from tests.processes.ending import check, heads
from tests.processes.house import ROLES, make_house
from tests.processes.ledger import Told
from tests.processes.programs import Program, a_server, free_port, read, ready, setup_code

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(os.environ.get("BIZET_FAILOVER") != "1", reason="BIZET_FAILOVER=1 runs it"),
    pytest.mark.skipif(bool(clusters.missing()), reason=f"missing: {', '.join(clusters.missing())}"),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that PostgreSQL's own user may enter, which pytest's are not."""
    path = Path(tempfile.mkdtemp(prefix="bizet-ha-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def database(folder: Path) -> Iterator[Cluster]:
    with cluster(folder) as made:
        yield made


@pytest.fixture
def server(database: Cluster, folder: Path) -> Iterator[Program]:
    program = a_server({"BIZET_DATABASE_URL": database.url}, free_port(), folder / "server.log")
    program.start()
    ready(program)
    yield program
    program.kill()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def home(server: Program, folder: Path) -> Path:
    address = server.lines[0].rpartition(" ")[2]
    return make_house(folder, [address], setup_code(server), ROLES[:1])[0]


@pytest.fixture
def desk(home: Path, folder: Path, told: Told) -> Iterator[Program]:
    command = [sys.executable, "-m", "tests.processes.desk", str(home), "7"]
    program = Program(command, folder / "desk.log", heard=told.from_desk(0))
    program.start()
    yield program
    program.kill()


BLAMED = {"server_broke", "operation_broke"}  # a database that is away is no fault of what was asked
NOTICED = 3.0  # seconds without anything done that people would wonder about


def becomes(desk: Program, status: str, after: int) -> int:
    """Wait until the desk says that it stands so with its server; the number of the next line."""
    desk.wait_for(lambda line: read(line).get("status") == status, after)
    return len(desk.lines)


@pytest.mark.feature("35.1.5")
def test_a_database_whose_leader_dies_loses_nothing_that_a_desk_was_told_is_there(
    database: Cluster, server: Program, desk: Program, home: Path, told: Told
) -> None:
    told.wait_for(25)
    becomes(desk, "agreed", 0)
    leader = database.leader()
    assert leader is not None
    spoken, began = len(desk.lines), time.monotonic()
    leader.kill()
    becomes(desk, "agreed", becomes(desk, "offline", spoken))
    taken, pause = time.monotonic() - began, told.longest_pause(began)
    print(f"\nagreed again after {taken:.1f} s; meanwhile the desk paused for {pause:.1f} s at most")
    assert pause < NOTICED, "the desk goes on while nobody answers"
    assert until(database.leader, "another leader") is not leader
    leader.patroni.start()
    until(lambda: len(leader.roles()) == 3, "the old leader is back, behind the new one")
    desk.say("rest")
    variables = dict(server.variables)
    until(lambda: has_everything(desk, home, variables), "the desk has everything")
    desk.leave()
    assert (desk.wait(), server.end()) == (0, 0)
    assert not BLAMED & set(re.findall(r'"event": "(\w+)"', server.log.read_text()))
    check([home], variables, told, kiosk=-1)


def has_everything(desk: Program, home: Path, variables: dict[str, str]) -> bool:
    """One more round; whether nothing is left to say."""
    spoken = len(desk.lines)
    desk.say("agree")
    said = read(desk.wait_for(lambda line: "state" in read(line), spoken))
    return said["state"] == "agreed" and {(said["epoch"], said["cursor"])} == heads([home], variables)
