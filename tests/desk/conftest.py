"""A desk on its own file, whose threads must end with the test."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from bizet_core.store import SYSTEM, Store
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.store import Identity
from bizet_core.store.tables.ids import new_id
from bizet_desk.desk import Desk
from tests.conftest import KEY, Clock
from tests.desk.gate import Gate


@pytest.fixture
def desk_store(tmp_path: Path, template: Path, business: UUID, clock: Clock) -> Iterator[Store]:
    """A store that reads and writes on two connections, as a desk does."""
    path = tmp_path / "desk.bizet"
    path.write_bytes(template.read_bytes())
    engine, readers = desk_engine(path, KEY), desk_engine(path, KEY, readonly=True)
    yield Store(engine, Identity(business, new_id()), readers=readers, clock=clock)
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
