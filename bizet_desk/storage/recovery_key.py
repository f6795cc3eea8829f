"""The recovery key: forty characters on paper that open every backup, and the desk for an owner who forgot the PIN.

It is never kept by a computer. Backups are sealed to its public half, which the desk has among its keys.

    K7QA2-X91FC-…     eight groups of five: four characters of the secret, one that checks them and their place
"""

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

from nacl.public import PrivateKey

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import _
from bizet_core.store import Actor

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
GROUPS, PER_GROUP = 8, 4
BYTES = GROUPS * PER_GROUP * 5 // 8  # 160 bits


@dataclass(frozen=True)
class RecoveryKey:
    """The secret half."""

    secret: bytes = field(repr=False)

    @cached_property
    def private(self) -> PrivateKey:
        """The X25519 key that opens what is sealed to `public`."""
        return PrivateKey(blake2b(self.secret, digest_size=32, person=b"bizet recovery").digest())

    @property
    def public(self) -> bytes:
        """What a desk may know."""
        return bytes(self.private.public_key)

    @property
    def groups(self) -> tuple[str, ...]:
        """As it is printed."""
        text = _base32(self.secret)
        parts = (text[i : i + PER_GROUP] for i in range(0, len(text), PER_GROUP))
        return tuple(part + _check(place, part) for place, part in enumerate(parts))

    @property
    def words(self) -> str:
        """As it is typed: groups with dashes between them."""
        return "-".join(self.groups)


def new_recovery_key() -> RecoveryKey:
    """A fresh random one."""
    return RecoveryKey(secrets.token_bytes(BYTES))


def read_recovery_key(typed: str) -> RecoveryKey:
    """The key somebody types from paper, in any case and with any spaces. Refuses by the first group that is wrong."""
    text = "".join(ch for ch in typed.upper() if ch.isalnum()).translate(READ_AS)
    size = PER_GROUP + 1
    for place in range(GROUPS):
        group = text[place * size : (place + 1) * size]
        if len(group) < size:
            raise Refused("recovery_key_short", groups=GROUPS, group=place + 1)
        if not set(group) <= set(ALPHABET) or _check(place, group[:PER_GROUP]) != group[PER_GROUP]:
            raise Refused("recovery_key_mistyped", group=place + 1)
    if len(text) > GROUPS * size:
        raise Refused("recovery_key_long", groups=GROUPS)
    return RecoveryKey(_bytes("".join(text[i * size : i * size + PER_GROUP] for i in range(GROUPS))))


def actor_of(typed: str, public: bytes) -> Actor:
    """Whoever holds the paper may do everything: it opens every backup anyway. Refuses another business's key."""
    if read_recovery_key(typed).public != public:
        raise Refused("recovery_key_other")
    return Actor(staff=None, name=_("Recovery key"), everything=True)


def _check(place: int, part: str) -> str:
    """A character that almost never fits after a slip of the pen or two groups exchanged."""
    return ALPHABET[blake2b(bytes([place]) + part.encode(), digest_size=1).digest()[0] % len(ALPHABET)]


def _base32(secret: bytes) -> str:
    number = int.from_bytes(secret, "big")
    length = len(secret) * 8 // 5
    return "".join(ALPHABET[number >> 5 * (length - 1 - i) & 31] for i in range(length))


def _bytes(text: str) -> bytes:
    number = 0
    for ch in text:
        number = number << 5 | ALPHABET.index(ch)
    return number.to_bytes(BYTES, "big")
