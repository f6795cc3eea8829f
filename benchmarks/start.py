"""From the command to the first usable frame: the desk with 100,000 customers and 200,000 bookings, beside bare Qt.

Usable: the lock screen is painted with the people who may sign in, and a key that is typed reaches the PIN (one is
typed). The first frame of all, the porch, is told beside it, and so is the day for somebody who types the whole PIN
into that first usable frame: the rest of the program is read after it, and `longest_wait_ms` is what the window's
thread was away from keys and painting meanwhile.

The peer is a window with a label and a text field. Each is a process of its own, offscreen, from before Python starts
until the child writes that it is there; resident memory is the child's at that moment. They take turns; medians count.
Files are in the system's cache and modules are compiled, as they are after the first start; `cpu_ms` is what a busy
machine cannot blur.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from bizet_desk.storage.paths import Places

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.startup.early_lock_screen import EarlyLockScreen

CUSTOMERS, BOOKINGS, RUNS = 100_000, 200_000, 7
GOAL = 3.0  # times the bare window
SIZE = (1366, 768)
KINDS = ("bare", "porch", "desk", "day")
Figures = dict[str, float]


def run() -> dict[str, object]:
    """Milliseconds and megabytes, medians of the runs."""
    from benchmarks.support.large_business import a_desk  # not above: the children import this module too

    home = a_desk(CUSTOMERS, BOOKINGS).data
    for what in KINDS:  # compiles what is not compiled yet
        _started(what, home)
    runs = [[_started(what, home) for what in KINDS] for _ in range(RUNS)]
    bare, porch, desk, day = (_medians(list(each)) for each in zip(*runs, strict=True))
    times = round(desk["ms"] / bare["ms"], 2)
    return {
        "customers": CUSTOMERS,
        "bookings": BOOKINGS,
        "first_frame": porch,
        "desk": desk,
        "day_of_a_pin_typed_at_once": day,
        "bare_qt": bare,
        "times": times,
        "first_frame_times": round(porch["ms"] / bare["ms"], 2),
        "cpu_times": round(desk["cpu_ms"] / bare["cpu_ms"], 2),
        "goals": {"times": GOAL},
        "met": times <= GOAL,
    }


def _started(what: str, home: Path) -> Figures:
    """Start a child and wait until it says that it is there."""
    compiled = str(home.with_name(f"{home.name}.compiled"))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = perf_counter()
    command = [sys.executable, "-m", "benchmarks.start", what, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        ms = (perf_counter() - begun) * 1000
        child.stdout.read()
    return {"ms": ms, **json.loads(said)}


def _medians(runs: list[Figures]) -> Figures:
    return {name: round(median(each[name] for each in runs)) for name in runs[0]}


def _there(**more: float) -> None:
    """Say that the first frame is there, how large this process is and what it has worked."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    print(json.dumps({"mb": pages * resource.getpagesize() / 1e6, "cpu_ms": process_time() * 1000, **more}), flush=True)


def _bare(_home: Path) -> None:
    """The peer: a window, a label, a field."""
    from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

    app = QApplication([])
    window = QWidget()
    lay = QVBoxLayout(window)
    lay.addWidget(QLabel("Bizet"))
    lay.addWidget(QLineEdit())
    window.resize(*SIZE)
    window.show()
    app.processEvents()
    window.repaint()
    _there()


def _porch(_home: Path) -> None:
    """The first frame of all: the name, while the program is being read."""
    from ui.startup.splash import open_splash

    porch = open_splash()
    assert porch.isVisible()
    _there()


def _desk(home: Path) -> None:
    """The program as `bizet_desk` starts it, up to the lock screen."""
    _lobby(Places(home, home / "state"))
    _there()


def _day(home: Path) -> None:
    """On to the day, for somebody whose whole PIN was typed into the first usable frame."""
    from bizet_desk.sample.sample_pin import PIN

    places = Places(home, home / "state")
    lobby = _lobby(places)
    for key in (*PIN[1:], "\r"):
        _type(key, lobby.window)
    waits = _Waits()
    assert lobby.read_program()
    from ui.startup.application import Application

    program = Application(places, is_sample=True, lobby=lobby)
    front = program.open()
    assert front is not None
    _until(lambda: front.window_ is not None)
    _until(lambda: front.diary._view)
    front.repaint()
    _there(longest_wait_ms=waits.longest * 1000)
    program.close()


def _lobby(places: Places) -> "EarlyLockScreen":
    """The lock screen with its people, painted, and a first digit that was typed."""
    from ui.startup.splash import open_splash

    window = open_splash()
    window.showNormal()
    window.resize(*SIZE)
    from ui.startup.early_lock_screen import open_early_lock_screen

    lobby = open_early_lock_screen(window, places, is_sample=True)
    assert lobby is not None
    assert len(lobby.screen.shown) > 1
    _type("1", window)
    assert lobby.screen.pin.text() == "1"
    window.repaint()
    return lobby


class _Waits:
    """How long the window's thread was away from its events at most."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.longest, self._last = 0.0, perf_counter()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        now = perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def _type(key: str, window: "QWidget") -> None:
    """A key of the keyboard, to whatever has the focus."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    code = Qt.Key.Key_Return if key == "\r" else ord(key)
    event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, key)
    QApplication.sendEvent(window.focusWidget() or window, event)


def _until(holds: Callable[[], object]) -> None:
    from PySide6.QtWidgets import QApplication

    while not holds():
        QApplication.processEvents()


if __name__ == "__main__":
    CHILDREN: dict[str, Callable[[Path], None]] = {
        "bare": _bare,
        "porch": _porch,
        "desk": _desk,
        "day": _day,
    }
    CHILDREN[sys.argv[1]](Path(sys.argv[2]))
