"""Preparation in quiet moments of what a first click would wait for: reading modules, making parts not shown yet.

One step at a time, with a pause between in which clicks and keys are heard; none may take longer than people feel.
"""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QObject, QTimer

from ui.kit.entries import entries_of

FIRST_MS, PAUSE_MS = 500, 60
"""A PIN that waits already is tried first, and the day is painted."""


class Preparing(QObject):
    """Does the steps in order, for as long as its parent lives."""

    def __init__(self, steps: Iterable[Callable[[], object]], parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[Callable[[], object]] = iter(steps)
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self._do_next)
        self._timer.start()

    def _do_next(self) -> None:
        self._timer.setInterval(PAUSE_MS)
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
        else:
            step()


def read_pages() -> Iterator[Callable[[], object]]:
    """A step for each destination of the rail, in its order: its modules are read."""
    for entry in entries_of("navigation"):
        yield entry.resolve
