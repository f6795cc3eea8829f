"""Two running desks and a server over real HTTP: nothing happens by the clock here, so the news must do it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bizet_core.business.devices.operations import InviteDevice, OfDevice, admit_device, invite_device
from bizet_core.business.devices.queries import Devices, all_devices
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.sync.wire.enrolment import Joined
from bizet_desk.storage.paths import Places
from bizet_desk.syncing.joining.invitation import Invitation, new_code, read_invitation
from bizet_desk.syncing.joining.joining import Joining
from bizet_desk.syncing.status import State
from bizet_desk.syncing.transport.https_network import Web
from sync_server.running.open_server import OpenServer
from tests.simulator.rows import differences, rows
from tests.simulator.world import WorldClock
from tests.sync.desks.shop import Shop


@pytest.fixture
def shops(tmp_path: Path, world: WorldClock, qtbot: QtBot) -> Iterator[Callable[[str], Shop]]:
    made: list[Shop] = []

    def shop(name: str) -> Shop:
        made.append(Shop(Places(tmp_path / name, tmp_path / name / "state"), Web(), world, qtbot))
        return made[-1]

    yield shop
    for each in made:
        each.close()


@pytest.mark.feature("36.1.7")
def test_what_is_done_at_one_desk_is_soon_at_the_other(
    shops: Callable[[str], Shop], url: str, serving: OpenServer, world: WorldClock, qtbot: QtBot
) -> None:
    front, back = shops("front"), shops("back")
    front.begin()
    assert front.link(serving.control.new_setup_code(), url) is None
    front.becomes(State.AGREED)
    joining = invited(front, url, world)
    back.open(joining.settle(back.places, let_in(front, joining)))
    back.becomes(State.AGREED)
    back.actor = front.actor
    assert front.opened is not None
    assert back.opened is not None
    here, there = front.opened.store, back.opened.store
    back.do(add_customer, AddCustomer(name="From the back"))
    qtbot.waitUntil(lambda: "From the back" in {row["name"] for row in rows(here)["customer"]})
    qtbot.waitUntil(lambda: differences(rows(here), rows(there)) == [])


def invited(front: Shop, url: str, world: WorldClock) -> Joining:
    assert front.opened is not None
    code = new_code()
    front.do(invite_device, InviteDevice(code=code, name="Back office"))
    front.becomes(State.AGREED)
    text = Invitation(url, front.opened.keys.business, code).text
    joining = Joining(read_invitation(text), front.wires, world)
    assert len(joining.ask()) == 6
    return joining


def let_in(front: Shop, joining: Joining) -> Joined:
    """As soon as the news of it has come."""
    assert front.opened is not None
    store = front.opened.store
    front.qtbot.waitUntil(lambda: joining.keys.device in {each.id for each in store.ask(all_devices, Devices())})
    front.do(admit_device, OfDevice(device=joining.keys.device))
    front.becomes(State.AGREED)
    joined = joining.look()
    assert joined is not None
    return joined
