"""Server of the gallery: the whole server in memory, at the end of a wire that can be cut."""

from collections.abc import Callable
from datetime import datetime

from bizet_desk.syncing.transport.network import Network
from tests.simulator.network import Wires
from tests.simulator.world import ServerSide


class MemoryServer:
    """What a stage asks of a server."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._side = ServerSide(clock)
        self._wires = Wires(self._side)
        self.network: Network = self._wires

    def cut(self) -> None:
        """From now on nothing comes through."""
        self._wires.is_cut = True

    def set_up_code(self) -> str:
        """A code to link a new business with."""
        return self._side.control.new_setup_code()
