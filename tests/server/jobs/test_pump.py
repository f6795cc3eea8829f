"""Every handler runs once by its operation, whatever becomes of the engine that runs it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from bizet_core.business.resources.model import resources
from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.business.staff.operations import AddStaff, add_staff
from bizet_core.store import Actor, Cause, Identity, Request, Store, Work, operation
from bizet_core.store.journal.journal import lines
from bizet_core.store.operations.after import also_after
from bizet_core.store.tables.ids import new_id
from sync_server.jobs.local import LocalRunner
from sync_server.jobs.port import JobRunner
from sync_server.jobs.pump import Pump, job_id
from tests.conftest import Clock
from tests.server.jobs.conftest import Durable
from tests.support.patience import PATIENCE
from tests.sync.desks.replaying import replay

NEVER = 3600.0  # seconds between the looks of a pump that only the test has look


class Open(Request):
    name: str


@operation(needs=None)
def open_wing(work: Work, given: Open) -> None:
    """Open a wing; a store room follows it."""
    work.insert(resources, id=work.derived("wing"), kind="room", name=given.name)


fails = False


def add_cupboard(cause: Cause, given: Open) -> None:
    if fails:
        raise RuntimeError("no wood")
    cause.do(add_resource, AddResource(name=f"{given.name} cupboard"))


also_after(open_wing, add_cupboard)


def names(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return sorted(connection.execute(select(resources.c.name)).scalars())


def due_jobs(store: Store) -> list[str]:
    return [job_id(each) for each in store.due()]


def test_what_follows_an_operation_is_done_by_a_job(fresh: JobRunner, store: Store, business: UUID) -> None:
    pump = Pump(fresh, lambda _: store, lambda: [business], every=NEVER)
    fresh.open()
    store.do(open_wing, Open(name="Wing"))
    (job,) = due_jobs(store)
    assert pump.look(business) == 1
    assert fresh.wait(job, 20).state == "done"
    assert pump.look(business) == 0
    assert names(store) == ["Wing", "Wing cupboard"]


def test_a_job_that_runs_twice_acts_once(fresh: JobRunner, store: Store, business: UUID) -> None:
    pump = Pump(fresh, lambda _: store, lambda: [business], every=NEVER)
    fresh.open()
    store.do(open_wing, Open(name="Wing"))
    (job,) = due_jobs(store)
    pump.look(business)
    fresh.wait(job, 20)
    fresh.retry(job)
    assert fresh.wait(job, 20).state == "done"
    assert names(store) == ["Wing", "Wing cupboard"]


def test_what_fails_is_told_and_done_when_it_is_due_again(
    fresh: JobRunner, store: Store, business: UUID, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    pump = Pump(fresh, lambda _: store, lambda: [business], every=NEVER)
    fresh.open()
    monkeypatch.setitem(globals(), "fails", True)
    store.do(open_wing, Open(name="Wing"))
    (job,) = due_jobs(store)
    pump.look(business)
    status = fresh.wait(job, 20)
    assert (status.state, "no wood" in status.problem) == ("failed", True)

    monkeypatch.setitem(globals(), "fails", False)
    assert pump.look(business) == 0, "it waits before it tries again"
    clock.pass_by(seconds=2)
    pump.look(business)
    assert fresh.wait(job, 20).state == "done"
    assert names(store) == ["Wing", "Wing cupboard"]


def test_operations_commit_while_the_engine_is_away_and_it_catches_up(
    durable: Durable, tmp_path: Path, store: Store, business: UUID
) -> None:
    away = durable(tmp_path / "control.db", "a")
    pump = Pump(away, lambda _: store, lambda: [business], every=NEVER)
    store.do(open_wing, Open(name="Wing"))
    with pytest.raises(RuntimeError, match="not open"):
        pump.look(business)
    assert names(store) == ["Wing"]

    (job,) = due_jobs(store)
    away.open()
    assert pump.look(business) == 1
    assert away.wait(job, 20).state == "done"
    assert names(store) == ["Wing", "Wing cupboard"]
    away.close()


def test_a_business_restored_from_a_backup_has_it_done_again(
    fresh: JobRunner, store: Store, business: UUID, tmp_path: Path
) -> None:
    pump = Pump(fresh, lambda _: store, lambda: [business], every=NEVER)
    fresh.open()
    store.do(open_wing, Open(name="Wing"))
    (job,) = due_jobs(store)
    store.engine.dispose()
    shutil.copy(tmp_path / "desk.bizet", tmp_path / "backup")
    pump.look(business)
    fresh.wait(job, 20)

    store.engine.dispose()
    shutil.copy(tmp_path / "backup", tmp_path / "desk.bizet")
    assert names(store) == ["Wing"]
    pump.look(business)
    assert fresh.wait(job, 20).state == "done"
    assert names(store) == ["Wing", "Wing cupboard"]


def test_an_open_pump_does_it_after_each_commit(store: Store, business: UUID) -> None:
    runner, done = LocalRunner(), Event()
    pump = Pump(runner, lambda _: store, lambda: [business], every=NEVER)
    store.listeners.append(lambda _: pump.wake(business))
    store.listeners.append(lambda it: done.set() if it.name == add_resource.name else None)
    runner.open()
    pump.open()
    store.do(open_wing, Open(name="Wing"))
    assert done.wait(PATIENCE)
    pump.close()
    runner.close()
    assert names(store) == ["Wing", "Wing cupboard"]


def test_what_a_desk_did_is_followed_once_and_by_the_server(store: Store, server_store: Store, business: UUID) -> None:
    ana = Actor(store.do(add_staff, AddStaff(name="Ana")).result, "Ana")
    store.authority = False
    store.seen = replace(store.seen, epoch="since it has a server")
    store.do(open_wing, Open(name="Wing"), actor=ana)
    assert store.due() == []
    with store.engine.connect() as connection:
        for line in lines(connection, business, store.identity.device, store.identity.inc):
            replay(server_store, line)

    runner = LocalRunner()
    pump = Pump(runner, lambda _: server_store, lambda: [business], every=NEVER)
    runner.open()
    (job,) = due_jobs(server_store)
    assert pump.look(business) == 1
    assert runner.wait(job, 20).state == "done"
    runner.close()
    assert names(server_store) == ["Ana", "Wing", "Wing cupboard"]
    assert names(store) == ["Ana", "Wing"]


def test_two_replicas_at_once_do_it_once(postgres: Engine, business: UUID) -> None:
    here, there = (Store(postgres, Identity(business, new_id()), where="server") for _ in range(2))
    here.do(open_wing, Open(name="Wing"))
    (due,) = here.due()
    begun: list[bool] = []

    def at_the_same_time(store: Store) -> Callable[[Any], None]:
        return lambda _: begun.append(store.run_after(due.op_id, due.handler))

    runners = [LocalRunner(), LocalRunner()]
    for runner, store in zip(runners, (here, there), strict=True):
        runner.register("follow", at_the_same_time(store))
        runner.open()
        runner.start("follow", "1")
    assert [runner.wait("1", 20).state for runner in runners] == ["done", "done"]
    assert sorted(begun) == [False, True]
    assert names(here) == ["Wing", "Wing cupboard"]
    for runner in runners:
        runner.close()
