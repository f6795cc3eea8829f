"""A fresh computer joins a business: invited, compared, let in; switched off anywhere, it goes on or begins anew."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.devices.operations import InviteDevice, OfDevice, admit_device, invite_device, revoke_device
from bizet_core.business.devices.queries import Devices, all_devices
from bizet_core.business.devices.rules import six_words
from bizet_core.business.settings.queries import TheSettings, device
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.sync.wire.enrolment import Joined
from bizet_desk.storage.opening import open_desk
from bizet_desk.storage.paths import Places
from bizet_desk.syncing.joining.arrival import is_arriving, settle_in
from bizet_desk.syncing.joining.invitation import Invitation, new_code, read_invitation
from bizet_desk.syncing.joining.joining import Joining
from bizet_desk.syncing.status import State
from tests.conftest import Clock
from tests.simulator.network import ADDRESS
from tests.simulator.rows import differences, rows
from tests.simulator.world import ServerSide
from tests.support.makers import Salon, refused
from tests.sync.desks.shop import Shop

Shops = Callable[..., Shop]


@pytest.fixture
def front(shops: Shops) -> Shop:
    return shops("front")


@pytest.fixture
def salon(front: Shop, server: ServerSide) -> Salon:
    salon = front.begin()
    assert front.link(server.control.new_setup_code()) is None
    front.becomes(State.AGREED)
    return salon


def invite(front: Shop, role: DeviceRole = DeviceRole.DESK, **more: Any) -> Invitation:
    assert front.opened is not None
    code = new_code()
    front.do(invite_device, InviteDevice(code=code, name="Back office", role=role, **more))
    front.becomes(State.AGREED)
    return read_invitation(Invitation(ADDRESS, front.opened.keys.business, code).text)


def knock(front: Shop, clock: Clock, invitation: Invitation) -> tuple[Joining, tuple[str, ...]]:
    joining = Joining(invitation, front.wires, clock)
    return joining, joining.ask()


def hears_of(front: Shop, joining: Joining) -> None:
    """The server has told the front desk that somebody waits."""

    def there() -> bool:
        assert front.opened is not None
        return joining.keys.device in {each.id for each in front.opened.store.ask(all_devices, Devices())}

    front.qtbot.waitUntil(there)


def let_in(front: Shop, joining: Joining) -> Joined:
    hears_of(front, joining)
    front.do(admit_device, OfDevice(device=joining.keys.device))
    front.becomes(State.AGREED)
    joined = joining.look()
    assert joined is not None
    return joined


def agree(one: Shop, other: Shop) -> None:
    """Both come to hold the same rows."""
    for shop in (one, other):
        assert shop.sync is not None
        shop.sync.try_now()
    assert one.opened is not None
    assert other.opened is not None
    here, there = one.opened.store, other.opened.store
    one.qtbot.waitUntil(lambda: differences(rows(here), rows(there)) == [])


def test_both_screens_show_the_same_six_words(front: Shop, salon: Salon, clock: Clock) -> None:
    invitation = invite(front)
    joining, words = knock(front, clock, invitation)
    assert front.sync is not None
    assert words == six_words(invitation.code, joining.keys.public, front.sync.status.server_key)
    assert joining.look() is None


def test_a_computer_that_was_let_in_has_everything_and_stands_where_it_was_sent(
    front: Shop, salon: Salon, shops: Shops, clock: Clock
) -> None:
    joining, _words = knock(front, clock, invite(front, location=salon.location))
    back = shops("back")
    back.open(joining.settle(back.places, let_in(front, joining)))
    assert back.opened is not None
    assert front.opened is not None
    back.becomes(State.AGREED)
    settle_in(back.opened.store)
    agree(front, back)
    assert back.opened.store.ask(device, TheSettings()).location == salon.location
    ours, theirs = front.opened.keys, back.opened.keys
    assert (theirs.business, theirs.pepper, theirs.recovery) == (ours.business, ours.pepper, ours.recovery)
    assert theirs.device != ours.device
    assert not is_arriving(back.opened.store)


def test_switched_off_before_anything_came_it_goes_on_at_the_next_start(
    front: Shop, salon: Salon, shops: Shops, clock: Clock
) -> None:
    joining, _words = knock(front, clock, invite(front))
    joined = let_in(front, joining)
    back = shops("back")
    front.wires.is_cut = True
    back.open(joining.settle(back.places, joined))
    back.becomes(State.OFFLINE)
    assert back.opened is not None
    assert is_arriving(back.opened.store)
    back.close()
    front.wires.is_cut = False
    back.open()
    back.becomes(State.AGREED)
    assert "Olivia Hart" in {row["name"] for row in rows(back.opened.store)["customer"]}


def test_killed_while_it_wrote_what_came_it_takes_all_of_it_again(
    front: Shop, salon: Salon, shops: Shops, clock: Clock, tmp_path: Path
) -> None:
    joining, _words = knock(front, clock, invite(front))
    back, killed = shops("back"), shops("killed")
    opened = joining.settle(back.places, let_in(front, joining))
    copies: list[Path] = []

    def power_cut(_connection: Any) -> None:
        """What the disk holds at the first commit of the bootstrap, which has not happened yet."""
        if not copies:
            copies.append(Path(shutil.copytree(back.places.data, killed.places.data, symlinks=True)))

    event.listen(opened.store.engine, "commit", power_cut)
    back.open(opened)
    back.becomes(State.AGREED)
    back.close()
    assert copies
    killed.open(open_desk(killed.places, clock=clock))
    killed.becomes(State.AGREED)
    agree(front, killed)


def test_a_kiosk_comes_back_after_the_night(front: Shop, salon: Salon, shops: Shops, clock: Clock) -> None:
    joining, _words = knock(front, clock, invite(front, DeviceRole.KIOSK))
    kiosk = shops("kiosk")
    kiosk.open(joining.settle(kiosk.places, let_in(front, joining)))
    kiosk.becomes(State.AGREED)
    kiosk.close()
    kiosk.open()
    kiosk.becomes(State.AGREED)
    assert kiosk.opened is not None
    assert rows(kiosk.opened.store)["customer"] == []


def test_what_is_done_at_one_desk_appears_on_the_other(front: Shop, salon: Salon, shops: Shops, clock: Clock) -> None:
    joining, _words = knock(front, clock, invite(front))
    back = shops("back")
    back.open(joining.settle(back.places, let_in(front, joining)))
    back.becomes(State.AGREED)
    back.actor = front.actor
    assert front.desk is not None
    with front.qtbot.waitSignal(front.desk.changed, check_params_cb=lambda tables: "customer" in tables):
        back.do(add_customer, AddCustomer(name="From the back"))


def test_a_computer_that_is_turned_away_is_told(front: Shop, salon: Salon, clock: Clock) -> None:
    joining, _words = knock(front, clock, invite(front))
    hears_of(front, joining)
    front.do(revoke_device, OfDevice(device=joining.keys.device))
    front.becomes(State.AGREED)
    with refused("not_let_in"):
        joining.look()


def test_a_code_opens_once_and_for_ten_minutes(front: Shop, salon: Salon, clock: Clock) -> None:
    invitation = invite(front)
    knock(front, clock, invitation)
    with refused("code_wrong"):
        knock(front, clock, invitation)
    late = invite(front)
    clock.pass_by(minutes=11)
    with refused("code_wrong"):
        knock(front, clock, late)


def test_nothing_is_written_until_somebody_has_said_yes(
    front: Shop, salon: Salon, clock: Clock, tmp_path: Path
) -> None:
    knock(front, clock, invite(front))
    assert not Places(tmp_path / "back", tmp_path / "back" / "state").desk.exists()
