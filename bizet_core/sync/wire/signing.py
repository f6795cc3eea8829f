"""Each request is signed by its device: method, path, moment, a number used once, and the body's hash.

Bizet-Device     the device's id
Bizet-At         milliseconds since 1970 by the *server's* clock, as the device reckons it
Bizet-Nonce      16 random bytes in hex: a request that comes twice is refused
Bizet-Signature  Ed25519, in hex
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.store.journal.journal import FORMAT
from bizet_core.sync.server.trust import signed_by

WINDOW_MS = 5 * 60 * 1000


FIRST = "1"
"""The format of a device that does not say which it speaks."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a request says of who sent it."""

    device: UUID
    at_ms: int
    nonce: str
    signature: bytes

    def holds(self, key: bytes, method: str, path: str, body: bytes) -> bool:
        """Whether the device with this key has signed just this request."""
        return signed_by(key, _message(method, path, self.at_ms, self.nonce, body), self.signature)


def sign(
    method: str, path: str, body: bytes, *, device: UUID, at_ms: int, key: Callable[[bytes], bytes]
) -> dict[str, str]:
    """The headers of a signed request."""
    nonce = secrets.token_hex(16)
    signature = key(_message(method, path, at_ms, nonce, body))
    return {
        "bizet-format": str(FORMAT),
        "bizet-device": str(device),
        "bizet-at": str(at_ms),
        "bizet-nonce": nonce,
        "bizet-signature": signature.hex(),
    }


def read_signed(headers: Mapping[str, str]) -> Signed:
    """What the headers say; refuses with `formats_differ` another format than ours, and what is not whole."""
    if headers.get("bizet-format", FIRST if "bizet-device" in headers else str(FORMAT)) != str(FORMAT):
        raise Refused("formats_differ")
    try:
        nonce = headers["bizet-nonce"]
        if len(bytes.fromhex(nonce)) != 16:
            raise ValueError
        signature = bytes.fromhex(headers["bizet-signature"])
        return Signed(UUID(headers["bizet-device"]), int(headers["bizet-at"]), nonce, signature)
    except (KeyError, ValueError) as error:
        raise Refused("signature_missing") from error


def _message(method: str, path: str, at_ms: int, nonce: str, body: bytes) -> bytes:
    return "\n".join(("bizet 1", method, path, str(at_ms), nonce, sha256(body).hexdigest())).encode()
