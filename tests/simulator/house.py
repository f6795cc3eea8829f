"""A house to simulate: a salon on a server, two desks and a kiosk, with a pool of tickets. Made once, then copied."""

from dataclasses import dataclass
from functools import cache
from random import Random
from uuid import UUID

from nacl.signing import SigningKey

from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.devices.operations import InviteDevice, OfDevice, admit_device, invite_device
from bizet_core.business.devices.rules import visitors
from bizet_core.business.leases.operations import MakePool, make_pool
from bizet_core.catalogue.services.operations import AddCategory, add_category
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store import Actor, Store
from bizet_core.store.tables.ids import made_by, new_id
from tests.simulator import tickets
from tests.simulator.world import DeskSide, Disk, Rooms, ServerSide, Wire, WorldClock, empty_image
from tests.support.makers import a_salon

QUOTA, GROUPS = 8, 6


@dataclass(frozen=True)
class Frozen:
    """Disks of a house at eight in the morning."""

    business: UUID
    control: bytes
    server: bytes
    desks: tuple[bytes, ...]
    keys: tuple[bytes, ...]
    devices: tuple[UUID, ...]
    owner: Actor
    location: UUID
    staff: tuple[UUID, ...]
    service: UUID
    customers: tuple[UUID, ...]
    product: UUID
    pool: UUID
    groups: tuple[UUID, ...]  # of services: there to be removed


def ids_of(chance: Random) -> "type[UUID] | object":
    """Fresh ids that are the same each time."""
    count = iter(range(1, 1 << 48))

    def make() -> UUID:
        raw = bytearray(next(count).to_bytes(6, "big") + chance.randbytes(10))
        raw[6] = raw[6] & 0x0F | 0x70
        raw[8] = raw[8] & 0x3F | 0x80
        return UUID(bytes=bytes(raw))

    return make


@cache
def frozen() -> Frozen:
    """The house, as disks."""
    chance = Random(0)
    with made_by(ids_of(chance)):  # type: ignore[arg-type]
        return _made(chance)


def _made(chance: Random) -> Frozen:
    clock = WorldClock()
    server = ServerSide(clock)
    keys = [SigningKey(chance.randbytes(32)) for _ in range(3)]
    first = DeskSide(new_id(), clock, Wire(server), key=keys[0])
    salon = a_salon(first.store)
    pool = new_id()
    first.store.do(make_pool, MakePool(id=pool, size=QUOTA))
    first.begin(server.control.new_setup_code())
    first.actor = salon.actor(salon.owner)
    first.sync()
    desks = [first] + [_another(first, server, key, role) for key, role in zip(keys[1:], _ROLES, strict=True)]
    for desk in desks[:2]:
        desk.do(open_till, OpenTill(float=0))
    for _ in range(2):
        for desk in desks:
            desk.sync()
    groups = tuple(_group(server.stores.of(first.business), n) for n in range(GROUPS))
    for desk in desks:
        desk.sync()
    return Frozen(
        business=first.business,
        control=server.rooms.control_disk.image(),
        server=server.rooms.disks[first.business].image(),
        desks=tuple(desk.disk.image() for desk in desks),
        keys=tuple(bytes(key) for key in keys),
        devices=tuple(desk.device for desk in desks),
        owner=first.actor,
        location=salon.location,
        staff=(salon.ines, salon.bea),
        service=salon.cut,
        customers=(salon.olivia, salon.wang),
        product=salon.shampoo,
        pool=pool,
        groups=groups,
    )


def _group(store: Store, n: int) -> UUID:
    made: UUID = store.do(add_category, AddCategory(name=f"Group {n}")).result
    return made


_ROLES = (DeviceRole.DESK, DeviceRole.KIOSK)


def _another(first: DeskSide, server: ServerSide, key: SigningKey, role: DeviceRole) -> DeskSide:
    code = f"CODE-{role}"
    first.do(invite_device, InviteDevice(code=code, name=role.value, role=role))
    first.sync()
    other = DeskSide(first.business, first.clock, Wire(server), key=key)
    other.actor = visitors(role.value) if role is DeviceRole.KIOSK else first.actor
    other.join(code)
    first.sync()
    first.do(admit_device, OfDevice(device=other.device))
    first.sync()
    other.enter()
    return other


class House:
    """A copy of the house to live in."""

    def __init__(self) -> None:
        self.made = frozen()
        tickets.load()
        self.clock = WorldClock()
        rooms = Rooms()
        rooms.control_disk = Disk(self.made.control)
        rooms.disks[self.made.business] = Disk(self.made.server)
        self.server = ServerSide(self.clock, rooms)
        self.desks = [self._desk(i) for i in range(len(self.made.desks))]

    def _desk(self, i: int) -> DeskSide:
        desk = DeskSide(
            self.made.business,
            self.clock,
            Wire(self.server),
            device=self.made.devices[i],
            key=SigningKey(self.made.keys[i]),
            disk=Disk(self.made.desks[i]),
        )
        desk.is_kiosk = i == 2
        desk.actor = visitors("kiosk") if desk.is_kiosk else self.made.owner
        return desk


__all__ = ["House", "empty_image", "frozen", "ids_of"]
