"""One sale at desk A until it stands in desk B's file: both are what a shop runs but for the windows.

Each has its writer's thread, the thread that keeps it agreed, and the open line to a server in another process. B's
file is looked into through a connection of our own, every millisecond. Sales come at no steady beat.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from benchmarks.support.synced_business import Computer, Shop, at_work
from bizet_core.selling.sales.operations import sell
from bizet_desk.desk import Desk
from bizet_desk.syncing.sync_thread import KeepingUp
from bizet_desk.syncing.transport.https_network import Web

WARM, SALES = 10, 100
PAUSES = (0.25, 0.75)  # seconds
LONGEST = 30.0


def a_to_b(here: Path, there: Path, shop: Shop) -> dict[str, float]:
    """Milliseconds, from the click on."""
    _application()
    with at_work(here, shop) as first, at_work(there, shop) as second, _running(first) as desk, _running(second):
        looking = second.opened.store.readers.raw_connection()
        took = [_one(desk, first, looking.driver_connection) for _ in range(WARM + SALES)][WARM:]
        looking.close()
    return {
        "p50": round(median(took), 1),
        "p95": round(quantiles(took, n=20, method="inclusive")[-1], 1),
        "most": round(max(took), 1),
    }


def _application() -> QCoreApplication:
    return QCoreApplication.instance() or QCoreApplication([])


@contextmanager
def _running(computer: Computer) -> Iterator[Desk]:
    desk = Desk(computer.opened.store)
    sync = KeepingUp(desk, computer.opened, Web())
    sync.start()
    try:
        yield desk
    finally:
        sync.close()
        desk.close()


def _one(desk: Desk, first: Computer, looking: Any) -> float:
    pause = random.uniform(*PAUSES)  # no secret
    time.sleep(pause)
    QCoreApplication.processEvents()
    began = perf_counter()
    sale: UUID = desk.do_now(sell, first.a_sale(), actor=first.shop.owner).result
    while not looking.execute("SELECT 1 FROM sale WHERE id = ?", (sale.bytes,)).fetchall():
        assert perf_counter() - began < LONGEST, "the sale has not come"
        time.sleep(0.001)
    return (perf_counter() - began) * 1000
