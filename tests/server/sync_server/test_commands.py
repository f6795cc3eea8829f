"""What an operator does with `bizet-server`: codes, looking, backing up, going back in time; and what it refuses."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store.tables.ids import new_id
from sync_server.__main__ import main
from sync_server.data.business_databases import Files
from sync_server.data.control_database import Control
from sync_server.data.folder_lock import Lock
from sync_server.running import commands
from sync_server.running.configuration import Configuration
from sync_server.running.open_server import serve_from
from tests.server.sync_server.reaching import Reached, asking, let_in, on_loopback
from tests.server.sync_server.strange import self_signed
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, WorldClock
from tests.support.makers import a_salon


class Shop:
    """A server's folder, with a desk and a second one that know it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.port = folder, WorldClock(), 0
        self.desks: list[DeskSide] = []
        self._wires: list[Reached] = []

    def opened(self, act: Callable[[str], None]) -> None:
        """Run the server while `act` has its address."""
        serving = serve_from(Files(self.folder, self.clock), self.clock)
        with on_loopback(serving, port=self.port) as url:
            self.port = httpx.URL(url).port or 0
            act(url)
        serving.close()

    def begin(self) -> None:
        """A first desk brings its business; a second one joins."""
        desk = DeskSide(new_id(), self.clock, self.wire())
        salon = a_salon(desk.store)
        desk.begin(Control(Files(self.folder, self.clock).control(), self.clock).new_setup_code())
        desk.sync()
        desk.actor = salon.actor(salon.owner)
        self.desks = [desk, let_in(desk, asking(desk, self.wire(), "AB12-CD34"))]

    def wire(self) -> Reached:
        self._wires.append(Reached(f"http://127.0.0.1:{self.port}"))
        return self._wires[-1]

    def close(self) -> None:
        """Hang up."""
        for wire in self._wires:
            wire.carrier.close()

    def sync(self, _url: str = "") -> None:
        """Until nobody has anything more."""
        for desk in (*self.desks, *self.desks, *self.desks):
            desk.sync()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("BIZET_DATA", str(tmp_path / "server"))
    shop = Shop(tmp_path / "server")
    shop.opened(lambda _url: shop.begin())
    yield shop
    shop.close()


def a_customer(desk: DeskSide, name: str) -> None:
    desk.do(add_customer, AddCustomer(name=name, phone=""))


def names(desk: DeskSide) -> list[str]:
    return [row["name"] for row in rows(desk.store)["customer"]]


