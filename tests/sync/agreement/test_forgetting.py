"""What is forgotten after its time, at a desk and at its server, and what that must not break."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from bizet_core.base.instants import to_ms
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, edit_staff
from bizet_core.oversight.activity.queries import Activity, activity
from bizet_core.oversight.audit.queries import TheChains, journal_chains
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.selling.sales.model import sales
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store import Actor, Store, Undo, undo
from bizet_core.store.database.engines import SUSPENDED
from bizet_core.store.journal.cards import CardKind, inbox_cards, put_card
from bizet_core.store.journal.journal import before_image, first_broken, journal
from bizet_core.store.operations.after import after_run
from bizet_core.sync.desk import retention
from bizet_core.sync.desk.retention import forget
from bizet_core.sync.model import feed as feed_rows
from bizet_core.sync.server import cleanup, feed
from bizet_core.sync.server.cleanup import tidy
from bizet_core.sync.wire.protocol import Pull, decode
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, Disk, ServerSide, WorldClock
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import another, store_of
from tests.sync.agreement.test_disasters import agree, sale


def numbers(store: Store) -> list[int]:
    """Of this device's own lines that are still here."""
    mine = select(journal.c.n).where(journal.c.device == store.identity.device, journal.c.inc == store.identity.inc)
    with store.reading() as connection:
        return list(connection.execute(mine.order_by(journal.c.n)).scalars())


def break_of(store: Store) -> int | None:
    me = store.identity
    with store.reading() as connection:
        return first_broken(connection, me.business, me.device, me.inc)


def forget_all(store: Store) -> int:
    """Until nothing is left to forget; how many steps that took."""
    steps = 1
    while forget(store):
        steps += 1
    return steps


def added(desk: DeskSide, *names: str) -> list[UUID]:
    """Customers that somebody enters."""
    return [desk.do(add_customer, AddCustomer(name=name)).op_id for name in names]


@pytest.fixture
def aged(first: DeskSide, salon: Salon, world: WorldClock) -> DeskSide:
    """A desk that did much, then nothing for three months, and has agreed all the while."""
    added(first, "Zoë Blanc", "王伟")
    first.sync()
    world.pass_by(days=91)
    added(first, "Today")
    first.sync()
    return first


def test_a_desk_forgets_what_its_server_has_had_for_90_days(aged: DeskSide, server: ServerSide) -> None:
    before = numbers(aged.store)
    forget_all(aged.store)
    assert numbers(aged.store) == before[-1:]
    [chain] = aged.store.ask(journal_chains, TheChains())
    assert (chain.lines, chain.broken) == (1, None)
    assert differences(rows(aged.store), rows(store_of(aged, server))) == []


def test_the_chain_is_proven_from_the_first_line_kept(aged: DeskSide) -> None:
    forget_all(aged.store)
    added(aged, "Later")
    last = numbers(aged.store)[-1]
    with aged.store.engine.begin() as connection:
        connection.execute(update(journal).where(journal.c.n == last - 1).values(body=b"\x80"))
    assert break_of(aged.store) == last - 1


def test_the_server_keeps_every_line(aged: DeskSide, server: ServerSide) -> None:
    store = store_of(aged, server)
    with store.reading() as connection:
        before = connection.execute(select(func.count()).select_from(journal)).scalar_one()
    tidy(store)
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(journal)).scalar_one() == before


def test_a_desk_that_stands_alone_keeps_its_lines(first: DeskSide, world: WorldClock) -> None:
    added(first, "Zoë Blanc")
    world.pass_by(days=900)
    forget_all(first.store)
    assert numbers(first.store) == [1]


def test_a_desk_that_was_away_forgets_by_what_it_last_heard(first: DeskSide, salon: Salon, world: WorldClock) -> None:
    before = numbers(first.store)
    first.wire.is_cut = True
    world.pass_by(days=120)
    forget_all(first.store)
    assert numbers(first.store) == before


def test_days_count_from_when_the_server_had_a_line_not_from_when_it_was_written(
    first: DeskSide, salon: Salon, world: WorldClock
) -> None:
    first.wire.is_cut = True
    op = added(first, "Written long ago")[0]
    world.pass_by(days=100)
    added(first, "Today")
    first.wire.is_cut = False
    first.sync()
    forget_all(first.store)
    assert op in _ops(first.store)


@pytest.mark.parametrize("who", ["desk", "server"])
def test_a_clock_that_is_years_ahead_makes_a_desk_forget_nothing(
    first: DeskSide, salon: Salon, world: WorldClock, server: ServerSide, who: str
) -> None:
    added(first, "Zoë Blanc", "王伟")
    first.sync()
    before = numbers(first.store)

    def ahead() -> datetime:
        return world() + timedelta(days=3650)

    if who == "desk":
        first.store.clock = ahead
        first.engine.server.now_ms = lambda: to_ms(ahead())
    else:
        server.clock = ahead
        server.restart()
    first.sync()
    world.pass_by(days=1)
    first.sync()
    forget_all(first.store)
    assert numbers(first.store) == before


