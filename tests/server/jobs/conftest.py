"""The runners that one contract holds for, and other processes beside the test's own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sync_server.jobs.durable import DurableRunner
from sync_server.jobs.local import LocalRunner
from sync_server.jobs.port import JobRunner
from tests.server.jobs.replica import Replica
from tests.support.postgres import Databases

Place = Path | str
Durable = Callable[..., DurableRunner]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Where a durable runner keeps its jobs: a control.db, or a PostgreSQL database."""
    with _place(request.param, request, tmp_path_factory) as found:
        yield found


@pytest.fixture(scope="module", params=["local", "sqlite", "postgresql"])
def new_runner(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], JobRunner]]:
    """Makes a runner of each kind, not open yet; of the durable ones each next one finds what the last one left."""
    if request.param == "local":
        yield LocalRunner
        return
    with _place(request.param, request, tmp_path_factory) as found:
        yield lambda: DurableRunner(found, "here")


@pytest.fixture
def fresh(new_runner: Callable[[], JobRunner]) -> Iterator[JobRunner]:
    """A runner of each kind for one test, not open yet."""
    made = new_runner()
    yield made
    made.close()


@pytest.fixture(scope="module")
def runner(new_runner: Callable[[], JobRunner]) -> Iterator[JobRunner]:
    """An open runner of each kind, one for all tests of a file."""
    made = new_runner()
    made.open()
    yield made
    made.close()


@pytest.fixture
def durable() -> Iterator[Callable[..., DurableRunner]]:
    """Makes durable runners as it is asked, closed after the test however it ends."""
    with ExitStack() as stack:

        def make(*asked: Any, **more: Any) -> DurableRunner:
            runner = DurableRunner(*asked, **more)
            stack.callback(runner.close)
            return runner

        yield make


@pytest.fixture
def id() -> str:
    """The id of a job that no other test has."""
    return uuid4().hex


@pytest.fixture
def replica() -> Iterator[Callable[..., Replica]]:
    """Starts other processes, killed after the test if they still live."""
    with ExitStack() as stack:
        yield lambda *asked, **more: stack.enter_context(Replica(*asked, **more))


@contextmanager
def _place(kind: str, request: pytest.FixtureRequest, temporary: pytest.TempPathFactory) -> Iterator[Place]:
    if kind == "sqlite":
        yield temporary.mktemp("jobs") / "control.db"
        return
    databases: Databases = request.getfixturevalue("databases")
    with databases.fresh() as engine:
        yield engine.url.render_as_string(hide_password=False)
