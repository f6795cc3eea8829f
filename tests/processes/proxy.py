"""What lies between a desk and its server: a relay on 127.0.0.1 with weather, on one thread for all of them.

    CLEAR      passes everything on
    SLOW       a little later
    CUT        refuses; whoever is connected is reset
    RESETTING  passes a piece of what comes, and resets in the middle
    SWALLOWING brings the request, and resets instead of the reply
    SILENT     half open: takes everything, passes nothing on, ends nothing

With several targets it is a balancer: each connection goes to the next one that answers.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from enum import StrEnum
from random import Random

LATER = 0.05  # seconds, at most
Lines = set[asyncio.StreamWriter]
RESET_AT_ONCE = struct.pack("ii", 1, 0)


class Weather(StrEnum):
    """How it is between a desk and its server."""

    CLEAR = "clear"
    SLOW = "slow"
    CUT = "cut"
    RESETTING = "resetting"
    SWALLOWING = "swallowing"
    SILENT = "silent"


class Relay:
    """Listens at `port`, and brings what comes there to one of `targets`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, targets: Sequence[int], chance: Random) -> None:
        self.weather, self.port = Weather.CLEAR, 0
        self._loop, self._targets, self._chance, self._turn = loop, targets, chance, 0
        self._open: Lines = set()
        self._listening: asyncio.Server | None = None

    def open(self) -> "Relay":
        """Begin to listen."""
        self._listening = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    def close(self) -> None:
        """End, and whoever is connected with it."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()

    def become(self, weather: Weather) -> None:
        """From any thread. Lines that were open are reset where nobody can use them any more."""
        self.weather = weather
        if weather in (Weather.CLEAR, Weather.CUT):
            self._loop.call_soon_threadsafe(_reset_all, self._open)

    async def _end(self) -> None:
        assert self._listening is not None
        self._listening.close()
        _reset_all(self._open)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.weather is Weather.CUT:
            _reset(writer)
            return
        try:
            there_reader, there_writer = await self._reach()
        except OSError:
            _reset(writer)
            return
        pair = {writer, there_writer}
        self._open |= pair
        there = self._pump(reader, there_writer, pair, is_reply=False)
        back = self._pump(there_reader, writer, pair, is_reply=True)
        await asyncio.gather(there, back)
        self._open -= pair
        for each in pair:
            each.close()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The next target that answers; raises `OSError` where none does."""
        for _ in self._targets[1:]:
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", self._next())
        return await asyncio.open_connection("127.0.0.1", self._next())

    def _next(self) -> int:
        self._turn += 1
        return self._targets[self._turn % len(self._targets)]

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pair: Lines, *, is_reply: bool
    ) -> None:
        """Pass on what one side says until it has said all. What is broken on the way is reset on both sides."""
        try:
            while chunk := await reader.read(1 << 16):
                await self._pass(chunk, writer, is_reply=is_reply)
            if writer.can_write_eof():
                writer.write_eof()
        except OSError:
            _reset_all(pair)

    async def _pass(self, chunk: bytes, writer: asyncio.StreamWriter, *, is_reply: bool) -> None:
        """Bring a piece over, as the weather is; raises `ConnectionResetError` where the line ends."""
        if self.weather is Weather.SILENT:
            return
        if self.weather is Weather.SWALLOWING and is_reply:
            raise ConnectionResetError
        if self.weather is Weather.SLOW:
            await asyncio.sleep(self._chance.uniform(0, LATER))
        is_whole = self.weather is not Weather.RESETTING or self._chance.random() < 0.3
        writer.write(chunk if is_whole else chunk[: self._chance.randrange(len(chunk))])
        await writer.drain()
        if not is_whole:
            raise ConnectionResetError


class Relays:
    """A thread for relays, which end with it."""

    def __init__(self) -> None:
        self._loop, self._made = asyncio.new_event_loop(), list[Relay]()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def to(self, targets: Sequence[int], chance: Random) -> Relay:
        """A new one."""
        self._made.append(Relay(self._loop, targets, chance).open())
        return self._made[-1]

    def close(self) -> None:
        """End all of them."""
        for relay in self._made:
            relay.close()
        asyncio.run_coroutine_threadsafe(_rest(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _rest() -> None:
    """Until every connection that was reset has gone."""
    mine = asyncio.current_task()
    while others := asyncio.all_tasks() - {mine}:
        await asyncio.wait(others)
    await asyncio.sleep(0)  # transports say that they have gone in the loop's next turn


def _reset_all(writers: Iterable[asyncio.StreamWriter]) -> None:
    for writer in writers:
        _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection as a crash does: nothing more is sent, and the other side is told at once."""
    line = writer.get_extra_info("socket")
    if line is not None and line.fileno() >= 0:
        with suppress(OSError):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
    writer.transport.abort()
