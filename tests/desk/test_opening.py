"""A desk's file opens, or says in a sentence why not and stays as it was; one that went back in time begins anew."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keyring
import msgspec
import pytest
from keyring.backends import fail
from sqlalchemy import select, text

from bizet_core.base.cipher import PAGE
from bizet_core.base.refusals import Refused
from bizet_core.business.resources.model import resources
from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.describe.languages.sentences import gaps, sentences
from bizet_core.store import Store
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.journal.incarnation import Why, lives
from bizet_core.store.journal.journal import journal
from bizet_core.store.migrations import migrate
from bizet_core.store.tables.ids import new_id
from bizet_desk.messages import teach
from bizet_desk.storage import keys as kept
from bizet_desk.storage.keys import new_keys
from bizet_desk.storage.opening import Opened, create, open_desk
from bizet_desk.storage.paths import Places, places
from bizet_desk.storage.rollback_marker import SIZE, read_mark


@pytest.fixture(autouse=True)
def no_password_store() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def here(tmp_path: Path) -> Places:
    return places(tmp_path / "home")


@contextmanager
def opened(here: Places, **how: Any) -> Iterator[Opened]:
    desk = open_desk(here, **how)
    try:
        yield desk
    finally:
        desk.close()


@pytest.fixture
def made(here: Places) -> Places:
    """A desk on which three rooms have been added."""
    desk, _ = create(here)
    for name in ("Room 1", "Room 2", "Room 3"):
        desk.store.do(add_resource, AddResource(name=name))
    desk.close()
    return here


def names(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return sorted(connection.execute(select(resources.c.name)).scalars())


def refusal(here: Places) -> str:
    """Why it does not open; the file is byte for byte what it was, and nothing lies beside it."""
    before = {path: path.read_bytes() for path in here.data.iterdir() if path.is_file()}
    with pytest.raises(Refused) as refused:
        open_desk(here)
    after = {path: path.read_bytes() for path in here.data.iterdir() if path.is_file()}
    assert after == {here.lock: b"", **before}
    teach()
    assert gaps(sentences()[refused.value.code]) <= set(refused.value.facts)
    return refused.value.code


# ------------------------------------------------------------------------------------------------------------- opening


def test_what_was_done_is_there_after_the_next_start(made: Places) -> None:
    with opened(made) as desk:
        assert names(desk.store) == ["Room 1", "Room 2", "Room 3"]
        assert (desk.life.inc, desk.is_new_life, desk.migrated_from) == (1, False, None)


@pytest.mark.feature("14.1.2")
def test_the_file_says_nothing_to_others(made: Places) -> None:
    assert b"Room 1" not in made.desk.read_bytes()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(made.desk).execute("SELECT * FROM resource")


def test_nothing_opens_before_the_first_run(here: Places) -> None:
    with pytest.raises(Refused, match="no_desk"):
        open_desk(here)
    assert not here.data.exists()


def test_a_desk_is_made_once(made: Places) -> None:
    before = made.desk.read_bytes()
    with pytest.raises(Refused, match="desk_exists"):
        create(made)
    assert made.desk.read_bytes() == before


def test_keys_of_a_file_that_lies_elsewhere_are_never_lost(made: Places, tmp_path: Path) -> None:
    keys = kept.load(made)
    moved = shutil.move(made.desk, tmp_path / "on-a-stick.bizet")
    create(made)[0].close()
    [aside] = made.data.glob("desk.keys.*.old")
    shutil.move(moved, made.desk)
    shutil.move(aside, made.keys)
    assert kept.load(made) == keys
    with opened(made) as desk:
        assert names(desk.store) == ["Room 1", "Room 2", "Room 3"]


OPENING = """
import sys
from pathlib import Path
from bizet_desk.storage.opening import open_desk
from bizet_desk.storage.paths import places
open_desk(places(Path(sys.argv[1])))
"""


def test_two_programs_do_not_have_it_open(made: Places) -> None:
    with opened(made):
        with pytest.raises(Refused, match="already_open"):
            open_desk(made)
        other = subprocess.run([sys.executable, "-c", OPENING, str(made.data)], capture_output=True, text=True)
        assert "already_open" in other.stderr
    with opened(made):
        pass


def test_a_start_up_passphrase_is_asked_for(here: Places) -> None:
    create(here, passphrase="correct horse")[0].close()
    with pytest.raises(Refused, match="passphrase_needed"):
        open_desk(here)
    with opened(here, passphrase="correct horse"):
        pass


# ---------------------------------------------------------------------------------------------- what does not open


def flipped(path: Path, place: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)


@pytest.mark.parametrize("place", [16, 300, 2000])
def test_a_damaged_first_page_is_told(made: Places, place: int) -> None:
    flipped(made.desk, place)
    assert refusal(made) == "file_damaged"


def test_a_damaged_salt_harms_nothing(made: Places) -> None:
    flipped(made.desk, 3)
    with opened(made) as desk:
        assert names(desk.store) == ["Room 1", "Room 2", "Room 3"]


def test_a_truncated_file_is_told(made: Places) -> None:
    raw = made.desk.read_bytes()
    made.desk.write_bytes(raw[:5000])
    assert refusal(made) == "file_damaged"
    made.desk.write_bytes(b"")
    assert refusal(made) == "file_damaged"


def test_damage_further_in_is_told_when_it_is_met(made: Places) -> None:
    raw = bytearray(made.desk.read_bytes())
    for page in range(16, len(raw) // PAGE):
        raw[page * PAGE + 100] ^= 1
    made.desk.write_bytes(raw)
    with pytest.raises(Refused, match="file_damaged"), opened(made) as desk:
        desk.store.do(add_resource, AddResource(name="Room 4"))


@pytest.mark.parametrize("content", [b"Dear diary, " * 1000, os.urandom(8192)])
def test_what_is_no_bizet_file_is_told(made: Places, content: bytes) -> None:
    made.desk.write_bytes(content)
    assert refusal(made) == "file_other_key"


def test_a_plain_database_is_foreign(made: Places) -> None:
    made.desk.unlink()
    plain = sqlite3.connect(made.desk)
    plain.execute("CREATE TABLE journal (n)")
    plain.close()
    assert refusal(made) == "file_foreign"


def test_the_file_of_another_business_does_not_open_with_our_key(made: Places, tmp_path: Path) -> None:
    other = places(tmp_path / "other")
    create(other)[0].close()
    shutil.copy(other.desk, made.desk)
    assert refusal(made) == "file_other_key"


def test_the_file_of_another_device_under_the_same_key_is_foreign(made: Places) -> None:
    kept.save(made, msgspec.structs.replace(kept.load(made), device=new_id()))
    with pytest.raises(Refused, match="file_foreign"):
        open_desk(made)


def test_an_encrypted_database_of_something_else_is_foreign(made: Places) -> None:
    made.desk.unlink()
    engine = desk_engine(made.desk, kept.load(made).file)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE something (else_ INTEGER)"))
    engine.dispose()
    assert refusal(made) == "file_foreign"


def test_a_file_of_a_newer_version_is_told_and_left_alone(made: Places) -> None:
    engine = desk_engine(made.desk, kept.load(made).file)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    shutil.copy(made.desk, made.data / "copy")
    shutil.copy(f"{made.desk}-wal", made.data / "copy-wal")
    engine.dispose()
    shutil.move(made.data / "copy", made.desk)  # as after a power cut: with a log that a careless look would fold in
    shutil.move(made.data / "copy-wal", f"{made.desk}-wal")
    before = made.desk.read_bytes(), Path(f"{made.desk}-wal").read_bytes()
    with pytest.raises(Refused, match="file_newer"):
        open_desk(made)
    assert (made.desk.read_bytes(), Path(f"{made.desk}-wal").read_bytes()) == before


def test_a_file_of_before_the_first_release_is_told_and_left_alone(made: Places) -> None:
    engine = desk_engine(made.desk, kept.load(made).file)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0013'"))
    engine.dispose()
    before = made.desk.read_bytes()
    with pytest.raises(Refused, match="file_older"):
        open_desk(made)
    assert made.desk.read_bytes() == before


@pytest.mark.feature("36.1.11")
def test_a_file_of_an_earlier_version_is_brought_up_to_date(here: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "bizet_core.store.migrations.revisions.BEFORE_THIS_FORMAT", frozenset()
    )  # as between two releases
    here.make()
    keys = new_keys(new_id(), new_id())
    kept.save(here, keys)
    engine = desk_engine(here.desk, keys.file)
    with engine.begin() as connection:
        migrate.run(connection, "0001")
    engine.dispose()
    with opened(here) as desk:
        assert desk.migrated_from is not None
        assert desk.migrated_from.exists()
        assert desk.life.inc == 1
        desk.store.do(add_resource, AddResource(name="Room 1"))
    with opened(here) as desk:
        assert desk.migrated_from is None
        assert names(desk.store) == ["Room 1"]


# ------------------------------------------------------------------------------------------------- back in time


def test_the_mark_follows_every_commit(made: Places) -> None:
    with opened(made) as desk:
        done = desk.store.do(add_resource, AddResource(name="Room 4"))
        mark = read_mark(made.mark)
        assert mark is not None
        assert (mark.device, mark.inc, mark.n, mark.hash) == (desk.life.device, 1, done.n, done.hash)
    assert made.mark.stat().st_size == SIZE == 64


def rolled_back(made: Places) -> None:
    """As if the folder had come back from last night's copy."""
    old = made.desk.read_bytes()
    with opened(made) as desk:
        for name in ("Room 4", "Room 5"):
            desk.store.do(add_resource, AddResource(name=name))
    made.desk.write_bytes(old)


