"""How a business comes to live here, and how its devices join, are admitted and begin new lives."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, insert, select

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceRole, DeviceState, devices
from bizet_core.business.devices.operations import (
    BeginLife,
    JoinDevice,
    LockDevice,
    begin_life,
    invitation_of,
    join_device,
    lock_device,
)
from bizet_core.store import Read, Store, Work
from bizet_core.store.journal.journal import GENESIS
from bizet_core.store.journal.journal import head as journal_heads
from bizet_core.store.operations.actor import SYSTEM
from bizet_core.sync.server.trust import signed_by
from bizet_core.sync.wire.enrolment import Begin, Join, Joined, NewLife, Waiting, signed_part
from bizet_core.sync.wire.protocol import decode
from sync_server.data.business_databases import Stores
from sync_server.data.control_database import Control, House


class Enrolling:
    """Lets businesses and devices in."""

    def __init__(self, stores: Stores, control: Control, clock: Callable[[], datetime]) -> None:
        self.stores, self.control, self.clock = stores, control, clock

    def begin(self, body: bytes) -> Joined:
        """The first desk of a business, with a set-up code that the server has printed."""
        asked = _own(decode(body, Begin))
        house = House(asked.business, uuid4(), asked.pepper, asked.recovery)
        house = self.control.use_setup_code(asked.code, house)
        store = self.stores.of(asked.business)
        known = device_of(store, asked.device)
        if known is None:
            self._let_in(store, asked)
        elif known.key != asked.key:
            raise Refused("code_wrong")
        return self.joined(store, asked.device)

    def _let_in(self, store: Store, asked: Begin) -> None:
        """The first of all; once there is one, whoever else wants in needs an invitation, whatever code they have.

        It is written last: what a crash has left out before is made up when it asks again.
        """
        me = JoinDevice(
            id=store.identity.device, key=self.control.public_key, name="Server", role=DeviceRole.SERVER,
            state=DeviceState.ACTIVE,
        )  # fmt: skip
        first = JoinDevice(
            id=asked.device, key=asked.key, name=asked.name, role=DeviceRole.DESK, state=DeviceState.ACTIVE,
            location_id=asked.location,
        )  # fmt: skip
        if devices_of(store) - {me.id}:
            raise Refused("code_wrong")
        if device_of(store, me.id) is None:
            store.do(join_device, me)
        for inc in range(1, asked.inc + 1):
            open_chain(store, asked.device, inc)
        store.do(join_device, first)

    def join(self, body: bytes) -> Waiting:
        """A device with the code of an invitation: it waits until somebody has compared the words."""
        asked = _own(decode(body, Join))
        store = self.stores.of(asked.business)
        known = device_of(store, asked.device)
        if known is not None and known.key != asked.key:
            raise Refused("code_wrong")
        invited = self._invitation(store, asked, known)
        if known is None:
            self._ask(store, asked, invited)
        return Waiting(server_key=self.control.public_key, name=invited.name, role=DeviceRole(invited.role))

    def _invitation(self, store: Store, asked: Join, known: Any) -> Any:
        from bizet_core.business.devices.model import invitations

        with store.reading() as connection:
            work = _looking(store, connection)
            id = known.invitation if known is not None else invitation_of(work, asked.code, self.clock())
            return work.get(invitations, id)

    def _ask(self, store: Store, asked: Join, invited: Any) -> None:
        wanted = JoinDevice(
            id=asked.device,
            key=asked.key,
            name=invited.name,
            role=DeviceRole(invited.role),
            state=DeviceState.ASKING,
            location_id=invited.location_id,
            invitation=invited.id,
        )
        store.do(join_device, wanted)
        open_chain(store, asked.device, 1)

    def joined(self, store: Store, device: UUID) -> Joined:
        """What a device needs to work; while it waits, only that it waits."""
        found = device_of(store, device)
        house = self.control.house(store.identity.business)
        is_in = found.state == DeviceState.ACTIVE
        return Joined(
            server_key=self.control.public_key,
            state=DeviceState(found.state),
            role=DeviceRole(found.role),
            name=found.name,
            location=found.location_id,
            pepper=house.pepper if is_in and found.role == DeviceRole.DESK else b"",  # a kiosk has no PINs to check
            recovery=house.recovery if is_in else b"",
            inc=found.inc,
        )

    def new_life(self, store: Store, device: UUID) -> NewLife:
        """The next incarnation of a device, never one that was given before."""
        with store.transaction() as connection:
            inc = next_chain(connection, store.identity.business, device)
        store.do(begin_life, BeginLife(device=device, inc=inc))
        return NewLife(inc=inc)

    def lock(self, store: Store, device: UUID) -> None:
        """Two copies of this device have spoken."""
        if device_of(store, device).state == DeviceState.ACTIVE:
            store.do(lock_device, LockDevice(device=device))


def open_chain(store: Store, device: UUID, inc: int) -> None:
    """The row that pushes of this incarnation lock."""
    with store.transaction() as connection:
        _open_chain(connection, store.identity.business, device, inc)


def next_chain(connection: Connection, business: UUID, device: UUID) -> int:
    """That of the next incarnation; who asks at the same moment waits, and gets the one after."""
    mine = (devices.c.business_id == business) & (devices.c.id == device)
    theirs = (journal_heads.c.business_id == business) & (journal_heads.c.device == device)
    connection.execute(select(devices.c.id).where(mine).with_for_update())
    last = connection.execute(select(func.max(journal_heads.c.inc)).where(theirs)).scalar() or 1
    _open_chain(connection, business, device, last + 1)
    return int(last) + 1


def _open_chain(connection: Connection, business: UUID, device: UUID, inc: int) -> None:
    row = {"business_id": business, "device": device, "inc": inc}
    mine = [journal_heads.c[name] == value for name, value in row.items()]
    if connection.execute(select(journal_heads.c.n).where(*mine)).first() is None:
        connection.execute(insert(journal_heads).values(**row, n=0, hash=GENESIS))


def device_of(store: Store, device: UUID) -> Any:
    """A device's row, or None."""
    with store.reading() as connection:
        return Read(connection, store.identity.business, SYSTEM, store.clock()).find(devices, device)


def devices_of(store: Store) -> set[UUID]:
    """Every device that was ever let in or asks to be, and the server itself."""
    with store.reading() as connection:
        mine = devices.c.business_id == store.identity.business
        return set(connection.execute(select(devices.c.id).where(mine)).scalars())


def _looking(store: Store, connection: Any) -> Work:
    me = store.identity
    return store.work_for(connection, uuid4(), SYSTEM, store.clock(), me.device, me.inc)


def _own(message: Any) -> Any:
    """A message that its own key has signed; what else would let anybody enrol a key that is not theirs."""
    if not signed_by(message.key, signed_part(message), message.signature):
        raise Refused("signature_wrong")
    return message
