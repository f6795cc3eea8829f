"""What is read by hand for the lock screen is what the queries answer; where anything is odd, nothing is."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from sqlalchemy import text

from bizet_core.business.access.queries import Signers, signers
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.business.settings.queries import TheBusiness, TheSettings, business, device
from bizet_core.business.settings.rules import DeviceSettings
from bizet_core.business.staff.operations import AddStaff, SetPin, add_staff, set_pin
from bizet_core.setup.first_run.operations import SetUp, set_up
from bizet_desk.storage.opening import create, open_desk
from bizet_desk.storage.paths import Places, places
from bizet_desk.storage.preload import Glance, glance


@pytest.fixture(autouse=True)
def no_password_store() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def made(tmp_path: Path) -> Places:
    """A salon whose owner and Inês may sign in, and Bea may not."""
    here = places(tmp_path / "home")
    desk, _ = create(here)
    do = desk.store.do
    do(set_up, SetUp(name="Salão", country="PT", language="pt", trade="salon", owner_name="Carmen", owner_pin="246810"))
    ines = do(add_staff, AddStaff(name="Inês", colour="rose")).result
    do(add_staff, AddStaff(name="Bea"))
    do(set_pin, SetPin(staff=ines, pin="135790"))
    desk.close()
    return here


def seen(here: Places) -> Glance:
    found = glance(here)
    assert found is not None
    return found


def agree(here: Places) -> Glance:
    """The glance, after it was compared with what the store answers."""
    shown, desk = seen(here), open_desk(here)
    known, chosen = desk.store.ask(business, TheBusiness()), desk.store.ask(device, TheSettings())
    people = desk.store.ask(signers, Signers())
    desk.close()
    assert known is not None
    assert (shown.business, shown.country, shown.zone) == (known.name, known.country, known.zone)
    assert shown.language == (chosen.language or known.language)
    assert (shown.theme, shown.zoom) == (chosen.theme, chosen.zoom)
    assert [(p.id, p.name, p.colour) for p in shown.people] == [(p.id, p.name, p.colour) for p in people]
    return shown


def test_it_shows_what_the_queries_answer(made: Places) -> None:
    shown = agree(made)
    assert [person.name for person in shown.people] == ["Carmen", "Inês"]
    assert (shown.theme, shown.zoom) == (DeviceSettings().theme, DeviceSettings().zoom)


def test_it_follows_what_this_desk_has_chosen(made: Places) -> None:
    desk = open_desk(made)
    desk.store.do(edit_device_settings, EditDeviceSettings(theme="dark", zoom=130, language="de"))
    desk.close()
    shown = agree(made)
    assert (shown.theme, shown.zoom, shown.language) == ("dark", 130, "de")


def test_it_leaves_nothing_beside_the_file(made: Places) -> None:
    before = {path.name: path.read_bytes() for path in made.data.iterdir() if path.is_file()}
    seen(made)
    assert {path.name: path.read_bytes() for path in made.data.iterdir() if path.is_file()} == before


def test_there_is_none_before_the_first_run(tmp_path: Path) -> None:
    here = places(tmp_path / "nowhere")
    assert glance(here) is None
    create(here)[0].close()
    assert glance(here) is None, "a file without a business"


def test_there_is_none_of_a_file_that_is_not_todays(made: Places) -> None:
    desk = open_desk(made)
    with desk.store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    desk.close()
    assert glance(made) is None


def test_there_is_none_of_a_damaged_file(made: Places) -> None:
    whole = made.desk.read_bytes()
    made.desk.write_bytes(whole[:64] + bytes([whole[64] ^ 1]) + whole[65:])
    assert glance(made) is None


def test_there_is_none_where_a_passphrase_must_be_asked_for(tmp_path: Path) -> None:
    here = places(tmp_path / "home")
    create(here, passphrase="correct horse")[0].close()
    assert glance(here) is None


def test_it_is_had_without_reading_the_runner() -> None:
    heavy = ("sqlalchemy", "bizet_core.store")
    code = f"import sys, bizet_desk.storage.preload; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
