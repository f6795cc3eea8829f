"""Pushes into PostgreSQL: one hot business, by one desk and by eight at once, and eight businesses side by side.

The server is the real program, its role bound by row level security, every commit flushed to disk. The desks push from
threads of this process over HTTP; what is counted is from the first request to the last answer.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from benchmarks.support.server_process import free_port, serving
from benchmarks.support.synced_business import (
    Computer,
    CutError,
    Direct,
    Reach,
    Stopwatch,
    another_computer,
    first_computer,
    now,
)
from bizet_desk.syncing.transport.http import HttpCarrier
from sync_server.running.configuration import Configuration, databases
from sync_server.running.open_server import serve_from
from tests.support.postgres import Databases, programs, server

DESKS, SALES = 8, 300


def measured(folder: Path) -> dict[str, Any] | None:
    """Sales a second; None where PostgreSQL is not installed."""
    if programs() is None:
        return None
    folder.mkdir()
    for each in (folder, *folder.parents[:1]):
        each.chmod(0o755)  # its own user reads it
    place = folder / "server"
    place.mkdir()
    with server(place, durable=True) as template, Databases(template).owned() as url:
        hot, others = _computers(folder, url)
        with serving(free_port(), BIZET_DATABASE_URL=url) as address:
            one = _pushed(hot[:1], address)
            eight = _pushed(hot, address)
            apart = _pushed(others, address)
        _check(url, SALES * (1 + 2 * DESKS))
        for computer in (*hot, *others):
            computer.opened.close()
    return {"one_business_1_desk": one, "one_business_8_desks": eight, "8_businesses": apart}


def _computers(folder: Path, url: str) -> tuple[list[Computer], list[Computer]]:
    """Eight desks of one business, and eight of one business each."""
    with ExitStack() as open_:
        place = open_.enter_context(databases(Configuration(database_url=url), now))
        serving = serve_from(place, now)
        open_.callback(serving.close)
        serving.newcomers.rate = float("inf")

        def reach() -> Direct:
            return Direct(serving.door)

        def business(name: str) -> Computer:
            return first_computer(folder / name, reach, serving.control.new_setup_code())

        first = business("hot")
        hot = [first, *(_another(first, folder / f"hot-{i}", reach) for i in range(1, DESKS))]
        return hot, [business(f"own-{i}") for i in range(DESKS)]


def _another(first: Computer, folder: Path, reach: Reach) -> Computer:
    made = another_computer(first, folder, reach)
    made.engine(reach()).round()
    made.open_till(reach)
    return made


def _pushed(computers: Sequence[Computer], address: str) -> int:
    """Sales a second, of all of them together."""
    for computer in computers:
        for _ in range(SALES):
            computer.sell()
    watches = [Stopwatch(HttpCarrier(address), until="pull") for _ in computers]
    with ThreadPoolExecutor(len(computers)) as pool:
        list(pool.map(_push, computers, watches))
    began = min(watch.begun["push"] for watch in watches)
    return round(SALES * len(computers) / (max(watch.ended for watch in watches) - began))


def _push(computer: Computer, watch: Stopwatch) -> None:
    try:
        computer.engine(watch).round()
    except CutError:
        return


def _check(url: str, sales: int) -> None:
    engine = create_engine(url.replace("bizet_house@", "bizet@"))  # who sees all businesses
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sale")).scalar_one() == sales
    engine.dispose()
