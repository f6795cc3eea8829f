"""Beats and sweeps on a thread of its own, so that a busy replica is not taken for a dead one."""

from collections.abc import Callable
from threading import Event, Thread

import structlog

log = structlog.get_logger()


class Sweeper:
    """Calls a function every so many seconds until it is closed. A failing call is logged; the next may succeed."""

    def __init__(self, sweep: Callable[[], object], every: float) -> None:
        self._sweep = sweep
        self._every = every
        self._closed = Event()
        self._thread = Thread(target=self._work, name="sweeper", daemon=True)

    def open(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End after the call that runs now."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._closed.wait(self._every):
            try:
                self._sweep()
            except Exception as problem:  # the database may be away; it is asked again
                log.warning("sweep_failed", problem=repr(problem))
