"""Gate for a desk's threads: work that stands still until a test lets it go on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bizet_core.store import Request
from bizet_core.store.operations.operation import Operation, Query
from bizet_desk.desk import Desk


class Wait(Request):
    """Wait for a test's gate."""


class Gate:
    """Work that stands still on its thread until the test opens the gate."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def _stand(self, *_: Any) -> str:
        self.reached.set()
        assert self.open.wait(20)
        return "opened"

    @property
    def writing(self) -> Operation[Any, Any]:
        return Operation("test.wait", self._stand, Wait, None, False, True, 1, "")

    @property
    def reading(self) -> Query[Any, Any]:
        return Query("test.wait", self._stand, Wait, None, "")

    @contextmanager
    def on_the_writer(self, desk: Desk) -> Iterator[None]:
        desk.do(self.writing, Wait())
        assert self.reached.wait(20)
        yield
        self.open.set()

    @contextmanager
    def on_the_reader(self, desk: Desk) -> Iterator[None]:
        desk.ask(self.reading, Wait(), then=lambda _: None)
        assert self.reached.wait(20)
        yield
        self.open.set()
