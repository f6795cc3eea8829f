"""The lock screen while the program behind it is still being read: people choose a face and type a PIN meanwhile.

    porch ── a glance into the file ── lock screen, in the porch's window ── the program, read on a thread ── front

Most of a start is reading Python modules. None of them is needed to type a PIN; one entered early is tried as soon as
there is somebody to try it. Where a glance shows nothing (the first run, a passphrase, a damaged file), there is no
lobby and the program tells what is the matter.
"""

import gc
import sys
from contextlib import suppress
from importlib import import_module

from PySide6.QtCore import QEventLoop, QThread
from PySide6.QtWidgets import QStackedWidget

from bizet_desk.background.gc_control import Collector
from bizet_desk.sample.sample_pin import hint
from bizet_desk.storage.paths import Places
from bizet_desk.storage.preload import Glance, glance
from ui.main.lock_screen import LockScreen
from ui.startup.appearance import dress
from ui.startup.splash import fill

PROGRAM = "ui.startup.application"


class EarlyLockScreen:
    """The lock screen in a window. `keys` are those that the file was looked into with."""

    def __init__(self, window: QStackedWidget, seen: Glance, *, is_sample: bool = False) -> None:
        dress(seen.language, seen.country, seen.zone, seen.theme, seen.zoom)
        self.window, self.keys = window, seen.keys
        self.screen = LockScreen(seen.business, hint() if is_sample else "")
        self.screen.setWindowTitle(f"{seen.business} · Bizet")
        self.screen.show_people(seen.people)
        fill(window, self.screen)
        self.screen.take_focus()
        window.repaint()

    def read_program(self) -> bool:
        """Read the rest of the program while the lock screen works; whether its window is still open after that."""
        collector = Collector()  # nothing of the window may be collected on the other thread
        loop, reading = QEventLoop(), _Reading()
        reading.finished.connect(loop.quit)
        reading.start()
        loop.exec()
        reading.wait()  # where closing the window has ended the loop
        collector.close()
        gc.freeze()  # modules stay for good: no collection need ever look at them again
        return self.window.isVisible()


def open_early_lock_screen(
    window: QStackedWidget, places: Places, *, is_sample: bool = False
) -> EarlyLockScreen | None:
    """Show the lock screen in this window, painted, where a glance into the file says what is on it."""
    seen = glance(places)
    return None if seen is None else EarlyLockScreen(window, seen, is_sample=is_sample)


class _Reading(QThread):
    """Reads the modules. If one is broken, that comes out where the program is asked for in the window's thread."""

    def run(self) -> None:
        with suppress(Exception):
            _read_structlog()
            import_module(PROGRAM)


def _read_structlog() -> None:
    """Without what it would colour tracebacks in a terminal with: `rich` and `pygments`, a tenth of all there is to
    read. A desk logs JSON."""
    if "rich" in sys.modules or "structlog" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment]  # Python's own sign for: not to be had
    try:
        import_module("structlog")
    finally:
        del sys.modules["rich"]
