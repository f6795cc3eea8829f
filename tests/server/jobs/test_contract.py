"""What every runner promises, whatever it is made of."""

from threading import Event
from typing import Any
from uuid import uuid4

import pytest

from sync_server.jobs.port import JobRunner, Retry
from tests.support.patience import PATIENCE

SOON = Retry(tries=3, first=0.01, factor=1)


class Ledger:
    """Writes down what was done, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.lines: list[Any] = []
        self.failures = failures

    def write(self, line: Any) -> Any:
        self.lines.append(line)
        return line

    def fail(self, line: Any) -> Any:
        self.write(line)
        if self.failures:
            self.failures -= 1
            raise OSError("the printer is on fire")
        return line


def test_each_step_is_given_what_the_one_before_returned(runner: JobRunner, id: str) -> None:
    runner.register("sum", lambda given: [given["a"], given["b"]], sum)
    runner.start("sum", id, {"a": 2, "b": 3})
    status = runner.wait(id, 20)
    assert (status.job_id, status.name, status.state, status.result) == (id, "sum", "done", 5)


def test_the_same_id_started_twice_runs_once(runner: JobRunner, id: str) -> None:
    ledger = Ledger()
    runner.register("write", ledger.write)
    runner.start("write", id, "first")
    runner.start("write", id, "second")
    runner.wait(id, 20)
    runner.start("write", id, "third")
    runner.start("write", id + "2", "other")
    runner.wait(id + "2", 20)
    assert ledger.lines == ["first", "other"]


def test_a_failing_step_is_tried_again_and_those_before_it_are_not(runner: JobRunner, id: str) -> None:
    before, ledger = Ledger(), Ledger(failures=2)
    runner.register("print", before.write, ledger.fail, retry=SOON)
    runner.start("print", id, "page")
    assert runner.wait(id, 20).state == "done"
    assert (before.lines, ledger.lines) == (["page"], ["page"] * 3)
    assert id not in [each.job_id for each in runner.failed()]


def test_a_job_that_fails_to_the_end_is_told_with_its_problem(runner: JobRunner, id: str) -> None:
    ledger = Ledger(failures=99)
    runner.register("print", ledger.fail, retry=SOON)
    runner.start("print", id, "page")
    status = runner.wait(id, 20)
    assert (status.name, status.state) == ("print", "failed")
    assert "the printer is on fire" in status.problem
    assert runner.failed()[0] == status
    assert len(ledger.lines) == SOON.tries


def test_a_failed_job_that_is_retried_goes_on_where_it_failed(runner: JobRunner, id: str) -> None:
    before, ledger = Ledger(), Ledger(failures=SOON.tries)
    runner.register("print", before.write, ledger.fail, retry=SOON)
    runner.start("print", id, "page")
    assert runner.wait(id, 20).state == "failed"
    runner.retry(id)
    status = runner.wait(id, 20)
    assert (status.state, status.result, status.problem) == ("done", "page", "")
    assert before.lines == ["page"]
    assert id not in [each.job_id for each in runner.failed()]


def test_a_finished_job_that_is_retried_is_done_again(runner: JobRunner, id: str) -> None:
    ledger = Ledger()
    runner.register("write", ledger.write, ledger.write)
    runner.start("write", id, "line")
    runner.wait(id, 20)
    runner.retry(id)
    assert runner.wait(id, 20).state == "done"
    assert ledger.lines == ["line"] * 4


def test_a_cancelled_job_is_not_tried_again_until_somebody_says_so(runner: JobRunner, id: str) -> None:
    tried, ledger = Event(), Ledger(failures=1)

    def fail_once(line: str) -> None:
        tried.set()
        ledger.fail(line)

    runner.register("print", fail_once, retry=Retry(tries=2, first=3600))
    runner.start("print", id, "page")
    assert tried.wait(PATIENCE)
    runner.cancel(id)
    assert runner.wait(id, 20).state == "cancelled"
    runner.retry(id)
    assert runner.wait(id, 20).state == "done"
    assert ledger.lines == ["page"] * 2


def test_a_job_nobody_knows_fails_and_says_so(runner: JobRunner, id: str) -> None:
    runner.start("dance", id)
    status = runner.wait(id, 20)
    assert status.state == "failed"
    assert "dance" in status.problem


def test_only_plain_values_are_carried(runner: JobRunner, id: str) -> None:
    runner.register("write", lambda given: given)
    with pytest.raises(TypeError):
        runner.start("write", id, uuid4())
    assert runner.status(id) is None
    runner.start("write", id, {"pair": (1, None), "text": "œuvre", "rate": 0.5})
    assert runner.wait(id, 20).result == {"pair": [1, None], "text": "œuvre", "rate": 0.5}


def test_a_scheduled_job_is_started_at_its_times_until_it_is_unscheduled(runner: JobRunner, id: str) -> None:
    came, times = Event(), Ledger()
    runner.register("tick", lambda given: (times.write(given), came.set())[1])
    runner.schedule("new year", "0 0 1 1 *", "tick", "new year")
    runner.schedule("clock", "* * * * * *", "tick", "second", zone="Europe/Dublin")
    assert came.wait(PATIENCE)
    runner.unschedule("clock")
    assert set(times.lines) == {"second"}


def test_times_that_are_none_are_refused(runner: JobRunner, id: str) -> None:
    with pytest.raises(ValueError, match="columns"):
        runner.schedule("clock", "often", "tick")


def test_waiting_ends_in_time(runner: JobRunner, id: str) -> None:
    go_on = Event()
    runner.register("long", lambda _: go_on.wait(PATIENCE))
    runner.start("long", id)
    with pytest.raises(TimeoutError):
        runner.wait(id, 0.01)
    go_on.set()
    assert runner.wait(id, 20).state == "done"
