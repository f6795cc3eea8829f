"""How a desk reaches servers: HTTP in a shop, the simulator's wire in tests."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bizet_desk.syncing.transport.carrier import Carrier, Server


class Network(Protocol):
    """Makes what speaks with the server at an address."""

    def carrier(self, address: str) -> "Carrier":
        """What brings messages to this server."""
        ...

    def listen(self, address: str, server: "Server", heard: Callable[[], None]) -> Callable[[], None]:
        """Call `heard`, on any thread, whenever the server has something new; what is returned ends it.

        It is there for speed alone: a desk that is told nothing asks by itself.
        """
        ...
