"""What most invariants look at: who took part, and what truly happened. Simulated desks have it, and real ones."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from bizet_core.store import Store
from tests.simulator.ledger import Ledger


class Observed(Protocol):
    """A history that has ended."""

    ledger: Ledger

    @property
    def desks(self) -> Sequence[Any]:
        """Each with `store`, `engine`, `device`, `is_kiosk`."""
        ...

    def server_store(self) -> Store:
        """The server's side."""
        ...

    def on_server(self) -> set[UUID]:
        """Every operation the server knows."""
        ...
