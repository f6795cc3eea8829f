"""Each night a server looks whether its files hold together, and says so where one does not."""

from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bizet_core.people.customers.operations import AddCustomer, add_customer
from sync_server.data.file_checks import is_whole
from sync_server.running.background_work import _tidied
from sync_server.running.open_server import OpenServer
from tests.server.sync_server.test_operating import numbers
from tests.server.sync_server.test_restored import a_desk, server_on
from tests.simulator.world import DeskSide, ServerSide, WorldClock
from tests.support.makers import Salon
from tests.support.postgres import Databases

PAGE = 4096


def damage(path: Path, first: int) -> None:
    """A worn disk: from a page on, every third one reads as something else."""
    whole = bytearray(path.read_bytes())
    for at in range(first * PAGE, len(whole), 3 * PAGE):
        whole[at : at + 512] = b"\xa5" * 512
    path.write_bytes(whole)


def test_a_file_that_holds_is_tidied(salon: Salon, first: DeskSide, serving: OpenServer, web: httpx.Client) -> None:
    assert is_whole(serving.stores, first.business)
    _tidied(serving, first.business)
    assert numbers(web)["bizet_files_damaged_total"] == 0


@pytest.mark.parametrize("where", ["everywhere", "at the end"])
def test_a_damaged_file_is_told_and_left_as_it_is(
    salon: Salon, first: DeskSide, serving: OpenServer, web: httpx.Client, tmp_path: Path, where: str
) -> None:
    for n in range(50):
        first.do(add_customer, AddCustomer(name=f"Guest {n}"))
    first.sync()
    serving.stores.close()
    path = tmp_path / "server" / f"{first.business}.db"
    damage(path, 2 if where == "everywhere" else path.stat().st_size // PAGE - 4)
    before = path.read_bytes()
    with capture_logs() as logs:
        assert _tidied(serving, first.business) == 0
    (told,) = [each for each in logs if each["event"] == "file_damaged"]
    assert (told["log_level"], told["business"]) == ("error", str(first.business))
    assert told["places"] > 0
    assert numbers(web)["bizet_files_damaged_total"] == 1
    serving.stores.close()
    assert path.read_bytes() == before


def test_people_go_on_while_it_is_looked_at(salon: Salon, first: DeskSide, serving: OpenServer) -> None:
    store = serving.stores.of(first.business)
    with store.reading() as connection:
        checking = connection.exec_driver_sql("PRAGMA quick_check")
        first.do(add_customer, AddCustomer(name="Zoë Blanc"))
        assert first.sync().pushed == 1
        assert checking.scalar() == "ok"


def test_a_postgres_database_is_left_to_its_own_checks(databases: Databases) -> None:
    with databases.owned() as url, server_on(url, WorldClock()) as server:
        desk, _salon = a_desk(server)
        assert isinstance(server, ServerSide)
        assert is_whole(server.stores, desk.business)