def test_a_file_that_went_back_in_time_begins_a_new_life(made: Places) -> None:
    rolled_back(made)
    with opened(made) as desk:
        assert (desk.life.inc, desk.life.why, desk.life.lost, desk.is_new_life) == (2, Why.WENT_BACK, (4, 5), True)
        done = desk.store.do(add_resource, AddResource(name="Room 6"))
        assert done.n == 1
        with desk.store.engine.connect() as connection:
            numbers = connection.execute(select(journal.c.inc, journal.c.n).order_by(journal.c.inc, journal.c.n)).all()
        assert numbers == [(1, 1), (1, 2), (1, 3), (2, 1)]
    with opened(made) as desk:
        assert (desk.life.inc, desk.is_new_life) == (2, False)


def test_going_back_twice_to_the_same_copy_never_repeats_a_life(made: Places) -> None:
    old = made.desk.read_bytes()
    rolled_back(made)
    with opened(made) as desk:
        desk.store.do(add_resource, AddResource(name="Room 6"))
    made.desk.write_bytes(old)
    with opened(made) as desk:
        assert desk.life.inc == 3


def test_another_history_of_the_same_length_is_noticed(made: Places) -> None:
    old, mark = made.desk.read_bytes(), made.mark.read_bytes()
    with opened(made) as desk:
        desk.store.do(add_resource, AddResource(name="Room 4"))
    theirs = made.desk.read_bytes()
    made.desk.write_bytes(old)
    made.mark.write_bytes(mark)
    with opened(made) as desk:
        desk.store.do(add_resource, AddResource(name="Room 4, too"))
    made.desk.write_bytes(theirs)
    with opened(made) as desk:
        assert (desk.life.inc, desk.life.lost) == (2, None)


