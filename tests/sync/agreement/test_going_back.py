"""A server that went back in time and was not told is told by the first desk that knows more than it does."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
import zstandard
from sqlalchemy import update

from bizet_core.base.revisions import HEAD
from bizet_core.booking.bookings.operations import book
from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.devices.operations import LockDevice, OfDevice, lock_device, revoke_device
from bizet_core.business.devices.restored_server import PATIENCE
from bizet_core.business.leases.model import LeaseKind
from bizet_core.oversight.inbox.operations import settle_card
from bizet_core.oversight.inbox.queries import OpenCards, open_cards
from bizet_core.oversight.inbox.requests import Choice, SettleCard
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store.journal.feed_heads import feed_heads
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.model import upstreams
from bizet_core.sync.restore.rollback_detection import Shown, WentBack, begin_epoch
from bizet_core.sync.server import feed
from bizet_core.sync.wire.protocol import Compare, Page, Pull, Push, Pushed
from bizet_desk.syncing.transport.carrier import UnreachableError
from tests.simulator.rows import differences, rows
from tests.simulator.tickets import SellTickets, sell_tickets
from tests.simulator.world import DeskSide, Disk, ServerSide, Wire, WorldClock
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import Backup, a_cut, a_new_desk, cut_after, store_of
from tests.sync.agreement.test_disasters import agree, restored
from tests.sync.agreement.test_leases import a_pool, lease, the_pool
from tests.sync.agreement.test_looking_again import lying


@pytest.fixture
def booked(backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide) -> UUID:
    """Somebody books on the web after the backup, and the second desk alone sees it; then the server goes back."""
    visit: UUID = store_of(first, server).do(book, a_cut(salon, 10, customer=salon.olivia)).result
    second.sync()
    backup.put_back(told=False)
    return visit


def epoch(first: DeskSide, server: ServerSide) -> str:
    with store_of(first, server).reading() as connection:
        return feed.head_of(connection, first.business).epoch


def add(desk: DeskSide, many: int = 1) -> None:
    for i in range(many):
        desk.do(add_customer, AddCustomer(name=f"Guest {i}"))


def grow_old(desk: DeskSide) -> None:
    """The desk shows no operation, as one of an older version."""
    with desk.store.transaction() as connection:
        connection.execute(update(upstreams).values(last_op=None))


def is_agreed(first: DeskSide, second: DeskSide, server: ServerSide) -> bool:
    above = rows(store_of(first, server))
    return differences(rows(first.store), above) == [] and differences(rows(second.store), above) == []


def cards(desk: DeskSide) -> list[str]:
    return [card.code for card in desk.store.ask(open_cards, OpenCards())]


@pytest.mark.parametrize("forward", [0, 20], ids=["a place that is not reached", "a place that others have passed"])
@pytest.mark.parametrize("has_lines", [False, True], ids=["pulls", "pushes first"])
def test_what_the_server_lost_is_offered_though_nobody_told_it(
    booked: UUID, first: DeskSide, second: DeskSide, server: ServerSide, forward: int, has_lines: bool
) -> None:
    before = epoch(first, server)
    add(first, forward)
    first.sync()
    add(second, has_lines)
    agree(second, first)
    assert server.epochs_begun == 1
    assert epoch(first, server) != before
    (card,) = first.store.ask(open_cards, OpenCards())
    assert card.code == "lost_row"
    first.do(settle_card, SettleCard(card=card.id, choice=Choice.OURS))
    agree(first, second)
    assert booked in {row["id"] for row in rows(second.store)["booking"]}
    assert is_agreed(first, second, server)


def test_nothing_is_run_of_a_desk_before_its_lease_is_known_again(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    pool = a_pool(first)
    agree(first, second)
    backup.take()
    lease(second, LeaseKind.AMOUNT, pool=pool, many=8)
    backup.put_back(told=False)
    add(first, 20)  # the feed passes the second desk's place
    first.sync()
    second.do(sell_tickets, SellTickets(pool=pool, many=3))
    second.sync()
    assert the_pool(first, server, pool) == (3, 5, 0)
    assert cards(first) == []
    with refused("leases_asked_back"):
        lease(first, LeaseKind.AMOUNT, pool=pool, many=5)


@pytest.mark.parametrize("is_older", [False, True])
def test_lines_that_the_server_had_are_sent_again(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide, is_older: bool
) -> None:
    add(second, 3)
    agree(second)
    backup.put_back(told=False)
    add(first, 20)
    first.sync()
    add(second)
    if is_older:
        grow_old(second)
    second.sync()
    assert server.epochs_begun == 1
    agree(first, second)
    assert len([row for row in rows(first.store)["customer"] if row["name"].startswith("Guest")]) == 24
    assert is_agreed(first, second, server)


def test_a_comparison_brings_nothing_from_a_server_that_went_back(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    """It would remove from the desk what the desk alone still has."""
    visit = store_of(first, server).do(book, a_cut(salon, 10)).result
    second.sync()

    def goes_back(send: Any) -> Any:
        if second.wire.log[-1][0].endswith("/compare"):
            backup.put_back(told=False)
            add(first, 20)
            first.sync()
            second.wire.fault = lambda send: send()
        return send()

    second.wire.fault = goes_back
    second.engine.comparing.begin()
    assert second.sync().healed is None
    assert visit in {row["id"] for row in rows(second.store)["booking"]}
    agree(second, first)
    assert cards(first) == ["lost_row"]


def test_a_server_that_lost_a_whole_epoch_begins_another(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    before = backup.image
    backup.put_back()
    agree(first, second)
    visit = store_of(first, server).do(book, a_cut(salon, 10)).result
    agree(first, second)
    backup.image = before
    backup.put_back(told=False)
    agree(first, second)
    assert server.epochs_begun == 1
    assert visit not in {row["id"] for row in rows(first.store)["booking"]}
    assert cards(first) == ["lost_row"]


def test_a_server_that_was_told_begins_no_other(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide, world: WorldClock
) -> None:
    before = backup.image
    for _ in range(2):  # the second time it loses the epoch of the first, and is told again
        add(first)
        agree(first, second)
        world.pass_by(minutes=11)
        backup.image = before
        backup.put_back()
        agree(second, first)
    assert server.epochs_begun == 0
    assert is_agreed(first, second, server)


def test_a_desk_that_was_away_for_a_restore_makes_it_begin_no_other(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide, world: WorldClock
) -> None:
    add(second)
    agree(second)
    backup.put_back()
    agree(first)
    world.pass_by(days=1)
    agree(second, first)
    assert server.epochs_begun == 0


# --------------------------------------------------------------------------------------------------- who is believed


def test_a_kiosk_is_not_believed_and_takes_everything_anew(
    backup: Backup, first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    kiosk = another_kiosk(first, server)
    backup.take()
    store_of(first, server).do(add_customer, AddCustomer(name="Zoë Blanc"))
    kiosk.sync()
    before = epoch(first, server)
    backup.put_back(told=False)
    kiosk.sync()
    assert (server.epochs_begun, epoch(first, server)) == (0, before)
    kiosk.sync()


def another_kiosk(first: DeskSide, server: ServerSide) -> DeskSide:
    kiosk = a_new_desk(first, server, DeviceRole.KIOSK)
    kiosk.sync()
    return kiosk


@pytest.mark.parametrize("verb", ["pull", "push", "compare"])
@pytest.mark.parametrize("state", ["locked", "revoked"])
def test_a_device_that_is_not_let_in_is_not_believed(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide, state: str, verb: str
) -> None:
    asked: Any = {"pull": lying_pull, "push": lying_push, "compare": lying_compare}[verb]
    message = asked(second)
    given = LockDevice(device=second.device) if state == "locked" else OfDevice(device=second.device)
    store_of(first, server).do(lock_device if state == "locked" else revoke_device, given)
    if verb == "push" and state == "locked":
        told: Pushed = second.engine.server.ask("push", message, Pushed)
        assert told.told == ()
    elif verb == "push":
        second.engine.server.ask("push", message, Pushed)
    else:
        with refused(f"device_{state}"):
            second.engine.server.ask(verb, message, Page)
    assert server.epochs_begun == 0


def lying_pull(desk: DeskSide) -> Pull:
    known = desk.engine._upstream()
    return Pull(epoch=known.epoch, cursor=known.cursor + 1, scope_rev=known.scope_rev)


def lying_compare(desk: DeskSide) -> Compare:
    known = desk.engine._upstream()
    return Compare(epoch=known.epoch, cursor=known.cursor + 1, scope_rev=known.scope_rev, schema_rev=HEAD)


def lying_push(desk: DeskSide) -> Push:
    """Its line stands far behind the last that the server has, and it shows no operation."""
    grow_old(desk)
    add(desk, 3)
    (chain,) = desk.engine._unsent()
    return desk.engine._message(chain.inc, desk.engine._batch(chain, chain.first)[2:])


def test_a_desk_that_lies_makes_others_begin_anew_once_in_ten_minutes(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide, world: WorldClock
) -> None:
    for _ in range(3):
        with refused("feed_restarted"):
            second.engine.server.ask("pull", lying_pull(second), Page)
        agree(second, first)
        for _ in range(5):
            with pytest.raises(UnreachableError, match="busy"):
                second.engine.server.ask("pull", lying_pull(second), Page)
            add(first)
            agree(first, second)
        world.pass_by(minutes=PATIENCE.seconds // 60)
    assert server.epochs_begun == 3
    assert is_agreed(first, second, server)


def test_a_desk_that_knows_more_waits_where_the_epoch_is_young_and_keeps_what_it_has(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    backup.put_back()
    agree(first, second)
    backup.take()
    visit = store_of(first, server).do(book, a_cut(salon, 10)).result
    agree(first, second)
    backup.put_back(told=False)
    add(second)
    for _ in range(2):
        with pytest.raises(UnreachableError, match="busy"):
            second.sync()
    assert visit in {row["id"] for row in rows(second.store)["booking"]}
    world.pass_by(minutes=10)
    agree(second, first)
    assert server.epochs_begun == 1
    assert cards(first) == ["lost_row"]


def test_lines_from_the_future_wait_where_the_operation_that_the_desk_shows_is_there(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    add(second, 3)
    (chain,) = second.engine._unsent()
    push = second.engine._message(chain.inc, second.engine._batch(chain, chain.first)[2:])
    told: Pushed = second.engine.server.ask("push", push, Pushed)
    assert (told.last_n, told.told) == (chain.first - 1, ())
    assert server.epochs_begun == 0


def test_lines_that_do_not_follow_each_other_show_nothing(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    push = lying_push(second)
    add(second)
    (chain,) = second.engine._unsent()
    last = second.engine._batch(chain, chain.first)
    message = second.engine._message(chain.inc, [last[1], last[3]])
    told: Pushed = second.engine.server.ask("push", message, Pushed)
    assert (told.told, server.epochs_begun) == ((), 0)
    with refused("feed_restarted"):
        second.engine.server.ask("push", push, Pushed)
    assert server.epochs_begun == 1


def test_an_epoch_that_was_never_named_by_a_server_does_not_grow_without_end(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide, world: WorldClock
) -> None:
    for moment in ("99999999999999", "9" * 40, "²", "-1", ""):
        asked = Pull(epoch=f"{moment}-x", cursor=1)
        with refused("feed_restarted"):
            second.engine.server.ask("pull", asked, Page)
        world.pass_by(minutes=11)
        agree(first, second)
        assert len(epoch(first, server)) <= 64
    assert server.epochs_begun == 1


def test_a_desk_that_was_itself_put_back_or_copied_shows_nothing(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    agree(first, second)
    image = second.disk.image()
    add(second, 3)
    agree(second, first)
    twin = DeskSide(first.business, first.clock, Wire(server), second.device, second.key, Disk(image))
    twin.actor = second.actor
    add(twin, 5)
    with refused("device_locked"):
        agree(twin)
    restored(second, image)
    with refused("device_locked"):
        agree(second)
    assert server.epochs_begun == 0


def test_of_two_desks_that_see_it_at_once_one_makes_it_begin(
    booked: UUID, first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    store, known = store_of(first, server), second.engine._upstream()
    told = WentBack(Shown(second.device, known.epoch, known.cursor, known.mark), "cursor")
    begin_epoch(store, told)
    begun = epoch(first, server)
    with refused("feed_restarted"):
        begin_epoch(store, told)
    assert epoch(first, server) == begun


def test_what_is_not_seen_a_second_time_is_nothing(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    known = second.engine._upstream()
    with refused("busy"):  # another server process was behind for a moment
        begin_epoch(
            store_of(first, server), WentBack(Shown(second.device, known.epoch, known.cursor, known.mark), "cursor")
        )
    assert server.epochs_begun == 0


# -------------------------------------------------------------------------------------------------- what is shown


def test_an_operation_that_is_decided_later_stays_the_same(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    """What was held and is released has another number from then on."""
    owner, second.actor = second.actor, lying(salon, new_id(), "Mallory")
    op = second.do(add_customer, AddCustomer(name="Zoë Blanc")).op_id
    agree(second)
    shown = second.engine._upstream().mark
    assert shown is not None
    assert shown.op == op
    first.sync()
    (card,) = first.store.ask(open_cards, OpenCards())
    first.do(settle_card, SettleCard(card=card.id, choice=Choice.OURS))
    first.sync()
    second.actor = owner
    agree(second, first)
    assert server.epochs_begun == 0
    assert is_agreed(first, second, server)


def test_an_older_server_is_shown_nothing_that_it_does_not_know(
    backup: Backup, first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    store = store_of(first, server)
    with store.engine.begin() as connection:
        connection.execute(update(feed_heads).values(last_op=None))
    grow_old(second)
    add(second)
    second.wire.log.clear()
    second.engine.comparing.begin()
    second.sync()
    verbs = {path.rpartition("/")[2]: body for path, _headers, body in reversed(second.wire.log) if body}
    assert verbs.keys() >= {"push", "pull", "compare"}
    assert "mark" not in keys(verbs["push"]) | keys(verbs["pull"])


def keys(body: bytes) -> set[str]:
    return set(msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompressobj().decompress(body)))


def test_pages_of_everything_that_were_kept_are_of_no_use_where_the_server_went_back(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    third = a_new_desk(first, server)
    backup.take()
    store_of(first, server).do(add_customer, AddCustomer(name="Zoë Blanc"))
    third.wire.fault = cut_after(4)
    with pytest.raises(UnreachableError):
        third.sync()
    third.wire.fault = lambda send: send()
    backup.put_back(told=False)
    add(first, 20)
    first.sync()
    third.sync()
    assert differences(rows(third.store), rows(store_of(first, server))) == []
    assert server.epochs_begun == 1
