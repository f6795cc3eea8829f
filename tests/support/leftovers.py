"""What a test may not leave behind: windows, which every later change of look would dress again, and idle memory."""

import ctypes
import gc
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

MUCH = 600
"""MiB above which a worker gives back what it does not use; below, it is kept for the next test."""


def windows_left() -> list[str]:
    """Top-level widgets that live although nobody should hold them, by their class."""
    if QApplication.instance() is None:
        return []
    _delete_what_is_due()
    if QApplication.topLevelWidgets():
        gc.collect()
        _delete_what_is_due()
    return sorted(f"{type(each).__module__}.{type(each).__name__}" for each in QApplication.topLevelWidgets())


def _delete_what_is_due() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def give_back() -> None:
    """Collect, and let the C library return what is free: short-lived threads leave it scattered over many heaps."""
    if sys.platform == "linux" and _held() > MUCH:
        gc.collect()
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own
        if trim is not None:
            trim(0)


def _held() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 >> 20
