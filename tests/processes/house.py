"""A salon at a real server: two desks and a kiosk, each with an encrypted file in a folder of its own.

They are made as people make them: the first desk brings the business, invites the others, and lets them in.
"""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import msgspec

from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.devices.operations import InviteDevice, OfDevice, admit_device, invite_device
from bizet_core.business.settings.queries import TheBusiness, business
from bizet_core.catalogue.services.operations import AddCategory, add_category
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_desk.storage.opening import Opened, create
from bizet_desk.storage.paths import places
from bizet_desk.syncing.joining.invitation import Invitation, new_code
from bizet_desk.syncing.joining.joining import Joining
from bizet_desk.syncing.joining.linking import Introduction
from bizet_desk.syncing.status import State
from bizet_desk.syncing.sync_rounds import Agreeing
from tests.processes.desk import NAME, Loopback, Made, whoever
from tests.simulator.house import GROUPS
from tests.support.makers import Salon, a_salon

KIOSK = 2
ROLES = (DeviceRole.DESK, DeviceRole.DESK, DeviceRole.KIOSK)
NOW = partial(datetime.now, UTC)


def make_house(folder: Path, addresses: Sequence[str], code: str, roles: Sequence[DeviceRole] = ROLES) -> list[Path]:
    """Make the devices, each of which knows the server by its own address; their folders."""
    homes = [folder / f"desk{i}" for i in range(len(roles))]
    with closing(Loopback()) as network:
        first, _recovery = create(places(homes[0]))
        salon = a_salon(first.store)
        groups = tuple(
            UUID(str(first.store.do(add_category, AddCategory(name=f"Group {n}")).result)) for n in range(GROUPS)
        )
        agreeing = Agreeing(first, network)
        agreeing.link(Introduction(addresses[0], code, "Front desk"))
        _agree(agreeing)
        for i in range(1, len(roles)):
            joined = _joined(agreeing, salon, homes[i], addresses[i], roles[i])
            _settle(homes[i], joined, salon, groups, network)
        _settle(homes[0], first, salon, groups, network)
    return homes


def _joined(agreeing: Agreeing, salon: Salon, home: Path, address: str, role: DeviceRole) -> Opened:
    """Invite a device, let it knock, say that the words are the same."""
    store, owner = salon.store, salon.actor(salon.owner)
    invitation = Invitation(address, store.identity.business, new_code())
    store.do(invite_device, InviteDevice(code=invitation.code, name=f"Another {role}", role=role), actor=owner)
    _agree(agreeing)
    joining = Joining(invitation, agreeing.network, NOW)
    joining.ask()
    _agree(agreeing)
    store.do(admit_device, OfDevice(device=joining.keys.device), actor=owner)
    _agree(agreeing)
    admitted = joining.look()
    assert admitted is not None
    return joining.settle(places(home), admitted)


def _settle(home: Path, opened: Opened, salon: Salon, groups: tuple[UUID, ...], network: Loopback) -> None:
    agreeing = Agreeing(opened, network)
    _agree(agreeing)
    made = Made(
        business=opened.keys.business, owner=salon.owner, location=salon.location, staff=(salon.ines, salon.bea),
        service=salon.cut, customers=(salon.olivia, salon.wang), product=salon.shampoo, groups=groups,
    )  # fmt: skip
    (home / NAME).write_bytes(msgspec.json.encode(made))
    if opened.store.ask(business, TheBusiness()) is not None:  # a kiosk has no till to open
        opened.store.do(open_till, OpenTill(float=0), actor=whoever(opened, made))
        _agree(agreeing)
    opened.close()


def _agree(agreeing: Agreeing) -> None:
    status = agreeing.agree()
    assert status.state is State.AGREED, status
