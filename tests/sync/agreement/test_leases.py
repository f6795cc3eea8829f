"""What a desk holds it may sell and promise while it is alone; what it does not hold it asks for."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, update

from bizet_core.booking.bookings.operations import book
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.leases.model import LeaseKind
from bizet_core.business.leases.operations import MakePool, OfLease, TakeBack, force_lease, make_pool, return_lease
from bizet_core.business.leases.queries import Leases, active_leases
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.store import OPERATIONS
from bizet_core.store.journal.journal import GENESIS, chain, journal, pack
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.wire.lease_messages import AllKept, Granted, LeaseAsked
from sync_server.sync import lease_grants
from tests.simulator.rows import differences, rows
from tests.simulator.tickets import SellTickets, sell_tickets
from tests.simulator.world import DeskSide, ServerSide
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import a_cut, another, at, store_of


def lease(desk: DeskSide, kind: LeaseKind, **what: Any) -> UUID:
    """Ask for it, and take what comes."""
    granted: Granted = desk.engine.server.ask("lease", LeaseAsked(kind=kind, **what), Granted)
    desk.sync()
    return granted.lease


def a_pool(first: DeskSide, size: int = 10) -> UUID:
    pool = new_id()
    first.do(make_pool, MakePool(id=pool, size=size))
    first.sync()
    return pool


def the_pool(first: DeskSide, server: ServerSide, pool: UUID) -> tuple[int, int, int]:
    """Sold, leased and beyond."""
    from bizet_core.business.leases.model import pools

    with store_of(first, server).reading() as connection:
        row = connection.execute(pools.select().where(pools.c.id == pool)).one()
    return row.sold, row.leased, row.over


def is_certain(desk: DeskSide, visit: UUID) -> bool:
    return not desk.store.ask(booking, OfBooking(booking=visit)).provisional


def test_a_booking_of_a_linked_desk_is_asked_for_until_the_server_has_it(first: DeskSide, salon: Salon) -> None:
    visit = first.do(book, a_cut(salon, 10)).result
    assert not is_certain(first, visit)
    first.sync()
    assert is_certain(first, visit)


def test_time_that_a_desk_holds_it_promises_alone(first: DeskSide, second: DeskSide, salon: Salon) -> None:
    first.do(
        edit_device_settings, EditDeviceSettings(keep_hours=24)
    )  # it stands nowhere, so it asks for nothing itself
    lease(first, LeaseKind.TIME, resource=salon.ines, starts_at=at(9), ends_at=at(13))
    first.wire.is_cut = True
    visit = first.do(book, a_cut(salon, 10)).result
    assert is_certain(first, visit)
    elsewhere = second.do(book, a_cut(salon, 11)).result
    second.sync()
    second.sync()
    assert not is_certain(second, elsewhere)
    (card,) = rows(second.store)["inbox_card"]
    assert (card["code"], card["subject_id"]) == ("double_booked", elsewhere)
    first.wire.is_cut = False
    first.sync()
    second.sync()
    assert is_certain(second, visit)
    assert differences(rows(first.store), rows(second.store)) == [] or _only_leases_differ(first, second)


def _only_leases_differ(first: DeskSide, second: DeskSide) -> bool:
    return all(told.startswith("lease ") for told in differences(rows(first.store), rows(second.store)))


def test_no_two_desks_hold_the_same_time(first: DeskSide, second: DeskSide, salon: Salon) -> None:
    lease(first, LeaseKind.TIME, resource=salon.ines, starts_at=at(9), ends_at=at(13))
    with refused("claim_leased"):
        lease(second, LeaseKind.TIME, resource=salon.ines, starts_at=at(12), ends_at=at(15))


def test_a_desk_sells_what_it_holds_and_no_more(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    pool = a_pool(first)
    lease(first, LeaseKind.AMOUNT, pool=pool, many=4)
    first.wire.is_cut = True
    first.do(sell_tickets, SellTickets(pool=pool, many=3))
    with refused("lease_needed"):
        first.do(sell_tickets, SellTickets(pool=pool, many=2))
    first.wire.is_cut = False
    first.sync()
    assert the_pool(first, server, pool) == (3, 1, 0)


def test_a_lease_grows_when_more_is_asked_for(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    pool = a_pool(first)
    assert lease(first, LeaseKind.AMOUNT, pool=pool, many=4) == lease(first, LeaseKind.AMOUNT, pool=pool, many=9)
    assert the_pool(first, server, pool) == (0, 10, 0)
    with refused("sold_out"):
        lease(first, LeaseKind.AMOUNT, pool=pool, many=1)


def test_what_is_handed_back_is_free_for_everybody(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    pool = a_pool(first)
    held = lease(first, LeaseKind.AMOUNT, pool=pool, many=10)
    first.do(sell_tickets, SellTickets(pool=pool, many=2))
    first.do(return_lease, OfLease(lease=held))
    with refused("sold_out"):  # it has not heard of it yet
        lease(second, LeaseKind.AMOUNT, pool=pool, many=5)
    first.sync()
    lease(second, LeaseKind.AMOUNT, pool=pool, many=8)
    assert the_pool(first, server, pool) == (2, 8, 0)


def test_a_lease_never_ends_by_the_clock(first: DeskSide, second: DeskSide, salon: Salon, world: Any) -> None:
    pool = a_pool(first)
    lease(first, LeaseKind.AMOUNT, pool=pool, many=10)
    world.now += timedelta(days=30)
    with refused("sold_out"):
        lease(second, LeaseKind.AMOUNT, pool=pool, many=1)


def test_what_is_sold_after_a_lease_was_taken_back_stands_and_is_told(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    pool = a_pool(first)
    held = lease(second, LeaseKind.AMOUNT, pool=pool, many=10)
    second.wire.is_cut = True
    first.do(force_lease, TakeBack(lease=held, reason="It was lost"))
    first.sync()
    lease(first, LeaseKind.AMOUNT, pool=pool, many=9)
    second.do(sell_tickets, SellTickets(pool=pool, many=3))
    second.wire.is_cut = False
    second.sync()
    assert the_pool(first, server, pool) == (1, 9, 2)
    second.sync()
    (card,) = rows(second.store)["inbox_card"]
    assert (card["code"], card["facts"]["count"]) == ("oversold", 2)


def test_a_desk_that_keeps_hours_promises_them_alone_and_hands_them_back(
    first: DeskSide, second: DeskSide, salon: Salon, world: Any
) -> None:
    first.do(edit_device_settings, EditDeviceSettings(location=salon.location, keep_hours=48))
    first.sync()
    first.sync()
    first.wire.is_cut = True
    assert is_certain(first, first.do(book, a_cut(salon, 10)).result)
    first.wire.is_cut = False
    first.do(edit_device_settings, EditDeviceSettings(keep_hours=0))
    first.sync()
    first.sync()
    elsewhere = second.do(book, a_cut(salon, 14)).result
    second.sync()
    assert is_certain(second, elsewhere)


def test_kept_hours_roll_forward_while_the_desk_is_connected(first: DeskSide, salon: Salon, world: Any) -> None:
    first.do(edit_device_settings, EditDeviceSettings(location=salon.location, keep_hours=8))
    first.sync()
    first.sync()
    before = _reach(first, salon)
    world.pass_by(hours=5)
    first.sync()
    first.sync()
    assert _reach(first, salon) - before == timedelta(hours=5)


def _reach(desk: DeskSide, salon: Salon) -> Any:
    return next(each.ends_at for each in desk.store.ask(active_leases, Leases()) if each.resource == salon.ines)


def test_a_lease_reaches_no_further_however_often_it_is_asked_for(first: DeskSide, salon: Salon) -> None:
    three_days = timedelta(hours=72)
    lease(first, LeaseKind.TIME, resource=salon.ines, starts_at=at(9), ends_at=at(9) + timedelta(hours=48))
    with refused("lease_too_long"):
        later = at(9) + timedelta(hours=48)
        lease(first, LeaseKind.TIME, resource=salon.ines, starts_at=later, ends_at=later + three_days)


def test_a_lease_is_not_made_shorter_by_asking(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    lease(first, LeaseKind.TIME, resource=salon.ines, starts_at=at(9), ends_at=at(13))
    lease(first, LeaseKind.TIME, resource=salon.ines, starts_at=at(10), ends_at=at(11))
    (held,) = rows(store_of(first, server))["lease"]
    assert held["ends_at"] == at(13)


def test_a_stretch_that_ends_before_it_begins_is_none(first: DeskSide, salon: Salon) -> None:
    with refused("message_damaged"):
        lease(first, LeaseKind.TIME, resource=salon.ines, starts_at=at(13), ends_at=at(9))


def test_another_devices_lease_opens_nothing(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    held = lease(first, LeaseKind.TIME, resource=salon.ines, starts_at=at(9), ends_at=at(13))
    second.wire.is_cut = True
    visit = second.do(book, a_cut(salon, 10)).result
    forge(second, held)
    second.wire.is_cut = False
    second.sync()
    assert not is_certain(second, visit)
    assert [card["code"] for card in rows(second.store)["inbox_card"]] == ["double_booked"]


def forge(desk: DeskSide, held: UUID) -> None:
    """Write another's lease into the last line of a desk's journal, and chain it anew."""
    with desk.store.transaction() as connection:
        line = connection.execute(select(journal).order_by(journal.c.n.desc()).limit(1)).one()
        before = connection.execute(select(journal.c.hash).where(journal.c.n == line.n - 1)).scalar() or GENESIS
        args = OPERATIONS[line.name].decode(line.body, line.ver)
        claims = tuple(msgspec.structs.replace(claim, lease_id=held) for claim in args.claims)
        body = pack(msgspec.structs.replace(args, claims=claims))
        forged = {"body": body, "hash": chain(before, line.header, body)}
        connection.execute(update(journal).where(journal.c.op_id == line.op_id).values(**forged))


def test_the_server_tells_desks_what_all_devices_hold_and_when_they_were_heard(
    first: DeskSide, second: DeskSide, salon: Salon, world: Any
) -> None:
    pool = a_pool(first)
    lease(second, LeaseKind.AMOUNT, pool=pool, many=4)
    spoken = world.now
    world.pass_by(hours=3)
    (kept,) = first.engine.server.ask("kept", None, AllKept).kept
    assert (kept.holder, kept.kind, kept.size, kept.left) == ("Another desk", LeaseKind.AMOUNT, 4, 4)
    assert kept.heard_at == spoken


def test_visitors_are_not_told_what_desks_hold(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    kiosk = another(first, server, DeviceRole.KIOSK)
    with refused("device_may_not"):
        kiosk.engine.server.ask("kept", None, AllKept)


def test_a_device_keeps_no_more_than_so_many_things(
    first: DeskSide, salon: Salon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease_grants, "MOST_LEASES", 2)
    pools = [a_pool(first) for _ in range(3)]
    for pool in pools[:2]:
        lease(first, LeaseKind.AMOUNT, pool=pool, many=1)
    with refused("leases_too_many"):
        lease(first, LeaseKind.AMOUNT, pool=pools[2], many=1)
    lease(first, LeaseKind.AMOUNT, pool=pools[0], many=1)  # what it has may grow


def test_a_lease_taken_back_by_an_older_desk_is_taken_back(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    held = lease(second, LeaseKind.AMOUNT, pool=a_pool(first), many=4)
    args = force_lease.decode(pack({"lease": held}), 1)
    assert args == TakeBack(lease=held, reason="")
