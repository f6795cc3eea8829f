"""A morning at the sample business, and a salon with several computers, on the real program; nothing stays behind."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from bizet_core.describe.languages.language import Locale, speak
from bizet_desk.devices.printer_simulator import PrinterSimulator
from bizet_desk.sample.sample_business import ZONE, fill_with_sample
from bizet_desk.storage.opening import create
from bizet_desk.storage.paths import Places, places
from tests.conftest import Clock
from tests.simulator.network import Wires
from tests.simulator.world import ServerSide
from tests.support.makers import a_salon
from tests.support.screens import plain_look  # noqa: F401
from ui.startup.application import Application
from ui.tools.demo import Demo, folders_in

START = datetime(2026, 3, 12, 11, 24, tzinfo=ZoneInfo(ZONE))
"""A Thursday."""


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample business as it is at the start; tests copy it."""
    home = tmp_path_factory.mktemp("sample") / "home"
    opened, _recovery = create(Places(home, home / "state"), clock=lambda: START.astimezone(UTC))
    fill_with_sample(opened.store)
    opened.close()
    return home


@pytest.fixture
def printer() -> Iterator[PrinterSimulator]:
    with PrinterSimulator() as printer:
        yield printer


@pytest.fixture
def open_morning(
    sample_home: Path, tmp_path: Path, printer: PrinterSimulator, qtbot: QtBot
) -> Iterator[Callable[[], Demo]]:
    """Opens the program on the sample business; whatever it started ends with the test."""
    before, opened = set(threading.enumerate()), []

    def begin() -> Demo:
        folders_in(tmp_path)
        shutil.copytree(sample_home, tmp_path / "sample-business", dirs_exist_ok=True)
        opened.append(Demo(tmp_path, printer, START))
        return opened[-1]

    yield begin
    for morning in opened:
        morning.close()
    assert set(threading.enumerate()) <= before


@pytest.fixture
def morning(open_morning: Callable[[], Demo]) -> Demo:
    """The program, with Marta signed in and the day open."""
    morning = open_morning()
    morning.sign_in()
    morning.hands.counted()
    return morning


# ---------------------------------------------------------------------------------------- several computers


@pytest.fixture
def wires(clock: Clock) -> Wires:
    return Wires(ServerSide(clock))


@pytest.fixture
def computer(tmp_path: Path, wires: Wires, clock: Clock) -> Iterator[Callable[[str], Application]]:
    """Starts Bizet on a computer; all are switched off in the end."""
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    started: list[Application] = []

    def start(name: str) -> Application:
        program = Application(places(tmp_path / name), clock=clock, network=wires)
        program.places.make()
        program.open()
        started.append(program)
        return program

    yield start
    for program in started:
        program.close()
        for window in (program.front, program.first_run, program.joining, program.arriving):
            if window is not None:
                window.deleteLater()


@pytest.fixture
def first(tmp_path: Path, clock: Clock, computer: Callable[[str], Application]) -> Application:
    """The salon's one computer so far."""
    here = places(tmp_path / "first")
    opened, _key = create(Places(here.data, here.state), clock=clock)
    a_salon(opened.store)
    opened.close()
    return computer("first")
