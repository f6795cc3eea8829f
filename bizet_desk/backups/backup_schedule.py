"""Backups of the running desk: once a day by itself, and whenever somebody asks, on a thread of their own."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from bizet_core.base.refusals import Refused
from bizet_desk.backups.backup import Step, is_due, make_backup, name_at, prune
from bizet_desk.storage.opening import Opened
from bizet_desk.storage.paths import Places

FIRST_LOOK_MS = 60 * 1000  # when the first people have been served
LOOK_MS = 10 * 60 * 1000
log = structlog.get_logger()


class BackingUp(QObject):
    """Makes backups of an open desk: `progressed(bytes, of)`, then `made(path)` or `refused(why)`."""

    progressed = Signal(object, object)  # Python's numbers: bytes go beyond 32 bits
    made = Signal(object)
    refused = Signal(object)
    broke = Signal(object)
    _ended = Signal(object, object)

    def __init__(
        self,
        opened: Opened,
        clock: Callable[[], datetime],
        folder: Callable[[], Path] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._opened, self._clock = opened, clock
        self._folder = folder or (lambda: opened.places.backups)
        self._thread: threading.Thread | None = None
        self._step = Step()
        self._is_closed = False
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(FIRST_LOOK_MS, self, self.look)

    @property
    def is_busy(self) -> bool:
        """Whether one is being made."""
        return self._thread is not None

    def look(self) -> None:
        """Make today's backup if there is none yet, and remove the oldest."""
        if self._is_closed or self.is_busy or not self._opened.keys.recovery:
            return
        if is_due(self._folder(), self._clock()):
            self.make(self._folder() / name_at(self._clock()), by_itself=True)

    def make(self, target: Path, *, by_itself: bool = False) -> None:
        """Begin a backup; nothing happens while another is being made."""
        if self.is_busy:
            return
        self._step = step = Step(lambda done, total: self.progressed.emit(done, total))
        self._thread = threading.Thread(target=self._run, args=(target, step, by_itself), name="bizet-backup")
        self._thread.start()

    def cancel(self) -> None:
        """Stop the one that is being made; nothing is left of it."""
        self._step.cancel()

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self._is_closed = True
        self._timer.stop()
        self.cancel()
        if self._thread is not None:
            self._thread.join()

    def _run(self, target: Path, step: Step, by_itself: bool) -> None:
        places, keys, life = self._opened.places, self._opened.keys, self._opened.life
        try:
            made = make_backup(places.desk, keys, life, target, self._clock(), step)
            if by_itself:
                prune(target.parent, self._clock())
        except Exception as problem:
            self._ended.emit(None, problem)
        else:
            self._ended.emit(made, None)

    def _end(self, made: Path | None, problem: Exception | None) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if isinstance(problem, Refused):
            self.refused.emit(problem)
        elif problem is not None:
            log.error("backup_failed", exc_info=problem)
            self.broke.emit(problem)
        else:
            self.made.emit(made)


@dataclass(frozen=True, slots=True)
class Safe:
    """What backups of an open desk are made with, and where its things are."""

    backing_up: BackingUp
    places: Places
