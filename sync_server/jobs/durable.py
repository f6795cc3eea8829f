"""The runner on DBOS: jobs are rows of SQLite or PostgreSQL, outlive the process, and any replica may do them.

Everything that is DBOS stands in this file. Its one private call, `DBOS._recover_pending_workflows`, is kept honest by
`tests/server/jobs/test_sweeper.py`.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Condition, Lock
from threading import enumerate as enumerate_threads
from time import monotonic
from typing import Any

from dbos import DBOS, DBOSPortableJSONSerializer, SetWorkflowID, WorkflowStatus, error
from sqlalchemy import Engine, create_engine, event

from bizet_core.store.database.engines import postgres_engine
from sync_server.jobs.cron import next_time
from sync_server.jobs.heartbeats import Heartbeats
from sync_server.jobs.plain import carried
from sync_server.jobs.port import USUALLY, JobStatus, Plain, Retry, State, Step
from sync_server.jobs.sweeper import Sweeper

SCHEMA = "bizet_jobs"
VERSION = "1"  # stays: DBOS leaves jobs of another version lying. Changed steps get a new job name instead
QUEUE = "jobs"
POLL = 0.1  # seconds; a queue starts at most `workers / POLL` jobs a second
FORGOTTEN_AT_ONCE = 500
CANCELLED_WITHIN = 1.0  # seconds, while it waits for its next try
TAKEN_UP_AT_MOST = 20  # a job that takes the process down with it is given up after so many times
STATES: dict[str, State] = {
    "DELAYED": "waiting",
    "ENQUEUED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
    "CANCELLED": "cancelled",
}
_only_one = Lock()  # DBOS is one for a process


class _Stopping(BaseException):
    """The runner closes, or the job was cancelled: it is left where it stands.

    No `Exception`, since DBOS keeps every one of those as the outcome of the step.
    """


class DurableRunner:
    """Jobs in a `control.db` (a path) or in a schema of its own in a PostgreSQL database (a URL).

    `executor` names this replica and stays the same over its restarts. A replica that was not heard of for so many
    seconds (`stale_after`) is dead to the others. `close` waits for `patience` seconds for the steps that run. A job
    that is done is forgotten after a while (`keep_done`); one that failed is kept until it is done.
    """

    def __init__(
        self,
        place: Path | str,
        executor: str,
        *,
        workers: int = 16,
        stale_after: float = 30,
        patience: float = 10,
        keep_done: timedelta = timedelta(days=7),
    ) -> None:
        self._place = place
        self._executor = executor
        self._workers = workers
        self._stale_after = stale_after
        self._patience = patience
        self._keep_done = keep_done
        self._recipes: dict[str, tuple[tuple[Step, ...], Retry]] = {}
        self._running = 0
        self._closing = False
        self._workflows: _Workflows | None = None
        self._changed = Condition()

    def register(self, name: str, *steps: Step, retry: Retry = USUALLY) -> None:
        """Say what a job of this name does."""
        self._recipes[name] = (steps, retry)

    def open(self) -> None:
        """Begin to work, first of all on what this replica left when it ended."""
        if not _only_one.acquire(blocking=False):
            raise RuntimeError("a process has room for one durable runner: DBOS is one for a process")
        self._engine = _engine(self._place)
        try:
            self._open()
        except BaseException:
            DBOS.destroy(destroy_registry=True)
            self._engine.dispose()
            _only_one.release()
            raise

    def start(self, name: str, job_id: str, payload: Plain = None) -> None:
        """Have a job done soon, once for its id."""
        with SetWorkflowID(job_id):
            DBOS.enqueue_workflow(QUEUE, self._opened.job, name, carried(payload))

    def schedule(self, name: str, cron: str, job: str, payload: Plain = None, *, zone: str = "UTC") -> None:
        """Start a job at each of these times, once for all replicas."""
        next_time(cron, datetime.now().astimezone(), zone)  # says what is wrong with it
        DBOS.apply_schedules(
            [
                {
                    "schedule_name": name,
                    "workflow_fn": self._opened.scheduled,
                    "schedule": cron,
                    "context": [job, carried(payload)],
                    "cron_timezone": zone,
                    "queue_name": QUEUE,
                }
            ]
        )

    def unschedule(self, name: str) -> None:
        """Start nothing more under this name."""
        DBOS.delete_schedule(name)

    def cancel(self, job_id: str) -> None:
        """Do no further step of a job that has not ended."""
        DBOS.cancel_workflow(job_id)

    def retry(self, job_id: str) -> None:
        """Go on with a job that has ended, from the step it stopped at; a finished one from the first."""
        status = self._find(job_id)
        if not _status(status).ended:
            return
        kept = [] if status.status == "SUCCESS" else [s for s in DBOS.list_workflow_steps(job_id) if s["error"] is None]
        try:
            DBOS.rewind_workflow(job_id, start_step=len(kept) + 1, queue_name=QUEUE)
        except error.DBOSException:
            if _status(self._find(job_id)).ended:
                raise  # otherwise another replica was first

    def status(self, job_id: str) -> JobStatus | None:
        """Where a job stands."""
        found = DBOS.list_workflows(workflow_ids=[job_id])
        return _status(found[0]) if found else None

    def failed(self, most: int = 100) -> list[JobStatus]:
        """The jobs that failed, latest first."""
        wrong = [name for name, state in STATES.items() if state == "failed"]
        return [_status(each) for each in DBOS.list_workflows(status=wrong, limit=most, sort_desc=True)]

    def wait(self, job_id: str, seconds: float) -> JobStatus:
        """Where a job stands once it has ended."""
        last = monotonic() + seconds
        while not (status := _status(self._find(job_id))).ended:
            if monotonic() > last:
                raise TimeoutError(job_id)
            with self._changed:
                self._changed.wait(POLL / 4)  # another replica may be doing it, so only the database can say
        return status

    def sweep(self) -> int:
        """Say that this replica lives, take over the work of those that do not, and forget what is long done."""
        silence = monotonic() - self._beaten
        self._beat()
        if silence > self._stale_after / 2:
            return 0  # this machine slept or the database was away: the others have yet to be heard again
        under_way = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        living = self._heartbeats.living(self._stale_after)  # read last: who has begun to work has been heard before
        dead = {each.executor_id for each in under_way if each.executor_id} - living
        taken = DBOS._recover_pending_workflows(sorted(dead)) if dead else []
        self._forget()
        return len(taken)

    def close(self) -> None:
        """Stop after the steps that run now. What is left goes on here after a restart, or at another replica."""
        if self._workflows is None:
            return
        self._workflows = None
        self._sweeper.close()
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            is_quiet = self._changed.wait_for(lambda: self._running == 0, self._patience)
        DBOS.destroy(destroy_registry=True)
        if is_quiet:  # otherwise the others wait until this one is surely gone
            _wait_for_threads()
            self._heartbeats.leave(self._executor)
        self._engine.dispose()
        _only_one.release()

    def _beat(self) -> None:
        self._heartbeats.beat(self._executor)
        self._beaten = monotonic()

    def _forget(self) -> None:
        before = (datetime.now(UTC) - self._keep_done).isoformat()
        over = [name for name, state in STATES.items() if state in ("done", "cancelled")]
        found = DBOS.list_workflows(
            status=over, completed_before=before, limit=FORGOTTEN_AT_ONCE, load_input=False, load_output=False
        )
        if found:
            DBOS.delete_workflows([each.workflow_id for each in found])

    @property
    def _opened(self) -> "_Workflows":
        if self._workflows is None:
            raise RuntimeError("the runner is not open")
        return self._workflows

    def _open(self) -> None:
        logging.getLogger("dbos").addHandler(logging.NullHandler())  # or DBOS writes to stderr, past our own log
        self._heartbeats = Heartbeats(self._engine, SCHEMA if self._engine.dialect.name == "postgresql" else None)
        self._heartbeats.prepare()
        self._beat()
        DBOS(
            config={
                "name": "bizet",
                "system_database_engine": self._engine,
                "dbos_system_schema": SCHEMA,
                "application_version": VERSION,
                "executor_id": self._executor,
                "serializer": DBOSPortableJSONSerializer(),  # no pickles: who can write the table must not run code
                "use_listen_notify": False,  # nothing of ours is sent that way
                "notification_listener_polling_interval_sec": POLL,  # what `close` waits for
                "log_level": "WARNING",
            }
        )
        workflows = _Workflows(self._run)
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=self._workers, polling_interval_sec=POLL)
        self._sweeper = Sweeper(self.sweep, self._stale_after / 3)
        self._sweeper.open()
        self._workflows = workflows

    def _run(self, name: str, payload: Plain) -> Plain:
        if name not in self._recipes:
            raise LookupError(f"no job is called {name!r} here")
        steps, retry = self._recipes[name]
        value = payload
        with self._counted():
            for i, step in enumerate(steps):
                self._go_on()
                value = DBOS.run_step({"name": f"{name}.{i}"}, self._step, step, value, retry)
        return value

    def _step(self, step: Step, value: Plain, retry: Retry) -> Plain:
        failures = 0
        while True:
            try:
                return carried(step(value))
            except Exception as problem:
                failures += 1
                wait = retry.wait(failures)
                if wait is None:
                    raise RuntimeError(repr(problem)) from problem
                self._pause(wait)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """`close` waits for those who are in here, until DBOS has kept what their steps returned."""
        with self._changed:
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def _go_on(self) -> None:
        if self._closing:
            raise _Stopping

    def _pause(self, seconds: float) -> None:
        """Wait for the next try, unless there is to be none."""
        job_id, last = str(DBOS.workflow_id), monotonic() + seconds
        while (left := last - monotonic()) > 0:
            with self._changed:
                self._changed.wait_for(lambda: self._closing, min(left, CANCELLED_WITHIN))
            self._go_on()
            if self._find(job_id).status == "CANCELLED":
                raise _Stopping

    def _find(self, job_id: str) -> WorkflowStatus:
        found = DBOS.list_workflows(workflow_ids=[job_id])
        if not found:
            raise KeyError(job_id)
        return found[0]


class _Workflows:
    """The two that DBOS knows. Their bodies only walk through the steps, so that a second walk is the same one."""

    def __init__(self, run: Callable[[str, Plain], Plain]) -> None:
        @DBOS.workflow(name="job", max_recovery_attempts=TAKEN_UP_AT_MOST)
        def job(name: str, payload: Plain) -> Plain:
            return run(name, payload)

        @DBOS.workflow(name="scheduled", max_recovery_attempts=TAKEN_UP_AT_MOST)
        def scheduled(at: datetime, asked: Any) -> None:
            run(*asked)

        self.job = job
        self.scheduled = scheduled


def _wait_for_threads() -> None:
    """DBOS only asks its threads to end. The last of them may still hold a connection."""
    for thread in enumerate_threads():
        if thread.name.startswith("dbos-executor-"):
            thread.join()


def _status(found: WorkflowStatus) -> JobStatus:
    state = STATES[found.status]
    given: list[Any] = list(found.input["args"]) if found.input else [""]
    name = given[0] if found.name == "job" else given[1][0]
    problem = str(found.error or found.status) if state == "failed" else ""
    return JobStatus(found.workflow_id, name, state, found.output, problem)


def _engine(place: Path | str) -> Engine:
    """DBOS begins transactions in its own way, so a `control.db` has another engine than the files of businesses."""
    if isinstance(place, str):
        return postgres_engine(place, pool_size=10)
    engine = create_engine(f"sqlite:///{place}", connect_args={"check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("busy_timeout = 30000", "foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine
