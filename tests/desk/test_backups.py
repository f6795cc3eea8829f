"""Backups are whole or not there at all, open with the recovery key alone, and come back as a device of their own."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import keyring
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backends import fail
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select, text

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments.model import attachments
from bizet_core.business.resources.model import resources
from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.describe.languages.sentences import gaps, sentences
from bizet_core.store import Request, Store, Work
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.journal.incarnation import Life, Why, lives
from bizet_core.store.journal.journal import first_broken
from bizet_core.store.migrations import migrate
from bizet_core.store.operations.operation import Operation
from bizet_core.store.tables.ids import new_id
from bizet_desk.backups.backup import ENDING, Step, is_due, made, make_backup, name_at, prune
from bizet_desk.backups.backup_crypto import MAGIC, PIECE, seal, unseal
from bizet_desk.backups.backup_schedule import BackingUp
from bizet_desk.backups.restore import put_desk_aside, restore
from bizet_desk.messages import teach
from bizet_desk.storage import keys as kept
from bizet_desk.storage.keys import new_keys
from bizet_desk.storage.opening import Opened, create, open_desk
from bizet_desk.storage.paths import places
from bizet_desk.storage.recovery_key import RecoveryKey, new_recovery_key
from tests.conftest import Clock

NOW = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_password_store() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


class Photo(Request):
    """So many megabytes."""

    megabytes: int


def _add_photo(work: Work, given: Photo) -> None:
    for i in range(given.megabytes):
        content = {"hash": str(i), "media_type": "image/png", "size": 1 << 20, "content": os.urandom(1 << 20)}
        work.insert(attachments, id=work.new_id(), added_at=work.now, **content)


ADD_PHOTO = Operation("test.photo", _add_photo, Photo, None, False, True, 1, "")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Opened, RecoveryKey]]:
    """A desk with a room and some megabytes, and its recovery key."""
    opened, recovery = create(places(tmp_path / "home"))
    opened.store.do(add_resource, AddResource(name="Room 1"))
    opened.store.do(ADD_PHOTO, Photo(megabytes=6))
    yield opened, recovery
    if opened._lock._handle >= 0:
        opened.close()


def back_up(opened: Opened, target: Path, step: Step | None = None) -> Path:
    return make_backup(opened.places.desk, opened.keys, opened.life, target, NOW, step)


def names(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return sorted(connection.execute(select(resources.c.name)).scalars())


def refused(call: Any, *args: Any, **how: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call(*args, **how)
    teach()
    assert gaps(sentences()[refusal.value.code]) <= set(refusal.value.facts)
    return refusal.value.code


# ------------------------------------------------------------------------------------------------ there and back again


def test_a_backup_comes_back_on_another_computer(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, recovery = desk
    backup = back_up(opened, tmp_path / "stick" / "shop.bizetbackup")
    opened.store.do(add_resource, AddResource(name="Room 2"))
    other = restore(backup, recovery, places(tmp_path / "other"))
    try:
        assert names(other.store) == ["Room 1"]
        with other.store.engine.connect() as connection:
            assert connection.execute(select(func.count()).select_from(attachments)).scalar() == 6
            assert first_broken(connection, opened.life.business, opened.life.device, 1) is None
        assert other.keys.pepper == opened.keys.pepper, "PINs fit as before"
    finally:
        other.close()


def test_what_is_restored_is_another_device_in_another_life(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, recovery = desk
    backup = back_up(opened, tmp_path / "shop.bizetbackup")
    one = restore(backup, recovery, places(tmp_path / "one"))
    other = restore(backup, recovery, places(tmp_path / "other"))
    devices = {opened.life.device, one.life.device, other.life.device}
    assert len(devices) == len({opened.keys.seed, one.keys.seed, other.keys.seed}) == 3
    assert (one.life.inc, one.life.why, one.life.business) == (2, Why.RESTORED, opened.life.business)
    assert one.store.do(add_resource, AddResource(name="Room 9")).n == 1
    with one.store.engine.connect() as connection:
        assert [life.why for life in lives(connection)] == [Why.FIRST, Why.RESTORED]
    one.close()
    other.close()
    again = open_desk(places(tmp_path / "one"))
    assert (again.life.device, again.life.inc, again.is_new_life) == (one.life.device, 2, False)
    again.close()


def test_nothing_in_a_backup_can_be_read_without_the_key(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, _ = desk
    raw = back_up(opened, tmp_path / "shop.bizetbackup").read_bytes()
    for secret in (opened.keys.data, opened.keys.pepper, opened.keys.seed, opened.keys.business.bytes, b"Room 1"):
        assert secret not in raw


def test_a_backup_is_consistent_while_people_work(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, recovery = desk
    done = threading.Event()
    count = 0

    def work() -> None:
        nonlocal count
        while not done.is_set():
            opened.store.do(add_resource, AddResource(name=f"Meanwhile {count:06}"))
            count += 1

    working = threading.Thread(target=work)
    working.start()
    try:
        backups = [back_up(opened, tmp_path / f"{i}.bizetbackup") for i in range(3)]
    finally:
        done.set()
        working.join()
    assert count > 3, "people were not kept waiting"
    for i, backup in enumerate(backups):
        other = restore(backup, recovery, places(tmp_path / f"restored {i}"))
        with other.store.engine.connect() as connection:
            assert first_broken(connection, opened.life.business, opened.life.device, 1) is None
        rooms = names(other.store)
        assert rooms == sorted([f"Meanwhile {n:06}" for n in range(len(rooms) - 1)] + ["Room 1"])
        other.close()


def test_after_a_new_recovery_key_the_old_one_opens_only_old_backups(
    desk: tuple[Opened, RecoveryKey], tmp_path: Path
) -> None:
    opened, old = desk
    before = back_up(opened, tmp_path / "before.bizetbackup")
    new = opened.new_recovery_key()
    after = back_up(opened, tmp_path / "after.bizetbackup")
    assert kept.load(opened.places).recovery == new.public
    assert refused(restore, after, old, places(tmp_path / "a")) == "backup_other_key"
    restore(after, new, places(tmp_path / "a")).close()
    restore(before, old, places(tmp_path / "b")).close()


def test_progress_goes_up_to_all_of_it(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    back_up(desk[0], tmp_path / "shop.bizetbackup", Step(lambda done, total: seen.append((done, total))))
    shares = [done / total for done, total in seen]
    assert len(seen) > 6
    assert shares == sorted(shares)
    assert shares[-1] == 1


# ------------------------------------------------------------------------------------------------ what is never done


def test_nothing_is_overwritten(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, recovery = desk
    backup = back_up(opened, tmp_path / "shop.bizetbackup")
    raw = backup.read_bytes()
    assert refused(back_up, opened, backup) == "backup_exists"
    assert backup.read_bytes() == raw
    assert refused(restore, backup, recovery, opened.places) == "already_open"
    opened.close()
    file = opened.places.desk.read_bytes()
    assert refused(restore, backup, recovery, opened.places) == "desk_exists"
    assert opened.places.desk.read_bytes() == file


def test_a_damaged_desk_steps_aside_for_its_backup(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, recovery = desk
    backup = back_up(opened, tmp_path / "shop.bizetbackup")
    opened.store.do(add_resource, AddResource(name="Room 2"))
    opened.store.do(add_resource, AddResource(name="Room 3"))
    opened.close()
    aside = put_desk_aside(opened.places, NOW)
    damaged = aside.read_bytes()
    restored = restore(backup, recovery, opened.places)
    assert names(restored.store) == ["Room 1"]
    assert restored.life.lost == (2, 3), "what was written after the backup is known by its numbers"
    assert aside.read_bytes() == damaged
    assert len(list(opened.places.data.glob("desk.keys.*.old"))) == 1
    restored.close()


def test_a_backup_of_a_damaged_file_is_not_made(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, _ = desk
    opened.close()
    raw = bytearray(opened.places.desk.read_bytes())
    raw[len(raw) // 2] ^= 1
    opened.places.desk.write_bytes(raw)
    assert refused(back_up, opened, tmp_path / "shop.bizetbackup") == "file_damaged"
    assert not (tmp_path / "shop.bizetbackup").exists()
    assert not list(opened.places.data.glob("*.copy*"))


def test_without_a_recovery_key_there_is_no_backup(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, _ = desk
    opened.keys = msgspec.structs.replace(opened.keys, recovery=b"")
    assert refused(back_up, opened, tmp_path / "shop.bizetbackup") == "no_recovery_key"


def test_a_stopped_backup_leaves_nothing(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, _ = desk
    step = Step(lambda done, total: step.cancel() if done > total // 2 else None)
    assert refused(back_up, opened, tmp_path / "out" / "shop.bizetbackup", step) == "cancelled"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, _ = desk
    assert refused(back_up, opened, Path("/proc/backups/shop.bizetbackup")) == "backup_not_written"


# ----------------------------------------------------------------------------------------- damaged, cut, other files


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, RecoveryKey]]:
    """One backup for many harms."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    folder = tmp_path_factory.mktemp("sealed")
    opened, recovery = create(places(folder / "home"))
    opened.store.do(ADD_PHOTO, Photo(megabytes=2))
    yield back_up(opened, folder / "shop.bizetbackup"), recovery
    opened.close()
    keyring.set_keyring(before)


