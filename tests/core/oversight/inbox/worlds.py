"""Two desks and a server whose wire can be cut: where cards come from."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.devices.operations import InviteDevice, OfDevice, admit_device, invite_device
from bizet_core.oversight.inbox.queries import Card, OpenCards, open_cards
from bizet_core.store import Store
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, ServerSide, Wire, WorldClock
from tests.support.linked import Linked, a_first_desk, like, move_in
from tests.support.makers import Salon


@dataclass
class TwoDesks:
    """A salon at two desks that agree through a server."""

    clock: WorldClock
    server: ServerSide
    first: DeskSide
    second: DeskSide
    salon: Salon

    def agree(self) -> None:
        """Until everybody knows everything."""
        for desk in (self.first, self.second, self.first, self.second):
            desk.sync()

    def cards(self) -> tuple[Card, ...]:
        """What waits at the first desk."""
        return self.first.store.ask(open_cards, OpenCards())

    def card(self) -> Card:
        """The one that waits."""
        (card,) = self.cards()
        return card

    @property
    def at_server(self) -> Store:
        """The server's store of this business."""
        return self.server.stores.of(self.first.business)

    def is_agreed(self) -> bool:
        """Whether everybody has the same rows."""
        here, there, above = (rows(store) for store in (self.first.store, self.second.store, self.at_server))
        return differences(here, there) == [] and differences(here, above) == []


def two_desks() -> TwoDesks:
    """The first has begun with a salon, the second has just joined."""
    clock = WorldClock()
    server = ServerSide(clock)
    first = a_first_desk(clock, Wire(server))
    second = like(_agreed().desks[1], clock, Wire(server))
    return TwoDesks(clock, server, first, second, _agreed().lay(server, first, second))


@cache
def _agreed() -> Linked:
    clock = WorldClock()
    server = ServerSide(clock)
    first = a_first_desk(clock, Wire(server))
    salon = move_in(first)
    first.begin(server.control.new_setup_code())
    first.sync()
    first.actor = salon.actor(salon.owner)
    second = _joined(first, server)
    first.sync()
    return Linked.of(server, salon, first, second)


def _joined(first: DeskSide, server: ServerSide) -> DeskSide:
    first.do(invite_device, InviteDevice(code="AB12-CD34", name="Desk 2", role=DeviceRole.DESK))
    first.sync()
    second = DeskSide(first.business, first.clock, Wire(server))
    second.join("AB12-CD34")
    first.sync()
    first.do(admit_device, OfDevice(device=second.device))
    first.sync()
    second.enter()
    second.actor = first.actor
    return second


def value_of(store: Store, table: str, id: UUID, field: str) -> object:
    """What a row holds in a field."""
    return next(row[field] for row in rows(store)[table] if row["id"] == id)
