"""What stands there while the program is being read: a window with the name on it, from the first tenth of a second."""

import sys

from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

LONGEST_MS = 100
"""How long a slow window system is waited for; a start is not made slower for its sake."""


def open_porch() -> QLabel:
    """Show it, painted; it is gone as soon as the program answers. Keep it until then.

    This module imports nothing of ours: to read the rest of the program takes most of a second.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    porch = QLabel("Bizet")
    porch.setWindowTitle("Bizet")
    porch.setAlignment(Qt.AlignmentFlag.AlignCenter)
    font = porch.font()
    font.setPointSizeF(font.pointSizeF() * 3)
    porch.setFont(font)
    porch.showMaximized()
    wait = QDeadlineTimer(LONGEST_MS)
    while not porch.windowHandle().isExposed() and not wait.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    app.processEvents()
    QTimer.singleShot(0, porch.close)
    return porch
