"""A server comes back from a backup: what only it had, and desks still show, is offered to people and comes back."""

from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import SetStatus, book, set_status
from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.settings.operations import (
    EditHouseSettings,
    edit_house_settings,
)
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, edit_staff
from bizet_core.catalogue.services.operations import AddCategory, RemoveCategory, add_category, remove_category
from bizet_core.oversight.inbox.operations import settle_card
from bizet_core.oversight.inbox.queries import Card, OpenCards, open_cards
from bizet_core.oversight.inbox.requests import Choice, SettleCard
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store import Undo, undo
from bizet_core.store.journal.journal import pack
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.desk.retention import forget
from bizet_core.sync.model import lost_rows
from bizet_core.sync.restore.lost_row_messages import LostRow, Salvage, Salvaged
from bizet_desk.syncing.transport.carrier import UnreachableError
from sync_server.sync.lost_rows import tend
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, ServerSide, WorldClock
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import Backup, a_cut, a_new_desk, cut_after, store_of
from tests.sync.agreement.test_disasters import agree, sale


@pytest.fixture
def booked(backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide) -> UUID:
    """Somebody books on the web after the backup; both desks see it; then the server is restored."""
    visit: UUID = store_of(first, server).do(book, a_cut(salon, 10, customer=salon.olivia)).result
    agree(first, second)
    backup.put_back()
    return visit


def cards(desk: DeskSide) -> tuple[Card, ...]:
    return desk.store.ask(open_cards, OpenCards())


def the_card(desk: DeskSide) -> Card:
    (card,) = cards(desk)
    return card


def settle(desk: DeskSide, choice: Choice) -> Any:
    return desk.do(settle_card, SettleCard(card=the_card(desk).id, choice=choice))


def visits(desk: DeskSide) -> set[UUID]:
    return {row["id"] for row in rows(desk.store)["booking"]}


def is_agreed(first: DeskSide, second: DeskSide, server: ServerSide) -> bool:
    above = rows(store_of(first, server))
    return differences(rows(first.store), above) == [] and differences(rows(second.store), above) == []


def test_a_booking_of_the_web_is_one_card_though_both_desks_offer_it(
    first: DeskSide, second: DeskSide, booked: UUID
) -> None:
    agree(first, second)
    assert booked not in visits(first)
    card = the_card(first)
    assert dict(card.words(line) for line in card.ours) == {
        "Customer": "Olivia Hart",
        "Start": "13 Mar 2026, 10:00",
        "Services": "Cut & finish",
        "With": "Inês Duarte",
    }
    assert card.title == "Lost at the server"
    assert card.sentence().startswith("Booking: a computer here still had this")
    assert [words for _choice, words in card.choices] == ["Bring back", "Leave out"]
    assert card.theirs == ()


def test_it_comes_back_whole_where_somebody_says_so_and_goes_again_by_undo(
    first: DeskSide, second: DeskSide, booked: UUID, server: ServerSide
) -> None:
    agree(first, second)
    done = settle(second, Choice.OURS)
    agree(second, first)
    assert booked in visits(first)
    assert [row["live"] for row in rows(first.store)["claim"] if row["booking_id"] == booked] == [True]
    assert cards(first) == ()
    assert is_agreed(first, second, server)
    second.do(undo, Undo(op=done.op_id))
    agree(second, first)
    assert booked not in visits(first)
    assert the_card(first).code == "lost_row"
    assert is_agreed(first, second, server)


def test_what_is_left_out_is_not_asked_about_again(
    first: DeskSide, second: DeskSide, booked: UUID, server: ServerSide
) -> None:
    second.wire.is_cut = True
    first.sync()
    first.sync()
    settle(first, Choice.THEIRS)
    first.sync()
    second.wire.is_cut = False
    agree(second, first)
    assert cards(second) == ()
    assert booked not in visits(second)


def test_a_time_that_was_taken_meanwhile_is_refused_with_the_known_sentence(
    first: DeskSide, second: DeskSide, booked: UUID, salon: Salon, server: ServerSide
) -> None:
    agree(first, second)
    other = second.do(book, a_cut(salon, 10)).result
    agree(second, first)
    settle(first, Choice.OURS)
    agree(first, second)
    card = the_card(first)
    assert card.sentence() == "The time was taken by somebody else first."
    assert [words for _choice, words in card.choices] == ["Bring back", "Leave out"]
    assert booked not in visits(first)
    assert other in visits(first)
    second.do(set_status, SetStatus(booking=other, status=Status.CANCELLED))
    agree(second, first)
    settle(first, Choice.OURS)
    agree(first, second)
    assert booked in visits(second)


