"""The command line does what a signed-in person may do, through the running desk or on the file itself."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from bizet_core.business.staff.operations import SetPin, set_pin
from bizet_core.describe.formats.numbers import plain
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.setup.customer_import.operations import BATCH
from bizet_core.store import SYSTEM
from bizet_core.store.database.engines import SUSPENDED
from bizet_core.store.journal.journal import journal
from bizet_core.sync.desk.server_state import Upstream
from bizet_desk.backups.restore import restore
from bizet_desk.command_line import main
from bizet_desk.command_line.command_socket import Door, door_of, framed, is_same_user
from bizet_desk.command_line.commands import COMMANDS, Asked, Call
from bizet_desk.desk import Desk
from bizet_desk.storage import keys
from bizet_desk.storage.opening import Opened, create, open_desk
from bizet_desk.storage.paths import Places, places
from bizet_desk.storage.recovery_key import RecoveryKey, new_recovery_key
from bizet_desk.syncing.joining.linking import remember, unsent
from bizet_desk.syncing.sync_rounds import Agreeing
from bizet_desk.syncing.transport.https_network import Web
from tests.support.makers import OWNER_PIN, STAFF_PIN, a_salon

OWNER, STAFF = ("Carmen Reis", OWNER_PIN), ("Inês Duarte", STAFF_PIN)


@pytest.fixture(scope="module")
def salon_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, RecoveryKey]]:
    """A salon on a desk of its own, to be copied."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    home = tmp_path_factory.mktemp("salon") / "home"
    opened, recovery = create(places(home))
    salon = a_salon(opened.store)
    opened.store.do(set_pin, SetPin(staff=salon.ines, pin=STAFF_PIN))
    opened.close()
    yield home, recovery
    keyring.set_keyring(before)


@dataclass
class Said:
    """What the command line said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def home(tmp_path: Path, salon_home: tuple[Path, RecoveryKey], monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    shutil.copytree(salon_home[0], tmp_path / "home")
    monkeypatch.setenv("BIZET_HOME", str(tmp_path / "home"))
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield places()
    keyring.set_keyring(before)


@pytest.fixture
def bizet(home: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `bizet`, as somebody."""

    def run(*arguments: str, who: tuple[str, str] = OWNER, **environment: str) -> Said:
        monkeypatch.setenv("BIZET_STAFF", who[0])
        monkeypatch.setenv("BIZET_PIN", who[1])
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = main.main(arguments)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


# --------------------------------------------------------------------------------------------- on the file itself


def test_it_asks_and_does_by_name(bizet: Run) -> None:
    done = bizet("do", "customers.add_customer", '{"name": "Ana Lopes", "phone": "213 456 789"}')
    assert (done.code, done.err) == (0, "")
    assert done.json["can_be_undone"]
    found = bizet("ask", "customers.find_customers", '{"typed": "ana lop"}')
    assert [row["name"] for row in found.json] == ["Ana Lopes"]
    assert [row["phone"] for row in found.json] == ["+351213456789"], "read as the business writes numbers"
    assert bizet("do", "store.undo", json.dumps({"op": done.json["op"]})).code == 0
    assert bizet("ask", "customers.find_customers", '{"typed": "ana lop"}').json == []


def test_a_request_may_come_from_input(bizet: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO('{"typed": "olivia"}'))
    assert [row["name"] for row in bizet("ask", "customers.find_customers", "-").json] == ["Olivia Hart"]


def test_what_is_wrong_is_told_by_field(bizet: Run) -> None:
    said = bizet("do", "customers.add_customer", '{"name": "Ana", "phone": "call me", "shoe": 39}')
    assert (said.code, said.out) == (1, "")
    assert "phone: “call me” has letters in it." in said.err
    assert "shoe: Nothing here is called “shoe”." in said.err


@pytest.mark.parametrize("text", ["{", "[1]", '"Ana"', "{'name': 'Ana'}"])
def test_what_is_not_json_is_told(bizet: Run, text: str) -> None:
    said = bizet("do", "customers.add_customer", text)
    assert said.code == 1
    assert "not JSON" in said.err


def test_an_unknown_name_is_told(bizet: Run) -> None:
    for how in ("do", "ask"):
        said = bizet(how, "customers.eat_customer")
        assert said.code == 1
        assert "“customers.eat_customer”" in said.err