def test_a_line_that_waits_is_kept_with_all_that_follow_it(
    aged: DeskSide, world: WorldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = numbers(aged.store)
    with aged.store.engine.begin() as connection:
        connection.execute(update(journal).where(journal.c.n == before[3]).values(state="held", outcome="held"))
    forget_all(aged.store)
    assert numbers(aged.store) == before[3:]
    assert break_of(aged.store) is None


def test_a_line_that_an_open_card_is_about_is_kept(aged: DeskSide) -> None:
    op, n = _line(aged.store, 3)
    with aged.store.transaction() as connection:
        work = aged.store.work_for(connection, op, aged.actor, aged.store.clock(), aged.device, 1)
        with aged.store.capturing(work):
            put_card(work, CardKind.CONCERN, "oversold", "sales.sell", {})
    forget_all(aged.store)
    assert numbers(aged.store)[0] == n
    with aged.store.engine.begin() as connection:
        connection.connection.driver_connection.running = SUSPENDED  # type: ignore[union-attr]
        connection.execute(update(inbox_cards).values(state="done"))
        connection.execute(delete(before_image))
        connection.connection.driver_connection.running = None  # type: ignore[union-attr]
    forget_all(aged.store)
    assert len(numbers(aged.store)) == 1


def test_a_line_after_which_something_is_still_due_is_kept(aged: DeskSide) -> None:
    op, n = _line(aged.store, 2)
    row = {"business_id": aged.business, "op_id": op, "handler": "receipts.print", "due_at": 0}
    with aged.store.engine.begin() as connection:
        connection.execute(after_run.insert().values(**row))
    forget_all(aged.store)
    assert numbers(aged.store)[0] == n


def test_what_could_still_be_undone_by_its_own_moment_is_kept(first: DeskSide, salon: Salon, world: WorldClock) -> None:
    """Its clock was years ahead when it was done."""
    first.store.clock = lambda: world() + timedelta(days=3650)
    op = added(first, "From the future")[0]
    first.store.clock = world
    first.sync()
    world.pass_by(days=91)
    added(first, "Today")
    first.sync()
    forget_all(first.store)
    assert op in _ops(first.store)


def test_what_is_old_is_told_to_be_too_old_to_undo_and_stays_in_the_activity_log(
    first: DeskSide, salon: Salon, world: WorldClock
) -> None:
    op, began = added(first, "Zoë Blanc")[0], world()
    first.sync()
    world.pass_by(days=91)
    added(first, "Today")
    first.sync()
    forget_all(first.store)
    assert op not in _ops(first.store)
    with refused("undo_too_old"):
        first.do(undo, Undo(op=op))
    page = first.store.ask(activity, Activity(since=began, until=world()), actor=first.actor)
    assert "Zoë Blanc" in {deed.about for deed in page.deeds}


def test_much_is_forgotten_in_short_steps(aged: DeskSide, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_all(aged.store)
    many = [f"Guest {n}" for n in range(25)]
    added(aged, *many)
    aged.sync()
    aged.clock.pass_by(days=91)  # type: ignore[attr-defined]
    added(aged, "Today")
    aged.sync()
    monkeypatch.setattr(retention, "LINES_AT_ONCE", 10)
    assert forget_all(aged.store) >= 4
    assert len(numbers(aged.store)) == 1


def test_a_desk_that_starts_again_after_forgetting_goes_on_counting(aged: DeskSide, server: ServerSide) -> None:
    last = numbers(aged.store)[-1]
    forget_all(aged.store)
    aged.open()
    added(aged, "Later")
    aged.sync()
    assert numbers(aged.store) == [last, last + 1]
    assert differences(rows(aged.store), rows(store_of(aged, server))) == []


def test_a_server_that_went_back_further_than_desks_remember_is_told_what_they_have(
    first: DeskSide, salon: Salon, world: WorldClock, server: ServerSide
) -> None:
    image = server.rooms.disks[first.business].image()
    added(first, "Forgotten here, lost there")
    first.sync()
    world.pass_by(days=91)
    added(first, "Known here")
    first.sync()
    forget_all(first.store)
    server.rooms.disks[first.business] = Disk(image)
    server.restart()
    with store_of(first, server).engine.begin() as connection:
        feed.new_epoch(connection, first.business, world())
    with refused("forked"):
        first.sync()
    agree(first, first)
    assert differences(rows(first.store), rows(store_of(first, server))) == []
    chains = first.store.ask(journal_chains, TheChains())
    assert [(chain.inc, chain.broken) for chain in chains] == [(1, None), (2, None)]
    names = {row["name"] for row in rows(first.store)["customer"]}
    assert "Known here" in names


# --------------------------------------------------------------------------------------------------------- the server


def test_rights_of_before_are_known_for_as_long_as_a_desk_may_come_that_has_not_heard(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    second.actor = Actor(salon.ines, "Inês Duarte", first.actor.grants, everything=True)
    second.wire.is_cut = True
    second.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.do(edit_staff, EditStaff(staff=salon.ines, role=Role.CONTRACTOR))
    first.sync()
    world.pass_by(days=30)
    assert tidy(store_of(first, server)) > 0
    second.wire.is_cut = False
    second.sync()
    assert rows(store_of(first, server))["inbox_card"] == []
    assert "Zoë Blanc" in {row["name"] for row in rows(second.store)["customer"]}


def test_a_removed_row_comes_back_after_weeks_where_a_fact_names_it(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    for desk in (first, second):
        desk.do(open_till, OpenTill(float=0))
        desk.sync()
    store = store_of(first, server)
    op = added(first, "Zoë Blanc")[0]
    agree(first, second)
    zoe = next(row["id"] for row in rows(store)["customer"] if row["name"] == "Zoë Blanc")
    second.wire.is_cut = True
    sold = sale(second, salon, customer=zoe)
    first.do(undo, Undo(op=op))
    first.sync()
    assert zoe not in {row["id"] for row in rows(store)["customer"]}
    world.pass_by(days=30)
    tidy(store)
    second.wire.is_cut = False
    agree(second, first)
    with store.reading() as connection:
        of = connection.execute(select(sales.c.customer_id).where(sales.c.id == sold)).scalar()
    assert of == zoe
    assert zoe in {row["id"] for row in rows(first.store)["customer"]}


def test_images_that_nobody_asks_for_go(first: DeskSide, salon: Salon, server: ServerSide, world: WorldClock) -> None:
    store = store_of(first, server)
    world.pass_by(days=8)
    assert tidy(store) > 0
    with store.reading() as connection:
        kept = set(connection.execute(select(before_image.c.tbl).distinct()).scalars())
    assert kept <= {"staff", "resource"}


def test_thirty_days_away_is_a_usual_pull(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    gone = _a_removal(first)
    for _ in range(30):
        world.pass_by(days=1)
        tidy(store_of(first, server))
    second.wire.log.clear()
    second.sync()
    asked = [decode(body, Pull).cursor for path, _headers, body in second.wire.log if path.endswith("/pull")]
    assert 0 not in asked
    assert gone not in {row["id"] for row in rows(second.store)["customer"]}
    assert _floor(first, server) == 0


def test_after_400_days_removals_are_forgotten_and_who_knew_less_begins_anew_and_loses_nothing(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    gone = _a_removal(first, second)
    second.wire.is_cut = True
    added(second, "Entered while away")
    store = store_of(first, server)
    tidy(store)
    world.pass_by(days=401)
    tidy(store)
    assert _floor(first, server) > 0
    assert not _tombstones(store)
    second.wire.is_cut = False
    second.engine.rows_at_once = 7  # it passes below the floor, page by page
    agree(second, first)
    assert gone not in {row["id"] for row in rows(second.store)["customer"]}
    assert "Entered while away" in {row["name"] for row in rows(first.store)["customer"]}
    assert differences(rows(first.store), rows(second.store)) == []
    assert differences(rows(first.store), rows(store)) == []


def test_a_new_desk_joins_a_feed_whose_floor_has_risen(
    first: DeskSide, salon: Salon, server: ServerSide, world: WorldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _a_removal(first)
    tidy(store_of(first, server))
    world.pass_by(days=401)
    tidy(store_of(first, server))
    first.sync()
    monkeypatch.setattr("bizet_desk.syncing.engine.ROWS_AT_ONCE", 7)
    second = another(first, server)
    first.sync()
    assert differences(rows(first.store), rows(second.store)) == []


def test_a_servers_clock_that_is_years_ahead_for_a_night_does_not_forget_all_removals(
    first: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    store = store_of(first, server)
    for _ in range(cleanup.NIGHTS_AT_ONCE + 5):
        _a_removal(first)
        tidy(store)
        world.pass_by(days=1)
    before = len(_tombstones(store))
    store.clock = lambda: world() + timedelta(days=3650)
    tidy(store)
    assert 0 < len(_tombstones(store)) < before


def _ops(store: Store) -> set[UUID]:
    with store.reading() as connection:
        return set(connection.execute(select(journal.c.op_id)).scalars())


def _line(store: Store, place: int) -> tuple[UUID, int]:
    """The operation and number of one of this device's own lines."""
    n = numbers(store)[place]
    with store.reading() as connection:
        return connection.execute(select(journal.c.op_id).where(journal.c.n == n)).scalar_one(), n


def _a_removal(first: DeskSide, *others: DeskSide) -> UUID:
    """A customer whom everybody knew, and who was then taken back."""
    op = added(first, "Gone soon")[0]
    agree(first, *others)
    id: UUID = next(row["id"] for row in rows(first.store)["customer"] if row["name"] == "Gone soon")
    first.do(undo, Undo(op=op))
    first.sync()
    return id


def _tombstones(store: Store) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(select(feed_rows.c.seq).where(feed_rows.c.gone)).scalars())


def _floor(first: DeskSide, server: ServerSide) -> int:
    with store_of(first, server).reading() as connection:
        return feed.head_of(connection, first.business).floor
