"""What is prepared in quiet moments: every page of the rail, one step at a time."""

import ast
import inspect

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.main import navigation
from ui.main.preparing import PAGES, Preparing


def test_every_module_that_a_page_reads_late_is_read_before() -> None:
    late = {
        node.module
        for function in ast.parse(inspect.getsource(navigation)).body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom)
    }
    assert set(PAGES) == late


def test_steps_are_done_in_order_with_room_for_clicks_between(qtbot: QtBot) -> None:
    parent, done = QObject(), list[int]()
    Preparing([lambda: done.append(1), lambda: done.append(2)], parent)
    assert done == []
    qtbot.waitUntil(lambda: done == [1])
    qtbot.waitUntil(lambda: done == [1, 2])
