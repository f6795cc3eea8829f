"""Work that takes a moment and touches no store, such as reading a large file: on a thread of its own."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import reader, reading


class BackgroundTask(QObject):
    """`done(result)` or `refused(why)` in the window's thread; of several, only the newest is told."""

    done = Signal(object)
    refused = Signal(object)
    _ended = Signal(int, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._number = 0
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any]) -> None:
        """Begin; what was begun before is not told any more."""
        self._number += 1
        number, locale = self._number, reader()

        def job() -> None:
            with reading(locale):
                try:
                    result, why = work(), None
                except Refused as refusal:
                    result, why = None, refusal
            self._ended.emit(number, result, why)

        threading.Thread(target=job, name="bizet-aside", daemon=True).start()

    def _end(self, number: int, result: object, why: Refused | None) -> None:
        if number != self._number:
            return
        if why is not None:
            self.refused.emit(why)
        else:
            self.done.emit(result)
