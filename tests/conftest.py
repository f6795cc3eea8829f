"""What every test may ask for: stores on both databases, a clock that stands still until it is moved."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication
from sqlalchemy import Engine

from bizet_core.business.staff import pins
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.store import Store
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.store import Identity
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.schema import create
from bizet_desk.background.gc_control import collect, hold, release
from tests.support.kept import BUSINESS, IDENTITY, Kept
from tests.support.leftovers import give_back, windows_left
from tests.support.makers import Salon, a_salon
from tests.support.patience import PatientBot
from tests.support.postgres import Databases, server

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("steady", deadline=None)  # a busy machine is no failure
settings.load_profile("steady")
SHOPS_COST = pins.COST
pins.COST = pins.Cost(memory_kib=8, passes=1, lanes=1)  # the least there is; test_pins.py insists on what a shop pays


@pytest.fixture(autouse=True)
def nobodys_words() -> Iterator[None]:
    """No test leaves its language to the next."""
    yield
    speak(Locale())


@pytest.fixture(autouse=True, scope="session")
def no_collecting_by_other_threads() -> Iterator[None]:
    """A server's thread that collected a widget some test left behind would crash, as a desk's writer would."""
    hold()
    gc.freeze()  # modules stay: no collection need look at them again
    yield
    release()


@pytest.fixture(autouse=True)
def collecting_on_qts_own_thread(no_collecting_by_other_threads: None) -> Iterator[None]:
    yield
    collect()


@pytest.fixture(autouse=True, scope="module")
def no_window_outlives_its_module(no_collecting_by_other_threads: None) -> Iterator[None]:
    """Each would be dressed again at every change of look: later tests slow down, and meet what is not theirs."""
    yield
    assert not windows_left()
    give_back()


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """pytest-qt's, which waits longer here."""
    return PatientBot(request)


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **much: float) -> None:
        """Let time pass: `clock.pass_by(minutes=5)`."""
        self.now += timedelta(**much)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def business() -> UUID:
    return BUSINESS


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty desk file with the whole schema; tests copy it."""
    path = tmp_path_factory.mktemp("desk") / "empty.bizet"
    engine = desk_engine(path, KEY)
    create(engine)
    engine.dispose()
    return path


KEY = bytes(range(32))


@pytest.fixture
def engine(tmp_path: Path, template: Path) -> Iterator[Engine]:
    path = tmp_path / "desk.bizet"
    shutil.copy(template, path)
    engine = desk_engine(path, KEY)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine, business: UUID, clock: Clock) -> Store:
    """A desk's store on its encrypted file."""
    return Store(engine, IDENTITY, clock=clock)


@pytest.fixture(scope="session")
def salon_file(template: Path) -> Kept:
    """A desk's file with a salon in it, which has just been set up."""
    path = template.with_name("salon.bizet")
    shutil.copy(template, path)
    engine = desk_engine(path, KEY)
    salon = a_salon(Store(engine, IDENTITY, clock=Clock()))
    engine.dispose()
    return Kept(path, template, salon)


@pytest.fixture(scope="session")
def lived_file(salon_file: Kept) -> Kept:
    """That file after everything has happened in it that can happen: see `tests/stories/everything.py`."""
    from tests.stories.everything import live  # most tests do without it

    path = salon_file.path.with_name("lived.bizet")
    shutil.copy(salon_file.path, path)
    engine = desk_engine(path, KEY)
    live(salon_file.at(Store(engine, IDENTITY, clock=Clock())))
    engine.dispose()
    return Kept(path, salon_file.empty, salon_file.salon)


@pytest.fixture
def lived_in(store: Store, lived_file: Kept, tmp_path: Path) -> Salon:
    """The salon in the desk's store, after everything has happened."""
    return lived_file.lay(store, tmp_path / "desk.bizet")


@pytest.fixture
def salon(store: Store, salon_file: Kept, tmp_path: Path) -> Salon:
    """The salon in the desk's store."""
    return salon_file.lay(store, tmp_path / "desk.bizet")


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    folder = Path(tempfile.mkdtemp(prefix="bizet-pg-"))
    try:
        with server(folder) as url:
            yield Databases(url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(databases: Databases) -> Iterator[Engine]:
    with databases.fresh() as engine:
        yield engine


@pytest.fixture
def server_store(postgres: Engine, business: UUID, clock: Clock) -> Store:
    """A server's store on PostgreSQL, of the same business as `store`."""
    return Store(postgres, Identity(business, new_id(), pepper=b"pepper"), where="server", clock=clock)