def restored_nothing(raw: bytes, recovery: RecoveryKey, folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    backup = folder / "harmed.bizetbackup"
    backup.write_bytes(raw)
    code = refused(restore, backup, recovery, places(folder / "home"))
    assert [path.name for path in (folder / "home").iterdir()] in (["state", "desk.lock"], ["desk.lock", "state"])
    assert list((folder / "home" / "state").iterdir()) == []
    assert backup.read_bytes() == raw
    return code


@pytest.mark.parametrize("share", [0.0001, 0.3, 0.5, 0.9, 0.99999])
def test_a_cut_backup_is_told_and_changes_nothing(
    sealed: tuple[Path, RecoveryKey], tmp_path: Path, share: float
) -> None:
    raw = sealed[0].read_bytes()
    assert restored_nothing(raw[: int(len(raw) * share)], sealed[1], tmp_path / "x") == "backup_damaged"


def test_a_backup_cut_between_two_pieces_is_told(sealed: tuple[Path, RecoveryKey], tmp_path: Path) -> None:
    raw = sealed[0].read_bytes()
    ends = piece_ends(raw)
    for end in (ends[0], ends[-2]):
        assert restored_nothing(raw[:end], sealed[1], tmp_path / "x") == "backup_damaged"
    doubled = raw[: ends[1]] + raw[ends[0] :]
    assert restored_nothing(doubled, sealed[1], tmp_path / "x") == "backup_damaged"
    assert restored_nothing(raw + b"more", sealed[1], tmp_path / "x") == "backup_damaged"


def piece_ends(raw: bytes) -> list[int]:
    at = len(MAGIC) + 4 + int.from_bytes(raw[8:12], "big") + 24
    ends = []
    while at < len(raw):
        at += 4 + int.from_bytes(raw[at : at + 4], "big")
        ends.append(at)
    return ends


@pytest.mark.parametrize("place", [8, 12, 60, 100, 130, 200, 5000, 1_500_000, -1])
def test_one_flipped_bit_is_told_and_changes_nothing(
    sealed: tuple[Path, RecoveryKey], tmp_path: Path, place: int
) -> None:
    raw = bytearray(sealed[0].read_bytes())
    raw[place] ^= 1
    assert restored_nothing(bytes(raw), sealed[1], tmp_path / "x") in ("backup_damaged", "backup_other_key")


def test_another_file_and_another_key_are_told(sealed: tuple[Path, RecoveryKey], tmp_path: Path) -> None:
    assert restored_nothing(b"", sealed[1], tmp_path / "x") == "backup_not_one"
    assert restored_nothing(b"%PDF-1.7", sealed[1], tmp_path / "x") == "backup_not_one"
    assert restored_nothing(sealed[0].read_bytes(), new_recovery_key(), tmp_path / "x") == "backup_other_key"
    assert refused(restore, tmp_path / "nowhere", sealed[1], places(tmp_path / "y")) == "backup_missing"


def test_a_backup_of_a_newer_version_is_told(desk: tuple[Opened, RecoveryKey], tmp_path: Path) -> None:
    opened, recovery = desk
    with opened.store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    raw = back_up(opened, tmp_path / "shop.bizetbackup").read_bytes()
    assert restored_nothing(raw, recovery, tmp_path / "x") == "file_newer"


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    recovery = new_recovery_key()
    keys = new_keys(new_id(), new_id(), recovery.public)
    file = tmp_path / "old.bizet"
    engine = desk_engine(file, keys.file)
    with engine.begin() as connection:
        migrate.run(connection, "0001")
    engine.dispose()
    life = Life(keys.business, keys.device, 1, NOW, Why.FIRST)
    backup = make_backup(file, keys, life, tmp_path / "shop.bizetbackup", NOW)
    other = restore(backup, recovery, places(tmp_path / "other"))
    assert (other.life.inc, other.migrated_from) == (2, None)
    other.store.do(add_resource, AddResource(name="Room 1"))
    assert not list((tmp_path / "other").glob("*.old"))
    other.close()


KEY = RecoveryKey(bytes(20))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=6))
def test_pieces_come_out_as_they_went_in(pieces: list[bytes]) -> None:
    out = BytesIO()
    seal(out, pieces, KEY.public)
    out.seek(0)
    assert list(unseal(out, KEY.private)) == pieces


