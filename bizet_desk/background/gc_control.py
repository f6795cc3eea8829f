"""Python's cyclic garbage collector, run in the window's thread only.

It runs in whichever thread happens to make the next object. A widget that is part of a cycle, as most are, would then
be destroyed by the writer's thread in the middle of Qt's own work: a crash now and then, far from its cause.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 250
_holders = 0


def hold() -> None:
    """Python does not collect by itself until as many have said `release` as have said `hold`."""
    global _holders
    _holders += 1
    gc.disable()


def release() -> None:
    """Back to how Python does it, once nobody holds; call it when the other threads have ended."""
    global _holders
    _holders -= 1
    if not _holders:
        gc.enable()


def collect() -> None:
    """Collect the oldest generation whose threshold has been passed, with the younger ones."""
    over = [count > threshold > 0 for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if any(over):
        gc.collect(max(generation for generation, passed in enumerate(over) if passed))


class Collector(QObject):
    """Holds, and collects by a timer as often as Python would by itself, until it is closed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        hold()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()

    def close(self) -> None:
        """Stop, and let Python collect again if nobody else holds."""
        self._timer.stop()
        release()
