"""What a replica leaves when it dies is done by another one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from inspect import signature
from threading import Event

import pytest
from dbos import DBOS
from sqlalchemy import Engine, create_engine, text

from sync_server.jobs.durable import SCHEMA
from tests.server.jobs.conftest import Durable, Place
from tests.server.jobs.replica import Replica


@pytest.fixture
def table(place: Place) -> Iterator[tuple[Engine, str]]:
    """The table of living replicas, to turn its clocks back."""
    if isinstance(place, str):
        engine, name = create_engine(place), f"{SCHEMA}.job_replica"
    else:
        engine, name = create_engine(f"sqlite:///{place}"), "job_replica"
    yield engine, name
    engine.dispose()


def be_silent(table: tuple[Engine, str], executor: str) -> None:
    """Let a replica have been heard of an hour ago."""
    engine, name = table
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {name} SET beat_at = beat_at - 3600000 WHERE executor = :e"), {"e": executor})


@pytest.mark.slow
def test_a_dead_replicas_work_is_taken_over_and_a_living_ones_is_not(
    durable: Durable, place: Place, replica: Callable[..., Replica], table: tuple[Engine, str], id: str
) -> None:
    done: list[str] = []
    other = replica(place, "a", id)
    assert [other.says(), other.says()] == ["first", "second-begun"]

    here = durable(place, "b")
    here.register("two steps", lambda _: done.append("first"), lambda _: done.append("second"))
    here.open()
    assert here.sweep() == 0, "it lives"
    other.kill()
    be_silent(table, "a")
    assert here.sweep() == 1
    assert here.wait(id, 20).state == "done"
    assert here.sweep() == 0
    here.close()
    assert done == ["second"], "the finished step is not repeated"


@pytest.mark.slow
def test_replicas_watch_each_other_by_themselves(place: Place, replica: Callable[..., Replica], id: str) -> None:
    dying = replica(place, "c", id, stale_after=1.5)
    assert [dying.says(), dying.says()] == ["first", "second-begun"]
    living = replica(place, "d", stale_after=1.5)
    dying.kill()
    assert [living.says(), living.says()] == ["second-begun", "second-ended"]
    assert living.end() == []


def test_the_private_call_that_takes_work_over_is_still_as_we_use_it() -> None:
    assert list(signature(DBOS._recover_pending_workflows).parameters) == ["executor_ids"]


@pytest.mark.slow
def test_replicas_share_the_work_and_do_each_job_once(
    durable: Durable, place: Place, replica: Callable[..., Replica], id: str
) -> None:
    done: list[str] = []
    shared = Event()
    other = replica(place, "e")
    here = durable(place, "f", workers=4)
    here.register("two steps", lambda _: shared.wait() and None, lambda _: done.append("second"))
    with ExitStack() as stack:
        here.open()
        stack.callback(here.close)
        stack.callback(shared.set)
        jobs = [f"{id}-{i}" for i in range(60)]
        for job in jobs:
            here.start("two steps", job)
        assert other.says() == "first", "while all hands are full here"
        shared.set()
        assert {here.wait(job, 60).state for job in jobs} == {"done"}
    said = other.end()
    assert len(done) + said.count("second-ended") == len(jobs)
