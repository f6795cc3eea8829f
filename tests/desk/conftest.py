"""A desk on its own file, whose threads must end with the test."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bizet_core.store import SYSTEM, Store
from bizet_core.store.database.engines import desk_engine
from bizet_desk.desk import Desk
from tests.conftest import KEY, Clock
from tests.desk.gate import Gate
from tests.support.kept import IDENTITY


@pytest.fixture
def ground(template: Path) -> Path:
    """The file that a desk begins with. A folder whose desks stand in a salon takes that of `furnished`."""
    return template


@pytest.fixture
def desk_store(tmp_path: Path, ground: Path, clock: Clock) -> Iterator[Store]:
    """A store that reads and writes on two connections, as a desk does."""
    path = tmp_path / "desk.bizet"
    path.write_bytes(ground.read_bytes())
    engine, readers = desk_engine(path, KEY), desk_engine(path, KEY, readonly=True)
    yield Store(engine, IDENTITY, readers=readers, clock=clock)
    readers.dispose()
    engine.dispose()


@pytest.fixture
def desk(desk_store: Store, qtbot: QtBot) -> Iterator[Desk]:
    before = set(threading.enumerate())
    desk = Desk(desk_store)
    desk.sign_in(SYSTEM)
    yield desk
    assert desk.close(), "the desk's threads did not end"
    assert set(threading.enumerate()) <= before


@pytest.fixture
def problems(desk: Desk) -> Callable[[], list[str]]:
    """What went wrong at the desk, by the name of the operation."""
    found: list[str] = []
    desk.broke.connect(lambda problem: found.append(f"{problem.name}: {problem.error!r}"))
    return lambda: found


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Work that stands still until it is let go; at the end it is in any case."""
    gate = Gate()
    yield gate
    gate.open.set()