def test_it_lists_what_there_is(bizet: Run) -> None:
    lines = bizet("operations", who=("", "")).out.splitlines()
    names = {tuple(line.split()[:2]) for line in lines}
    assert {("do", "customers.add_customer"), ("ask", "access.signers"), ("do", "store.undo")} <= names
    assert all(len(line.split()) > 3 for line in lines), "each says what it is about"


def test_it_acts_as_the_person_who_signs_in(bizet: Run) -> None:
    assert bizet("export", "/tmp/nowhere", who=STAFF).code == 1
    said = bizet("backup", who=STAFF)
    assert said.code == 1
    assert "You may not do this" in said.err
    note = '{"customer": "%s", "words": "Prefers mornings"}'
    olivia = bizet("ask", "customers.find_customers", '{"typed": "olivia"}', who=STAFF).json[0]["id"]
    assert bizet("do", "customers.add_note", note % olivia, who=STAFF).code == 0
    notes = bizet("ask", "customers.notes", json.dumps({"customer": olivia})).json
    assert "Inês Duarte" in json.dumps(notes, ensure_ascii=False)


def test_a_wrong_pin_counts_and_soon_costs_a_wait(bizet: Run) -> None:
    for left in (4, 3, 2, 1):
        said = bizet("ask", "settings.business", who=(OWNER[0], "000000"))
        assert said.code == 1
        assert "once more" in said.err if left == 1 else f"{left} more times" in said.err
    assert "Wait" in bizet("ask", "settings.business", who=(OWNER[0], "000000")).err
    assert "Too many wrong PINs" in bizet("ask", "settings.business").err


def test_nobody_and_somebody_unknown_are_asked_again(bizet: Run) -> None:
    assert "Carmen Reis" in bizet("ask", "settings.business", who=("", OWNER_PIN)).err
    assert "“" not in bizet("ask", "settings.business", who=("", OWNER_PIN)).err
    assert "Nobody called Zoë" in bizet("ask", "settings.business", who=("Zoë", OWNER_PIN)).err


def test_staff_may_stand_before_or_behind_the_command(bizet: Run) -> None:
    for arguments in (
        ["--staff", "inês duarte", "ask", "settings.business"],
        ["ask", "settings.business", "--staff", "Inês Duarte"],
    ):
        assert bizet(*arguments, who=("", STAFF_PIN)).json["name"] == "Salon Carmen"


def test_nothing_is_there_before_the_first_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BIZET_HOME", str(tmp_path / "empty"))
    assert main.main(["verify"]) == 1
    assert "no business on this computer yet" in capsys.readouterr().err
    assert not (tmp_path / "empty").exists()


def test_a_passphrase_is_read_from_the_environment(home: Places, bizet: Run) -> None:
    keys.save(home, keys.load(home), "correct horse")
    assert "Enter the start-up passphrase" in bizet("verify").err
    assert bizet("verify", BIZET_PASSPHRASE="correct horse").code == 0


# ----------------------------------------------------------------------------------- backup, restore, verify, export


@pytest.mark.feature("25.1.4")
def test_a_backup_is_restored_by_the_paper(
    home: Places, bizet: Run, tmp_path: Path, salon_home: tuple[Path, RecoveryKey]
) -> None:
    recovery = salon_home[1]
    backup = tmp_path / "stick" / "salon.bizetbackup"
    assert str(backup) in bizet("backup", str(backup)).out
    bizet("do", "customers.add_customer", '{"name": "Ana Lopes"}')

    said = bizet("restore", str(backup), BIZET_RECOVERY_KEY=recovery.words)
    assert (said.code, "left as it is" in said.err) == (1, True)
    assert "not the one" in bizet("recover", BIZET_RECOVERY_KEY=new_recovery_key().words).err
    assert "Group 2" in bizet("restore", str(backup), BIZET_RECOVERY_KEY=recovery.words.replace("-", "-0", 1)).err

    said = bizet("restore", "--aside", str(backup), BIZET_RECOVERY_KEY=recovery.words.lower())
    assert (said.code, said.err) == (0, "")
    assert len(list(home.data.glob("*.aside"))) == 1
    names = [row["name"] for row in bizet("ask", "customers.find_customers", '{"typed": "a"}').json]
    assert "Ana Lopes" not in names
    assert bizet("ask", "customers.find_customers", '{"typed": "olivia"}').json


