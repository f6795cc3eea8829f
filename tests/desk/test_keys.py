"""Keys are random, kept where others cannot read them, and the recovery key survives being typed from paper."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked
from nacl.public import PublicKey, SealedBox
from nacl.signing import VerifyKey

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import Locale, reading
from bizet_core.describe.languages.sentences import gaps
from bizet_core.paper.blocks import Characters, Row
from bizet_core.store.tables.ids import new_id
from bizet_desk.backups.recovery_sheet import recovery_paper, recovery_pdf
from bizet_desk.messages import SENTENCES
from bizet_desk.storage import keys as kept
from bizet_desk.storage.keys import Keys, new_keys
from bizet_desk.storage.paths import Places, places
from bizet_desk.storage.recovery_key import ALPHABET, RecoveryKey, new_recovery_key, read_recovery_key


@pytest.fixture
def here(tmp_path: Path) -> Places:
    return places(tmp_path / "home")


@pytest.fixture
def keys() -> Keys:
    return new_keys(new_id(), new_id())


class PasswordStore(KeyringBackend):
    """A password store as desktops have one, in memory."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def no_password_store() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def password_store() -> PasswordStore:
    store = PasswordStore()
    keyring.set_keyring(store)
    return store


def code_of(call: object, *args: object) -> str:
    with pytest.raises(Refused) as refused:
        call(*args)  # type: ignore[operator]
    assert refused.value.code in SENTENCES
    assert gaps(SENTENCES[refused.value.code]) <= set(refused.value.facts)
    return refused.value.code


def test_every_key_is_its_own() -> None:
    one, other = new_keys(new_id(), new_id()), new_keys(new_id(), new_id())
    secrets = {one.data, other.data, one.seed, other.seed, one.pepper, other.pepper}
    assert len(secrets) == 6
    assert {len(secret) for secret in secrets} == {32}


