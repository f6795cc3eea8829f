"""Desks and servers in memory that are made once in a worker, through operations, and copied for each test."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from nacl.signing import SigningKey

from tests.simulator.world import DeskSide, Disk, ServerSide, Wire, WorldClock
from tests.support.kept import BUSINESS, DEVICE
from tests.support.makers import Salon, a_salon

SIGNS_WITH = SigningKey.generate()


@dataclass(frozen=True)
class Linked:
    """A server and the disks of its desks, the salon's first one among them."""

    control: bytes
    server: bytes
    desks: tuple[DeskSide, ...]
    disks: tuple[bytes, ...]
    salon: Salon

    @classmethod
    def of(cls, server: ServerSide, salon: Salon, *desks: DeskSide) -> "Linked":
        """As everything is now."""
        disks = tuple(desk.disk.image() for desk in desks)
        return cls(server.rooms.control_disk.image(), server.rooms.disks[BUSINESS].image(), desks, disks, salon)

    def has_gone_on(self, server: ServerSide, first: DeskSide) -> bool:
        """Whether something has happened since."""
        now = (server.rooms.control_disk.image(), server.rooms.disks[BUSINESS].image(), first.disk.image())
        return now != (self.control, self.server, self.disks[0])

    def lay(self, server: ServerSide, *desks: DeskSide) -> Salon:
        """Give a server and its desks copies of these disks, and start them. Who holds an older store sees the same."""
        server.rooms.control_disk.become(self.control)
        server.rooms.disks.setdefault(BUSINESS, Disk()).become(self.server)
        server.restart()
        for desk, made, image in zip(desks, self.desks, self.disks, strict=True):
            desk.pepper, desk.actor = made.pepper, made.actor
            desk.disk.become(image)
            desk.open()
        return replace(self.salon, store=desks[0].store)


def a_first_desk(clock: WorldClock, wire: Wire) -> DeskSide:
    """The desk of kept businesses, with nothing on its disk."""
    return DeskSide(BUSINESS, clock, wire, device=DEVICE, key=SIGNS_WITH)


def like(desk: DeskSide, clock: Callable[[], datetime], wire: Wire) -> DeskSide:
    """A desk of the same name and key as a kept one, elsewhere."""
    return DeskSide(desk.business, clock, wire, device=desk.device, key=desk.key)


@cache
def a_salon_on_disk() -> tuple[bytes, Salon]:
    """A first desk's disk with a salon that no server knows."""
    clock = WorldClock()
    first = a_first_desk(clock, Wire(ServerSide(clock)))
    salon = a_salon(first.store)
    return first.disk.image(), salon


def move_in(first: DeskSide) -> Salon:
    """Give a first desk a copy of that disk."""
    assert first.device == DEVICE
    image, salon = a_salon_on_disk()
    first.disk.become(image)
    first.open()
    return replace(salon, store=first.store)