def test_the_owner_gets_a_new_pin_with_the_recovery_key(bizet: Run, salon_home: tuple[Path, RecoveryKey]) -> None:
    new = ("Carmen Reis", "918273")
    said = bizet("recover", who=("", new[1]), BIZET_RECOVERY_KEY=salon_home[1].words)
    assert (said.code, "Carmen Reis" in said.out) == (0, True)
    assert bizet("ask", "settings.business").code == 1
    assert bizet("ask", "settings.business", who=new).json["name"] == "Salon Carmen"


def test_a_backup_without_a_name_joins_the_daily_ones(home: Places, bizet: Run) -> None:
    bizet("backup")
    assert len(list(home.backups.glob("bizet-*.bizetbackup"))) == 1


def test_verify_says_that_all_is_well_and_names_what_is_not(home: Places, bizet: Run) -> None:
    said = bizet("verify", who=("", ""))
    assert (said.code, "All is as it was written" in said.out) == (0, True)
    opened = open_desk(home)
    connection = opened.store.engine.raw_connection()
    bare: Any = connection.driver_connection
    bare.running = SUSPENDED
    bare.execute("UPDATE journal SET body = x'80' WHERE n = 3")
    connection.close()
    opened.close()
    said = bizet("verify", who=("", ""))
    assert said.code == 3
    assert "Change 3 of device" in said.out


def test_verify_finds_a_page_that_nobody_reads(home: Places, bizet: Run) -> None:
    raw = bytearray(home.desk.read_bytes())
    raw[-2000] ^= 1
    home.desk.write_bytes(raw)
    said = bizet("verify", who=("", ""))
    assert said.code in (1, 3)
    assert "damaged" in said.out + said.err


@pytest.mark.feature("2.1.8")
def test_everything_is_exported(bizet: Run, tmp_path: Path) -> None:
    assert bizet("export", str(tmp_path / "out")).code == 0
    assert "Olivia Hart" in (tmp_path / "out" / "customer.csv").read_text(encoding="utf-8-sig")