@pytest.mark.parametrize("harm", [lambda mark: mark.unlink(), lambda mark: flipped(mark, 20)])
def test_without_a_mark_nobody_knows_and_a_new_life_is_safe(made: Places, harm: Callable[[Path], None]) -> None:
    harm(made.mark)
    with opened(made) as desk:
        assert (desk.life.inc, desk.life.lost) == (2, None)


def test_a_mark_that_lags_behind_is_no_reason(made: Places) -> None:
    mark = made.mark.read_bytes()
    with opened(made) as desk:
        desk.store.do(add_resource, AddResource(name="Room 4"))
    made.mark.write_bytes(mark)
    with opened(made) as desk:
        assert (desk.life.inc, desk.is_new_life) == (1, False)
        with desk.store.engine.connect() as connection:
            assert len(lives(connection)) == 1


WORKING = """
import sys
from pathlib import Path
import keyring
from keyring.backends import fail
keyring.set_keyring(fail.Keyring())
from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_desk.storage.opening import open_desk
from bizet_desk.storage.paths import places
desk = open_desk(places(Path(sys.argv[1])))
for i in range(100_000):
    done = desk.store.do(add_resource, AddResource(name=f"Row {i}"))
    print(done.n, flush=True)
"""


def test_a_killed_desk_keeps_all_it_said_and_goes_on_in_the_same_life(made: Places) -> None:
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", WORKING, str(made.data)], stdout=subprocess.PIPE, text=True
        ) as work:
            assert work.stdout is not None
            said = [work.stdout.readline() for _ in range(25)]
            work.send_signal(signal.SIGKILL)
            last = int((said + work.stdout.read().splitlines())[-1])
        with opened(made) as desk:
            assert (desk.life.inc, desk.is_new_life) == (1, False)
            with desk.store.engine.connect() as connection:
                numbers = connection.execute(select(journal.c.n).order_by(journal.c.n)).scalars().all()
            assert last <= len(numbers) <= last + 1, "everything that was said to be done is there"
            assert list(numbers) == list(range(1, len(numbers) + 1))


def test_what_a_power_cut_left_of_the_first_run_is_no_desk(here: Places) -> None:
    here.make()
    (here.data / "desk.bizet.new").write_bytes(b"half a file")
    with pytest.raises(Refused, match="no_desk"):
        open_desk(here)
    create(here)[0].close()
    assert not list(here.data.glob("*.new*"))
