"""A restored server asks its desks what they hold before it gives anything to others."""

from bizet_core.booking.bookings.operations import book
from bizet_core.business.leases.model import LeaseKind
from bizet_core.business.leases.operations import OfLease, return_lease
from bizet_core.business.settings.operations import (
    EditDeviceSettings,
    edit_device_settings,
)
from tests.simulator.rows import rows
from tests.simulator.tickets import SellTickets, sell_tickets
from tests.simulator.world import DeskSide, ServerSide, WorldClock
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import Backup, a_cut, at
from tests.sync.agreement.test_disasters import agree
from tests.sync.agreement.test_leases import a_pool, lease, the_pool


def test_what_a_desk_holds_is_not_given_to_another_before_it_has_spoken(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide, world: WorldClock
) -> None:
    pool = a_pool(first)
    agree(first, second)
    backup.image = server.rooms.disks[first.business].image()
    lease(second, LeaseKind.AMOUNT, pool=pool, many=8)
    second.do(sell_tickets, SellTickets(pool=pool, many=3))
    second.sync()
    backup.put_back()
    with refused("leases_asked_back"):
        lease(first, LeaseKind.AMOUNT, pool=pool, many=8)
    first.sync()
    second.do(sell_tickets, SellTickets(pool=pool, many=2))
    second.sync()
    assert the_pool(first, server, pool) == (5, 3, 0)
    lease(first, LeaseKind.AMOUNT, pool=pool, many=8)
    assert the_pool(first, server, pool) == (5, 5, 0)
    agree(first, second)
    assert rows(first.store)["inbox_card"] == []


def test_a_lease_that_was_handed_back_is_handed_back_again(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    pool = a_pool(first)
    agree(first, second)
    backup.image = server.rooms.disks[first.business].image()
    held = lease(second, LeaseKind.AMOUNT, pool=pool, many=8)
    second.do(sell_tickets, SellTickets(pool=pool, many=3))
    second.do(return_lease, OfLease(lease=held))
    second.sync()
    backup.put_back()
    agree(second, first)
    assert the_pool(first, server, pool) == (3, 0, 0)
    assert rows(first.store)["inbox_card"] == []


def test_the_server_waits_ten_minutes_and_no_longer_and_tells_what_is_short(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide, world: WorldClock
) -> None:
    pool = a_pool(first)
    agree(first, second)
    backup.image = server.rooms.disks[first.business].image()
    lease(second, LeaseKind.AMOUNT, pool=pool, many=8)
    backup.put_back()
    first.sync()
    world.pass_by(minutes=10)
    lease(first, LeaseKind.AMOUNT, pool=pool, many=6)
    agree(second, first)
    (card,) = rows(first.store)["inbox_card"]
    assert (card["code"], card["facts"]) == ("lease_short", {"count": 4})
    assert the_pool(first, server, pool) == (0, 10, 0)
    with refused("lease_needed"):
        second.do(sell_tickets, SellTickets(pool=pool, many=5))


def test_time_that_a_desk_held_is_known_again(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    stretch = {"resource": salon.ines, "starts_at": at(9), "ends_at": at(13)}
    second.do(edit_device_settings, EditDeviceSettings(keep_hours=24))  # it stands nowhere, so it asks for none itself
    lease(second, LeaseKind.TIME, **stretch)
    backup.put_back()
    agree(first, second)
    with refused("claim_leased"):
        lease(first, LeaseKind.TIME, **stretch)
    visit = second.do(book, a_cut(salon, 10)).result
    agree(second, first)
    assert visit in {row["id"] for row in rows(first.store)["booking"]}
