"""Who is let in and sent away in the story of everything."""

from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.business.devices.operations import (
    BeginLife,
    InviteDevice,
    JoinDevice,
    LockDevice,
    OfDevice,
    admit_device,
    begin_life,
    invite_device,
    join_device,
    lock_device,
    revoke_device,
)
from bizet_core.store.tables.ids import new_id
from tests.core.oversight.inbox.story import settle_a_card
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def let_devices_in(salon: Salon) -> None:
    """A second desk joins, is locked, let in again, counts anew, and is sent away."""
    store, id = salon.store, new_id()
    invited = store.do(invite_device, InviteDevice(code="AB12-CD34", name="Desk 2", location=salon.location)).result
    asks = JoinDevice(id=id, key=bytes(32), name="Desk 2", role=DeviceRole.DESK, state=DeviceState.ASKING,
                      invitation=invited)  # fmt: skip
    store.do(join_device, asks)
    store.do(admit_device, OfDevice(device=id))
    store.do(lock_device, LockDevice(device=id))
    settle_a_card(store)
    store.do(begin_life, BeginLife(device=id, inc=2))
    store.do(revoke_device, OfDevice(device=id))


STORY = (Chapter(Part.SERVER, let_devices_in),)
