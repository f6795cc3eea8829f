"""Jobs outlive the process that does them, on SQLite and on PostgreSQL."""

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.server.jobs.conftest import Durable, Place
from tests.server.jobs.replica import Replica
from tests.support.patience import PATIENCE


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A control.db that several tests write into."""
    return tmp_path_factory.mktemp("control") / "control.db"


@pytest.mark.slow
def test_a_process_killed_in_the_middle_of_a_step_goes_on_with_that_step(
    durable: Durable, place: Place, replica: Callable[..., Replica], id: str
) -> None:
    killed = replica(place, "a", id)
    assert [killed.says(), killed.says()] == ["first", "second-begun"]
    killed.kill()

    restarted = replica(place, "a")
    assert [restarted.says(), restarted.says()] == ["second-begun", "second-ended"], "and never `first` again"
    assert restarted.end() == []

    runner = durable(place, "a")
    runner.open()
    status = runner.wait(id, 20)
    runner.close()
    assert (status.name, status.state) == ("two steps", "done")


def test_a_process_has_one_durable_runner(durable: Durable, control: Path) -> None:
    runner = durable(control, "a")
    runner.open()
    with pytest.raises(RuntimeError, match="one durable runner"):
        durable(control, "a").open()
    runner.close()


def test_a_runner_that_cannot_open_leaves_room_for_the_next(durable: Durable, control: Path, id: str) -> None:
    with pytest.raises(Exception, match="unable to open database file"):
        durable(control / "missing.db", "a").open()
    runner = durable(control, "a")
    runner.register("write", lambda line: line)
    runner.open()
    runner.start("write", id, "line")
    assert runner.wait(id, 20).state == "done"
    runner.close()


def test_a_runner_that_is_not_open_takes_nothing(durable: Durable, control: Path, id: str) -> None:
    with pytest.raises(RuntimeError, match="not open"):
        durable(control, "a").start("write", id)


def test_a_control_db_is_written_ahead_and_holds_no_pickles(durable: Durable, control: Path, id: str) -> None:
    runner = durable(control, "a")
    runner.register("write", lambda given: given)
    runner.open()
    runner.start("write", id, {"to": "olivia@example.com"})
    runner.wait(id, 20)
    runner.close()

    file = sqlite3.connect(control)
    assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    (given,) = file.execute("SELECT inputs FROM workflow_input WHERE workflow_uuid = ?", (id,)).fetchone()
    (returned,) = file.execute("SELECT output FROM workflow_output WHERE workflow_uuid = ?", (id,)).fetchone()
    file.close()
    assert json.loads(given)["positionalArgs"] == ["write", {"to": "olivia@example.com"}]
    assert json.loads(returned) == {"to": "olivia@example.com"}


def test_a_job_that_was_left_waits_for_a_runner_that_knows_its_steps(durable: Durable, control: Path, id: str) -> None:
    runner = durable(control, "a")
    runner.open()
    runner.start("new kind", id, 1)
    assert runner.wait(id, 20).state == "failed"
    runner.close()

    newer = durable(control, "a")
    newer.register("new kind", lambda n: n + 1)
    newer.open()
    newer.retry(id)
    assert newer.wait(id, 20).result == 2
    newer.close()


def test_what_is_long_done_is_forgotten_and_what_failed_is_not(durable: Durable, place: Place, id: str) -> None:
    runner = durable(place, "a", keep_done=timedelta(0))
    runner.register("write", lambda line: line)
    runner.open()
    runner.start("write", id, "line")
    runner.start("unknown", f"{id}-failed")
    assert runner.wait(id, 20).state == "done"
    assert runner.wait(f"{id}-failed", 20).state == "failed"
    runner.sweep()
    assert runner.status(id) is None
    assert [each.job_id for each in runner.failed()] == [f"{id}-failed"]
    runner.close()


def test_closing_keeps_what_the_running_step_returned(durable: Durable, control: Path, id: str) -> None:
    begun, go_on, done = Event(), Event(), list[str]()

    def first(_: Any) -> str:
        begun.set()
        go_on.wait(PATIENCE)
        done.append("first")
        return "page"

    runner = durable(control, "a")
    runner.register("long", first, lambda page: page)
    runner.open()
    runner.start("long", id)
    assert begun.wait(PATIENCE)
    with ThreadPoolExecutor() as beside:
        closed = beside.submit(runner.close)
        go_on.set()
        closed.result()

    again = durable(control, "a")
    again.register("long", first, lambda page: page)
    again.open()
    assert again.wait(id, 20).result == "page"
    again.close()
    assert done == ["first"]
