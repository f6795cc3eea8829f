"""Hear from the server that there is something to pull (`GET /v1/{business}/events`): never data, only how far it is.

    heard("9f3c…", 1042)     each time, on the listening thread
    silence for 40 s         the line is dead, whatever the computer believes: connect again
    anything else            connect again after 0 to 5 s, by chance, so that desks do not all come at once

A desk that hears nothing pulls every half minute anyway: events only make it quicker.
"""

import random
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
import structlog
from httpx_sse import EventSource, SSEError

from bizet_core.sync.wire.signing import sign
from bizet_desk.syncing.transport.carrier import Server, UnreachableError
from bizet_desk.syncing.transport.http import client_of, reaching

log = structlog.get_logger()

SILENCE = 40.0  # seconds; the server says something every 15
JITTER = 5.0
Heard = Callable[[str, int], None]


class News(msgspec.Struct, frozen=True):
    """How far the server's feed is."""

    epoch: str
    head: int


class Pace(NamedTuple):
    """How patient a listener is, in seconds."""

    silence: float = SILENCE
    jitter: float = JITTER


STEADY = Pace()


class EventListener:
    """Listens until it is stopped. `run` on a thread of its own; `stop` from any other."""

    def __init__(
        self, url: str, server: Server, heard: Heard, authority: Path | None = None, pace: Pace = STEADY
    ) -> None:
        self.server, self.heard, self.pace = server, heard, pace
        timeouts = httpx.Timeout(pace.silence, connect=5, pool=5)
        self.client = client_of(url, authority, timeouts)
        self._stopped = threading.Event()
        self._line: Any = None  # the socket that is being read

    def run(self) -> None:
        """Listen, and connect again whenever the line is gone."""
        while not self._stopped.is_set():
            try:
                reaching(self._listen)
            except (UnreachableError, SSEError, msgspec.MsgspecError) as problem:
                if not self._stopped.is_set():
                    log.info("events_lost", why=str(problem))
            self._stopped.wait(random.uniform(0, self.pace.jitter))  # noqa: S311  # nobody gains by guessing it
        self.client.close()

    def stop(self) -> None:
        """Let `run` end, at once also where it waits for the server to say something."""
        self._stopped.set()
        line = self._line
        if line is not None:
            _hang_up(line)

    def _listen(self) -> None:
        path = f"/v1/{self.server.business}/events"
        with self.client.stream("GET", path, headers=self._signed(path)) as answer:
            if answer.status_code != 200:
                raise UnreachableError(f"answered {answer.status_code}")
            self._line = answer.extensions["network_stream"].get_extra_info("socket")
            try:
                if not self._stopped.is_set():  # `stop` may have come before there was a line to hang up
                    self._read(answer)
            finally:
                self._line = None

    def _read(self, answer: httpx.Response) -> None:
        for event in EventSource(answer).iter_sse():
            if self._stopped.is_set():
                return
            news = msgspec.json.decode(event.data, type=News)
            self.heard(news.epoch, news.head)

    def _signed(self, path: str) -> dict[str, str]:
        me = self.server
        return sign("GET", path, b"", device=me.device, at_ms=me.now_ms() + me.offset_ms, key=me.key)


def _hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:  # it is down already
        return
