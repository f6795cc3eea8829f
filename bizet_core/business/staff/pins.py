"""PIN verifiers: argon2id over the PIN keyed with the business's pepper.

The pepper comes with a device's enrolment and is not in the database: without it the verifiers of a stolen file say
nothing, since six digits can always be tried. At the desk, `access` makes guessing slow. The parameters are OWASP's for
argon2id (19 MiB, 2 passes, 1 lane): some 25 ms, so that a new PIN can be compared with everybody's.
"""

import hmac
from hashlib import sha256
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bizet_core.business.staff.rules import plain_pin


class Cost(NamedTuple):
    """Parameters of argon2id. A verifier names those it was made with, so that all can be tried after a change."""

    memory_kib: int
    passes: int
    lanes: int


COST = Cost(memory_kib=19_456, passes=2, lanes=1)
_NO_SALT, _NO_DIGEST = "A" * 22, "A" * 43  # 16 and 32 bytes of zero in base64


def verifier_of(pepper: bytes, pin: str) -> str:
    """What is kept instead of the PIN."""
    hasher = PasswordHasher(time_cost=COST.passes, memory_cost=COST.memory_kib, parallelism=COST.lanes)
    return hasher.hash(_keyed(pepper, pin))


def is_pin(pepper: bytes, pin: str, verifier: str) -> bool:
    """Whether this is the PIN. Without a verifier it is not, and that takes as long to find out."""
    try:
        return PasswordHasher().verify(verifier or _nobodys(), _keyed(pepper, pin)) and bool(verifier)
    except (VerificationError, InvalidHashError):
        return False


def _nobodys() -> str:
    """A verifier that no PIN fits, and that takes as long to try as one made now."""
    return f"$argon2id$v=19$m={COST.memory_kib},t={COST.passes},p={COST.lanes}${_NO_SALT}${_NO_DIGEST}"


def _keyed(pepper: bytes, pin: str) -> bytes:
    return hmac.digest(pepper, plain_pin(pin).encode(), sha256)
