"""Which devices there are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from bizet_core.business.devices.model import DeviceRole, DeviceState, devices
from bizet_core.store import Permission, Read, Request, query

SEE = Permission("devices.see")


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device as its page shows it."""

    id: UUID
    name: str
    role: DeviceRole
    state: DeviceState
    location: UUID | None
    joined_at: datetime
    key: bytes
    invitation: UUID | None


class Devices(Request):
    """All of them."""


@query(needs=SEE)
def all_devices(read: Read, asked: Devices) -> tuple[DeviceRow, ...]:
    """Every desk and kiosk that was ever let in, the newest last."""
    people = select(devices).where(devices.c.role != DeviceRole.SERVER).order_by(devices.c.joined_at, devices.c.id)
    return tuple(
        DeviceRow(
            r.id, r.name, DeviceRole(r.role), DeviceState(r.state), r.location_id, r.joined_at, r.key, r.invitation
        )
        for r in read.all(people)
    )