def test_a_piece_longer_than_any_of_ours_is_not_even_read() -> None:
    out = BytesIO()
    seal(out, [b"x"], KEY.public)
    raw = bytearray(out.getvalue())
    raw[-23:-19] = (PIECE * 3).to_bytes(4, "big")
    with pytest.raises(Refused, match="backup_damaged"):
        list(unseal(BytesIO(bytes(raw)), KEY.private))


# ----------------------------------------------------------------------------------------------------------- killed

BACKING_UP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import keyring
from keyring.backends import fail
keyring.set_keyring(fail.Keyring())
from bizet_desk.backups.backup import Step, make_backup
from bizet_desk.storage.opening import open_desk
from bizet_desk.storage.paths import places
desk = open_desk(places(Path(sys.argv[1])))
step = Step(lambda done, total: print(done, total, flush=True))
make_backup(desk.places.desk, desk.keys, desk.life, Path(sys.argv[2]), datetime.now(UTC), step)
print("made", flush=True)
"""

RESTORING = """
import sys
from pathlib import Path
import keyring
from keyring.backends import fail
keyring.set_keyring(fail.Keyring())
from bizet_desk.backups.backup import Step
from bizet_desk.storage.paths import places
from bizet_desk.storage.recovery_key import read_recovery_key
from bizet_desk.backups.restore import restore
step = Step(lambda done, total: print(done, total, flush=True))
restore(Path(sys.argv[1]), read_recovery_key(sys.argv[3]), places(Path(sys.argv[2])), step=step)
print("restored", flush=True)
"""


def killed(script: str, *args: object, after: int) -> str:
    """Run a script and kill it after so many lines; the last line it said."""
    command = [sys.executable, "-c", script, *map(str, args)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as work:
        assert work.stdout is not None
        said = [work.stdout.readline() for _ in range(after)]
        work.send_signal(signal.SIGKILL)
        return [line for line in (*said, *work.stdout.read().splitlines()) if line.strip()][-1]


@pytest.mark.parametrize("after", [1, 4, 8, 11, 14])
def test_a_backup_that_is_killed_is_not_there(desk: tuple[Opened, RecoveryKey], tmp_path: Path, after: int) -> None:
    opened, recovery = desk
    opened.close()
    target = tmp_path / "out" / "shop.bizetbackup"
    killed(BACKING_UP, opened.places.data, target, after=after)
    if target.exists():
        restore(target, recovery, places(tmp_path / "other")).close()
    again = open_desk(opened.places)
    assert names(again.store) == ["Room 1"]
    restore(back_up(again, tmp_path / "out" / "next.bizetbackup"), recovery, places(tmp_path / "next")).close()
    again.close()


@pytest.mark.parametrize("after", [1, 3, 5, 7])
def test_a_restore_that_is_killed_can_be_done_again(
    desk: tuple[Opened, RecoveryKey], tmp_path: Path, after: int
) -> None:
    opened, recovery = desk
    backup = back_up(opened, tmp_path / "shop.bizetbackup")
    there = places(tmp_path / "there")
    killed(RESTORING, backup, there.data, recovery.words, after=after)
    if there.desk.exists():
        restored = open_desk(there)
    else:
        assert refused(open_desk, there) == "no_desk"
        restored = restore(backup, recovery, there)
    assert names(restored.store) == ["Room 1"]
    assert restored.life.inc >= 2
    restored.close()


FULL_DISK = """
import resource
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from bizet_core.base.refusals import Refused
import sys
script = sys.argv.pop(1)
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    exec(script)
except Refused as refused:
    print(refused.code, flush=True)
