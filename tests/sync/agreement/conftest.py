"""A server, a desk with a salon that it is linked to, and a second desk: without sockets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.devices.operations import InviteDevice, OfDevice, admit_device, invite_device
from bizet_core.business.devices.rules import visitors
from bizet_core.store import Store
from bizet_core.sync.server import feed
from bizet_core.sync.wire.enrolment import Joined
from bizet_desk.syncing.transport.carrier import UnreachableError
from tests.simulator.world import DeskSide, Disk, ServerSide, Wire, WorldClock
from tests.support.linked import Linked, a_first_desk, like, move_in
from tests.support.makers import Salon

CODE = "AB12-CD34"


@pytest.fixture
def world() -> WorldClock:
    return WorldClock()


@pytest.fixture
def server(world: WorldClock) -> ServerSide:
    return ServerSide(world)


@pytest.fixture
def first(server: ServerSide, world: WorldClock) -> DeskSide:
    """A desk, standing alone."""
    return a_first_desk(world, Wire(server))


@cache
def linked() -> Linked:
    """The salon at the first desk, which has just been linked."""
    world = WorldClock()
    server = ServerSide(world)
    first = a_first_desk(world, Wire(server))
    salon = move_in(first)
    first.begin(server.control.new_setup_code())
    first.sync()
    first.actor = salon.actor(salon.owner)
    return Linked.of(server, salon, first)


@cache
def linked_with_another() -> Linked:
    """The same with a second desk, which has just been let in."""
    world = WorldClock()
    server = ServerSide(world)
    first = a_first_desk(world, Wire(server))
    salon = linked().lay(server, first)
    return Linked.of(server, salon, first, another(first, server))


@pytest.fixture
def salon(first: DeskSide, server: ServerSide) -> Salon:
    """The salon at the first desk, which has just been linked."""
    return linked().lay(server, first)


@pytest.fixture
def second(first: DeskSide, salon: Salon, server: ServerSide) -> DeskSide:
    """A second desk of the salon."""
    if linked().has_gone_on(server, first):
        return another(first, server)
    both = linked_with_another()
    second = like(both.desks[1], first.clock, Wire(server))
    both.lay(server, first, second)
    return second


def another(first: DeskSide, server: ServerSide, role: DeviceRole = DeviceRole.DESK) -> DeskSide:
    """A device, invited, compared and let in."""
    first.do(invite_device, InviteDevice(code=CODE, name=f"Another {role}", role=role))
    first.sync()
    other = DeskSide(first.business, first.clock, Wire(server))
    other.join(CODE)
    first.sync()
    first.do(admit_device, OfDevice(device=other.device))
    first.sync()
    other.enter()
    other.actor = visitors(f"Another {role}") if role is DeviceRole.KIOSK else first.actor
    return other


def store_of(first: DeskSide, server: ServerSide) -> Store:
    """The server's store of a desk's business."""
    return server.stores.of(first.business)


def at(hour: int, minute: int = 0) -> datetime:
    """Tomorrow, a Friday."""
    return datetime(2026, 3, 13, hour, minute, tzinfo=UTC)


def a_cut(salon: Salon, hour: int, **more: Any) -> Book:
    """A cut with Inês."""
    return Book(
        location=salon.location, starts_at=at(hour), parts=(PartAsked(service=salon.cut, staff=salon.ines),), **more
    )


@dataclass
class Backup:
    """The server's disk as it was."""

    first: DeskSide
    server: ServerSide
    image: bytes

    def take(self) -> None:
        """Of the server as it is now."""
        self.image = self.server.rooms.disks[self.first.business].image()

    def put_back(self, *, told: bool = True) -> None:
        """The server is restored from it; `told`, as it should be, it begins a new epoch."""
        self.server.rooms.disks[self.first.business] = Disk(self.image)
        self.server.restart()
        if not told:
            return
        with store_of(self.first, self.server).engine.begin() as connection:
            feed.new_epoch(connection, self.first.business, self.server.clock())


@pytest.fixture
def backup(first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock) -> Backup:
    for desk in (first, second, first, second):
        desk.sync()
    made = Backup(first, server, server.rooms.disks[first.business].image())
    world.pass_by(minutes=5)
    return made


def a_new_desk(first: DeskSide, server: ServerSide, role: DeviceRole = DeviceRole.DESK) -> DeskSide:
    """It has been let in, and has taken nothing yet; it takes few rows at once."""
    first.do(invite_device, InviteDevice(code="EF56-GH78", name="Third", role=role))
    first.sync()
    desk = DeskSide(first.business, first.clock, Wire(server))
    desk.join("EF56-GH78")
    first.sync()
    first.do(admit_device, OfDevice(device=desk.device))
    first.sync()
    desk._link(desk.engine.server.ask("joined", None, Joined))
    desk.engine.rows_at_once = 7
    return desk


def cut_after(many: int) -> Callable[[Callable[[], tuple[int, bytes]]], tuple[int, bytes]]:
    """So many answers arrive, and then none."""
    left = iter(range(many))

    def fault(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        if next(left, None) is None:
            raise UnreachableError("cut")
        return send()

    return fault
