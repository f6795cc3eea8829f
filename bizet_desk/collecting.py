"""Python's cyclic garbage collector, run in the window's thread only.

It runs in whichever thread happens to make the next object. A widget that is part of a cycle, as most are, would then
be destroyed by the writer's thread in the middle of Qt's own work: a crash now and then, far from its cause.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 250


class Collector(QObject):
    """Collects by a timer, as often as Python would by itself; `close` gives the collector back."""

    _in_use = 0  # desks in this process; the last one to close turns the light off

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        Collector._in_use += 1
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()

    def close(self) -> None:
        """Back to how Python does it; call it when the other threads have ended."""
        self._timer.stop()
        Collector._in_use -= 1
        if not Collector._in_use:
            gc.enable()


def collect() -> None:
    """Collect the oldest generation whose threshold has been passed, with the younger ones."""
    over = [count > threshold > 0 for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if any(over):
        gc.collect(max(generation for generation, passed in enumerate(over) if passed))
