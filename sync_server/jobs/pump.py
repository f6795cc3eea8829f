"""Starts a job for each thing due after past operations, so that every handler runs once by its operation.

The journal is the only outbox: what is due stands in a business's own database, written by the operation's own
transaction, and is removed by the transaction that does it. The engine only says who does it when. Where it is away,
operations commit as ever and the next look catches up; where it has lost a job, it is given it again; where it runs one
twice, the second run finds nothing to do.
"""

from collections.abc import Callable, Iterable
from math import inf
from threading import Condition, Thread
from time import monotonic
from uuid import UUID

import structlog

from bizet_core.store import Store
from bizet_core.store.operations.after import Due
from sync_server.jobs.port import ONCE, JobRunner, Plain

log = structlog.get_logger()
JOB = "after"
AT_ONCE = 200  # of one business; the rest follows as those are done


class Pump:
    """Looks into a business when it is woken for it, and into all of them every so many seconds.

    `store_of` finds the store of a business, `businesses` names all that are served here. Call `wake` after a commit:
    it costs nothing and waits for nobody.
    """

    def __init__(
        self,
        runner: JobRunner,
        store_of: Callable[[UUID], Store],
        businesses: Callable[[], Iterable[UUID]],
        *,
        every: float = 5,
    ) -> None:
        self._runner = runner
        self._store_of = store_of
        self._businesses = businesses
        self._every = every
        self._given: dict[UUID, set[str]] = {}  # the jobs of each business started before and still due
        self._woken: set[UUID] = set()
        self._changed = Condition()
        self._closed = False
        self._thread = Thread(target=self._work, name="pump", daemon=True)
        runner.register(JOB, self._follow, retry=ONCE)  # the outbox itself says when to try again

    def open(self) -> None:
        """Begin, with what is due from before."""
        self._thread.start()

    def wake(self, business: UUID) -> None:
        """Something was committed in this business."""
        with self._changed:
            self._woken.add(business)
            self._changed.notify()

    def look(self, business: UUID, *, thorough: bool = True) -> int:
        """Start a job for each thing that is due in a business; returns how many were not started before.

        A thorough look also asks what became of those that were started before and are still due.
        """
        due = {job_id(each): each for each in self._store_of(business).due(AT_ONCE)}
        given = self._given.setdefault(business, set())
        given.intersection_update(due)
        new = due.keys() - given
        for id, each in due.items():
            if id in new or thorough:
                self._give(business, id, each, known=id in given or each.tries > 0)
                given.add(id)
        return len(new)

    def close(self) -> None:
        """End after the look that is under way."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _give(self, business: UUID, id: str, due: Due, *, known: bool) -> None:
        status = self._runner.status(id) if known else None
        if status is None:
            self._runner.start(JOB, id, {"business": str(business), "op": str(due.op_id), "handler": due.handler})
        elif status.ended:  # and still due: it failed, or the business was restored from a backup
            self._runner.retry(id)

    def _follow(self, asked: Plain) -> None:
        business = UUID(asked["business"])
        if self._store_of(business).run_after(UUID(asked["op"]), asked["handler"]):
            self.wake(business)  # what it did may have something after it

    def _work(self) -> None:
        last = -inf
        while not self._closed:
            is_time = monotonic() - last >= self._every
            last = monotonic() if is_time else last
            for business in self._all() if is_time else self._take_woken():
                self._try(business, thorough=is_time)
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._woken, max(0, last + self._every - monotonic()))

    def _all(self) -> Iterable[UUID]:
        try:
            return list(self._businesses())
        except Exception as problem:  # the server's own database is away; it is asked again
            log.warning("pump_failed", problem=repr(problem))
            return ()

    def _take_woken(self) -> set[UUID]:
        with self._changed:
            woken, self._woken = self._woken, set()
        return woken

    def _try(self, business: UUID, *, thorough: bool) -> None:
        try:
            self.look(business, thorough=thorough)
        except Exception as problem:  # the engine or a database is away; it is looked into again
            log.warning("pump_failed", business=str(business), problem=repr(problem))


def job_id(due: Due) -> str:
    """The id of the job that runs a handler after its operation."""
    return f"{due.op_id}:{due.handler}"
