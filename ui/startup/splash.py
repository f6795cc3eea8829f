"""What stands there while the program is being read: a window with the name on it, from the first tenth of a second.

The same window holds the lock screen as soon as that is there, and then the whole front of house.
"""

import sys

from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QWidget

LONGEST_MS = 100
"""How long a slow window system is waited for; a start is not made slower for its sake."""


def open_splash() -> QStackedWidget:
    """Show it, painted. This module imports nothing of ours: to read the rest of the program takes most of a second."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    porch = QStackedWidget()
    porch.setWindowTitle("Bizet")
    porch.addWidget(_name())
    porch.showMaximized()
    wait = QDeadlineTimer(LONGEST_MS)
    while not porch.windowHandle().isExposed() and not wait.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    app.processEvents()
    return porch


def fill(porch: QStackedWidget, screen: QWidget) -> None:
    """Show a screen in the window, in place of what was there."""
    before = porch.currentWidget()
    porch.addWidget(screen)
    porch.setCurrentWidget(screen)
    porch.setWindowTitle(screen.windowTitle())
    if before is not None:
        porch.removeWidget(before)
        before.deleteLater()


def _name() -> QLabel:
    name = QLabel("Bizet")
    name.setAlignment(Qt.AlignmentFlag.AlignCenter)
    font = name.font()
    font.setPointSizeF(font.pointSizeF() * 3)
    name.setFont(font)
    return name
