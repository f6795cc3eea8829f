"""Run the web application: uvicorn, with limits, and an end that devices notice at once."""

import gc
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn

from sync_server.running.configuration import Configuration
from sync_server.running.open_server import OpenServer
from sync_server.sync.events import Hub
from sync_server.web.app import application

CONNECTIONS_AT_ONCE = 2_000
SECONDS_TO_FINISH = 10
OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""A page of 5,000 rows is no garbage: to look for some every 700 objects took a quarter of the time."""


class Running(uvicorn.Server):
    """A web server that hangs up on listeners first: else it would wait for them, and they for it."""

    def __init__(self, config: uvicorn.Config, hub: Hub, on_ready: Callable[[int], None]) -> None:
        super().__init__(config)
        self.hub, self.on_ready = hub, on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say at which port."""
        await super().startup(sockets)
        self.on_ready(self.servers[0].sockets[0].getsockname()[1])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what was begun."""
        self.hub.close()
        await super().shutdown(sockets)


def web_server(
    serving: OpenServer, config: Configuration, on_ready: Callable[[int], None] = lambda _port: None
) -> Running:
    """The server, not running yet."""
    settings = uvicorn.Config(
        application(serving),
        host=config.host,
        port=config.port,
        ssl_certfile=config.cert,
        ssl_keyfile=config.key,
        forwarded_allow_ips=config.proxies,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        limit_concurrency=CONNECTIONS_AT_ONCE,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    return Running(settings, serving.hub, on_ready)


def run_until_told(server: Running) -> None:
    """Serve until SIGTERM or Ctrl+C; then finish, and return as from any other work."""
    signal.signal(signal.SIGTERM, _end)
    gc.freeze()  # what the program is made of stays
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    try:
        server.run()
    except KeyboardInterrupt:
        return


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
