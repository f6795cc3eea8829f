"""The one window: there at once with the name on it, then with one screen after the other."""

import subprocess
import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.startup.splash import fill, open_splash


def test_the_first_window_is_seen_at_once(qtbot: QtBot) -> None:
    porch = open_splash()
    qtbot.addWidget(porch)
    assert porch.isVisible()


def test_one_screen_takes_the_place_of_another_in_the_same_window(qtbot: QtBot) -> None:
    porch = open_splash()
    qtbot.addWidget(porch)
    name, screen = porch.currentWidget(), QLabel("The lock screen")
    screen.setWindowTitle("Salon Carmen · Bizet")
    fill(porch, screen)
    assert (porch.currentWidget(), porch.count(), porch.windowTitle()) == (screen, 1, "Salon Carmen · Bizet")
    assert screen.isVisible()
    qtbot.waitUntil(lambda: not isValid(name))


def test_the_porch_is_there_before_the_store_is_read() -> None:
    heavy = ("bizet_core", "sqlalchemy", "babel")
    code = f"import sys, ui.startup.splash; print([m for m in sys.modules if m.startswith({heavy})])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