def test_a_list_of_customers_is_imported_and_bad_rows_are_told(bizet: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Name;Phone\nLê Văn An;+351 912 345 678\nNobody;abc\nมาลี;\n", encoding="utf-8")
    said = bizet("import", str(file))
    assert said.code == 0
    assert "2 customers added, 0 were here already, 1 rows left out." in said.out
    assert "abc" in said.out
    assert "cannot be read" in bizet("import", str(tmp_path / "none.csv")).err


def test_an_import_is_taken_back_whole_and_what_was_changed_since_stays(bizet: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Name\n" + "".join(f"Guest {n}\n" for n in range(BATCH + 1)), encoding="utf-8")
    told = bizet("import", str(file)).out
    group = told.rpartition(" ")[2].strip()
    found = json.loads(bizet("ask", "customers.find_customers", f'{{"typed": "guest {BATCH}"}}').out)
    edit = {"customer": found[0]["id"], "alert": "Nuts"}
    assert bizet("do", "customers.edit_customer", json.dumps(edit)).code == 0
    said = bizet("undo", group)
    assert said.code == 1
    assert "has changed this since" in said.out
    assert "1 change was taken back." in said.out
    left = json.loads(bizet("ask", "customers.find_customers", '{"typed": "guest"}').out)
    assert [one["name"] for one in left] == [f"Guest {BATCH}"]


def test_one_change_is_taken_back_by_its_own_id(bizet: Run) -> None:
    done = json.loads(bizet("do", "customers.add_customer", '{"name": "Ana Lopes"}').out)
    assert bizet("undo", done["op"]).code == 0
    assert json.loads(bizet("ask", "customers.find_customers", '{"typed": "lopes"}').out) == []
    assert "undone already" in bizet("undo", done["op"]).err
    assert bizet("undo", "nonsense").code == 1


def test_a_demo_is_a_business_to_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bizet: Run) -> None:
    monkeypatch.setenv("BIZET_HOME", str(tmp_path / "demo"))
    said = bizet("demo", "--trade", "clinic")
    assert (said.code, said.err) == (0, "")
    assert bizet("verify").code == 0
    assert "already" in bizet("demo").err


@pytest.mark.feature("31.3.1")
def test_who_used_it_stands_in_the_activity_log_once_an_hour_and_each_wrong_pin(bizet: Run) -> None:
    for pin in (OWNER_PIN, "000000", OWNER_PIN):
        bizet("ask", "settings.business", who=(OWNER[0], pin))
    days = json.dumps({"since": "2020-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z", "topic": "sessions"})
    found = bizet("ask", "activity.activity", days)
    assert [(deed["actor"], deed["code"], deed["about"]) for deed in found.json["deeds"]] == [
        ("Somebody", "wrong_pin", "Carmen Reis"),
        ("Carmen Reis", "command_line", "Carmen Reis"),
    ]
    assert "000000" not in found.out


# ----------------------------------------------------------------------------------------------------- the server


@pytest.fixture
def linked(home: Places) -> Iterator[int]:
    """The salon has a server that does not answer; how many changes wait for it."""
    opened = open_desk(home)
    remember(opened.store, Upstream(opened.keys.business, "http://127.0.0.1:9", bytes(32)))
    waiting = unsent(opened.store)
    opened.close()
    yield waiting
    opened = open_desk(home)
    assert unsent(opened.store) == waiting, "nothing is lost by asking"
    opened.close()


def test_a_desk_without_a_server_says_that_it_works_on_its_own(bizet: Run) -> None:
    said = bizet("sync")
    assert (said.code, said.out.strip()) == (0, "This computer works on its own. Everything is saved here.")
    assert "stands alone" in bizet("sync", "leave").err


@pytest.mark.feature("35.1.1")
def test_what_waits_for_the_server_is_counted_and_stays(bizet: Run, linked: int) -> None:
    said = bizet("sync", "now")
    assert said.code == 1
    assert f"{linked} changes are safe on this computer" in plain(said.out)


def test_leaving_the_server_is_refused_while_changes_are_here_only(bizet: Run, linked: int) -> None:
    said = bizet("sync", "leave")
    assert said.code == 1
    assert f"{linked} changes are not sent yet" in plain(said.err)
    assert bizet("sync", "leave", who=STAFF).code == 1


def test_to_sign_in_for_leaving_a_server_that_is_gone_is_nothing_that_waits(bizet: Run, home: Places) -> None:
    """All was sent before; what comes since is that the owner signs in."""
    opened = open_desk(home)
    remember(opened.store, Upstream(opened.keys.business, "http://127.0.0.1:9", bytes(32)))
    with opened.store.transaction() as connection:
        connection.execute(update(journal).values(state="acked"))
    opened.close()
    assert bizet("sync", "leave", who=(OWNER[0], "000000")).code == 1
    assert bizet("sync", "leave").code == 0
    assert "works on its own" in bizet("sync").out


# ------------------------------------------------------------------------------------------- through the running desk


@pytest.fixture
def running(home: Places, qtbot: QtBot) -> Iterator[tuple[Desk, Opened]]:
    """The salon's desk, running, with its door open."""
    opened = open_desk(home)
    desk = Desk(opened.store)
    agreeing = Agreeing(opened, Web(), write=desk.write, tell=desk.tell_changed)
    door = Door(desk, opened, agreeing)
    assert door.open()
    yield desk, opened
    assert door.close()
    assert desk.close()
    opened.close()


@pytest.fixture
def outside(running: tuple[Desk, Opened], qtbot: QtBot) -> Run:
    """Run `bizet` as another program, while the desk goes on."""

    def run(*arguments: str, who: tuple[str, str] = OWNER) -> Said:
        environment = {**os.environ, "BIZET_STAFF": who[0], "BIZET_PIN": who[1]}
        command = [sys.executable, "-m", "bizet_desk.command_line.main", *arguments]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as program:
            qtbot.waitUntil(lambda: program.poll() is not None, timeout=60_000)
            out, err = program.communicate()
        return Said(program.returncode, out, err)

    return run


def test_a_running_desk_answers_and_its_screens_hear_of_it(
    running: tuple[Desk, Opened], outside: Run, qtbot: QtBot
) -> None:
    changed: set[str] = set()
    running[0].changed.connect(changed.update)
    done = outside("do", "customers.add_customer", '{"name": "Ana Lopes"}')
    assert (done.code, done.err) == (0, "")
    qtbot.waitUntil(lambda: "customer" in changed)
    assert outside("ask", "customers.find_customers", '{"typed": "ana lop"}').json[0]["name"] == "Ana Lopes"


def test_a_running_desk_refuses_in_words_too(outside: Run) -> None:
    said = outside("do", "customers.add_customer", '{"name": "", "phone": "call me"}')
    assert said.code == 1
    assert "phone: " in said.err
    assert "This is not the right PIN" in outside("ask", "settings.business", who=(OWNER[0], "000000")).err
    assert outside("verify").code == 0


def test_a_running_desk_is_backed_up_from_outside(
    outside: Run, tmp_path: Path, salon_home: tuple[Path, RecoveryKey]
) -> None:
    backup = tmp_path / "salon.bizetbackup"
    assert outside("backup", str(backup)).code == 0
    restore(backup, salon_home[1], places(tmp_path / "other")).close()


def test_our_own_errors_are_a_sentence_outside(outside: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(COMMANDS, "verify", replace(COMMANDS["verify"], run=lambda asked: asked.given["no such thing"]))
    said = outside("verify")
    assert said.code == 1
    assert "Something went wrong inside Bizet" in said.err
    assert "Traceback" not in said.err


def test_our_own_errors_are_in_the_log_and_secrets_are_not(
    bizet: Run, home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_with(asked: Asked) -> None:
        pin_nobody_may_read = OWNER_PIN
        raise RuntimeError(len(pin_nobody_may_read))

    monkeypatch.setitem(COMMANDS, "verify", replace(COMMANDS["verify"], run=fail_with))
    said = bizet("verify")
    assert (said.code, said.out) == (1, "")
    [line] = (home.log / "bizet.log").read_text().splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["command"], entry["level"]) == ("command_failed", "verify", "error")
    assert "RuntimeError: 6" in entry["exception"]
    assert OWNER_PIN not in line


def test_a_desk_that_has_the_file_but_no_door_is_told(home: Places, bizet: Run) -> None:
    opened = open_desk(home)
    assert "does not answer" in bizet("verify").err
    opened.close()


def test_the_door_is_for_its_user_alone(running: tuple[Desk, Opened]) -> None:
    door = Path(door_of(running[1].places))
    assert door.stat().st_mode & 0o077 == 0
    assert door.parent.stat().st_mode & 0o077 == 0


def test_a_long_path_still_has_a_door(tmp_path: Path) -> None:
    deep = places(tmp_path / ("x" * 120))
    name = door_of(deep)
    assert len(os.fsencode(name)) < 104
    assert Path(name).parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("noise", [b"GET / HTTP/1.1\r\n\r\n", b"\xff\xff\xff\xff", b"\x00\x00\x00\x03abc"])
def test_noise_at_the_door_is_no_call(running: tuple[Desk, Opened], qtbot: QtBot, noise: bytes) -> None:
    stranger = QLocalSocket()
    stranger.connectToServer(door_of(running[1].places))
    assert stranger.waitForConnected(1000)
    stranger.write(noise)
    qtbot.waitUntil(lambda: stranger.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    caller = QLocalSocket()
    caller.connectToServer(door_of(running[1].places))
    caller.write(framed(Call(command="operations")))
    qtbot.waitUntil(lambda: caller.bytesAvailable() > 1000)


SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin:/bin")  # one that another user may run


@pytest.mark.skipif(SYSTEM_PYTHON is None or os.getuid() != 0, reason="needs another user to be")
def test_another_user_is_told_apart(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as ours:
        name = f"\0bizet-test-{os.getpid()}"
        listening.bind(name)
        listening.listen()
        ours.connect(name)
        with listening.accept()[0] as end:
            assert is_same_user(end.fileno())
        code = f"import socket; s = socket.socket(socket.AF_UNIX); s.connect({name!r}); s.recv(1)"
        with subprocess.Popen([str(SYSTEM_PYTHON), "-c", code], user=65534, cwd="/") as stranger:
            with listening.accept()[0] as end:
                assert not is_same_user(end.fileno())
            stranger.wait()


def test_what_was_done_at_the_desk_is_undone_from_outside(running: tuple[Desk, Opened], outside: Run) -> None:
    done = running[0].do_now(add_customer, AddCustomer(name="Ana Lopes"), actor=SYSTEM)
    assert outside("do", "store.undo", json.dumps({"op": str(done.op_id)})).code == 0
    assert outside("ask", "customers.find_customers", '{"typed": "ana lop"}').json == []
