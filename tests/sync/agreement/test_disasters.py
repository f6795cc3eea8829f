"""Disks that go back in time, copies that come to life, a server restored, clocks that are wrong: nothing is lost."""

from datetime import timedelta
from typing import Any

from bizet_core.business.devices.model import DeviceState
from bizet_core.business.devices.operations import OfDevice, admit_device, revoke_device
from bizet_core.business.devices.queries import Devices, all_devices
from bizet_core.selling.carts.operations import CartContent
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.server import feed
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, Disk, ServerSide, Wire
from tests.support.makers import Salon, cart_line, refused
from tests.sync.agreement.conftest import store_of


def sale(desk: DeskSide, salon: Salon, **more: Any) -> Any:
    line = cart_line(id=new_id(), kind="custom", item=None, name="Comb", unit_price=300, tax_class="standard")
    paid = (TenderAsked(method="cash", given=300),)
    return desk.do(sell, Sell(content=CartContent(lines=(line,)), tenders=paid, location=salon.location, **more)).result


def restored(desk: DeskSide, image: bytes) -> None:
    """The computer starts on a copy of its disk."""
    desk.disk = Disk(image)
    desk.open()


def agree(*desks: DeskSide) -> None:
    for desk in (*desks, *desks):
        desk.sync()


def test_a_restored_desk_counts_anew_and_gets_back_what_the_server_had(
    first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    first.do(open_till, OpenTill(float=0))
    first.sync()
    image = first.disk.image()
    sale(first, salon)
    first.sync()
    restored(first, image)
    sale(first, salon)
    with refused("device_locked"):  # a manager has to look: another copy may be alive
        first.sync()
    _admit(first, server)
    agree(first)
    assert first.store.identity.inc == 2
    assert [row["copy"] for row in sorted(rows(first.store)["sale"], key=lambda row: row["copy"])] == [0, 1]
    assert differences(rows(first.store), rows(store_of(first, server))) == []


def test_a_copied_desk_sells_on_under_numbers_of_its_own(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    first.do(open_till, OpenTill(float=0))
    first.sync()
    twin = DeskSide(first.business, first.clock, Wire(server), first.device, first.key, Disk(first.disk.image()))
    twin.actor = first.actor
    sale(first, salon)
    sale(twin, salon)
    first.sync()
    with refused("device_locked"):
        twin.sync()
    _admit(first, server)
    agree(twin, first)
    sale(twin, salon)
    agree(twin, first)
    found = rows(store_of(first, server))
    assert len(found["sale"]) == 3
    assert sorted(row["copy"] for row in found["sale"]) == [0, 0, 1]  # one number stands on two papers
    assert {card["code"] for card in found["inbox_card"]} == {"device_copied", "number_twice"}
    assert differences(rows(first.store), rows(twin.store)) == []


def test_a_restored_server_is_told_again_what_it_lost(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    first.do(open_till, OpenTill(float=0))
    agree(first, second)
    image = server.rooms.disks[first.business].image()
    kept = sale(first, salon)
    agree(first, second)
    server.rooms.disks[first.business] = Disk(image)
    server.restart()
    with store_of(first, server).engine.begin() as connection:
        feed.new_epoch(connection, first.business, server.clock())
    agree(second, first, second)
    assert [row["id"] for row in rows(second.store)["sale"]] == [kept]
    assert differences(rows(first.store), rows(second.store)) == []


def test_clocks_that_are_days_off_do_not_keep_desks_apart(
    first: DeskSide, second: DeskSide, salon: Salon, world: Any
) -> None:
    second.store.clock = lambda: world() + timedelta(days=3)
    second.engine.server.now_ms = lambda: int((world() + timedelta(days=3)).timestamp() * 1000)
    second.do(open_till, OpenTill(float=0))
    sale(second, salon)
    agree(second, first)
    assert len(rows(first.store)["sale"]) == 1
    assert second.store.seen.offset_ms == -3 * 86_400_000


def test_what_a_device_still_sends_after_it_was_sent_away_is_held(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    second.do(open_till, OpenTill(float=0))
    agree(second, first)
    second.wire.is_cut = True
    sale(second, salon)
    first.do(revoke_device, OfDevice(device=second.device))
    first.sync()
    second.wire.is_cut = False
    with refused("device_revoked"):
        second.sync()
    found = rows(store_of(first, server))
    assert found["sale"] == []
    assert [(card["kind"], card["amount"]) for card in found["inbox_card"]] == [("held", 300)]


def _admit(first: DeskSide, server: ServerSide) -> None:
    store = store_of(first, server)
    for device in store.ask(all_devices, Devices()):
        if device.state is DeviceState.LOCKED:
            store.do(admit_device, OfDevice(device=device.id))
