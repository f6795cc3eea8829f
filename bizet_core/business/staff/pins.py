"""PIN verifiers: argon2id over the PIN keyed with the business's pepper.

The pepper comes with a device's enrolment and is not in the database: without it the verifiers of a stolen file say
nothing, since six digits can always be tried. At the desk, `access` makes guessing slow. The parameters are OWASP's for
argon2id (19 MiB, 2 passes, 1 lane): some 25 ms, so that a new PIN can be compared with everybody's.
"""

import hmac
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bizet_core.business.staff.rules import plain_pin

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _HASHER.hash(b"nobody")


def verifier_of(pepper: bytes, pin: str) -> str:
    """What is kept instead of the PIN."""
    return _HASHER.hash(_keyed(pepper, pin))


def is_pin(pepper: bytes, pin: str, verifier: str) -> bool:
    """Whether this is the PIN. Without a verifier it is not, and that takes as long to find out."""
    try:
        return _HASHER.verify(verifier or _NOBODY, _keyed(pepper, pin)) and bool(verifier)
    except (VerificationError, InvalidHashError):
        return False


def _keyed(pepper: bytes, pin: str) -> bytes:
    return hmac.digest(pepper, plain_pin(pin).encode(), sha256)
