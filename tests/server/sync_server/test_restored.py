"""A database put back from its copy: what a desk still shows comes back, and its leases are known. Also untold."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url
from structlog.testing import capture_logs

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.operations import book
from bizet_core.business.leases.model import LeaseKind
from bizet_core.catalogue.services.operations import AddCategory, RemoveCategory, add_category, remove_category
from bizet_core.oversight.inbox.operations import settle_card
from bizet_core.oversight.inbox.queries import OpenCards, open_cards
from bizet_core.oversight.inbox.requests import Choice, SettleCard
from bizet_core.store import Store, Undo, undo
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.restore.rollback_detection import Shown, WentBack, begin_epoch
from bizet_core.sync.server import feed
from bizet_desk.syncing.transport.http import HttpCarrier
from sync_server.data.backups import back_up, new_epochs
from sync_server.data.business_databases import Files
from sync_server.running.configuration import Configuration
from sync_server.running.configuration import databases as opened
from sync_server.running.open_server import OpenServer, serve_from
from tests.server.sync_server.conftest import close
from tests.server.sync_server.reaching import Reached, on_loopback
from tests.server.sync_server.test_counting import CLOCK, two, wait_until_somebody_waits
from tests.server.sync_server.test_operating import numbers
from tests.simulator.rows import differences, rows
from tests.simulator.tickets import SellTickets, sell_tickets
from tests.simulator.world import DeskSide, ServerSide, Wire, WorldClock
from tests.support.makers import Salon, a_salon
from tests.support.postgres import OWNER, Databases
from tests.sync.agreement.conftest import a_cut
from tests.sync.agreement.test_leases import a_pool, lease, the_pool

__all__ = ["two"]


@contextmanager
def server_on(url: str, world: WorldClock) -> Iterator[ServerSide]:
    """A server process on a database."""
    with opened(Configuration(database_url=url), world) as place:
        server = ServerSide(world, place)
        yield server
        server.stores.close()


def a_desk(server: ServerSide) -> tuple[DeskSide, Salon]:
    desk = DeskSide(new_id(), server.clock, Wire(server))  # type: ignore[arg-type]
    salon = a_salon(desk.store)
    desk.begin(server.control.new_setup_code())
    desk.sync()
    desk.actor = salon.actor(salon.owner)
    return desk, salon


@pytest.mark.parametrize("is_told", [True, False])
def test_a_postgres_database_put_back_asks_its_desk(databases: Databases, is_told: bool) -> None:
    world = WorldClock()
    with databases.owned() as url:
        with server_on(url, world) as server:
            desk, salon = a_desk(server)
            pool = a_pool(desk)
        copy = f"{make_url(url).database}_copy"
        databases._do(f"CREATE DATABASE {copy} TEMPLATE {make_url(url).database} OWNER {OWNER}")
        with server_on(url, world) as server:
            desk.wire.server = server
            lease(desk, LeaseKind.AMOUNT, pool=pool, many=4)
            desk.do(sell_tickets, SellTickets(pool=pool, many=1))
            visit = server.stores.of(desk.business).do(book, a_cut(salon, 10, customer=salon.olivia)).result
            desk.sync()
        world.pass_by(minutes=5)
        with server_on(url.replace(str(make_url(url).database), copy), world) as server:
            if is_told:
                new_epochs(server.stores)
                server.restart()
            desk.wire.server = server
            desk.sync()
            desk.sync()
            assert server.epochs_begun == (not is_told)
            assert the_pool(desk, server, pool) == (1, 3, 0)
            (card,) = desk.store.ask(open_cards, OpenCards())
            done = desk.do(settle_card, SettleCard(card=card.id, choice=Choice.OURS))
            desk.sync()
            assert [row["id"] for row in rows(desk.store)["booking"]] == [visit]
            assert differences(rows(desk.store), rows(server.stores.of(desk.business))) == []
            desk.do(undo, Undo(op=done.op_id))
            desk.sync()
            assert rows(desk.store)["booking"] == []
            assert differences(rows(desk.store), rows(server.stores.of(desk.business))) == []
        databases._do(f"DROP DATABASE {copy} WITH (FORCE)")


def test_of_two_processes_that_are_told_at_once_one_begins_an_epoch(two: tuple[Store, Store]) -> None:
    one, other = two
    business = one.identity.business
    with one.reading() as connection:
        before = feed.head_of(connection, business)
    told = WentBack(Shown(None, before.epoch, before.seq + 1), "cursor")
    with ThreadPoolExecutor(1) as thread:
        with one.transaction() as connection:
            feed.hold_head(connection, business)
            second = thread.submit(begin_epoch, other, told)
            wait_until_somebody_waits(connection)
            began = feed.new_epoch(connection, business, CLOCK())
        with pytest.raises(Refused, match="feed_restarted"):
            second.result()
    with one.reading() as connection:
        assert feed.head_of(connection, business).epoch == began != before.epoch


@contextmanager
def web_on(folder: Path, world: WorldClock) -> Iterator[tuple[OpenServer, httpx.Client]]:
    """A server of files behind its web application."""
    serving = serve_from(Files(folder, world), world)
    with on_loopback(serving) as url, httpx.Client(base_url=url, trust_env=False) as client:
        yield serving, client
    serving.close()


def through(desk: DeskSide, client: httpx.Client) -> DeskSide:
    """The desk reaches the server that is there now."""
    assert isinstance(desk.wire, Reached)
    desk.wire.carrier.close()
    desk.wire.carrier = HttpCarrier(str(client.base_url))
    return desk


def test_files_put_back_by_hand_are_noticed_over_the_web_and_whoever_runs_it_is_told(tmp_path: Path) -> None:
    world, folder = WorldClock(), tmp_path / "server"
    with web_on(folder, world) as (serving, client):
        desk = DeskSide(new_id(), world, Reached(str(client.base_url)))
        salon = a_salon(desk.store)
        desk.begin(serving.control.new_setup_code())
        desk.sync()
        desk.actor = salon.actor(salon.owner)
        back_up(folder, tmp_path / "copy")
        visit = serving.stores.of(desk.business).do(book, a_cut(salon, 10, customer=salon.olivia)).result
        desk.sync()
    shutil.copyfile(tmp_path / "copy" / f"{desk.business}.db", folder / f"{desk.business}.db")
    with web_on(folder, world) as (serving, client):
        assert numbers(client)["bizet_epochs_begun_total"] == 0
        with capture_logs() as logs:
            through(desk, client).sync()
        assert numbers(client)["bizet_epochs_begun_total"] == 1
        (told,) = [each for each in logs if each["event"] == "epoch_begun"]
        assert (told["log_level"], told["business"], told["sign"]) == ("warning", str(desk.business), "cursor")
        desk.sync()
        (card,) = desk.store.ask(open_cards, OpenCards())
        desk.do(settle_card, SettleCard(card=card.id, choice=Choice.OURS))
        desk.sync()
        assert [row["id"] for row in rows(desk.store)["booking"]] == [visit]
        assert differences(rows(desk.store), rows(serving.stores.of(desk.business))) == []
    close(desk)


def test_a_postgres_database_put_back_asks_about_what_was_removed(databases: Databases) -> None:
    world = WorldClock()
    with databases.owned() as url:
        with server_on(url, world) as server:
            desk, salon = a_desk(server)
            at_server = server.stores.of(desk.business)
            made = at_server.do(book, a_cut(salon, 10, customer=salon.olivia))
            nails = at_server.do(add_category, AddCategory(name="Nails")).result
            desk.sync()
        copy = f"{make_url(url).database}_copy"
        databases._do(f"CREATE DATABASE {copy} TEMPLATE {make_url(url).database} OWNER {OWNER}")
        with server_on(url, world) as server:
            desk.wire.server = server
            at_server = server.stores.of(desk.business)
            at_server.do(undo, Undo(op=made.op_id))
            at_server.do(remove_category, RemoveCategory(category=nails))
            desk.sync()
        world.pass_by(minutes=5)
        with server_on(url.replace(str(make_url(url).database), copy), world) as server:
            new_epochs(server.stores)
            server.restart()
            desk.wire.server = server
            desk.sync()
            desk.sync()
            asked = {
                card.facts["what"]: card.id
                for card in desk.store.ask(open_cards, OpenCards())
                if card.is_again and card.facts
            }
            assert set(asked) == {"booking", "service_category"}
            for card in asked.values():
                desk.do(settle_card, SettleCard(card=card, choice=Choice.OURS))
            desk.sync()
            here = rows(desk.store)
            assert here["booking"] == here["booking_part"] == here["claim"] == []
            assert nails not in {row["id"] for row in here["service_category"]}
            assert differences(here, rows(server.stores.of(desk.business))) == []
        databases._do(f"DROP DATABASE {copy} WITH (FORCE)")
