"""Agreeing with a server: real desk files and a real server, with all rules, beside bare SQLite and Anki's sync.

    push        10,000 sales (a product, cash) that a desk has made without a network, sent in order, 200 a request
    pull        the rows of them at a second desk
    a_to_b      one sale at desk A until it stands in desk B's file: over HTTP, told by the open line
    bootstrap   a new desk takes 100,000 rows: those sales, customers and bookings
    rebase      1,000 sales not sent yet, and a changed product comes: it is in some of them, or in every one
    postgresql  sales a second into one business by 1 and by 8 desks, and into 8 businesses, every commit on disk

`door` is server and desk in one process; `http` the real program on 127.0.0.1. `cpu_ms` is what one process spends.
"""

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.support import anki_peer, bare_sqlite_peer, postgres_push
from benchmarks.support.many_rows import fill
from benchmarks.support.rebase import rebased
from benchmarks.support.sale_latency import a_to_b
from benchmarks.support.server_process import free_port, serving
from benchmarks.support.synced_business import (
    Computer,
    CutError,
    Direct,
    Reach,
    Shop,
    Stopwatch,
    another_computer,
    at_work,
    first_computer,
    now,
)
from bizet_desk.syncing.transport.http import HttpCarrier
from sync_server.data.business_databases import Files
from sync_server.running.open_server import OpenServer, serve_from

SALES, PRODUCTS, ROWS = 10_000, 20, 100_000
GOALS = {"push_sales_per_s": 1000, "pull_to_anki": 1.0, "a_to_b_p95_ms": 300, "bootstrap_s": 4.0, "rebase_s": 0.4}
Figures = dict[str, Any]


