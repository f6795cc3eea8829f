"""A server in memory, and desks on files of their own whose threads must end with the test."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bizet_desk.messages import teach
from bizet_desk.storage.paths import Places
from tests.conftest import Clock
from tests.simulator.network import Wires
from tests.simulator.world import ServerSide
from tests.sync.desks.shop import Shop


@pytest.fixture
def server(clock: Clock) -> ServerSide:
    return ServerSide(clock)


@pytest.fixture
def wires(server: ServerSide) -> Wires:
    return Wires(server)


@pytest.fixture
def shops(tmp_path: Path, wires: Wires, clock: Clock, qtbot: QtBot) -> Iterator[Callable[..., Shop]]:
    """Makes computers: each a folder with a desk, or an empty one."""
    before = set(threading.enumerate())
    teach()
    made: list[Shop] = []

    def shop(name: str = "front") -> Shop:
        made.append(Shop(Places(tmp_path / name, tmp_path / name / "state"), wires, clock, qtbot))
        return made[-1]

    yield shop
    for each in made:
        each.close()
    assert set(threading.enumerate()) <= before
