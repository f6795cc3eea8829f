"""What a running server does beside answering: what follows operations, holds whose time is over, nightly tidying.

Jobs run on DBOS; where it cannot be opened they run on one thread of this process, and `/healthz` still says yes:
answering devices depends on none of it.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog

from bizet_core.store import Store
from bizet_core.sync.restore.lost_rows_at_server import forget_settled
from bizet_core.sync.server.cleanup import tidy as tidied
from sync_server.data.file_checks import is_whole
from sync_server.jobs.local import LocalRunner
from sync_server.jobs.port import JobRunner, Plain
from sync_server.jobs.pump import Pump
from sync_server.running.configuration import Configuration
from sync_server.running.open_server import OpenServer
from sync_server.sync.holds import end_holds_over
from sync_server.sync.lost_rows import tend

log = structlog.get_logger()
EVERY_MINUTE, NIGHTLY = "* * * * *", "0 3 * * *"


@contextmanager
def at_work(serving: OpenServer, config: Configuration) -> Iterator[JobRunner]:
    """The jobs of a server, until it ends."""
    runner, pump = _opened(serving, config)
    runner.schedule("holds", EVERY_MINUTE, "end_holds")
    runner.schedule("lost", EVERY_MINUTE, "tell_lost")
    runner.schedule("nightly", NIGHTLY, "tidy")
    pump.open()
    serving.woken = pump.wake
    try:
        yield runner
    finally:
        serving.woken = lambda _business: None
        pump.close()
        runner.close()


def _tidied(serving: OpenServer, business: UUID) -> int:
    """Nothing is removed from a file that does not hold together: whoever repairs it wants all of it."""
    if not is_whole(serving.stores, business):
        serving.metrics.file_damaged()
        return 0
    store = serving.stores.of(business)
    return tidied(store) + forget_settled(store)


def _opened(serving: OpenServer, config: Configuration) -> tuple[JobRunner, Pump]:
    try:
        return _prepared(_durable(config), serving)
    except Exception as problem:  # whatever it is, devices are answered
        log.error("jobs_without_engine", exc_info=problem)
        return _prepared(LocalRunner(), serving)


def _durable(config: Configuration) -> JobRunner:
    from sync_server.jobs.durable import DurableRunner  # 69 MB: only where the server truly runs

    place = config.data / "jobs.db" if config.url is None else config.url.render_as_string(hide_password=False)
    return DurableRunner(place, f"{socket.gethostname()}-{config.port}")


def _prepared(runner: JobRunner, serving: OpenServer) -> tuple[JobRunner, Pump]:
    def businesses() -> list[UUID]:
        return [house.business for house in serving.control.all_houses()]

    def everywhere() -> list[Store]:
        return [serving.stores.of(business) for business in businesses()]

    def end_all_holds(_payload: Plain) -> Plain:
        return sum(end_holds_over(store) for store in everywhere())

    def tell_lost(_payload: Plain) -> Plain:
        return sum(tend(store) for store in everywhere())

    def tidy(_payload: Plain) -> Plain:
        return sum(_tidied(serving, business) for business in businesses())

    pump = Pump(runner, serving.stores.of, businesses)
    runner.register("end_holds", end_all_holds)
    runner.register("tell_lost", tell_lost)
    runner.register("tidy", tidy)
    runner.open()
    return runner, pump
