"""A desk keeps up with its server on a thread beside people's work; nothing here waits for a clock."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, update

from bizet_core.business.devices.operations import OfDevice, revoke_device
from bizet_core.people.customers.model import customers
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store import Store
from bizet_core.store.database.engines import mark, suspend
from bizet_core.store.journal.journal import journal
from bizet_desk.syncing.schedule import Bell, Rhythm, Ring
from bizet_desk.syncing.status import State
from tests.conftest import Clock
from tests.simulator.rows import Rows, differences, rows
from tests.simulator.world import ServerSide
from tests.support.patience import PATIENCE
from tests.sync.desks.shop import Shop
from ui.business.devices.connection_chip import ConnectionPanel

Shops = Callable[..., Shop]


@pytest.fixture
def shop(shops: Shops, server: ServerSide) -> Shop:
    """A salon that is linked and agreed."""
    shop = shops()
    shop.begin()
    assert shop.link(server.control.new_setup_code()) is None
    shop.becomes(State.AGREED)
    return shop


@contextmanager
def at_the_server(shop: Shop, server: ServerSide) -> Iterator[Store]:
    """The server's store, while no desk speaks with it."""
    assert shop.opened is not None
    with shop.wires.lock:
        yield server.stores.of(shop.opened.keys.business)


def here(shop: Shop) -> Store:
    assert shop.opened is not None
    return shop.opened.store


def test_a_linked_desk_gives_the_server_its_whole_past(shop: Shop, server: ServerSide) -> None:
    assert differences(rows(here(shop)), there(shop, server)) == []
    assert not here(shop).authority


def test_what_is_done_here_goes_out_by_itself(shop: Shop, server: ServerSide) -> None:
    shop.do(add_customer, AddCustomer(name="Zoë Blanc"))
    shop.becomes(State.AGREED)
    shop.qtbot.waitUntil(lambda: "Zoë Blanc" in names(there(shop, server)))


def test_what_others_did_comes_by_itself_and_screens_are_told(shop: Shop, server: ServerSide) -> None:
    assert shop.desk is not None
    with shop.qtbot.waitSignal(shop.desk.changed, check_params_cb=lambda tables: "customer" in tables):
        with at_the_server(shop, server) as store:
            store.do(add_customer, AddCustomer(name="王伟"))
        for heard in shop.wires.heard:
            heard()
    assert "王伟" in names(rows(here(shop)))


@pytest.mark.feature("35.1.1")
def test_while_the_network_is_cut_selling_goes_on_and_the_chip_says_so(shop: Shop, server: ServerSide) -> None:
    assert shop.sync is not None
    shop.wires.is_cut = True
    for n in range(4):
        shop.do(add_customer, AddCustomer(name=f"Guest {n}"))
    status = shop.becomes(State.OFFLINE, unsent=4)
    assert status.chip().replace("\u2068", "").replace("\u2069", "") == "Offline · 4 changes safe on this PC"
    shop.wires.is_cut = False
    shop.sync.try_now()
    assert shop.becomes(State.AGREED).chip() == "Agreed"
    assert differences(rows(here(shop)), there(shop, server)) == []


def test_people_do_not_wait_for_the_network(shop: Shop) -> None:
    """A request hangs; what somebody does meanwhile is done at once."""
    reached, go = threading.Event(), threading.Event()

    def hang(_path: str) -> None:
        reached.set()
        assert go.wait(PATIENCE)

    assert shop.sync is not None
    shop.wires.before = hang
    shop.sync.try_now()
    assert reached.wait(PATIENCE)
    shop.do(add_customer, AddCustomer(name="In a hurry"))
    assert "In a hurry" in names(rows(here(shop)))
    shop.wires.before = lambda _path: None
    go.set()
    shop.becomes(State.AGREED)


def test_leaving_is_refused_while_something_is_here_only(shop: Shop) -> None:
    assert shop.sync is not None
    shop.wires.is_cut = True
    shop.do(add_customer, AddCustomer(name="Nobody knows"))
    shop.becomes(State.OFFLINE, unsent=1)
    refusal = shop.leave()
    assert refusal is not None
    assert (refusal.code, refusal.facts) == ("not_sent_yet", {"count": 1})
    shop.wires.is_cut = False
    shop.sync.try_now()
    shop.becomes(State.AGREED)
    assert shop.leave() is None
    shop.becomes(State.ALONE)
    assert here(shop).authority
    assert shop.wires.heard == []


def test_who_left_comes_back_to_the_same_server_only(shop: Shop, server: ServerSide, clock: Clock) -> None:
    assert shop.leave() is None
    shop.do(add_customer, AddCustomer(name="Meanwhile"))
    other = ServerSide(clock)
    shop.wires.server = other
    refusal = shop.link(other.control.new_setup_code())
    assert refusal is not None
    assert refusal.code == "server_other"
    assert shop.sync is not None
    assert shop.sync.status.state is State.ALONE
    shop.wires.server = server
    assert shop.link(server.control.new_setup_code()) is None
    shop.becomes(State.AGREED)
    assert "Meanwhile" in names(there(shop, server))


