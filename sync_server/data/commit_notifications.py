"""Processes beside one PostgreSQL database tell each other what they have committed: NOTIFY, on an own connection.

Not within the transactions: NOTIFY there takes a lock of the whole database server at each commit. What is lost here
is found by the sweep a second later.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import psycopg
import structlog
from sqlalchemy import URL

log = structlog.get_logger()

CHANNEL = "bizet"
AGAIN = 1.0  # seconds between tries to connect


class Announcer:
    """Says what this process commits and hears what the others do."""

    def __init__(self, url: URL, heard: Callable[[UUID], None]) -> None:
        self._url = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._heard = heard
        self._to_say: queue.SimpleQueue[UUID | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._keep, args=(work,)) for work in (self._say, self._hear)]

    def start(self) -> None:
        """Begin to speak and to listen."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End both."""
        self._stopped.set()
        self._to_say.put(None)
        for thread in self._threads:
            thread.join()

    def tell(self, business: UUID) -> None:
        """Say soon that something of this business was committed."""
        self._to_say.put(business)

    def _keep(self, work: Callable[[psycopg.Connection[Any]], None]) -> None:
        while not self._stopped.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    work(connection)
            except psycopg.Error as problem:
                log.warning("announcing_lost", why=type(problem).__name__)
                self._stopped.wait(AGAIN)

    def _say(self, connection: psycopg.Connection[Any]) -> None:
        while not self._stopped.is_set():
            for business in self._waiting():
                connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(business)))

    def _waiting(self) -> set[UUID]:
        found = {self._to_say.get()}
        with suppress(queue.Empty):
            while True:
                found.add(self._to_say.get_nowait())
        return {business for business in found if business is not None}

    def _hear(self, connection: psycopg.Connection[Any]) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        while not self._stopped.is_set():
            for business in _told(connection):
                self._heard(business)


def _told(connection: psycopg.Connection[Any]) -> Iterator[UUID]:
    for notice in connection.notifies(timeout=0.5, stop_after=1):
        with suppress(ValueError):
            yield UUID(notice.payload)
