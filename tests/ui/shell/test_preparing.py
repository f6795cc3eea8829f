"""What is prepared in quiet moments: every page of the rail, one step at a time."""

import subprocess
import sys

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.main.preparing import Preparing


def test_every_destination_of_the_rail_is_read_before_it_is_visited() -> None:
    code = """
import sys
from ui.kit.entries import entries_of
from ui.main.preparing import read_pages
for step in read_pages():
    step()
print({entry.target.partition(":")[0] for entry in entries_of("navigation")} - set(sys.modules))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_steps_are_done_in_order_with_room_for_clicks_between(qtbot: QtBot) -> None:
    parent, done = QObject(), list[int]()
    Preparing([lambda: done.append(1), lambda: done.append(2)], parent)
    assert done == []
    qtbot.waitUntil(lambda: done == [1])
    qtbot.waitUntil(lambda: done == [1, 2])
