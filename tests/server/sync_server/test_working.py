"""What follows an operation is done by the server, once, woken by the commit of a push."""

from pathlib import Path
from queue import Queue

from bizet_core.store.store import Done
from sync_server.running.background_work import at_work
from sync_server.running.configuration import Configuration
from sync_server.running.open_server import OpenServer
from tests.server.jobs.test_pump import Open, open_wing
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide
from tests.support.makers import Salon
from tests.support.patience import PATIENCE


def names(desk: DeskSide) -> list[str]:
    return [row["name"] for row in rows(desk.store)["resource"] if "Wing" in row["name"]]


def test_what_follows_a_push_is_done_at_once_and_reaches_the_desk(
    salon: Salon, first: DeskSide, serving: OpenServer, tmp_path: Path
) -> None:
    done: Queue[Done] = Queue()
    serving.stores.of(first.business).listeners.append(done.put)
    with at_work(serving, Configuration(data=tmp_path / "server")):
        first.do(open_wing, Open(name="Wing"))
        first.sync()
        assert done.get(timeout=PATIENCE).name == "resources.add_resource"
    first.sync()
    assert sorted(names(first)) == ["Wing", "Wing cupboard"]


def test_a_server_that_ends_leaves_what_follows_to_the_next(
    salon: Salon, first: DeskSide, serving: OpenServer, tmp_path: Path
) -> None:
    first.do(open_wing, Open(name="Wing"))
    first.sync()
    done: Queue[Done] = Queue()
    serving.stores.of(first.business).listeners.append(done.put)
    with at_work(serving, Configuration(data=tmp_path / "server")):
        assert done.get(timeout=PATIENCE).name == "resources.add_resource"
