"""One thread that runs jobs one after another, the most urgent first."""

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from queue import PriorityQueue
from typing import Any, TypeVar

from bizet_core.base.refusals import Refused

T = TypeVar("T")
Job = tuple[Future[Any], Callable[[], Any]]


class Urgency(IntEnum):
    """Who waits for a job. A smaller number overtakes a larger one."""

    PERSON = 0
    AGREEING = 1  # what has come from the server
    FOLLOWING = 2  # what follows operations
    BULK = 3  # imports, in chunks


_AT_ONCE = -1
_AFTER_PEOPLE = 1  # what comes from the server, what follows and bulk work can wait for the next start


class Worker:
    """A thread with a queue. Jobs of one urgency run in the order in which they came."""

    def __init__(self, name: str) -> None:
        self._queue: PriorityQueue[tuple[int, int, Job | None]] = PriorityQueue()
        self._order = itertools.count()
        self._gate = threading.Lock()
        self._open = True
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], T], urgency: Urgency = Urgency.PERSON) -> "Future[T]":
        """Run `job` when its turn comes. Refuses with `closing` once the desk is being shut."""
        future: Future[T] = Future()
        with self._gate:
            if not self._open:
                raise Refused("closing")
            self._queue.put((urgency, next(self._order), (future, job)))
        return future

    def close(self, *, finish: bool) -> None:
        """Take no more work; `finish` what people have asked for, and leave the rest."""
        with self._gate:
            if self._open:
                self._open = False
                self._queue.put((_AFTER_PEOPLE if finish else _AT_ONCE, next(self._order), None))

    def ended(self, seconds: float) -> bool:
        """Wait for the thread; whether it has ended in so many seconds."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._queue.get()[2]) is not None:
            _fulfil(*job)
        self._leave_the_rest()

    def _leave_the_rest(self) -> None:
        while not self._queue.empty():
            job = self._queue.get()[2]
            if job is not None:
                job[0].cancel()


def _fulfil(future: Future[Any], job: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = job()
    except BaseException as problem:  # the desk tells it, on the thread that asked
        future.set_exception(problem)
    else:
        future.set_result(result)
