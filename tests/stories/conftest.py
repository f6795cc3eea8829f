"""A morning at the sample business, played on the real program; nothing of it may stay behind."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from bizet_desk.devices.printer_simulator import PrinterSimulator
from bizet_desk.opening import create
from bizet_desk.places import Places
from bizet_desk.sample_business import ZONE, fill_with_sample
from tests.screens import plain_look  # noqa: F401
from ui.morning import Morning, folders_in

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
) -> Iterator[Callable[[], Morning]]:
    """Opens the program on the sample business; whatever it started ends with the test."""
    before, opened = set(threading.enumerate()), []

    def begin() -> Morning:
        folders_in(tmp_path)
        shutil.copytree(sample_home, tmp_path / "sample-business", dirs_exist_ok=True)
        opened.append(Morning(tmp_path, printer, START))
        return opened[-1]

    yield begin
    for morning in opened:
        morning.close()
    assert set(threading.enumerate()) <= before


@pytest.fixture
def morning(open_morning: Callable[[], Morning]) -> Morning:
    """The program, with Marta signed in and the day open."""
    morning = open_morning()
    morning.sign_in()
    morning.hands.counted()
    return morning
