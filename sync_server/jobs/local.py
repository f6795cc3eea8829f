"""A runner without any engine: one thread, in order. It keeps nothing; after a restart the outbox says what to do."""

import heapq
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from threading import Condition, Thread

import structlog

from sync_server.jobs.cron import next_time
from sync_server.jobs.plain import carried
from sync_server.jobs.port import ENDED, USUALLY, JobStatus, Plain, Retry, State, Step

log = structlog.get_logger()
REMEMBERED = 10_000  # ended jobs whose ids still stand in the way of a second start


@dataclass(frozen=True, slots=True)
class _Recipe:
    steps: tuple[Step, ...]
    retry: Retry


@dataclass(slots=True)
class _Job:
    id: str
    name: str
    value: Plain  # what the next step is given
    payload: Plain
    step: int = 0
    failures: int = 0
    state: State = "waiting"
    problem: str = ""

    def status(self) -> JobStatus:
        return JobStatus(self.id, self.name, self.state, self.value if self.state == "done" else None, self.problem)


@dataclass(order=True, slots=True)
class _Due:
    at: float
    order: int
    act: Callable[[], None] = field(compare=False)


class LocalRunner:
    """Jobs on one thread of this process, for a desk and for tests. A failing job waits aside; the others go on."""

    def __init__(self) -> None:
        self._recipes: dict[str, _Recipe] = {}
        self._jobs: dict[str, _Job] = {}
        self._ended: deque[str] = deque()
        self._schedules: dict[str, object] = {}
        self._due: list[_Due] = []
        self._order = count()
        self._changed = Condition()
        self._closed = False
        self._thread = Thread(target=self._work, name="jobs", daemon=True)

    def register(self, name: str, *steps: Step, retry: Retry = USUALLY) -> None:
        """Say what a job of this name does."""
        self._recipes[name] = _Recipe(steps, retry)

    def open(self) -> None:
        """Begin to work."""
        self._thread.start()

    def start(self, name: str, job_id: str, payload: Plain = None) -> None:
        """Have a job done soon, once for its id."""
        value = carried(payload)
        with self._changed:
            if job_id not in self._jobs:
                job = self._jobs[job_id] = _Job(job_id, name, value, value)
                self._queue(0, lambda: self._advance(job))

    def schedule(self, name: str, cron: str, job: str, payload: Plain = None, *, zone: str = "UTC") -> None:
        """Start a job at each of these times while this process runs."""
        mine = object()
        with self._changed:
            self._schedules[name] = mine
            self._queue_next(mine, name, cron, job, payload, zone)

    def unschedule(self, name: str) -> None:
        """Start nothing more under this name."""
        with self._changed:
            self._schedules.pop(name, None)

    def cancel(self, job_id: str) -> None:
        """Do no further step of a job that has not ended."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is not None and job.state not in ENDED:
                self._end(job, "cancelled")

    def retry(self, job_id: str) -> None:
        """Go on with a job that has ended, from the step it stopped at; a finished one from the first."""
        with self._changed:
            job = self._jobs[job_id]
            if job.state not in ENDED:
                return
            if job.state == "done":
                job.step, job.value = 0, job.payload
            job.state, job.problem, job.failures = "waiting", "", 0
            self._ended.remove(job_id)
            self._queue(0, lambda: self._advance(job))

    def status(self, job_id: str) -> JobStatus | None:
        """Where a job stands."""
        with self._changed:
            job = self._jobs.get(job_id)
            return job.status() if job else None

    def failed(self, most: int = 100) -> list[JobStatus]:
        """The jobs that failed, latest first."""
        with self._changed:
            ended = [self._jobs[id] for id in reversed(self._ended)]
            return [job.status() for job in ended if job.state == "failed"][:most]

    def wait(self, job_id: str, seconds: float) -> JobStatus:
        """Where a job stands once it has ended."""
        with self._changed:
            job = self._jobs[job_id]
            if not self._changed.wait_for(lambda: job.state in ENDED, seconds):
                raise TimeoutError(job_id)
            return job.status()

    def sweep(self) -> int:
        """Nobody else's work is here."""
        return 0

    def close(self) -> None:
        """Stop after the step that runs now."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while (act := self._next()) is not None:
            act()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._closed:
                wait = self._due[0].at - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due).act
                self._changed.wait(wait)
            return None

    def _queue(self, wait: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._due, _Due(time.monotonic() + wait, next(self._order), act))
        self._changed.notify_all()

    def _queue_next(self, mine: object, name: str, cron: str, job: str, payload: Plain, zone: str) -> None:
        now = datetime.now(UTC)
        at = next_time(cron, now, zone)

        def fire() -> None:
            with self._changed:
                if self._schedules.get(name) is mine:
                    self._queue_next(mine, name, cron, job, payload, zone)
                    self.start(job, f"{name}@{at.isoformat()}", payload)

        self._queue((at - now).total_seconds(), fire)

    def _advance(self, job: _Job) -> None:
        """Run the next step of a job and say where it stands then."""
        with self._changed:
            if job.state != "waiting":
                return  # cancelled, or queued a second time by a retry
            job.state = "running"
        try:
            value = self._run_step(job)
        except Exception as problem:  # a job's failure is told with the job; the next try may succeed
            self._failed(job, problem)
        else:
            self._stepped(job, value)

    def _run_step(self, job: _Job) -> Plain:
        recipe = self._recipes.get(job.name)
        if recipe is None:
            raise LookupError(f"no job is called {job.name!r} here")
        return carried(recipe.steps[job.step](job.value))

    def _stepped(self, job: _Job, value: Plain) -> None:
        with self._changed:
            if job.state != "running":
                return
            job.step, job.value, job.failures = job.step + 1, value, 0
            if job.step == len(self._recipes[job.name].steps):
                self._end(job, "done")
            else:
                job.state = "waiting"
                self._queue(0, lambda: self._advance(job))

    def _failed(self, job: _Job, problem: Exception) -> None:
        log.warning("job_step_failed", job=job.name, id=job.id, problem=repr(problem))
        with self._changed:
            if job.state != "running":
                return
            job.failures, job.problem = job.failures + 1, repr(problem)
            recipe = self._recipes.get(job.name)
            wait = recipe.retry.wait(job.failures) if recipe else None
            if wait is None:
                self._end(job, "failed")
            else:
                job.state = "waiting"
                self._queue(wait, lambda: self._advance(job))

    def _end(self, job: _Job, state: State) -> None:
        job.state = state
        job.problem = job.problem if state == "failed" else ""
        self._ended.append(job.id)
        if len(self._ended) > REMEMBERED:
            del self._jobs[self._ended.popleft()]
        self._changed.notify_all()
