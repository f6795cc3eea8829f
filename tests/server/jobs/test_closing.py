"""How every runner ends: after the step that runs, and without waiting for anything else."""

from collections.abc import Callable
from threading import Event
from typing import Any

from sync_server.jobs.durable import DurableRunner
from sync_server.jobs.port import JobRunner, Retry
from tests.support.patience import PATIENCE


def test_a_cancelled_job_does_no_further_step(fresh: JobRunner, id: str) -> None:
    begun, go_on, further = Event(), Event(), Event()

    def first(_: Any) -> None:
        begun.set()
        go_on.wait(PATIENCE)

    fresh.register("long", first, lambda _: further.set())
    fresh.open()
    fresh.start("long", id)
    assert begun.wait(PATIENCE)
    fresh.cancel(id)
    assert fresh.wait(id, 20).state == "cancelled"
    go_on.set()
    fresh.close()
    assert not further.is_set()


def test_closing_does_not_wait_for_the_next_try(new_runner: Callable[[], JobRunner], id: str) -> None:
    tried, again = Event(), new_runner()

    def fail(_: Any) -> None:
        tried.set()
        raise OSError("not today")

    runner = new_runner()
    runner.register("slow", fail, retry=Retry(tries=2, first=3600))
    runner.open()
    runner.start("slow", id)
    assert tried.wait(PATIENCE)
    runner.close()

    again.register("slow", lambda _: "done after all")
    again.open()
    if isinstance(again, DurableRunner):  # the local one keeps nothing
        assert again.wait(id, 20).result == "done after all"
    again.close()