def test_a_desk_that_still_has_it_in_its_journal_closes_the_card(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, world: WorldClock, server: ServerSide
) -> None:
    visit = second.do(book, a_cut(salon, 10)).result
    agree(second, first)
    backup.put_back()
    second.wire.is_cut = True
    first.sync()
    first.sync()
    assert cards(first) == ()  # the other desk may still send it
    world.pass_by(minutes=11)
    tend(store_of(first, server))
    first.sync()
    assert the_card(first).subject_id is None
    second.wire.is_cut = False
    agree(second, first)
    assert cards(first) == ()
    assert visit in visits(first)
    assert is_agreed(first, second, server)


def test_a_line_that_comes_after_its_rows_were_brought_back_takes_their_place(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, world: WorldClock, server: ServerSide
) -> None:
    second.do(open_till, OpenTill(float=0))
    agree(second, first)
    backup.image = server.rooms.disks[first.business].image()
    sold, made = sale(second, salon), second.do(book, a_cut(salon, 10))
    agree(second, first)
    backup.put_back()
    second.wire.is_cut = True
    first.sync()
    world.pass_by(minutes=11)
    tend(store_of(first, server))
    first.sync()
    for _ in range(2):
        first.do(settle_card, SettleCard(card=cards(first)[0].id, choice=Choice.OURS))
    first.sync()
    first.sync()
    assert [row["id"] for row in rows(first.store)["sale"]] == [sold]
    second.wire.is_cut = False
    agree(second, first)
    above = rows(store_of(first, server))
    assert [row["last_op"] for row in above["booking"]] == [made.op_id]
    assert [row["id"] for row in above["sale"]] == [sold]
    assert cards(first) == ()
    assert is_agreed(first, second, server)


