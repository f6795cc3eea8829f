"""What devices tell of the daily comparison, for whoever runs the server: a row in which several differ is rotten here.

It is kept in the memory of this process: rows by table, id and the server's hash, the newest ones. Where several
processes serve one business, each knows what was told to it.
"""

import threading
from collections import OrderedDict
from typing import NamedTuple
from uuid import UUID

import structlog

from bizet_core.sync.wire.differences import Differed

log = structlog.get_logger()

MOST_ROWS = 20_000
NAMED_AT_ONCE = 20  # ids in a line of the log
MOST_DEVICES = 2  # that are remembered of a row: more are not needed to suspect it


class Row(NamedTuple):
    """A version of a row of the server's."""

    business: UUID
    table: str
    id: UUID
    hash: bytes


class Differences:
    """Who has differed in what."""

    def __init__(self, most: int = MOST_ROWS) -> None:
        self.most = most
        self._told: OrderedDict[Row, set[UUID]] = OrderedDict()
        self._gate = threading.Lock()

    def take(self, business: UUID, device: UUID, told: Differed) -> int:
        """Log what a device tells; how many rows are to be suspected since now."""
        log.warning("rows_differ", business=str(business), device=str(device), table=told.table, count=told.count)
        suspect = [row.id for row in self._rows(business, told) if self._is_second(row, device)]
        if suspect:
            named = [str(id) for id in suspect[:NAMED_AT_ONCE]]
            log.error("rows_suspect", business=str(business), table=told.table, count=len(suspect), rows=named)
        return len(suspect)

    def _rows(self, business: UUID, told: Differed) -> list[Row]:
        return [Row(business, told.table, each.id, each.hash) for each in told.rows]

    def _is_second(self, row: Row, device: UUID) -> bool:
        """Whether a second device tells the same now, and not the first again nor a third."""
        with self._gate:
            devices = self._told.setdefault(row, set())
            self._told.move_to_end(row)
            if len(self._told) > self.most:
                self._told.popitem(last=False)
            if device in devices or len(devices) >= MOST_DEVICES:
                return False
            devices.add(device)
            return len(devices) == MOST_DEVICES
