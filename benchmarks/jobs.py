"""Background jobs: how many are started and done a second, on SQLite and PostgreSQL, beside the pump without an engine.

`started_per_s` is one thread that starts jobs of one empty step; `done_per_s` counts from the first start to the end of
the last job. `after_*` is the real thing: operations whose handler does another operation, first by the pump
without an engine, then by jobs. Nothing is promised but that an engine keeps up with the desks of a business: 50 desks
with a sale every 5 seconds are 10 operations a second.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Lock
from time import perf_counter
from uuid import UUID

from sqlalchemy import Engine

from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.store import Cause, Identity, Request, Store, Work, operation
from bizet_core.store.database.engines import file_engine
from bizet_core.store.operations.after import also_after
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.schema import create
from sync_server.jobs.durable import DurableRunner
from sync_server.jobs.local import LocalRunner
from sync_server.jobs.port import JobRunner
from sync_server.jobs.pump import Pump
from tests.support.postgres import Databases, server

JOBS, OPERATIONS = 1000, 300
NEEDED = 10  # a second


class Wing(Request):
    """The name of a wing."""

    name: str


@operation(needs=None)
def build_wing(work: Work, given: Wing) -> None:
    """Write nothing; a cupboard follows."""


def add_cupboard(cause: Cause, given: Wing) -> None:
    """What follows."""
    cause.do(add_resource, AddResource(name=given.name))


also_after(build_wing, add_cupboard)


class Count:
    """Says when so many things have happened."""

    def __init__(self, until: int) -> None:
        self.left = until
        self.reached = Event()
        self._lock = Lock()

    def one_more(self, _: object) -> None:
        """One thing happened, on whatever thread."""
        with self._lock:
            self.left -= 1
            if self.left == 0:
                self.reached.set()


def run() -> dict[str, object]:
    """Jobs a second with each runner, and handlers a second with and without an engine."""
    figures: dict[str, dict[str, float]] = {}
    with _places() as places:
        for name, place, engine in places:
            figures[name] = _jobs(_runner(place))
            figures[name] |= {"after_without_engine_per_s": _pumped(engine)}
            figures[name] |= {"after_by_jobs_per_s": _by_jobs(engine, _runner(place))}
    figures["local"] = _jobs(LocalRunner())
    slowest = min(each["after_by_jobs_per_s"] for name, each in figures.items() if name != "local")
    goals = {"after_by_jobs_per_s": NEEDED}
    return {"jobs": JOBS, "operations": OPERATIONS, **figures, "goals": goals, "met": slowest >= NEEDED}


def _runner(place: Path | str) -> DurableRunner:
    return DurableRunner(place, "benchmark")


@contextmanager
def _places() -> Iterator[list[tuple[str, Path | str, Engine]]]:
    """A control.db beside a business's file, and a PostgreSQL database that holds both."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="bizet-jobs-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        file = file_engine(folder / "business.db")
        stack.callback(file.dispose)
        create(file)
        post = folder / "postgres"
        post.mkdir()
        folder.chmod(0o755)
        engine = stack.enter_context(Databases(stack.enter_context(server(post))).fresh())
        url = engine.url.render_as_string(hide_password=False)
        yield [("sqlite", folder / "control.db", file), ("postgresql", url, engine)]


def _jobs(runner: JobRunner) -> dict[str, float]:
    count = Count(JOBS)
    runner.register("count", count.one_more)
    runner.register("nothing", lambda given: given)
    runner.open()
    runner.start("nothing", "first")
    runner.wait("first", 60)  # DBOS looks for a new queue once a second
    begun = perf_counter()
    for i in range(JOBS):
        runner.start("count", str(i))
    started = perf_counter() - begun
    count.reached.wait()
    done = perf_counter() - begun
    runner.close()
    return {"started_per_s": round(JOBS / started, 1), "done_per_s": round(JOBS / done, 1)}


def _operations(engine: Engine) -> tuple[Store, UUID]:
    business = new_id()
    store = Store(engine, Identity(business, new_id()), where="server")
    for i in range(OPERATIONS):
        store.do(build_wing, Wing(name=f"Wing {i}"))
    return store, business


def _pumped(engine: Engine) -> float:
    store, _ = _operations(engine)
    begun, ran = perf_counter(), 0
    while ran < OPERATIONS:
        ran += store.pump()
    return round(OPERATIONS / (perf_counter() - begun), 1)


def _by_jobs(engine: Engine, runner: JobRunner) -> float:
    store, business = _operations(engine)
    count = Count(OPERATIONS)
    store.listeners.append(count.one_more)
    pump = Pump(runner, lambda _: store, lambda: [business])
    runner.open()
    begun = perf_counter()
    pump.open()
    count.reached.wait()
    seconds = perf_counter() - begun
    pump.close()
    runner.close()
    return round(OPERATIONS / seconds, 1)