def test_a_change_of_the_web_is_lost_with_both_versions_shown(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    visit = first.do(book, a_cut(salon, 10)).result
    agree(first, second)
    backup.image = server.rooms.disks[first.business].image()
    store_of(first, server).do(set_status, SetStatus(booking=visit, status=Status.CANCELLED))
    agree(first, second)
    backup.put_back()
    agree(first, second)
    assert the_card(first).code == "lost_version"
    settle(first, Choice.OURS)
    agree(first, second)
    (found,) = rows(second.store)["booking"]
    assert found["status"] == Status.CANCELLED
    assert is_agreed(first, second, server)


def test_what_was_changed_since_the_restore_is_newer_and_stands(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    visit = first.do(book, a_cut(salon, 10)).result
    agree(first, second)
    backup.image = server.rooms.disks[first.business].image()
    store_of(first, server).do(set_status, SetStatus(booking=visit, status=Status.CANCELLED))
    agree(first, second)
    backup.put_back()
    store_of(first, server).do(set_status, SetStatus(booking=visit, status=Status.ARRIVED))
    agree(first, second)
    assert the_card(first).code == "lost_lines"  # nothing but the history


def test_a_booking_and_its_customer_come_back_together(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    at_server = store_of(first, server)
    guest = at_server.do(add_customer, AddCustomer(name="New Guest")).result.id
    visit = at_server.do(book, a_cut(salon, 11, customer=guest)).result
    agree(first, second)
    backup.put_back()
    agree(first, second)
    on_visit = next(card for card in cards(first) if "Services" in dict(card.words(line) for line in card.ours))
    first.do(settle_card, SettleCard(card=on_visit.id, choice=Choice.OURS))
    agree(first, second)
    assert visit in visits(second)
    assert "New Guest" in {row["name"] for row in rows(second.store)["customer"]}
    assert cards(second) == ()


def test_what_was_removed_after_the_backup_may_come_back_as_a_card_that_says_so(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    category = store_of(first, server).do(add_category, AddCategory(name="Nails")).result
    agree(first, second)
    second.wire.is_cut = True
    store_of(first, server).do(remove_category, RemoveCategory(category=category))
    first.sync()
    backup.put_back()
    second.wire.is_cut = False
    agree(first, second)
    card = the_card(second)
    assert "Nails" in [card.words(line)[1] for line in card.ours]
    assert "unless somebody had removed it on purpose" in card.sentence()


def test_what_is_offered_survives_a_cut_at_any_moment(first: DeskSide, second: DeskSide, booked: UUID) -> None:
    for moment in range(8):
        first.wire.fault = cut_after(moment)
        with suppress(UnreachableError):
            first.sync()
        first.open()
    first.wire.fault = lambda send: send()
    agree(first, second)
    assert the_card(second).code == "lost_row"


def test_a_kiosk_offers_only_what_it_may_see(backup: Backup, first: DeskSide, salon: Salon, server: ServerSide) -> None:
    kiosk = a_new_desk(first, server, DeviceRole.KIOSK)
    kiosk.sync()
    backup.image = server.rooms.disks[first.business].image()
    backup.put_back()
    row = LostRow("customer", new_id(), new_id(), pack({"name": "Mallory"}))
    with refused("device_may_not"):
        kiosk.engine.server.ask("salvage", Salvage(rows=(row,), last=False), Salvaged)
    assert rows(store_of(first, server))["inbox_card"] == []


def test_what_a_kiosk_saw_of_a_booking_is_one_card_with_what_desks_add(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    kiosk = a_new_desk(first, server, DeviceRole.KIOSK)
    kiosk.sync()
    agree(first, second)
    backup.image = server.rooms.disks[first.business].image()
    visit = store_of(first, server).do(book, a_cut(salon, 10, customer=salon.olivia)).result
    agree(first, second, kiosk)
    backup.put_back()
    kiosk.sync()
    world.pass_by(minutes=11)
    tend(store_of(first, server))
    agree(first, second)
    assert dict(the_card(first).words(line) for line in the_card(first).ours)["Customer"] == "Olivia Hart"
    settle(first, Choice.OURS)
    agree(first, second)
    assert visit in visits(second)
    assert cards(first) == ()


@pytest.mark.parametrize(
    "content", [pack({}), pack({"id": b"x"}), pack([1, 2]), pack({"id": bytes(16), "name": 5, "last_op": None})]
)
def test_what_is_no_row_is_not_kept(backup: Backup, first: DeskSide, content: bytes) -> None:
    backup.put_back()
    row = LostRow("customer", new_id(), new_id(), content)
    with refused("message_damaged"):
        first.engine.server.ask("salvage", Salvage(rows=(row,), last=True), Salvaged)


@pytest.mark.parametrize("table", ["lease", "pool", "invitation", "journal", "upstream"])
def test_what_would_let_somebody_in_is_never_offered(backup: Backup, first: DeskSide, table: str) -> None:
    backup.put_back()
    row = LostRow(table, new_id(), new_id(), pack({}))
    with refused("device_may_not"):
        first.engine.server.ask("salvage", Salvage(rows=(row,), last=True), Salvaged)


def test_nothing_is_taken_where_no_backup_was_put_back(first: DeskSide, second: DeskSide, salon: Salon) -> None:
    row = LostRow("customer", new_id(), new_id(), pack({}))
    told: Salvaged = first.engine.server.ask("salvage", Salvage(rows=(row,), last=True), Salvaged)
    assert told.kept == 0


def test_whoever_may_not_change_settings_does_not_bring_them_back(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    first.do(edit_staff, EditStaff(staff=salon.bea, role=Role.MANAGER))
    agree(first, second)
    backup = Backup(first, server, server.rooms.disks[first.business].image())
    store_of(first, server).do(edit_house_settings, EditHouseSettings(slot_interval=10))
    agree(first, second)
    world.pass_by(minutes=5)
    backup.put_back()
    agree(first, second)
    owner, first.actor = first.actor, salon.actor(salon.bea)
    settle(first, Choice.OURS)
    agree(first, second)
    assert the_card(second).code == "not_permitted"
    first.actor = owner
    settle(first, Choice.OURS)
    agree(first, second)
    assert cards(second) == ()


def test_what_was_offered_is_offered_again_where_the_server_is_restored_once_more(
    backup: Backup, first: DeskSide, second: DeskSide, booked: UUID, server: ServerSide
) -> None:
    agree(first, second)
    assert the_card(first).code == "lost_row"
    backup.put_back()  # the same backup, and the card is not in it
    agree(first, second)
    settle(first, Choice.OURS)
    agree(first, second)
    assert booked in visits(second)
    backup.take()
    backup.put_back()
    agree(first, second)
    assert cards(first) == ()
    assert booked in visits(first)
    assert is_agreed(first, second, server)


def test_what_was_left_out_is_not_asked_about_again_after_the_next_restore(
    backup: Backup, first: DeskSide, second: DeskSide, booked: UUID, server: ServerSide
) -> None:
    agree(first, second)
    settle(first, Choice.THEIRS)
    agree(first, second)
    backup.take()
    backup.put_back()
    agree(first, second)
    assert cards(first) == ()
    assert booked not in visits(first)


def test_what_was_offered_is_forgotten_with_lines_of_its_age(
    first: DeskSide, second: DeskSide, booked: UUID, world: WorldClock
) -> None:
    agree(first, second)
    assert kept(first) > 0
    world.pass_by(days=89)
    first.sync()
    while forget(first.store):
        pass
    assert kept(first) > 0
    world.pass_by(days=2)
    first.sync()
    while forget(first.store):
        pass
    assert kept(first) == 0


def kept(desk: DeskSide) -> int:
    """Rows that a restored server had lost, kept at a desk."""
    with desk.store.reading() as connection:
        return len(connection.execute(select(lost_rows.c.pk)).all())
