"""The lock screen stands before the program does; what is typed meanwhile counts, and it goes on in the same window."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget
from pytestqt.qtbot import QtBot

from bizet_core.business.staff.operations import AddStaff, add_staff
from bizet_core.setup.first_run.operations import SetUp, set_up
from bizet_desk.storage.opening import create
from bizet_desk.storage.paths import Places, places
from ui.startup.application import Application
from ui.startup.early_lock_screen import EarlyLockScreen, open_early_lock_screen
from ui.startup.splash import open_splash

PIN = "246810"


@pytest.fixture(autouse=True)
def no_password_store() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)
    gc.unfreeze()  # `read_program` freezes what a start has made


@pytest.fixture
def here(tmp_path: Path) -> Places:
    """A salon of two people, closed for the night."""
    here = places(tmp_path)
    opened, _ = create(here)
    first = SetUp(name="Salão", country="PT", language="en", trade="salon", owner_name="Carmen Reis", owner_pin=PIN)
    opened.store.do(set_up, first)
    opened.store.do(add_staff, AddStaff(name="Inês Duarte", pin="135790"))
    opened.close()
    return here


@pytest.fixture
def window(qtbot: QtBot) -> QStackedWidget:
    porch = open_splash()
    qtbot.addWidget(porch)
    return porch


@pytest.fixture
def lobby(here: Places, window: QStackedWidget) -> EarlyLockScreen:
    found = open_early_lock_screen(window, here)
    assert found is not None
    return found


@pytest.fixture
def program(here: Places, lobby: EarlyLockScreen) -> Iterator[Application]:
    program = Application(here, lobby=lobby)
    yield program
    program.close()


def test_it_shows_who_may_sign_in_in_the_window_that_is_there(lobby: EarlyLockScreen, window: QStackedWidget) -> None:
    assert window.currentWidget() is lobby.screen
    assert lobby.screen.isVisible()
    assert window.windowTitle() == "Salão · Bizet"
    assert [face.person.name for face in lobby.screen.shown] == ["Carmen Reis", "Inês Duarte"]


def test_what_was_typed_stays_when_the_program_arrives(
    lobby: EarlyLockScreen, program: Application, qtbot: QtBot
) -> None:
    QTest.keyClicks(lobby.window.focusWidget(), PIN[:3])
    assert lobby.read_program()
    front = program.open()
    assert front is not None
    assert lobby.window.currentWidget() is front
    assert front.currentWidget() is front.lock_screen is lobby.screen
    assert lobby.window.focusWidget() is lobby.screen.pin
    with qtbot.waitSignal(program.desk.changed):  # type: ignore[union-attr]  # it is there: people have been asked for
        QTest.keyClicks(lobby.window.focusWidget(), PIN[3:])
        assert lobby.screen.pin.text() == PIN
        QTest.keyClick(lobby.window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.window_ is not None)
    assert front.desk.actor.name == "Carmen Reis"


def test_a_pin_entered_before_the_program_is_there_lets_in(
    lobby: EarlyLockScreen, program: Application, qtbot: QtBot
) -> None:
    next(face for face in lobby.screen.shown if face.person.name == "Inês Duarte").button.click()
    QTest.keyClicks(lobby.screen.pin, "135790")
    QTest.keyClick(lobby.screen.pin, Qt.Key.Key_Return)
    assert lobby.screen.pin.text() == "135790", "nobody can answer yet"
    front = program.open()
    assert front is not None
    qtbot.waitUntil(lambda: front.window_ is not None)
    assert front.desk.actor.name == "Inês Duarte"


def test_a_wrong_pin_entered_early_is_told_when_somebody_can(
    lobby: EarlyLockScreen, program: Application, qtbot: QtBot
) -> None:
    QTest.keyClicks(lobby.screen.pin, "999999")
    QTest.keyClick(lobby.screen.pin, Qt.Key.Key_Return)
    program.open()
    qtbot.waitUntil(lambda: "not the right PIN" in lobby.screen.told.accessibleName())
    assert lobby.screen.pin.text() == ""


def test_choosing_somebody_else_takes_an_early_pin_back(
    lobby: EarlyLockScreen, program: Application, qtbot: QtBot
) -> None:
    QTest.keyClicks(lobby.screen.pin, PIN)
    QTest.keyClick(lobby.screen.pin, Qt.Key.Key_Return)
    lobby.screen.shown[1].button.click()
    front = program.open()
    assert front is not None
    with qtbot.waitSignal(front.desk.changed):
        QTest.keyClicks(lobby.screen.pin, "135790")
        QTest.keyClick(lobby.screen.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.window_ is not None)
    assert front.desk.actor.name == "Inês Duarte"


def test_closing_the_window_meanwhile_ends_the_start(lobby: EarlyLockScreen) -> None:
    QTimer.singleShot(0, lobby.window.close)
    assert not lobby.read_program()


def test_before_the_first_run_there_is_no_lobby(window: QStackedWidget, tmp_path: Path) -> None:
    assert open_early_lock_screen(window, places(tmp_path / "nowhere")) is None
    assert window.isVisible()


def test_the_lock_screen_is_there_before_the_runner_is_read() -> None:
    heavy = ("sqlalchemy", "bizet_core.store", "structlog")
    code = f"import sys, ui.startup.early_lock_screen; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
