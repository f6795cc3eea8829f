"""The window that stands there while the program is being read."""

import subprocess
import sys

from pytestqt.qtbot import QtBot

from ui.porch import open_porch


def test_the_porch_is_seen_at_once_and_gone_when_the_program_answers(qtbot: QtBot) -> None:
    porch = open_porch()
    qtbot.addWidget(porch)
    assert porch.isVisible()
    qtbot.waitUntil(lambda: not porch.isVisible())


def test_the_porch_is_there_before_the_store_is_read() -> None:
    code = (
        "import sys, ui.porch; print([m for m in sys.modules if m.startswith(('bizet_core', 'sqlalchemy', 'babel'))])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
