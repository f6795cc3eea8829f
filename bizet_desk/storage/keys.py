"""The keys of a desk: that of its file, its own signature, the business's pepper. Never in the file itself.

They are kept by the computer's password store (Credential Locker, Keychain, Secret Service) where there is one, else in
a file that only this user account may read. A start-up passphrase can wrap them; a PIN never does: four digits are
guessed in minutes.
"""

import base64
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import N_, _
from bizet_desk.storage.paths import Places

if TYPE_CHECKING:  # where they are used they are read: the lock screen needs neither signatures nor passphrases
    from nacl.secret import SecretBox
    from nacl.signing import SigningKey

SERVICE = "Bizet"
ARGON2 = {"time_cost": 3, "memory_cost": 65_536, "parallelism": 4}  # 64 MiB, RFC 9106 second choice: 75 ms here


class Keys(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What opens a desk and speaks in its name."""

    business: UUID
    device: UUID
    data: bytes  # 256 bits, of the desk file
    seed: bytes  # of the device's Ed25519 key
    pepper: bytes  # mixed into PINs before they are hashed; the same on every device of the business
    recovery: bytes = b""  # the public half of the printed recovery key, to which backups are sealed

    def __repr__(self) -> str:
        return f"Keys(business={self.business}, device={self.device})"  # never the secrets: this may reach a log

    @cached_property
    def file(self) -> bytes:
        """Key and salt of the desk file. Its first 16 bytes are the salt, so a file of ours can be told by them."""
        salt = blake2b(self.business.bytes, key=self.data, digest_size=16, person=b"bizet desk file").digest()
        return self.data + salt

    @cached_property
    def _signing(self) -> "SigningKey":
        from nacl.signing import SigningKey

        return SigningKey(self.seed)

    @property
    def public(self) -> bytes:
        """By which others check this device's signatures."""
        return bytes(self._signing.verify_key)

    def sign(self, message: bytes) -> bytes:
        """This device's Ed25519 signature."""
        return self._signing.sign(message).signature


@dataclass(frozen=True, slots=True)
class Protection:
    """How the keys are kept: in the password store of this name, or in a file where it is empty."""

    store: str
    passphrase: bool

    def words(self) -> str:
        """What the settings say about it."""
        kept = IN_STORE if self.store else IN_FILE
        return f"{_(kept).format(store=self.store)} {_(ASKED if self.passphrase else NOT_ASKED)}"


IN_STORE = N_("The key to your data is kept by this computer's password store ({store}).")
IN_FILE = N_(
    "The key to your data is in a file that only this user account can read. Whoever uses this account, or takes an "
    "unencrypted disk, can open your data: let Bizet have an account of its own and encrypt the disk."
)
ASKED = N_("It is locked with the start-up passphrase as well.")
NOT_ASKED = N_("No passphrase is asked when Bizet starts.")


class Wrapping(msgspec.Struct, frozen=True):
    """How a passphrase became the key that the keys are wrapped with."""

    salt: bytes
    time_cost: int
    memory_cost: int  # KiB
    parallelism: int


class KeyFile(msgspec.Struct, frozen=True):
    """What stands in `desk.keys`: the secret itself, or under which name the password store has it."""

    form: int
    id: UUID
    store: str
    wrapping: Wrapping | None
    secret: bytes


def new_keys(business: UUID, device: UUID, recovery: bytes = b"", pepper: bytes = b"") -> Keys:
    """Fresh random keys; `pepper` only where the business has one already."""
    return Keys(
        business=business,
        device=device,
        data=secrets.token_bytes(32),
        seed=secrets.token_bytes(32),
        pepper=pepper or secrets.token_bytes(32),
        recovery=recovery,
    )


def save(places: Places, keys: Keys, passphrase: str = "") -> Protection:
    """Keep the keys, in the best place this computer has, and say where. Keys kept before are replaced."""
    plain = msgspec.msgpack.encode(keys)
    wrapping = _new_wrapping() if passphrase else None
    secret = _wrapped(plain, passphrase, wrapping) if wrapping else plain
    before = _read(places) if places.keys.exists() else None
    id = before.id if before else uuid4()
    store = _put_into_store(id, secret)
    places.make()
    _write(places.keys, KeyFile(1, id, store, wrapping, b"" if store else secret))
    if before and before.store and not store:
        _forget(before.id)
    return Protection(store, wrapping is not None)


def load(places: Places, passphrase: str = "") -> Keys:
    """The keys. Refuses where they are missing, locked away, or the passphrase is not the right one."""
    file = _read(places)
    secret = _from_store(file.id, file.store) if file.store else file.secret
    plain = _unwrapped(secret, passphrase, file.wrapping) if file.wrapping else secret
    try:
        return msgspec.msgpack.decode(plain, type=Keys)
    except msgspec.MsgspecError as error:
        raise Refused("keys_damaged", file=str(places.keys)) from error


def protection(places: Places) -> Protection:
    """How the keys are kept now."""
    file = _read(places)
    return Protection(file.store, file.wrapping is not None)


def _read(places: Places) -> KeyFile:
    try:
        raw = places.keys.read_bytes()
    except FileNotFoundError as error:
        raise Refused("keys_missing", file=str(places.keys)) from error
    _close_to_others(places.keys)
    try:
        return msgspec.json.decode(raw, type=KeyFile)
    except msgspec.MsgspecError as error:
        raise Refused("keys_damaged", file=str(places.keys)) from error


def _close_to_others(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _write(path: Path, file: KeyFile) -> None:
    """All of it or nothing: a power cut must not cost the keys."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        out.write(msgspec.json.format(msgspec.json.encode(file)))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


# ------------------------------------------------------------------------------------------------------ passphrase


def _new_wrapping() -> Wrapping:
    return Wrapping(secrets.token_bytes(16), **ARGON2)


def _wrapped(plain: bytes, passphrase: str, wrapping: Wrapping) -> bytes:
    return bytes(_box(passphrase, wrapping).encrypt(plain))


def _unwrapped(secret: bytes, passphrase: str, wrapping: Wrapping) -> bytes:
    if not passphrase:
        raise Refused("passphrase_needed")
    from nacl.exceptions import CryptoError

    try:
        return _box(passphrase, wrapping).decrypt(secret)
    except CryptoError as error:
        raise Refused("passphrase_wrong") from error


def _box(passphrase: str, wrapping: Wrapping) -> "SecretBox":
    from argon2.low_level import Type, hash_secret_raw
    from nacl.secret import SecretBox

    key = hash_secret_raw(
        passphrase.encode(),
        wrapping.salt,
        wrapping.time_cost,
        wrapping.memory_cost,
        wrapping.parallelism,
        SecretBox.KEY_SIZE,
        Type.ID,
    )
    return SecretBox(key)


# -------------------------------------------------------------------------------------------------- password store


def _put_into_store(id: UUID, secret: bytes) -> str:
    """The password store's name, or nothing where none is there or it does not give back what it was given."""
    import keyring
    from keyring.errors import KeyringError

    backend = keyring.get_keyring()
    if not _is_real(backend):
        return ""
    text = base64.b64encode(secret).decode()
    try:
        backend.set_password(SERVICE, str(id), text)
        kept = backend.get_password(SERVICE, str(id)) == text
    except KeyringError:
        return ""
    return str(backend.name) if kept else ""


def _from_store(id: UUID, store: str) -> bytes:
    import keyring
    from keyring.errors import KeyringError

    try:
        text = keyring.get_keyring().get_password(SERVICE, str(id))
    except KeyringError as error:
        raise Refused("keys_locked", store=store) from error
    if text is None:
        raise Refused("keys_locked", store=store)
    return base64.b64decode(text)


def _forget(id: UUID) -> None:

    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        keyring.get_keyring().delete_password(SERVICE, str(id))


def _is_real(backend: Any) -> bool:
    """Whether this keeps secrets: keyring falls back to one that fails, and others are made that write plain text."""
    backends = getattr(backend, "backends", None) or [backend]
    modules = {type(each).__module__ for each in backends}
    hollow = {"keyring.backends.fail", "keyring.backends.null"}
    return not modules & hollow and not any(module.startswith("keyrings.alt") for module in modules)
