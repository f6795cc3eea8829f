"""The simulator's wires as a desk's network: one server at one address, cut and mended by the test."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bizet_desk.syncing.schedule import Rhythm
from bizet_desk.syncing.transport.carrier import Server, UnreachableError
from tests.simulator.world import ServerSide, Wire

ADDRESS = "https://sync.example"
FOREVER = 10_000.0
STILL = Rhythm(gather=0.0, quiet=(FOREVER, FOREVER), least=FOREVER, most=FOREVER, between=lambda _least, most: most)
"""Nothing happens by itself: a test rings."""


@dataclass
class Wires:
    """Reaches the server from several desks at once, one request at a time, and says when something is new there."""

    server: ServerSide
    is_cut: bool = False
    heard: list[Callable[[], None]] = field(default_factory=list)
    before: Callable[[str], None] = lambda _path: None  # what a test does while a request is on its way
    lock: threading.RLock = field(default_factory=threading.RLock)

    def carrier(self, address: str) -> "OneWire":
        return OneWire(self, address)

    def listen(self, address: str, server: Server, heard: Callable[[], None]) -> Callable[[], None]:
        self.heard.append(heard)
        return lambda: self.heard.remove(heard)


@dataclass
class OneWire:
    """A desk's own."""

    wires: Wires
    address: str

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        self.wires.before(path)
        if self.wires.is_cut or self.address != ADDRESS:
            raise UnreachableError("cut")
        with self.wires.lock:
            answer = Wire(self.wires.server).post(path, headers, body)
        if answer[0] == 200 and not path.endswith(("/pull", "/joined", "/kept")):
            for hear in tuple(self.wires.heard):
                hear()
        return answer

    def close(self) -> None:
        """Wires are never used up."""


__all__ = ["ADDRESS", "STILL", "Wires"]