def test_without_a_password_store_the_keys_are_in_a_file_for_this_user_alone(here: Places, keys: Keys) -> None:
    protection = kept.save(here, keys)
    assert kept.load(here) == keys
    assert stat.S_IMODE(here.keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(here.data.stat().st_mode) == 0o700
    assert "only this user account can read" in protection.words()
    assert kept.protection(here) == protection


def test_a_key_file_that_others_could_read_is_closed_to_them(here: Places, keys: Keys) -> None:
    kept.save(here, keys)
    here.keys.chmod(0o644)
    kept.load(here)
    assert stat.S_IMODE(here.keys.stat().st_mode) == 0o600


def test_a_password_store_keeps_the_keys_and_the_file_holds_none(
    here: Places, keys: Keys, password_store: PasswordStore
) -> None:
    protection = kept.save(here, keys)
    assert kept.load(here) == keys
    assert len(password_store.kept) == 1
    assert b'"secret":""' in here.keys.read_bytes().replace(b" ", b"")
    assert protection.store in protection.words()


def test_a_locked_password_store_is_told(here: Places, keys: Keys, password_store: PasswordStore) -> None:
    kept.save(here, keys)
    password_store.locked = True
    assert code_of(kept.load, here) == "keys_locked"
    password_store.locked, password_store.kept = False, {}
    assert code_of(kept.load, here) == "keys_locked"


def test_a_store_that_writes_plain_text_is_none(here: Places, keys: Keys) -> None:
    PlainText = type("PlaintextKeyring", (PasswordStore,), {"__module__": "keyrings.alt.file"})
    keyring.set_keyring(PlainText())
    assert kept.save(here, keys).store == ""


def test_a_passphrase_wraps_the_keys(here: Places, keys: Keys) -> None:
    protection = kept.save(here, keys, "correct horse")
    assert protection.passphrase
    assert keys.data not in here.keys.read_bytes()
    assert code_of(kept.load, here) == "passphrase_needed"
    assert code_of(kept.load, here, "wrong horse") == "passphrase_wrong"
    assert kept.load(here, "correct horse") == keys


def test_a_passphrase_can_be_taken_away_again(here: Places, keys: Keys, password_store: PasswordStore) -> None:
    kept.save(here, keys, "correct horse")
    kept.save(here, keys)
    assert kept.load(here) == keys
    assert len(password_store.kept) == 1


def test_missing_and_damaged_keys_are_told(here: Places, keys: Keys) -> None:
    assert code_of(kept.load, here) == "keys_missing"
    kept.save(here, keys)
    raw = here.keys.read_bytes()
    here.keys.write_bytes(raw[: len(raw) // 2])
    assert code_of(kept.load, here) == "keys_damaged"


def test_the_device_signs_with_its_own_key(keys: Keys) -> None:
    verify = VerifyKey(bytes(keys._signing.verify_key))
    assert verify.verify(b"42 pounds", keys.sign(b"42 pounds")) == b"42 pounds"


def test_home_is_where_the_environment_says(tmp_path: Path) -> None:
    code = "from bizet_desk.storage.paths import places; print(places().desk); print(places().mark)"
    environment = {**os.environ, "BIZET_HOME": str(tmp_path / "shop")}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == [f"{tmp_path}/shop/desk.bizet", f"{tmp_path}/shop/state/high-water"]


# ------------------------------------------------------------------------------------------------- the recovery key

SECRETS = st.binary(min_size=20, max_size=20)


@given(SECRETS)
def test_a_recovery_key_is_read_as_it_was_written(secret: bytes) -> None:
    key = RecoveryKey(secret)
    assert read_recovery_key(key.words) == key
    sloppy = key.words.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert read_recovery_key(sloppy).public == key.public


@given(SECRETS, st.integers(0, 39), st.sampled_from(ALPHABET))
def test_a_slip_of_the_pen_is_told_by_its_group_or_is_another_key(secret: bytes, place: int, wrong: str) -> None:
    typed = list("".join(RecoveryKey(secret).groups))
    typed[place] = wrong
    right = RecoveryKey(secret)
    refused: Refused | None = None
    read: RecoveryKey | None = None
    try:
        read = read_recovery_key("".join(typed))
    except Refused as error:
        refused = error
    assert (read == right) == ("".join(typed) == "".join(right.groups))
    assert refused is None or refused.facts["group"] == place // 5 + 1


def test_most_slips_are_told_at_once() -> None:
    told = total = 0
    for _ in range(20):
        typed = "".join(new_recovery_key().groups)
        for place in range(40):
            total += 1
            other = ALPHABET[(ALPHABET.index(typed[place]) + 7) % 32]
            try:
                read_recovery_key(typed[:place] + other + typed[place + 1 :])
            except Refused:
                told += 1
    assert told / total > 0.93


def test_exchanged_short_and_long_keys_are_told() -> None:
    key = RecoveryKey(bytes(range(20)))
    exchanged = (key.groups[1], key.groups[0], *key.groups[2:])
    assert code_of(read_recovery_key, "-".join(exchanged)) == "recovery_key_mistyped"
    assert code_of(read_recovery_key, key.words[:-2]) == "recovery_key_short"
    assert code_of(read_recovery_key, "") == "recovery_key_short"
    assert code_of(read_recovery_key, key.words + "7") == "recovery_key_long"
    assert code_of(read_recovery_key, "U" * 40) == "recovery_key_mistyped"


def test_what_is_sealed_to_the_public_half_opens_with_the_paper() -> None:
    key = new_recovery_key()
    sealed = SealedBox(PublicKey(key.public)).encrypt(b"the shop")
    assert SealedBox(read_recovery_key(key.words).private).decrypt(sealed) == b"the shop"


@pytest.mark.parametrize("characters", [32, 42, 48])
def test_a_receipt_printer_shows_every_group_in_one_piece(characters: int) -> None:
    key = new_recovery_key()
    paper = recovery_paper(key, "Salon Carmen", date(2026, 3, 12))(Characters(characters))
    cells = [cell.text for block in paper.blocks if isinstance(block, Row) for cell in block.cells]
    assert all(any(group in cell.split() for cell in cells) for group in key.groups)
    assert "Salon Carmen" in cells


def test_the_paper_is_one_page_in_every_direction() -> None:
    key = new_recovery_key()
    with reading(Locale("ar", "EG", "EGP", "Africa/Cairo")):
        page = recovery_pdf(key, "صالون كارمن", date(2026, 3, 12))
    assert page.startswith(b"%PDF")
    assert page.count(b"/Type /Page\n") + page.count(b"/Type /Page ") == 1