def run() -> Figures:
    """All of it, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bizet-sync-") as folder:
        figures = _measured(Path(folder))
    each = _met(figures)
    return {"sales": SALES, **figures, "goals": GOALS, "met_each": each, "met": all(each.values())}


def _met(figures: Figures) -> dict[str, bool]:
    """What has no figure is not met."""
    ways = ("door", "http")
    anki = figures["anki"]
    needed = float("inf") if anki is None else GOALS["pull_to_anki"] * anki["pull_rows_per_s"]
    return {
        "push": all(figures["push"][way]["sales_per_s"] >= GOALS["push_sales_per_s"] for way in ways),
        "pull": all(figures["pull"][way]["rows_per_s"] >= needed for way in ways),
        "a_to_b": figures["a_to_b_ms"]["p95"] <= GOALS["a_to_b_p95_ms"],
        "bootstrap": all(figures["bootstrap"][way]["seconds"] <= GOALS["bootstrap_s"] for way in ways),
        "rebase": all(each["seconds"] <= GOALS["rebase_s"] for each in figures["rebase"].values()),
    }


def _measured(folder: Path) -> Figures:
    one, two, bare = folder / "one", folder / "two", folder / "bare.db"
    port = free_port()
    _say("making the sales")
    shop = _prepared(one, f"http://127.0.0.1:{port}")
    shutil.copytree(one, two, ignore=shutil.ignore_patterns("*.lock"))
    _say("push, pull and bootstrap in one process")
    door = _by_door(one, shop, bare)
    _say("the same over HTTP")
    http, latency = _over_http(two, shop, port)
    _say("bare sqlite3")
    bare_sales, rows = bare_sqlite_peer.sales_per_second(bare)
    figures: Figures = {name: {"door": door[name], "http": http[name]} for name in door}
    for way in figures["push"].values():
        way["rows_per_s"] = round(way["sales_per_s"] * rows / SALES)
    figures["bare_sqlite3"] = {
        "sales_per_s": round(bare_sales), "rows_per_s": round(bare_sales * rows / SALES), "rows_a_sale": rows / SALES
    }  # fmt: skip
    figures["a_to_b_ms"] = latency
    _say("rebase")
    with _door(folder / "rebase") as (server, reach):
        figures["rebase"] = rebased(folder, reach, server.control.new_setup_code())
    _say("Anki")
    figures["anki"] = anki_peer.measured(SALES)
    _say("PostgreSQL")
    figures["postgresql"] = postgres_push.measured(folder / "postgres")
    return figures


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


@contextmanager
def _door(folder: Path) -> Iterator[tuple[OpenServer, Reach]]:
    """A server in this process."""
    server = serve_from(Files(folder, now), now)
    try:
        yield server, lambda: Direct(server.door)
    finally:
        server.close()


def _prepared(folder: Path, url: str) -> Shop:
    """A server; desk `a` with sales that nobody has, `b` that has agreed, and `c` with nothing yet."""
    with _door(folder / "server") as (server, reach):
        a = first_computer(folder / "a", reach, server.control.new_setup_code(), PRODUCTS, url)
        b = another_computer(a, folder / "b", reach, url)
        c = another_computer(a, folder / "c", reach, url)
        b.engine(reach()).round()
        a.engine(reach()).round()
        for i in range(SALES):
            a.sell(i)
        for computer in (a, b, c):
            computer.opened.close()
    return a.shop


def _by_door(folder: Path, shop: Shop, bare: Path) -> Figures:
    with _door(folder / "server") as (server, reach):
        figures = _both_ways(folder, shop, reach)
        (house,) = server.control.all_houses()
        with sqlite3.connect(folder / "server" / f"{house.business}.db") as pushed:
            pushed.execute("VACUUM INTO ?", (str(bare),))
        pushed.close()
        fill(server.stores.of(house.business), ROWS)
        return figures | {"bootstrap": _bootstrapped(folder, shop, reach)}


def _over_http(folder: Path, shop: Shop, port: int) -> tuple[Figures, Figures]:
    place = folder / "server"
    with serving(port, BIZET_DATA=str(place)) as url:
        figures = _both_ways(folder, shop, lambda: HttpCarrier(url))
        _say("from A to B")
        latency = a_to_b(folder / "a", folder / "b", shop)
    with _door(place) as (server, _reach):
        (house,) = server.control.all_houses()
        fill(server.stores.of(house.business), ROWS)
    with serving(port, BIZET_DATA=str(place)) as url:
        return figures | {"bootstrap": _bootstrapped(folder, shop, lambda: HttpCarrier(url))}, latency


def _both_ways(folder: Path, shop: Shop, reach: Reach) -> Figures:
    with at_work(folder / "a", shop) as a, at_work(folder / "b", shop) as b:
        watch, cpu = Stopwatch(reach(), until="pull"), process_time()
        with suppress(CutError):
            a.engine(watch).round()
        spent, seconds = process_time() - cpu, watch.ended - watch.begun["push"]
        push = {"sales_per_s": round(SALES / seconds), "cpu_ms_a_sale": round(spent * 1000 / SALES, 2)}
        return {"push": push, "own_rows_back": _taken(a, reach), "pull": _taken(b, reach)}


def _bootstrapped(folder: Path, shop: Shop, reach: Reach) -> Figures:
    with at_work(folder / "c", shop) as c:
        return _taken(c, reach) | {"compared_s": _compared(c, reach)}


def _compared(computer: Computer, reach: Reach) -> float:
    """Whether all of them are the server's: what a desk asks once a day."""
    engine = computer.engine(reach())
    engine.comparing.begin()
    began = perf_counter()
    while engine.comparing.is_under_way:
        engine.round()
    return round(perf_counter() - began, 2)


def _taken(computer: Computer, reach: Reach) -> Figures:
    """A round that only takes."""
    watch = Stopwatch(reach())
    began, cpu = perf_counter(), process_time()
    received = computer.engine(watch).round().received
    seconds, spent = perf_counter() - began, process_time() - cpu
    assert received is not None
    return {
        "rows": received.rows, "seconds": round(seconds, 2), "rows_per_s": round(received.rows / seconds),
        "waited_for_server_s": round(sum(watch.took["pull"]), 2), "cpu_s": round(spent, 2),
    }  # fmt: skip
