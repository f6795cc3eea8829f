"""Web servers on this computer, and ways for a desk to reach them: the product's carrier, over real sockets."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.devices.operations import InviteDevice, OfDevice, admit_device, invite_device
from bizet_core.sync.wire.protocol import Problem, decode
from bizet_core.sync.wire.signing import sign
from bizet_desk.syncing.transport.carrier import now_of
from bizet_desk.syncing.transport.http import HttpCarrier
from sync_server.running.configuration import Configuration
from sync_server.running.open_server import OpenServer
from sync_server.running.web_server import web_server
from tests.simulator.world import DeskSide, Wire

PLAIN = Configuration()


@contextmanager
def on_loopback(serving: OpenServer, config: Configuration = PLAIN, port: int = 0) -> Iterator[str]:
    """The product's web server on a thread. Its socket listens before it runs: nobody has to wait for it."""
    listening = socket.create_server(("127.0.0.1", port))
    server = web_server(serving, config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"{'https' if config.cert else 'http'}://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


class Reached(Wire):
    """The simulator's wire, over HTTP. `is_cut` and `fault` work as there; `log` keeps what was sent."""

    def __init__(self, url: str, **how: Any) -> None:
        self.carrier = HttpCarrier(url, **how)
        super().__init__(self)  # pyright: ignore[reportArgumentType]

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        return self.carrier.post(path, headers, body)


def asking(first: DeskSide, wire: Reached, code: str, role: DeviceRole = DeviceRole.DESK) -> DeskSide:
    """A new device that has shown the code of an invitation."""
    first.do(invite_device, InviteDevice(code=code, name="Another", role=role))
    first.sync()
    desk = DeskSide(first.business, first.clock, wire)
    desk.join(code)
    first.sync()
    return desk


def let_in(first: DeskSide, desk: DeskSide) -> DeskSide:
    """The words were the same."""
    first.do(admit_device, OfDevice(device=desk.device))
    first.sync()
    desk.enter()
    desk.actor = first.actor
    return desk


def signed(desk: DeskSide, method: str, path: str, body: bytes = b"") -> dict[str, str]:
    """The headers of a request by this desk."""
    return sign(method, path, body, device=desk.device, at_ms=now_of(desk.clock)(), key=desk.sign)


def code(answer: httpx.Response) -> str:
    """The code of a refusal, in the server's own encoding."""
    problem: Problem = decode(answer.content, Problem)
    return problem.code
