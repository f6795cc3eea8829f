"""The daily upkeep of a running desk: what nobody asks for any more is forgotten, a little at a time behind people."""

from functools import partial

import structlog
from PySide6.QtCore import QObject, QTimer

from bizet_core.base.refusals import Refused
from bizet_core.store import Store
from bizet_core.sync.desk.retention import forget
from bizet_desk.background.workers import Urgency, Worker

DAILY_MS = 24 * 60 * 60 * 1000
log = structlog.get_logger()


class Maintenance(QObject):
    """Begins when the desk opens, and again every day that it stays open."""

    def __init__(self, store: Store, writer: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._begin = partial(_submit, store, writer)
        self._timer = QTimer(self, interval=DAILY_MS)
        self._timer.timeout.connect(self._begin)
        self._timer.start()
        self._begin()

    def stop(self) -> None:
        """Begin no more."""
        self._timer.stop()


def _submit(store: Store, writer: Worker) -> None:
    try:
        writer.submit(partial(_step, store, writer), Urgency.BULK)
    except Refused:
        log.debug("upkeep_waits")  # the desk is closing: the next one goes on


def _step(store: Store, writer: Worker) -> None:
    """On the writer's thread. What goes wrong is tried again with the next day, and hinders nobody."""
    try:
        is_more = forget(store)
    except Refused as refusal:
        log.warning("upkeep_waits", code=refusal.code)
    except Exception as problem:
        log.error("upkeep_broke", exc_info=problem)
    else:
        if is_more:
            _submit(store, writer)
