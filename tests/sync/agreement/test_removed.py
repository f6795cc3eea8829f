"""A server comes back from a backup: what was removed since is there again, and people are asked about it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from bizet_core.booking.bookings.operations import book
from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, edit_staff
from bizet_core.catalogue.services.operations import (
    AddCategory,
    EditCategory,
    EditService,
    RemoveCategory,
    add_category,
    edit_category,
    edit_service,
    remove_category,
)
from bizet_core.catalogue.taxes.operations import AddRate, add_rate
from bizet_core.catalogue.timetable.operations import Hours, SetHours, set_hours
from bizet_core.oversight.inbox.operations import Choice, SettleCard, settle_card
from bizet_core.oversight.inbox.queries import Card, OpenCards, open_cards
from bizet_core.selling.carts.operations import CartContent, ParkCart, TakeParked, park_cart, take_parked
from bizet_core.store import Undo, undo
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.desk.retention import LINE_DAYS, forget
from bizet_core.sync.restore.lost_row_messages import LOST_AT_ONCE, LostRow, Salvage, Salvaged
from bizet_core.sync.wire.protocol import LARGEST_PAGE, Page, Problem, decode, encode
from bizet_desk.syncing.transport.carrier import UnreachableError
from sync_server.sync.lost_rows import tend
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, ServerSide, WorldClock
from tests.support.makers import Salon, cart_line, refused
from tests.sync.agreement.conftest import Backup, a_cut, a_new_desk, cut_after, store_of
from tests.sync.agreement.test_disasters import agree


def cards(desk: DeskSide) -> list[Card]:
    """Those about what is there again."""
    return [card for card in desk.store.ask(open_cards, OpenCards()) if card.is_again]


def the_card(desk: DeskSide) -> Card:
    (card,) = cards(desk)
    return card


def lines(desk: DeskSide) -> list[str]:
    """What is there again, in words."""
    return [the_card(desk).words(line)[1] for line in the_card(desk).theirs]


def settle(desk: DeskSide, choice: Choice) -> Any:
    return desk.do(settle_card, SettleCard(card=the_card(desk).id, choice=choice))


def ids(desk: DeskSide, table: str) -> set[UUID]:
    return {row["id"] for row in rows(desk.store)[table]}


def is_agreed(first: DeskSide, second: DeskSide, server: ServerSide) -> bool:
    above = rows(store_of(first, server))
    return differences(rows(first.store), above) == [] and differences(rows(second.store), above) == []


@pytest.fixture
def nails(first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide) -> UUID:
    """A group of services without any."""
    made: UUID = store_of(first, server).do(add_category, AddCategory(name="Nails")).result
    agree(first, second)
    return made


@pytest.fixture
def copied(first: DeskSide, nails: UUID, server: ServerSide, world: WorldClock) -> Backup:
    made = Backup(first, server, server.rooms.disks[first.business].image())
    world.pass_by(minutes=5)
    return made


@pytest.fixture
def removed(copied: Backup, first: DeskSide, second: DeskSide, nails: UUID, server: ServerSide) -> UUID:
    """The house removes it after the backup; both desks hear; then the server is restored."""
    store_of(first, server).do(remove_category, RemoveCategory(category=nails))
    agree(first, second)
    copied.put_back()
    return nails


def test_what_the_house_removed_is_one_card_though_both_desks_tell(
    first: DeskSide, second: DeskSide, removed: UUID
) -> None:
    agree(first, second)
    assert removed in ids(first, "service_category")
    card = the_card(first)
    assert card.title == "There again"
    assert card.sentence().startswith("Category: some of this (1) was removed after the backup")
    assert lines(first) == ["Nails"]
    assert [words for _choice, words in card.choices] == ["Remove again", "Leave"]


def test_it_goes_again_where_somebody_says_so_and_is_back_by_undo(
    first: DeskSide, second: DeskSide, removed: UUID, server: ServerSide
) -> None:
    agree(first, second)
    done = settle(second, Choice.OURS)
    agree(second, first)
    assert removed not in ids(first, "service_category")
    assert cards(first) == []
    assert is_agreed(first, second, server)
    second.do(undo, Undo(op=done.op_id))
    agree(second, first)
    assert removed in ids(first, "service_category")
    assert lines(first) == ["Nails"]
    settle(first, Choice.OURS)
    agree(first, second)
    assert removed not in ids(second, "service_category")
    assert is_agreed(first, second, server)


def test_what_is_left_is_not_asked_about_again(first: DeskSide, second: DeskSide, removed: UUID) -> None:
    second.wire.is_cut = True
    first.sync()
    first.clock.pass_by(minutes=11)  # type: ignore[attr-defined]
    first.sync()
    tend(first.wire.server.stores.of(first.business))
    first.sync()
    settle(first, Choice.THEIRS)
    first.sync()
    second.wire.is_cut = False
    agree(second, first)
    assert cards(second) == []
    assert removed in ids(second, "service_category")


def test_what_a_desk_removed_that_is_gone_is_told_by_another(
    copied: Backup, first: DeskSide, second: DeskSide, nails: UUID, server: ServerSide, world: WorldClock
) -> None:
    second.do(remove_category, RemoveCategory(category=nails))
    agree(second, first)
    copied.put_back()
    second.wire.is_cut = True
    first.sync()
    first.sync()
    assert cards(first) == []  # the other desk may still send its line
    world.pass_by(minutes=11)
    tend(store_of(first, server))
    first.sync()
    assert lines(first) == ["Nails"]
    settle(first, Choice.OURS)
    first.sync()
    assert nails not in ids(first, "service_category")


def test_a_desk_that_sends_its_removal_again_closes_the_card(
    copied: Backup, first: DeskSide, second: DeskSide, nails: UUID, server: ServerSide, world: WorldClock
) -> None:
    second.do(remove_category, RemoveCategory(category=nails))
    agree(second, first)
    copied.put_back()
    second.wire.is_cut = True
    first.sync()
    world.pass_by(minutes=11)
    tend(store_of(first, server))
    first.sync()
    assert lines(first) == ["Nails"]
    second.wire.is_cut = False
    agree(second, first)
    assert cards(first) == cards(second) == []
    assert nails not in ids(first, "service_category")
    assert is_agreed(first, second, server)


def test_a_desk_does_not_tell_of_what_its_own_line_removes_again(
    copied: Backup, first: DeskSide, second: DeskSide, nails: UUID, server: ServerSide
) -> None:
    second.do(remove_category, RemoveCategory(category=nails))
    agree(second, first)
    copied.put_back()
    agree(second, first)
    assert cards(first) == []
    assert nails not in ids(first, "service_category")


def test_what_was_changed_since_the_restore_is_not_asked_about(
    first: DeskSide, second: DeskSide, removed: UUID, server: ServerSide
) -> None:
    store_of(first, server).do(edit_category, EditCategory(category=removed, name="Hands"))
    agree(first, second)
    assert cards(first) == []
    assert removed in ids(first, "service_category")


def test_what_was_changed_after_the_card_stays_and_the_card_closes(
    first: DeskSide, second: DeskSide, removed: UUID, server: ServerSide
) -> None:
    agree(first, second)
    card = the_card(first)
    second.do(edit_category, EditCategory(category=removed, name="Hands"))
    second.sync()
    first.do(settle_card, SettleCard(card=card.id, choice=Choice.OURS))
    agree(first, second)
    assert cards(first) == []
    assert removed in ids(first, "service_category")
    assert is_agreed(first, second, server)


def test_a_desk_that_joined_after_the_removal_was_told_of_it_and_tells(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    backup = Backup(first, server, server.rooms.disks[first.business].image())
    nails = store_of(first, server).do(add_category, AddCategory(name="Nails")).result
    third = a_new_desk(first, server)
    backup.image = server.rooms.disks[first.business].image()
    store_of(first, server).do(remove_category, RemoveCategory(category=nails))
    agree(third, third)
    backup.put_back()
    agree(third, third)
    world.pass_by(minutes=11)
    tend(store_of(first, server))
    first.wire.is_cut = True
    third.sync()
    assert [card.words(line)[1] for card in cards(third) for line in card.theirs] == ["Nails"]


def test_a_desk_that_joined_after_the_restore_tells_of_nothing(
    first: DeskSide, second: DeskSide, removed: UUID, server: ServerSide, world: WorldClock
) -> None:
    world.pass_by(minutes=1)
    third = a_new_desk(second, server)
    third.sync()
    with third.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM lost_row").scalar() == 0
    agree(first, second, third)
    assert lines(third) == ["Nails"]


def test_what_something_points_to_by_now_stays_with_the_reason(
    first: DeskSide, second: DeskSide, removed: UUID, salon: Salon, server: ServerSide
) -> None:
    agree(first, second)
    second.do(edit_service, EditService(service=salon.massage, category_id=removed))
    agree(second, first)
    settle(first, Choice.OURS)
    agree(first, second)
    assert removed in ids(second, "service_category")
    card = the_card(second)
    assert card.sentence() == (
        "Something else still needs this (Service), so it stays: Nails. Change that first, then remove this again."
    )
    assert [words for _choice, words in card.choices] == ["Remove again", "Leave"]
    second.do(edit_service, EditService(service=salon.massage, category_id=None))
    agree(second, first)
    settle(first, Choice.OURS)
    agree(first, second)
    assert removed not in ids(second, "service_category")
    assert is_agreed(first, second, server)


def test_things_of_one_kind_are_one_card_and_those_that_nothing_needs_go(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    at_server = store_of(first, server)
    both = [at_server.do(add_category, AddCategory(name=name)).result for name in ("Nails", "Feet")]
    agree(first, second)
    backup = Backup(first, server, server.rooms.disks[first.business].image())
    world.pass_by(minutes=5)
    for each in both:
        at_server.do(remove_category, RemoveCategory(category=each))
    agree(first, second)
    backup.put_back()
    agree(first, second)
    assert sorted(lines(first)) == ["Feet", "Nails"]
    first.do(edit_service, EditService(service=salon.massage, category_id=both[0]))
    first.sync()
    settle(first, Choice.OURS)
    agree(first, second)
    assert both[0] in ids(second, "service_category")
    assert both[1] not in ids(second, "service_category")
    assert lines(second) == ["Nails"]
    assert is_agreed(first, second, server)


def test_a_week_of_hours_says_whose_and_when(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    backup = Backup(first, server, server.rooms.disks[first.business].image())
    agree(first, second)
    before = ids(first, "timetable_rule")
    world.pass_by(minutes=5)
    week = SetHours(resource=salon.bea, hours=(Hours(weekdays=(0,), time=(600, 1020)),), breaks=())
    store_of(first, server).do(set_hours, week)
    agree(first, second)
    again = before - ids(first, "timetable_rule")
    backup.put_back()
    agree(first, second)
    assert sorted(lines(first)) == [
        "Bea Costa · Tue, Wed, Thu, Fri and Sat · 09:00–18:00",
        "Lunch · Bea Costa · Tue, Wed, Thu, Fri and Sat · 13:00–14:00",
    ]
    settle(first, Choice.OURS)
    agree(first, second)
    assert not again & ids(second, "timetable_rule")
    assert is_agreed(first, second, server)


def test_a_booking_that_was_undone_goes_again_with_its_parts_and_claims(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    at_server = store_of(first, server)
    made = at_server.do(book, a_cut(salon, 10, customer=salon.olivia))
    agree(first, second)
    backup = Backup(first, server, server.rooms.disks[first.business].image())
    world.pass_by(minutes=5)
    at_server.do(undo, Undo(op=made.op_id))
    agree(first, second)
    backup.put_back()
    agree(first, second)
    assert made.result in ids(first, "booking")
    assert lines(first) == ["Olivia Hart · 13 Mar 2026, 10:00"]
    done = settle(first, Choice.OURS)
    agree(first, second)
    assert made.result not in ids(second, "booking")
    assert not [row for row in rows(second.store)["claim"] if row["booking_id"] == made.result]
    assert is_agreed(first, second, server)
    first.do(undo, Undo(op=done.op_id))
    agree(first, second)
    assert made.result in ids(second, "booking")
    assert [row["live"] for row in rows(second.store)["claim"] if row["booking_id"] == made.result] == [True]
    assert is_agreed(first, second, server)


def test_a_parked_cart_that_was_taken_up_may_be_removed_by_who_sells(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    at_server = store_of(first, server)
    line = cart_line(
        id=new_id(), kind="product", item=salon.shampoo, name="Shampoo", unit_price=1450, tax_class="standard"
    )
    cart = at_server.do(park_cart, ParkCart(label="Blue coat", content=CartContent(lines=(line,)))).result
    agree(first, second)
    backup = Backup(first, server, server.rooms.disks[first.business].image())
    world.pass_by(minutes=5)
    at_server.do(take_parked, TakeParked(parked=cart))
    agree(first, second)
    backup.put_back()
    agree(first, second)
    (line_,) = lines(first)
    assert line_.startswith("Blue coat · 12 Mar 2026")
    settle(first, Choice.OURS)
    agree(first, second)
    assert ids(second, "parked_cart") == set()


def test_whoever_may_not_change_such_things_does_not_remove_them_either(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    first.do(edit_staff, EditStaff(staff=salon.bea, role=Role.MANAGER))
    at_server = store_of(first, server)
    added = at_server.do(add_rate, AddRate(tax_class="reduced", name="VAT 6 %", rate=60_000))
    agree(first, second)
    backup = Backup(first, server, server.rooms.disks[first.business].image())
    world.pass_by(minutes=5)
    at_server.do(undo, Undo(op=added.op_id))
    agree(first, second)
    backup.put_back()
    agree(first, second)
    assert lines(first) == ["VAT 6 %"]
    owner, first.actor = first.actor, salon.actor(salon.bea)
    settle(first, Choice.OURS)
    agree(first, second)
    assert the_card(second).code == "not_permitted"
    assert lines(second) == ["VAT 6 %"]
    first.actor = owner
    settle(first, Choice.OURS)
    agree(first, second)
    assert added.result not in ids(second, "tax_rate")


def test_an_edit_that_is_sent_again_does_not_hide_that_its_row_was_removed(
    copied: Backup, first: DeskSide, second: DeskSide, nails: UUID, server: ServerSide
) -> None:
    first.do(edit_category, EditCategory(category=nails, name="Hands"))
    agree(first, second)
    store_of(first, server).do(remove_category, RemoveCategory(category=nails))
    agree(first, second)
    copied.put_back()
    agree(first, second)
    assert lines(second) == ["Hands"]
    settle(second, Choice.OURS)
    agree(second, first)
    assert nails not in ids(first, "service_category")
    assert is_agreed(first, second, server)


def test_a_row_in_two_versions_is_asked_about_once_and_goes_as_it_stands(
    copied: Backup, first: DeskSide, second: DeskSide, nails: UUID, server: ServerSide, world: WorldClock
) -> None:
    feet = store_of(first, server).do(add_category, AddCategory(name="Feet")).result
    agree(first, second)
    copied.image = server.rooms.disks[first.business].image()
    first.do(edit_category, EditCategory(category=nails, name="Hands"))
    agree(first, second)
    for each in (nails, feet):
        store_of(first, server).do(remove_category, RemoveCategory(category=each))
    agree(first, second)
    copied.put_back()
    first.wire.is_cut = True
    second.sync()
    world.pass_by(minutes=11)
    tend(store_of(first, server))
    second.sync()
    assert sorted(lines(second)) == ["Feet", "Nails"]
    first.wire.is_cut = False
    agree(first, second)
    assert sorted(lines(second)) == ["Feet", "Hands"]
    settle(second, Choice.OURS)
    agree(second, first)
    assert not {nails, feet} & ids(first, "service_category")
    assert is_agreed(first, second, server)


def test_where_nobody_knows_what_a_card_asks_about_it_says_so(
    first: DeskSide, second: DeskSide, removed: UUID, server: ServerSide
) -> None:
    agree(first, second)
    with store_of(first, server).transaction() as connection:
        connection.exec_driver_sql("DELETE FROM lost_row")
    settle(first, Choice.OURS)
    agree(first, second)
    assert the_card(first).code == "line_gone"
    assert removed in ids(first, "service_category")


def test_what_is_told_survives_a_cut_at_any_moment(first: DeskSide, second: DeskSide, removed: UUID) -> None:
    for moment in range(8):
        first.wire.fault = cut_after(moment)
        with suppress(UnreachableError):
            first.sync()
        first.open()
    first.wire.fault = lambda send: send()
    agree(first, second)
    assert lines(second) == ["Nails"]


def test_what_was_put_back_before_the_restore_is_not_asked_about(
    copied: Backup, first: DeskSide, second: DeskSide, nails: UUID, server: ServerSide
) -> None:
    gone = store_of(first, server).do(remove_category, RemoveCategory(category=nails))
    agree(first, second)
    store_of(first, server).do(undo, Undo(op=gone.op_id))
    agree(first, second)
    copied.put_back()
    agree(first, second)
    assert cards(first) == []
    assert nails in ids(first, "service_category")


def test_what_nobody_had_decided_is_asked_again_after_another_restore(
    first: DeskSide, second: DeskSide, removed: UUID, copied: Backup, world: WorldClock, server: ServerSide
) -> None:
    agree(first, second)
    assert lines(first) == ["Nails"]
    world.pass_by(minutes=5)
    copied.put_back()
    agree(first, second)
    assert lines(first) == ["Nails"]
    settle(first, Choice.OURS)
    agree(first, second)
    assert removed not in ids(second, "service_category")
    assert is_agreed(first, second, server)


def test_two_restores_in_a_row_ask_again_about_what_was_removed_in_between(
    first: DeskSide, second: DeskSide, removed: UUID, copied: Backup, world: WorldClock, server: ServerSide
) -> None:
    agree(first, second)
    settle(first, Choice.OURS)
    agree(first, second)
    world.pass_by(minutes=5)
    copied.put_back()
    agree(first, second)
    assert lines(first) == ["Nails"]


def test_a_removal_that_was_missed_in_one_restore_is_told_after_the_next(
    first: DeskSide, second: DeskSide, nails: UUID, copied: Backup, world: WorldClock, server: ServerSide
) -> None:
    """Desks that took everything anew were told of no removal: they see that it is there no more."""
    copied.put_back()
    store_of(first, server).do(remove_category, RemoveCategory(category=nails))
    agree(first, second)
    assert nails not in ids(first, "service_category")
    world.pass_by(minutes=5)
    copied.put_back()
    agree(first, second)
    assert lines(first) == ["Nails"]


# ------------------------------------------------------------------------------------------------------- over the wire


def an_answer(change: Callable[[str, int, bytes], tuple[int, bytes]], desk: DeskSide) -> None:
    """What the desk's server answers is changed on the way, as another version of it would."""
    desk.wire.fault = lambda send: change(desk.wire.log[-1][0], *send())


