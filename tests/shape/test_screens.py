"""Every screen opens without a display, and everything a keyboard can reach has a name."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from bizet_desk.storage.paths import places
from ui.main.main_window import MainWindow
from ui.startup.application import Application

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="module")
def program(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    program = Application(
        places(tmp_path_factory.mktemp("home")), is_sample=True, clock=lambda: datetime(2026, 3, 12, 11, 24, tzinfo=UTC)
    )
    program.places.make()
    program.open()
    yield program
    program.close()
    if program.front is not None:
        program.front.deleteLater()


@pytest.fixture
def front(program: Application, qtbot: QtBot) -> MainWindow:
    front = program.front
    assert front is not None
    front.resize(1366, 768)
    front.show()
    if front.window_ is None:
        qtbot.waitUntil(lambda: bool(front.lock_screen.who.text()))
        front.lock_screen.pin.setText("123456")
        qtbot.keyClick(front.lock_screen.pin, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: front.window_ is not None)
    return front


def settle(front: MainWindow, qtbot: QtBot) -> None:
    """Wait until the desk owes no answer, and what it has said is shown."""
    qtbot.waitUntil(lambda: not front.desk._replies and not front.desk._refresh.isActive())


def nameless(root: QWidget) -> list[str]:
    """Widgets that take the keyboard and would be read as nothing."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if isinstance(widget, QLabel | QScrollBar) or widget.accessibleName():
            continue
        found.append(f"{type(widget).__module__}.{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def test_the_lock_screen_names_everything(program: Application) -> None:
    assert program.front is not None
    assert nameless(program.front.lock_screen) == []


@pytest.mark.feature("16.3.3")
def test_every_page_opens_and_names_everything(front: MainWindow, qtbot: QtBot) -> None:
    for page in front.pages:
        screen = front.go(page.id).widget()
        settle(front, qtbot)
        assert nameless(screen) == [], page.id


def test_the_panels_name_everything(front: MainWindow, qtbot: QtBot) -> None:
    front.go("calendar")
    qtbot.waitUntil(lambda: front.diary.screen.surface.scene.view is not None)
    front.new_booking()
    settle(front, qtbot)
    assert nameless(front.shell.panel) == []
    view = front.diary.screen.surface.scene.view
    assert view is not None
    card = next(card for card in view.cards if card.who == "Olivia Hart")
    front.open_booking(card.booking)
    settle(front, qtbot)
    assert nameless(front.shell.panel) == []


def test_a_desk_left_alone_locks_itself_and_keeps_what_was_begun(front: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: front.idle.timer.isActive())
    assert front.idle.timer.interval() == 10 * 60_000
    front.new_booking()
    front.idle.timer.timeout.emit()
    assert front.currentWidget() is front.lock_screen
    front.lock_screen.pin.setText("123456")
    qtbot.keyClick(front.lock_screen.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.currentWidget() is front.shell)
    assert front.shell.panel.content() is not None