def test_a_wrong_code_and_a_wrong_address_are_told(shops: Shops) -> None:
    shop = shops()
    shop.begin()
    for code, address, why in (
        ("WRONG", "https://sync.example", "setup_code_wrong"),
        ("X", "https://x.example", "server_silent"),
    ):
        refusal = shop.link(code, address)
        assert refusal is not None
        assert refusal.code == why
    assert shop.sync is not None
    assert shop.sync.status.state is State.ALONE


def test_a_desk_that_is_switched_off_while_offline_sends_after_its_next_start(shop: Shop, server: ServerSide) -> None:
    shop.wires.is_cut = True
    shop.do(add_customer, AddCustomer(name="Before the night"))
    shop.becomes(State.OFFLINE, unsent=1)
    shop.close()
    shop.wires.is_cut = False
    shop.open()
    assert (here(shop).authority, bool(here(shop).seen.epoch)) == (False, True)
    shop.becomes(State.AGREED)
    assert "Before the night" in names(there(shop, server))


def test_a_desk_whose_link_was_cut_off_is_its_own_authority_until_it_has_agreed(
    shops: Shops, server: ServerSide
) -> None:
    shop = shops()
    shop.begin()

    def cut_after_begin(path: str) -> None:
        shop.wires.is_cut = shop.wires.is_cut or path.endswith("/push")

    shop.wires.before = cut_after_begin
    assert shop.link(server.control.new_setup_code()) is None
    shop.until(lambda status: status.state is State.OFFLINE)
    shop.close()
    shop.open()
    shop.until(lambda status: status.state is State.OFFLINE)
    assert here(shop).authority, "what follows from its work must happen here"
    shop.wires.before = lambda _path: None
    shop.wires.is_cut = False
    assert shop.sync is not None
    shop.sync.try_now()
    shop.becomes(State.AGREED)
    assert not here(shop).authority
    assert differences(rows(here(shop)), there(shop, server)) == []


def test_a_desk_that_was_sent_away_says_so_and_keeps_what_it_has(shop: Shop, server: ServerSide) -> None:
    assert shop.sync is not None
    with at_the_server(shop, server) as store:
        store.do(revoke_device, OfDevice(device=here(shop).identity.device))
    shop.sync.try_now()
    status = shop.becomes(State.REFUSED)
    assert "sent away" in status.sentence()
    assert "Olivia Hart" in names(rows(here(shop)))


def test_a_row_that_differs_in_the_desks_file_comes_again_and_the_panel_says_so(shop: Shop, server: ServerSide) -> None:
    assert shop.sync is not None
    assert shop.desk is not None
    panel = ConnectionPanel(shop.sync)
    shop.qtbot.addWidget(panel)
    assert panel.standing.differed.isHidden()
    shop.desk.write(lambda: rot(here(shop)))
    engine = shop.sync.agreeing.engine
    assert engine is not None
    engine.comparing.begin()
    shop.sync.try_now()
    shop.until(lambda status: status.differed == 1)
    assert differences(rows(here(shop)), there(shop, server)) == []
    assert "fetched again" in panel.standing.differed.text()
    assert not panel.standing.differed.isHidden()


def rot(store: Store) -> None:
    """A row of the file changes, and nobody is told."""
    with store.engine.begin() as connection:
        suspend(connection)
        connection.execute(update(customers).where(customers.c.name == "Olivia Hart").values(alert="rotten"))
        mark(connection, None)


def test_a_running_desk_forgets_old_lines_once_a_day(shop: Shop, clock: Clock) -> None:
    assert shop.sync is not None
    assert shop.desk is not None
    clock.pass_by(days=91)
    shop.do(add_customer, AddCustomer(name="Today"))
    shop.becomes(State.AGREED)
    shop.desk._upkeep._timer.timeout.emit()
    shop.qtbot.waitUntil(lambda: lines_of(here(shop)) == 1)


def lines_of(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(journal)).scalar_one())


def test_several_rings_before_anybody_looks_are_one() -> None:
    bell = Bell()
    bell.ring(Ring.COMMIT)
    bell.ring(Ring.COMMIT)
    bell.ring(Ring.HEAD)
    assert bell.wait(None) == {Ring.COMMIT, Ring.HEAD}
    assert bell.wait(0) == frozenset()


def test_pauses_grow_while_nobody_answers_and_differ_from_desk_to_desk() -> None:
    longest = Rhythm(between=lambda _least, most: most)
    assert [longest.pause(n) for n in range(9)] == [60, 2, 4, 8, 16, 32, 60, 60, 60]
    assert {1.0} == {Rhythm(between=lambda least, _most: least).pause(n) for n in range(1, 9)}
    assert len({Rhythm().pause(6) for _ in range(20)}) > 1


def test_what_is_done_while_nobody_answers_waits_for_the_pause_unless_a_person_asks() -> None:
    rhythm = Rhythm()
    assert rhythm.is_time(frozenset({Ring.COMMIT}), failures=0)
    assert not rhythm.is_time(frozenset({Ring.COMMIT}), failures=1)
    assert rhythm.is_time(frozenset({Ring.COMMIT, Ring.NOW}), failures=1)
    assert rhythm.is_time(frozenset(), failures=3)


def there(shop: Shop, server: ServerSide) -> Rows:
    with at_the_server(shop, server) as store:
        return rows(store)


def names(found: Rows) -> set[str]:
    return {row["name"] for row in found["customer"]}