def older(path: str, status: int, body: bytes) -> tuple[int, bytes]:
    """What a server says that has not been brought up to date."""
    if not path.endswith("/pull") or status != 200:
        return status, body
    return status, encode(replace(decode(body, Page, LARGEST_PAGE), schema_rev="0011"))


def test_one_that_was_put_back_to_an_older_version_is_not_told_what_was_told_before(
    first: DeskSide, second: DeskSide, removed: UUID, copied: Backup, world: WorldClock
) -> None:
    agree(first, second)
    assert lines(first) == ["Nails"]
    world.pass_by(minutes=5)
    copied.put_back()
    an_answer(older, first)
    an_answer(older, second)
    said = len(first.wire.log)
    agree(first, second)
    sent = [decode(body, Salvage) for path, _h, body in first.wire.log[said:] if path.endswith("/salvage")]
    assert sent
    assert not any(row.is_again for each in sent for row in each.rows)


def test_a_server_of_an_older_version_is_told_nothing(
    first: DeskSide, second: DeskSide, removed: UUID, server: ServerSide
) -> None:
    an_answer(older, first)
    an_answer(older, second)
    agree(first, second)
    sent = [decode(body, Salvage) for path, _h, body in first.wire.log if path.endswith("/salvage")]
    assert [row.table for each in sent for row in each.rows] == ["history"]
    assert cards(first) == []


