"""What the server looks at again when a desk's lines arrive: who acts, what was given back, what was booked over."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import book, move_booking
from bizet_core.booking.bookings.planning import plan_visit
from bizet_core.booking.bookings.requests import BookingMade, MoveBooking
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.settings.operations import EditHouseSettings, edit_house_settings
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, RemoveStaff, edit_staff, remove_staff
from bizet_core.oversight.inbox.operations import settle_card
from bizet_core.oversight.inbox.requests import Choice, SettleCard
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.selling.sales.operations import Refund, VoidSale, refund, sell, void_sale
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store import Actor, Undo, undo
from bizet_core.store.journal.journal import pack
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.server import push
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide, ServerSide, WorldClock
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import a_cut, another, at, store_of
from tests.sync.agreement.test_intruders import write_line
from tests.sync.agreement.test_rights import a_shampoo, cards


def lying(salon: Salon, who: UUID, name: str = "Bea Costa") -> Actor:
    """Somebody of whom their desk believes everything."""
    return Actor(who, name, {}, everything=True)


@pytest.fixture
def sold(first: DeskSide, salon: Salon) -> UUID:
    """A shampoo for 14.50, in a house where anybody may give 10.00 back."""
    first.do(open_till, OpenTill(float=0))
    first.do(edit_house_settings, EditHouseSettings(refund_limit=1000))
    sale: UUID = first.do(sell, a_shampoo(salon)).result
    first.sync()
    return sale


def all_of(desk: DeskSide, sale: UUID) -> Refund:
    lines = {line["id"]: line["quantity"] for line in rows(desk.store)["sale_line"] if line["sale_id"] == sale}
    return Refund(sale=sale, quantities={UUID(str(id)): much for id, much in lines.items()}, reason="Broken")


# -------------------------------------------------------------------------------------------------- what was given back


def test_a_refund_above_the_limit_of_the_house_stands_and_is_told(
    first: DeskSide, salon: Salon, sold: UUID, server: ServerSide
) -> None:
    first.actor = lying(salon, salon.ines, "Inês Duarte")
    first.do(refund, all_of(first, sold))
    first.sync()
    assert cards(first, server) == [("concern", "not_permitted_there")]
    assert [row["total"] for row in rows(store_of(first, server))["sale"]] == [1450, -1450]


def test_a_refund_within_the_limit_wants_no_look(first: DeskSide, salon: Salon, sold: UUID, server: ServerSide) -> None:
    first.do(edit_house_settings, EditHouseSettings(refund_limit=2000))
    first.actor = salon.actor(salon.ines)
    first.do(refund, all_of(first, sold))
    first.sync()
    assert cards(first, server) == []


def test_what_two_desks_took_back_of_one_sale_is_told(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    for desk in (first, second):
        desk.do(open_till, OpenTill(float=0))
    sale = first.do(sell, a_shampoo(salon)).result
    first.sync()
    second.sync()
    for desk in (first, second):
        desk.do(refund, all_of(desk, sale))
    first.sync()
    second.sync()
    assert cards(first, server) == [("concern", "taken_back_twice")]
    assert len(rows(store_of(first, server))["sale"]) == 3


def test_a_desk_that_was_away_for_days_gives_little_back_and_no_more(
    first: DeskSide, salon: Salon, sold: UUID, world: Any
) -> None:
    other = first.do(sell, a_shampoo(salon, price=900)).result
    first.sync()
    first.wire.is_cut = True
    world.pass_by(hours=73)
    with refused("away_too_long"):
        first.do(refund, all_of(first, sold))
    with refused("away_too_long"):
        first.do(void_sale, VoidSale(sale=sold, reason="A mistake"))
    first.do(refund, all_of(first, other))
    first.do(sell, a_shampoo(salon))
    first.wire.is_cut = False
    first.sync()
    first.do(refund, all_of(first, sold))


# ------------------------------------------------------------------------------------------------- what was booked over


def over(salon: Salon, hour: int) -> Any:
    return a_cut(salon, hour, overbook_reason="She is in a hurry")


def test_a_visit_booked_over_another_by_who_may_not_stays_uncertain_until_a_manager_decides(
    first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    first.do(book, a_cut(salon, 10))
    carmen, first.actor = first.actor, lying(salon, salon.ines, "Inês Duarte")
    visit = first.do(book, over(salon, 10)).result
    first.sync()
    assert cards(first, server) == [("concern", "overbooked_there")]
    assert first.store.ask(booking, OfBooking(booking=visit)).provisional
    first.actor = carmen
    (card,) = rows(first.store)["inbox_card"]
    first.do(settle_card, SettleCard(card=UUID(str(card["id"])), choice=Choice.OURS))
    first.sync()
    assert not first.store.ask(booking, OfBooking(booking=visit)).provisional


def test_a_manager_books_over_what_is_full(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    first.do(book, a_cut(salon, 10))
    visit = first.do(book, over(salon, 10)).result
    first.sync()
    assert cards(first, server) == []
    assert not first.store.ask(booking, OfBooking(booking=visit)).provisional


def test_a_move_over_another_by_who_may_not_is_refused(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    first.do(book, a_cut(salon, 10))
    visit = first.do(book, a_cut(salon, 14)).result
    first.sync()
    first.actor = lying(salon, salon.ines, "Inês Duarte")
    first.do(move_booking, MoveBooking(booking=visit, starts_at=at(10), overbook_reason="Why not"))
    first.sync()
    assert cards(first, server) == [("refused", "not_permitted")]
    assert first.store.ask(booking, OfBooking(booking=visit)).starts_at == at(14)


# ------------------------------------------------------------------------------------------------------------- who acts


def test_who_never_worked_here_does_nothing_until_a_person_decides(
    first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    first.do(open_till, OpenTill(float=0))
    carmen, first.actor = first.actor, lying(salon, new_id(), "Mallory")
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.do(sell, a_shampoo(salon))
    first.sync()
    assert sorted(cards(first, server)) == [("held", "actor_unknown")] * 2
    assert rows(store_of(first, server))["sale"] == []
    first.actor = carmen
    for card in rows(first.store)["inbox_card"]:
        first.do(settle_card, SettleCard(card=UUID(str(card["id"])), choice=Choice.OURS))
    first.sync()
    assert len(rows(store_of(first, server))["sale"]) == 1
    assert any(row["name"] == "Zoë Blanc" for row in rows(first.store)["customer"])


def test_who_was_let_go_sells_at_a_desk_that_has_not_heard_and_at_no_other(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    second.do(open_till, OpenTill(float=0))
    second.sync()
    second.actor = lying(salon, salon.bea)
    first.do(remove_staff, RemoveStaff(staff=salon.bea))
    first.sync()
    second.do(sell, a_shampoo(salon))
    second.sync()
    assert cards(first, server) == []
    second.do(sell, a_shampoo(salon))
    second.sync()
    assert cards(first, server) == [("held", "actor_unknown")]


def test_nothing_that_a_stranger_takes_back_is_held(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    done = first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.actor = lying(salon, new_id(), "Mallory")
    first.do(undo, Undo(op=done.op_id))
    first.sync()
    assert cards(first, server) == [("refused", "not_permitted")]
    assert any(row["name"] == "Zoë Blanc" for row in rows(first.store)["customer"])


def test_a_kiosk_has_visitors_and_nobody_else(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    kiosk = another(first, server, DeviceRole.KIOSK)
    kiosk.do(book, a_cut(salon, 10))
    kiosk.sync()
    assert cards(first, server) == []
    kiosk.actor = first.actor  # it says that the owner stands there
    kiosk.do(add_customer, AddCustomer(name="Zoë Blanc"))
    kiosk.sync()
    assert cards(first, server) == [("held", "actor_unknown")]


def test_visitors_book_over_nothing(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    first.do(book, a_cut(salon, 10))
    first.sync()
    kiosk = another(first, server, DeviceRole.KIOSK)
    kiosk.actor = replace(kiosk.actor, everything=True)
    kiosk.do(book, over(salon, 10))
    kiosk.sync()
    assert cards(first, server) == [("concern", "overbooked_there")]


def test_a_role_that_was_taken_away_since_still_books_over(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    first.do(edit_staff, EditStaff(staff=salon.bea, role=Role.MANAGER))
    first.do(book, a_cut(salon, 10))
    first.sync()
    second.sync()
    second.actor = lying(salon, salon.bea)
    second.do(book, over(salon, 10))
    first.do(edit_staff, EditStaff(staff=salon.bea, role=Role.STAFF))
    first.sync()
    second.sync()
    assert cards(first, server) == []


# ----------------------------------------------------------------------------------------------- whose holds are ended


def a_hold(server: ServerSide, first: DeskSide, salon: Salon) -> UUID:
    """Somebody on the web has ten minutes to make up their mind."""
    store = store_of(first, server)
    until = server.clock() + timedelta(minutes=10)
    asked = a_cut(salon, 10, status=Status.HOLD, hold_until=until, source="web")
    return UUID(str(store.do(book, asked).result))


def take_it(desk: DeskSide, salon: Salon, hold: UUID) -> None:
    """A booking of the same time, whose line says that the hold is over."""
    with desk.store.transaction() as connection:
        me = desk.store.identity
        work = desk.store.work_for(connection, new_id(), desk.actor, desk.clock(), me.device, me.inc)
        args = replace_args(plan_visit(work, a_cut(salon, 14)), hold)
    write_line(desk, book, pack(args))
    desk.sync()


def replace_args(made: BookingMade, hold: UUID) -> BookingMade:
    return msgspec.structs.replace(made, ended_holds=(hold,))


def status_of(first: DeskSide, server: ServerSide, visit: UUID) -> str:
    return str(next(row["status"] for row in rows(store_of(first, server))["booking"] if row["id"] == visit))


def test_a_desk_ends_no_hold_of_others_by_saying_so(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    hold = a_hold(server, first, salon)
    first.sync()
    take_it(first, salon, hold)
    assert status_of(first, server, hold) == "hold"


def test_nor_by_a_clock_that_is_ahead(first: DeskSide, salon: Salon, server: ServerSide, world: WorldClock) -> None:
    hold = a_hold(server, first, salon)
    first.sync()
    first.store.clock = lambda: world.now + timedelta(hours=1)
    take_it(first, salon, hold)
    assert status_of(first, server, hold) == "hold"


def test_its_own_hold_a_desk_ends(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    until = server.clock() + timedelta(minutes=10)
    hold = first.do(book, a_cut(salon, 10, status=Status.HOLD, hold_until=until)).result
    first.sync()
    take_it(first, salon, hold)
    assert status_of(first, server, hold) == "cancelled"


# ------------------------------------------------------------------------------------------- how much one device makes


def test_a_device_whose_cards_nobody_settles_waits_with_what_it_has_done(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "MOST_CARDS", 2)
    carmen, second.actor = second.actor, lying(salon, new_id(), "Mallory")
    for name in ("One", "Two", "Three"):
        second.do(add_customer, AddCustomer(name=name))
        with suppress(Refused):
            second.sync()
    assert len(cards(first, server)) == 2
    second.actor = carmen
    with refused("cards_too_many"):
        second.sync()
    first.sync()
    for card in rows(first.store)["inbox_card"]:
        first.do(settle_card, SettleCard(card=UUID(str(card["id"])), choice=Choice.OURS))
    first.sync()
    second.sync()
    assert len(cards(first, server)) == 3
