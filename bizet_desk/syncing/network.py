"""How a desk reaches servers: HTTP in a shop, the simulator's wire in tests."""

from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

from bizet_core.refusals import Refused
from bizet_desk.syncing.wire import Carrier, Server

HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class Network(Protocol):
    """Makes what speaks with the server at an address."""

    def carrier(self, address: str) -> Carrier:
        """What brings messages to this server."""
        ...

    def listen(self, address: str, server: Server, heard: Callable[[], None]) -> Callable[[], None]:
        """Call `heard`, on any thread, whenever the server has something new; what is returned ends it.

        It is there for speed alone: a desk that is told nothing asks by itself.
        """
        ...


def address_of(typed: str) -> str:
    """A server's address as somebody types it: `sync.salon.example` is `https://sync.salon.example`.

    Without TLS only a server on this same computer is spoken to.
    """
    text = typed.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    try:
        is_address = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address or parts.scheme not in ("http", "https") or parts.username or parts.query or parts.fragment:
        raise Refused("address_wrong", typed=typed.strip())
    if parts.scheme == "http" and parts.hostname not in HERE:
        raise Refused("address_open", typed=typed.strip())
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"