def test_a_server_that_refuses_them_has_all_else_and_is_asked_again(
    first: DeskSide, second: DeskSide, removed: UUID, server: ServerSide
) -> None:
    def refuses(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        path, _headers, body = first.wire.log[-1]
        if path.endswith("/salvage") and any(row.is_again for row in decode(body, Salvage).rows):
            return 409, encode(Problem(code="message_damaged"))
        return send()

    first.wire.fault = refuses
    second.wire.is_cut = True
    first.sync()
    with store_of(first, server).reading() as connection:
        kept = connection.exec_driver_sql("SELECT DISTINCT tbl FROM lost_row").scalars().all()
    assert kept == ["history"]
    first.wire.fault = lambda send: send()
    second.wire.is_cut = False
    agree(first, second)
    assert lines(first) == ["Nails"]


@pytest.mark.parametrize("table", ["sale", "claim", "lease", "pool", "invitation", "inbox_card", "device", "journal"])
def test_what_nobody_removes_is_never_asked_about(copied: Backup, first: DeskSide, table: str) -> None:
    copied.put_back()
    row = LostRow(table, new_id(), new_id(), b"")
    with refused("device_may_not"):
        first.engine.server.ask("salvage", Salvage(rows=(row,), last=True), Salvaged)


def test_a_kiosk_tells_only_of_what_it_may_see(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    kiosk = a_new_desk(first, server, DeviceRole.KIOSK)
    kiosk.sync()
    backup = Backup(first, server, server.rooms.disks[first.business].image())
    backup.put_back()
    (olivia,) = [row for row in rows(store_of(first, server))["customer"] if row["id"] == salon.olivia]
    row = LostRow("customer", olivia["id"], olivia["last_op"], b"")
    with refused("device_may_not"):
        kiosk.engine.server.ask("salvage", Salvage(rows=(row,), last=False), Salvaged)


def test_another_version_than_stands_is_not_kept(copied: Backup, first: DeskSide, nails: UUID) -> None:
    copied.put_back()
    rows_ = (LostRow("service_category", nails, new_id(), b""), LostRow("service_category", new_id(), new_id(), b""))
    told: Salvaged = first.engine.server.ask("salvage", Salvage(rows=rows_, last=False), Salvaged)
    assert told.kept == 0


def test_many_go_in_messages_that_are_not_too_large(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    many, at_server = LOST_AT_ONCE + 7, store_of(first, server)
    made = [at_server.do(add_category, AddCategory(name=f"Group {n}")).result for n in range(many)]
    agree(first, second)
    backup = Backup(first, server, server.rooms.disks[first.business].image())
    world.pass_by(minutes=5)
    for each in made:
        at_server.do(remove_category, RemoveCategory(category=each))
    agree(first, second)
    backup.put_back()
    agree(first, second)
    card = the_card(first)
    assert card.facts is not None
    assert card.facts["n"] == many
    assert len(card.theirs) < 20
    settle(first, Choice.OURS)
    agree(first, second)
    assert not set(made) & ids(second, "service_category")


def test_a_desk_forgets_what_was_removed_as_long_ago_as_its_lines(
    first: DeskSide, second: DeskSide, removed: UUID, world: WorldClock
) -> None:
    def remembered() -> int:
        with second.store.reading() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM removed_row").scalar() or 0)

    forget(second.store)
    assert remembered() == 1
    world.pass_by(days=LINE_DAYS + 1)
    second.sync()
    while forget(second.store):
        pass
    assert remembered() == 0
