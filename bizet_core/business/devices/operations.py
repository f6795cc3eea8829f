"""Invite a device, let it join, say that it is the right one, and send it away.

owner's desk   invite_device(code) ──▶ server keeps the code's hash
new device     shows the code and its key ──▶ server: join_device, asking
both screens   six words; the owner compares them: admit_device, active
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import Instant
from bizet_core.base.refusals import Refused
from bizet_core.business.devices import rules
from bizet_core.business.devices.model import DeviceRole, DeviceState, devices, invitations
from bizet_core.business.settings.checking import checked
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Permission, Request, Work, operation

CHANGE = Permission("devices.change")
ROLES = {DeviceRole.DESK: N_("Desk: everything a person there may do"), DeviceRole.KIOSK: N_("Kiosk: visitors use it")}


class InviteDevice(Request):
    """Which device is to join, and the code it will show. The code itself is kept nowhere."""

    code: Annotated[str, Field(N_("Code"), secret=True)]
    name: Annotated[str, Field(N_("Name of the device"), min_length=1, max_length=60)]
    role: Annotated[DeviceRole, Field(N_("What it is for"), choices=ROLES)] = DeviceRole.DESK
    location: Annotated[
        UUID | None, Field(N_("Location"), choices="bizet_core.business.locations.queries:all_locations")
    ] = None


class InvitationMade(Request):
    """Args: what is kept of the code, and until when it holds."""

    id: UUID
    verifier: bytes
    name: str
    role: DeviceRole
    location_id: UUID | None
    expires_at: Instant


@operation(needs=CHANGE, said=N_("Device invited"), detail="{name}")
def invite_device(work: Work, given: InvitationMade) -> UUID:
    """Let a device join within ten minutes."""
    row = {f: getattr(given, f) for f in given.__struct_fields__ if f in invitations.c}
    work.insert(invitations, **row)
    work.note(invitations, given.id, name=given.name, role=given.role)
    return given.id


@invite_device.prepare
def _pin_invitation(work: Work, asked: InviteDevice) -> InvitationMade:
    asked = checked(work, asked)
    if asked.role is DeviceRole.SERVER:
        raise Refused("device_may_not")
    return InvitationMade(
        id=work.new_id(),
        verifier=rules.verifier(asked.code),
        name=asked.name,
        role=asked.role,
        location_id=asked.location,
        expires_at=work.now + rules.CODE_LIVES,
    )


class JoinDevice(Request):
    """A device that has shown its code, or the first of all; only a server asks this."""

    id: UUID
    key: bytes
    name: str
    role: DeviceRole
    state: DeviceState
    location_id: UUID | None = None
    invitation: UUID | None = None


@operation(needs=CHANGE, said=N_("Device joined"), detail="{name}", server=True)
def join_device(work: Work, given: JoinDevice) -> None:
    """Let a device in, or let it wait for somebody who compares the words."""
    row = {f: getattr(given, f) for f in given.__struct_fields__ if f in devices.c}
    if given.invitation is not None:
        _use_up(work, given.invitation, given.id)
    work.insert(devices, **row, joined_at=work.now)
    work.note(devices, given.id, name=given.name, role=given.role)


def _use_up(work: Work, invitation: UUID, device: UUID) -> None:
    """Two devices that show one code at once have both found it unused: only one of them has it."""
    if work.hold(invitations, invitation).used_by is not None:
        raise Refused("code_wrong")
    work.update(invitations, invitation, used_by=device)


class OfDevice(Request):
    """Which."""

    device: UUID


@operation(needs=CHANGE, said=N_("Device let in"))
def admit_device(work: Work, given: OfDevice) -> None:
    """The words were the same, or a locked device has been looked at: it gets the business's data."""
    _becomes(work, given.device, DeviceState.ACTIVE, from_=(DeviceState.ASKING, DeviceState.LOCKED))


@operation(needs=CHANGE, said=N_("Device sent away"))
def revoke_device(work: Work, given: OfDevice) -> None:
    """Send a device away: it gets nothing more, and what it still sends is kept for a person to look at."""
    if given.device == work.device:
        raise Refused("device_is_this")
    _becomes(work, given.device, DeviceState.REVOKED, from_=tuple(DeviceState))


class LockDevice(OfDevice):
    """Why: two copies of it have spoken."""


@operation(needs=CHANGE, said=N_("Device locked"), server=True)
def lock_device(work: Work, given: LockDevice) -> None:
    """Give a device nothing more until a manager has looked; what it has sold is still taken."""
    _becomes(work, given.device, DeviceState.LOCKED, from_=(DeviceState.ACTIVE,))
    work.concern("device_copied", devices, given.device, name=work.get(devices, given.device).name)


class BeginLife(OfDevice):
    """The incarnation that a device has begun."""

    inc: int


@operation(needs=CHANGE, said=N_("Device began anew after its data went back in time"), server=True)
def begin_life(work: Work, given: BeginLife) -> None:
    """A device whose disk went back in time counts anew."""
    work.update(devices, given.device, inc=given.inc)
    work.note(devices, given.device, inc=given.inc)


def invitation_of(work: Work, code: str, now: datetime) -> UUID:
    """The invitation that a code opens; refuses with `code_wrong` whatever is wrong with it."""
    asked = select(invitations).where(invitations.c.verifier == rules.verifier(code))
    found = work.first(asked)
    if found is None or found.used_by is not None or found.expires_at < now:
        raise Refused("code_wrong")
    return UUID(str(found.id))


def _becomes(work: Work, device: UUID, state: DeviceState, *, from_: tuple[DeviceState, ...]) -> None:
    found = work.hold(devices, device)
    if found.state == state:
        return
    if DeviceState(found.state) not in from_ or found.role == DeviceRole.SERVER:
        raise Refused("device_state", name=found.name)
    work.update(devices, device, state=state, scope_rev=found.scope_rev + 1)
    work.note(devices, device, state=state)
