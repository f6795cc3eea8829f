"""`GET /v1/{business}/events`: tells a device that there is something to pull. Never data, only how far the feed is.

    commit here ──────────────▶ Hub.tell ──▶ every stream of that business looks at the feed's head
    commit in another process ─▶ NOTIFY (PostgreSQL), and once a second a look at the businesses somebody listens to

A stream says nothing that a device could not ask for: a lost event costs time, never truth.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import NamedTuple
from uuid import UUID

import msgspec
import structlog
from starlette.concurrency import run_in_threadpool

from bizet_core.base.refusals import Refused

log = structlog.get_logger()

STREAMS_OF_DEVICE = 4


class Pace(NamedTuple):
    """How often, in seconds."""

    heartbeat: float = 15.0
    together: float = 0.1  # changes within it are one event
    sweep: float = 1.0


STEADY = Pace()


class News(msgspec.Struct, frozen=True):
    """How far a business's feed is."""

    epoch: str
    head: int


Look = Callable[[], News]


class Hub:
    """Who listens to which business. `tell` may be called from any thread, everything else on the event loop."""

    def __init__(self, pace: Pace = STEADY) -> None:
        self.pace = pace
        self.is_closing = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listening: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._devices: Counter[UUID] = Counter()

    def begin(self) -> None:
        """From now on wake listeners of this event loop."""
        self._loop = asyncio.get_running_loop()

    def close(self) -> None:
        """End every stream: the server is going down, and devices shall find another."""
        self.is_closing = True
        for business in list(self._listening):
            self._wake(business)

    def tell(self, business: UUID) -> None:
        """Something of this business was committed."""
        if self._loop is not None and business in self._listening:
            with suppress(RuntimeError):  # the loop is over
                self._loop.call_soon_threadsafe(self._wake, business)

    def open_streams(self) -> int:
        """How many devices listen."""
        return sum(self._devices.values())

    async def stream(self, business: UUID, device: UUID, look: Look) -> AsyncIterator[bytes]:
        """Events for one device until it, or we, hang up. `look` runs on a thread; it refuses who is sent away."""
        with self._listener(business, device) as woken:
            yield b": hello\n\n"
            last: News | None = None
            while not self.is_closing:
                woken.clear()
                news = await self._looked(look)
                if news is None:
                    return
                yield b": still here\n\n" if news == last else _event(news)
                last = news
                await self._wait(woken)

    async def sweep(self, look_at: Callable[[UUID], News]) -> None:
        """Once a second look at what other processes may have committed. Runs until it is cancelled."""
        known: dict[UUID, News] = {}
        while True:
            await asyncio.sleep(self.pace.sweep)
            for business in list(self._listening):
                news = await self._looked(partial(look_at, business))
                if news is not None and known.get(business) != news:
                    known[business] = news
                    self._wake(business)

    @contextmanager
    def _listener(self, business: UUID, device: UUID) -> Iterator[asyncio.Event]:
        woken = asyncio.Event()
        self._listening[business].add(woken)
        self._devices[device] += 1
        try:
            yield woken
        finally:
            self._devices[device] -= 1
            self._devices += Counter()  # forget who has none left
            self._listening[business].discard(woken)
            if not self._listening[business]:
                del self._listening[business]

    def room_for(self, device: UUID) -> bool:
        """Whether a device may open one more stream."""
        return self._devices[device] < STREAMS_OF_DEVICE

    def _wake(self, business: UUID) -> None:
        for woken in self._listening.get(business, ()):
            woken.set()

    async def _looked(self, look: Look) -> News | None:
        try:
            return await run_in_threadpool(look)
        except Refused:
            return None
        except Exception as problem:
            log.error("events_broke", exc_info=problem)
            return None

    async def _wait(self, woken: asyncio.Event) -> None:
        """The first change is told at once; those that follow it closely are told together."""
        if not self.is_closing:
            await asyncio.sleep(self.pace.together)
        with suppress(TimeoutError):
            async with asyncio.timeout(self.pace.heartbeat):
                await woken.wait()


def _event(news: News) -> bytes:
    return b"data: " + msgspec.json.encode(news) + b"\n\n"
