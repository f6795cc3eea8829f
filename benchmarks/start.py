"""From the command to the first usable frame: the desk with 100,000 customers and 200,000 bookings, beside bare Qt.

Usable: the lock screen is painted with the people who may sign in, and a key that is typed reaches the PIN; the first
frame of all, the porch, is told beside it. The peer is a window with a label and a text field. Each is a process of its
own, offscreen, from before Python starts until the child writes that it is there; resident memory is the child's at
that moment. They take turns; medians count. Files are in the system's cache and modules are compiled, as they are
after the first start; `cpu_ms` is what a busy machine cannot blur.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

CUSTOMERS, BOOKINGS, RUNS = 100_000, 200_000, 7
GOAL = 3.0  # times the bare window
SIZE = (1366, 768)
KINDS = ("bare", "porch", "desk", "day")
Figures = dict[str, float]


def run() -> dict[str, object]:
    """Milliseconds and megabytes, medians of the runs."""
    from benchmarks._house import a_desk  # not above: the children import this module too

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
        "day_after_sign_in": day,
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
        megabytes, cpu = map(float, child.stdout.readline().split())
        ms = (perf_counter() - begun) * 1000
        child.stdout.read()
    return {"ms": ms, "cpu_ms": cpu, "mb": megabytes}


def _medians(runs: list[Figures]) -> Figures:
    return {name: round(median(each[name] for each in runs)) for name in runs[0]}


def _there() -> None:
    """Say that the first frame is there, how large this process is and what it has worked."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    print(pages * resource.getpagesize() / 1e6, process_time() * 1000, flush=True)


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
    from ui.porch import open_porch

    porch = open_porch()
    assert porch.isVisible()
    _there()


def _desk(home: Path, *, day: bool = False) -> None:
    """The program as `bizet_desk` starts it, up to the lock screen, or on to the day for whom the PIN let in."""
    from bizet_desk.places import Places
    from ui.program import Program

    program = Program(Places(home, home / "state"), is_sample=True)
    front = program.open()
    assert front is not None
    front.resize(*SIZE)
    front.show()
    _until(lambda: front.lock_screen._shown)
    if day:
        from bizet_core.store import SYSTEM

        front.enter(SYSTEM)
        _until(lambda: front.diary._view)
    front.repaint()
    _there()
    program.close()


def _until(holds: Callable[[], object]) -> None:
    from PySide6.QtWidgets import QApplication

    while not holds():
        QApplication.processEvents()


if __name__ == "__main__":
    CHILDREN: dict[str, Callable[[Path], None]] = {
        "bare": _bare,
        "porch": _porch,
        "desk": _desk,
        "day": lambda home: _desk(home, day=True),
    }
    CHILDREN[sys.argv[1]](Path(sys.argv[2]))
