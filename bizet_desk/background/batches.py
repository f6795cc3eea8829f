"""Long work in short steps: an import of 100,000 rows never keeps a person at the desk waiting."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.store.operations.operation import Operation

CHUNK_SECONDS = 0.05
HOPELESS = frozenset({"disk_full", "disk_trouble", "file_damaged", "busy", "not_permitted"})
"""Refusals that the next row would meet as well."""


@dataclass(slots=True)
class BulkDone:
    """How far bulk work came: rows done, refusals by the place of their row, whether it ended before its time and by
    which error of ours. Everything in `group` can be undone together."""

    group: UUID
    count: int = 0
    refused: list[tuple[int, Refused]] = field(default_factory=list)
    cancelled: bool = False
    problem: Exception | None = None


class Bulk:
    """Many operations, run by `step` for 50 ms at a time until it returns False."""

    def __init__(
        self,
        work: Iterable[tuple[Operation[Any, Any], msgspec.Struct]],
        do: Callable[..., Any],
        group: UUID,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self.done = BulkDone(group)
        self._work = enumerate(work)
        self._do = do
        self._asked_to_stop = cancelled
        self._stopped = False

    def cancel(self) -> None:
        """Stop before the next operation; what is done stays done, and its group can be undone."""
        self._stopped = True

    def step(self) -> bool:
        """Work for 50 ms; whether anything is left."""
        until = time.monotonic() + CHUNK_SECONDS
        while time.monotonic() < until:
            if self._stopped or self._asked_to_stop():
                self.done.cancelled = True
                return False
            try:
                if not self._next():
                    return False
            except Exception as problem:  # kept, so that whoever waits for the end hears of it
                self.done.problem, self.done.cancelled = problem, True
                return False
        return True

    def run(self) -> BulkDone:
        """All of it, here and now."""
        while self.step():
            pass
        return self.done

    def _next(self) -> bool:
        place, (operation, request) = next(self._work, (0, (None, None)))
        if operation is None or request is None:
            return False
        try:
            self._do(operation, request, group=self.done.group)
            self.done.count += 1
        except Refused as refusal:
            self.done.refused.append((place, refusal))
            self.done.cancelled = refusal.code in HOPELESS
        return not self.done.cancelled
