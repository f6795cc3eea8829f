"""The network of a shop: HTTPS, and one open line on which the server says that it has something new."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bizet_desk.syncing.transport.carrier import Carrier, Server

ENDS_WITHIN = 2.0  # seconds; a line that does not end is left to die with the program


class Web:
    """Reaches servers by their addresses (a `network.Network`)."""

    def carrier(self, address: str) -> "Carrier":
        """What brings messages to this server."""
        from bizet_desk.syncing.transport.http import HttpCarrier  # not before there is a server: start-up counts

        return HttpCarrier(address)

    def listen(self, address: str, server: "Server", heard: Callable[[], None]) -> Callable[[], None]:
        """Listen on a thread of its own until what is returned is called."""
        from bizet_desk.syncing.transport.event_stream import EventListener

        listener = EventListener(address, server, lambda _epoch, _head: heard())
        thread = threading.Thread(target=listener.run, name="bizet-events", daemon=True)
        thread.start()

        def end() -> None:
            listener.stop()
            thread.join(ENDS_WITHIN)

        return end
