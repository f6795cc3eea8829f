"""Backing up from the settings: a real file, sealed, on a real disk."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bizet_core.store import SYSTEM
from bizet_desk.backups.backup import made
from bizet_desk.backups.backup_schedule import BackingUp
from bizet_desk.desk import Desk
from bizet_desk.storage.opening import create
from bizet_desk.storage.paths import Places
from tests.support.makers import a_salon
from tests.support.widget_driver import UiDriver
from ui.business.settings.settings_screen import SettingsScreen
from ui.kit.shell.toast import Toast
from ui.setup.imports.data_page import Safe


@pytest.fixture
def hands(tmp_path: Path, qtbot: QtBot) -> Iterator[UiDriver]:
    places = Places(tmp_path / "home", tmp_path / "home" / "state")
    opened, _key = create(places)
    salon, desk = a_salon(opened.store), Desk(opened.store)
    desk.sign_in(SYSTEM)
    backing_up = BackingUp(opened, lambda: datetime(2026, 3, 12, 8, tzinfo=UTC))
    window = QWidget()
    screen = SettingsScreen(desk, Toast(window), salon.location, Safe(backing_up, places))
    screen.setParent(window)
    screen.resize(1180, 800)
    yield UiDriver(qtbot, window)
    backing_up.close()
    assert desk.close()
    opened.close()


def test_a_backup_is_made_now_and_how_the_key_is_kept_is_told(hands: UiDriver, tmp_path: Path) -> None:
    hands.press("Data")
    hands.reads("There is no backup yet.")
    hands.reads("No passphrase is asked when Bizet starts.")
    hands.press("Back up now")
    hands.reads("Last backup:")
    assert len(made(tmp_path / "home" / "backups")) == 1
