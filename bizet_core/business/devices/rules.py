"""What each role of device may do and see, and the six words by which two people know that nobody is in between."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import scrypt, sha256
from typing import Protocol

from bizet_core.business.access.rules import AT_KIOSKS
from bizet_core.business.devices.words import WORDS
from bizet_core.store.operations.actor import Actor, ActorKind

CODE_LIVES = timedelta(minutes=10)
PERMIT_LIVES = timedelta(hours=72)
"""How long a device acts in everything without having heard from its server (the *offline permit*)."""

SCOPES: Mapping[str, tuple[str, ...]] = {"desk": ("all", "desk"), "kiosk": ("all",), "server": ()}
"""Whose rows a role gets, besides those meant for the device alone."""


def visitors(kiosk: str) -> Actor:
    """Whoever stands at a kiosk of this name."""
    return Actor(None, kiosk, AT_KIOSKS, kind=ActorKind.VISITOR)


class Sent(Protocol):
    """An operation, as far as it matters who sends it."""

    kiosk: bool  # visitors book, say that they are here, and pay; a kiosk lists and edits nothing
    server: bool  # a server alone makes it


def may_send(role: str, operation: Sent) -> bool:
    """Whether a device of this role may send this operation."""
    if role == "server":
        return True
    return (role == "desk" or (role == "kiosk" and operation.kiosk)) and not operation.server


def scopes_of(role: str, device: str) -> tuple[str, ...]:
    """The scopes that a device pulls: its role's, and its own."""
    return (*SCOPES.get(role, ()), device)


def verifier(code: str) -> bytes:
    """What is kept of an invitation's code."""
    return sha256(b"bizet invitation" + _plain(code).encode()).digest()


def six_words(code: str, device_key: bytes, server_key: bytes) -> tuple[str, ...]:
    """Six words, 48 bits: the same on both screens exactly if both ends hold the same code and keys.

    Somebody in between, who knows the code from then on, would look for two keys of their own that give both screens
    the same words: some 2^25 tries. Each costs a twentieth of a second and 16 MiB: weeks, where a code lives minutes.
    """
    keys = b"bizet words" + device_key + server_key
    seed = scrypt(keys, salt=_plain(code).encode(), n=1 << 14, r=8, p=1, dklen=6)
    return tuple(WORDS[byte] for byte in seed)


def _plain(code: str) -> str:
    """A code as it is compared: people type spaces, dashes and small letters."""
    return "".join(code.upper().split()).replace("-", "").replace("O", "0").replace("I", "1")
