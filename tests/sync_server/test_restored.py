"""A PostgreSQL database put back from its copy: what a desk still shows comes back, and its leases are known."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url

from bizet_core.inbox.operations import Choice, SettleCard, settle_card
from bizet_core.inbox.queries import OpenCards, open_cards
from bizet_core.leases.model import LeaseKind
from bizet_core.scheduling.operations import book
from bizet_core.store import Undo, undo
from bizet_core.store.ids import new_id
from sync_server.backups import new_epochs
from sync_server.configuration import Configuration
from sync_server.configuration import databases as opened
from tests.agreeing.conftest import a_cut
from tests.agreeing.test_leases import a_pool, lease, the_pool
from tests.makers import Salon, a_salon
from tests.postgres import OWNER, Databases
from tests.simulator.rows import differences, rows
from tests.simulator.tickets import SellTickets, sell_tickets
from tests.simulator.world import DeskSide, ServerSide, Wire, WorldClock


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


def test_a_postgres_database_put_back_asks_its_desk(databases: Databases) -> None:
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
            new_epochs(server.stores)
            server.restart()
            desk.wire.server = server
            desk.sync()
            desk.sync()
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