def test_a_code_lets_one_business_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "--data", str(tmp_path / "server")]) == 0
    code = capsys.readouterr().out.splitlines()[0].rpartition(" ")[2]
    shop = Shop(tmp_path / "server")

    def begin(_url: str) -> None:
        desk = DeskSide(new_id(), shop.clock, shop.wire())
        a_salon(desk.store)
        desk.begin(code)
        assert main(["businesses", "--data", str(tmp_path / "server")]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == str(desk.business)

    shop.opened(begin)
    shop.close()


def test_the_server_greets_with_a_code_until_somebody_lives_here(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, greets in ((tmp_path / "new", True), (shop.folder, False)):
        control = Control(Files(folder, shop.clock).control(), shop.clock)
        commands._greet(control, Configuration(), 8766)
        said = capsys.readouterr().out
        assert "http://127.0.0.1:8766" in said
        assert ("Set-up code" in said) is greets


def test_chains_that_hold_are_said_to(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    assert "All is as it was written" in capsys.readouterr().out


def test_a_changed_line_is_found(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(shop.folder / f"{shop.desks[0].business}.db")) as connection:
        connection.execute("UPDATE journal SET body = CAST(body || x'00' AS BLOB) WHERE n = 3")
        connection.commit()
    assert main(["verify"]) == 3
    assert "3" in capsys.readouterr().out


@pytest.mark.feature("25.4.4")
def test_after_a_restore_desks_send_again_what_the_backup_lacks(shop: Shop, tmp_path: Path) -> None:
    first, second = shop.desks

    def work(_url: str) -> None:
        a_customer(first, "Before")
        shop.sync()
        assert main(["backup", str(tmp_path / "backup")]) == 0  # while it runs
        a_customer(first, "After, from the first desk")
        a_customer(second, "After, from the second desk")
        shop.sync()

    shop.opened(work)
    assert main(["restore", str(tmp_path / "backup")]) == 0
    shop.opened(shop.sync)
    assert differences(rows(first.store), rows(second.store)) == []
    assert {"Before", "After, from the first desk", "After, from the second desk"} <= set(names(first))
    assert main(["verify"]) == 0


def test_one_business_goes_back_and_the_others_do_not(shop: Shop, tmp_path: Path) -> None:
    first, other = shop.desks[0], Shop(shop.folder)
    other.port = shop.port

    def work(_url: str) -> None:
        other.begin()
        main(["backup", str(tmp_path / "backup")])
        a_customer(other.desks[0], "Afterwards")
        other.sync()

    shop.opened(work)
    other.close()
    before = epoch(shop.folder, other.desks[0].business)
    assert main(["restore", str(tmp_path / "backup"), "--business", str(first.business)]) == 0
    assert epoch(shop.folder, other.desks[0].business) == before
    assert epoch(shop.folder, first.business) != epoch(tmp_path / "backup", first.business)


def test_what_a_restore_replaces_is_kept(shop: Shop, tmp_path: Path) -> None:
    main(["backup", str(tmp_path / "backup")])
    main(["restore", str(tmp_path / "backup")])
    (aside,) = shop.folder.glob("before-restore-*")
    assert sorted(path.name for path in aside.glob("*.db")) == sorted(p.name for p in (tmp_path / "backup").iterdir())


def test_a_new_epoch_is_said_to_every_business(shop: Shop) -> None:
    before = epoch(shop.folder, shop.desks[0].business)
    assert main(["new-epoch"]) == 0
    assert epoch(shop.folder, shop.desks[0].business) != before
    shop.opened(shop.sync)


def epoch(folder: Path, business: UUID) -> str:
    with closing(sqlite3.connect(folder / f"{business}.db")) as connection:
        return str(connection.execute("SELECT epoch FROM feed_head").fetchone()[0])


def test_nothing_is_restored_under_a_running_server(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["backup", str(tmp_path / "backup")])
    with Lock(shop.folder):
        assert main(["restore", str(tmp_path / "backup")]) == 1
        assert main(["migrate"]) == 1
    assert "Stop it first" in capsys.readouterr().err
    assert main(["migrate"]) == 0


@pytest.mark.parametrize("damage", ["empty", "cut", "no control"])
def test_a_damaged_backup_changes_nothing(shop: Shop, tmp_path: Path, damage: str) -> None:
    backup, business = tmp_path / "backup", shop.desks[0].business
    main(["backup", str(backup)])
    if damage == "empty":
        (backup / f"{business}.db").write_bytes(b"")
    elif damage == "cut":
        whole = (backup / f"{business}.db").read_bytes()
        (backup / f"{business}.db").write_bytes(whole[: len(whole) // 2])
    else:
        (backup / "control.db").unlink()
    before = epoch(shop.folder, business)
    assert main(["restore", str(backup)]) == 1
    assert epoch(shop.folder, business) == before
    assert list(shop.folder.glob("before-restore-*")) == []


def test_a_backup_does_not_mix_with_what_is_there(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").touch()
    assert main(["backup", str(tmp_path / "full")]) == 1


def test_files_are_for_nobody_else(shop: Shop, tmp_path: Path) -> None:
    main(["backup", str(tmp_path / "backup")])
    for path in (tmp_path / "backup", *(tmp_path / "backup").iterdir(), shop.folder):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--host", "0.0.0.0"], "--behind-proxy"),
        (["run", "--cert", "cert.pem"], "--key"),
        (["run", "--cert", "no.pem", "--key", "no.pem"], "cannot be read"),
        (["restore", "/nowhere", "--database-url", "postgresql://a@/b"], "pg_restore"),
        (["backup", "/nowhere", "--database-url", "postgresql://a@/b"], "pg_dump"),
    ],
)
def test_what_is_not_safe_is_refused_in_words(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--data", str(tmp_path / "server")]) == 1
    assert says in capsys.readouterr().err


def test_a_key_of_another_certificate_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = self_signed(tmp_path / "a"), self_signed(tmp_path / "b")
    assert main(["run", "--data", str(tmp_path / "s"), "--cert", str(one.cert), "--key", str(other.key)]) == 1
    assert "belong together" in capsys.readouterr().err


def test_a_folder_others_can_read_is_refused(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.folder.chmod(0o755)
    assert main(["code"]) == 1
    assert "chmod" in capsys.readouterr().err
    assert main(["code", "--i-know"]) == 0


def test_options_come_before_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIZET_PORT", "1")
    monkeypatch.setenv("BIZET_BEHIND_PROXY", "1")
    assert Configuration.of().port == 1
    assert Configuration.of().behind_proxy
    from sync_server.__main__ import _configuration, parser

    assert _configuration(parser().parse_args(["run", "--port", "2"])).port == 2
