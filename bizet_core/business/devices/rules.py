"""What each role of device may do and see, and the six words by which two people know that nobody is in between."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import scrypt, sha256

from bizet_core.business.devices.words import WORDS
from bizet_core.store.operations.actor import ANY, Actor, ActorKind

CODE_LIVES = timedelta(minutes=10)
PERMIT_LIVES = timedelta(hours=72)
"""How long a device acts in everything without having heard from its server (the *offline permit*)."""

SCOPES: Mapping[str, tuple[str, ...]] = {"desk": ("all", "desk"), "kiosk": ("all",), "server": ()}
"""Whose rows a role gets, besides those meant for the device alone."""

KIOSK = frozenset(
    {
        "bookings.book", "bookings.set_status", "customers.add_customer", "sales.sell", "till.open_till",
        "till.close_till", "carts.park_cart", "leases.return_lease",
    }
)  # fmt: skip
"""Operations of a kiosk: visitors book, say that they are here, and pay. It lists and edits nothing."""


KIOSK_MAY = (
    "bookings.make", "bookings.change", "customers.add", "sales.make", "till.open", "till.close",
)  # fmt: skip
"""What visitors at a kiosk may: nobody is signed in there, and whoever a kiosk names is not believed."""


def visitors(kiosk: str) -> Actor:
    """Whoever stands at a kiosk of this name."""
    return Actor(None, kiosk, dict.fromkeys(KIOSK_MAY, ANY), kind=ActorKind.VISITOR)


SERVERS = frozenset(
    {
        "devices.join_device", "devices.lock_device", "devices.begin_life", "leases.grant_lease", "leases.regain_lease",
        "inbox.tell_lost", "inbox.came_after_all", "hooks.receive_delivery",
    }
)  # fmt: skip
"""Operations that a server alone makes."""


HOUSES = frozenset({"leases.return_lease"})
"""Operations that a device does by itself, with nobody asking."""


def may_send(role: str, operation: str) -> bool:
    """Whether a device of this role may send this operation."""
    if role == "server":
        return True
    may = role == "desk" or (role == "kiosk" and operation in KIOSK)
    return may and operation not in SERVERS


def needs_a_permit(operation: str) -> bool:
    """Whether a device that was away too long leaves this to others. Selling, booking and check-in it never does."""
    return operation.split(".")[0] in {"settings", "taxes", "staff", "locations", "devices", "imports"}


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