"""


def on_a_full_disk(script: str, *args: object, limit: int) -> str:
    """Run a script where no file can grow beyond `limit` bytes; the last line it said."""
    command = [sys.executable, "-c", FULL_DISK, script, str(limit), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[-2]


@pytest.mark.skipif(os.name != "posix", reason="limits of files are POSIX's")
@pytest.mark.parametrize("share", [0.2, 1.0])  # full while copying; full while sealing what was copied
def test_a_full_disk_leaves_no_backup_and_no_half_desk(
    desk: tuple[Opened, RecoveryKey], tmp_path: Path, share: float
) -> None:
    opened, recovery = desk
    backup = back_up(opened, tmp_path / "shop.bizetbackup")
    opened.close()
    target = tmp_path / "out" / "full.bizetbackup"
    limit = int(opened.places.desk.stat().st_size * share)
    assert on_a_full_disk(BACKING_UP, opened.places.data, target, limit=limit) == "backup_not_written"
    assert not list(opened.places.data.glob("*.copy*"))
    assert list((tmp_path / "out").iterdir()) == []

    there = places(tmp_path / "there")
    assert on_a_full_disk(RESTORING, backup, there.data, recovery.words, limit=1_000_000) == "restore_not_written"
    assert [path.name for path in there.data.iterdir() if path.is_file()] == ["desk.lock"]
    restore(backup, recovery, there).close()


# ---------------------------------------------------------------------------------------------------------- every day


def test_a_backup_is_due_once_a_day(tmp_path: Path) -> None:
    assert is_due(tmp_path, NOW)
    (tmp_path / name_at(NOW)).touch()
    assert not is_due(tmp_path, NOW + timedelta(hours=23))
    assert is_due(tmp_path, NOW + timedelta(days=1))
    assert is_due(tmp_path, NOW - timedelta(days=300)), "a clock that was wrong must not stop backups"


def test_fourteen_are_kept_and_other_files_left_alone(tmp_path: Path) -> None:
    days = [NOW - timedelta(days=i) for i in range(20)]
    for day in days:
        (tmp_path / name_at(day)).touch()
    (tmp_path / f"bizet-before-the-move{ENDING}").touch()
    (tmp_path / f"{name_at(NOW)}.part").touch()
    prune(tmp_path, NOW)
    assert [at for at, _ in made(tmp_path)] == days[:14]
    assert (tmp_path / f"bizet-before-the-move{ENDING}").exists()
    assert not (tmp_path / f"{name_at(NOW)}.part").exists()


def test_what_is_older_than_ninety_days_goes_but_never_the_last_one(tmp_path: Path) -> None:
    old = [NOW - timedelta(days=100 + i) for i in range(3)]
    for day in old:
        (tmp_path / name_at(day)).touch()
    prune(tmp_path, NOW)
    assert [at for at, _ in made(tmp_path)] == old[:1]


@pytest.fixture
def backing_up(desk: tuple[Opened, RecoveryKey], clock: Clock, qtbot: QtBot) -> Iterator[BackingUp]:
    backing_up = BackingUp(desk[0], clock)
    yield backing_up
    backing_up.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "bizet-backup"]


@pytest.mark.feature("25.1.4")
def test_the_running_desk_backs_itself_up_once_a_day(
    desk: tuple[Opened, RecoveryKey], backing_up: BackingUp, clock: Clock, qtbot: QtBot
) -> None:
    folder = desk[0].places.backups
    for day in range(3):
        with qtbot.waitSignal(backing_up.made):
            backing_up.look()
        backing_up.look()
        assert not backing_up.is_busy
        assert len(made(folder)) == day + 1
        clock.pass_by(days=1)


def test_a_person_sees_how_far_a_backup_is_and_stops_it(backing_up: BackingUp, tmp_path: Path, qtbot: QtBot) -> None:
    seen: list[int] = []
    backing_up.progressed.connect(lambda done, _: (seen.append(done), backing_up.cancel()))
    with qtbot.waitSignal(backing_up.refused) as why:
        backing_up.make(tmp_path / "shop.bizetbackup")
    assert why.args is not None
    assert why.args[0].code == "cancelled"
    assert seen
    assert not (tmp_path / "shop.bizetbackup").exists()


def test_keys_never_show_in_what_may_be_logged(desk: tuple[Opened, RecoveryKey]) -> None:
    opened, recovery = desk
    for thing in (opened, opened.keys, opened.life, recovery, opened.store):
        assert opened.keys.data.hex() not in repr(thing)
        assert repr(opened.keys.data)[2:20] not in repr(thing)
        assert repr(recovery.secret)[2:20] not in repr(thing)


def test_a_restored_file_still_refuses_writes_around_the_runner(
    desk: tuple[Opened, RecoveryKey], tmp_path: Path
) -> None:
    opened, recovery = desk
    other = restore(back_up(opened, tmp_path / "b.bizetbackup"), recovery, places(tmp_path / "other"))
    other.close()
    engine = desk_engine(other.places.desk, other.keys.file)
    with pytest.raises(Exception, match="outside an operation"), engine.begin() as connection:
        connection.execute(resources.update().values(name="Nobody"))
    engine.dispose()
