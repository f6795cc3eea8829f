"""Finding and pressing what the panel shows."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.booking.new_booking_panel import NewBooking


def button(panel: NewBooking, starts: str) -> QPushButton | None:
    ready = [b for b in panel.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]
    return next((b for b in ready if b.accessibleName().startswith(starts)), None)


def click(qtbot: QtBot, panel: NewBooking, starts: str) -> None:
    qtbot.waitUntil(lambda: button(panel, starts) is not None)
    found = button(panel, starts)
    assert found is not None
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 12, hour, minute, tzinfo=UTC)
