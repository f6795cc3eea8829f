"""An invitation as one text: where the server is, which business it is, and the code that opens the door once.

    BIZET1:04HM2-…     what a QR code holds and a person can type: groups of five of Crockford's letters and digits

Letter case, spaces and dashes do not matter, O is 0 and I and L are 1; a slip of the finger is noticed.
"""

import base64
import secrets
from binascii import Error
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from bizet_core.base.refusals import Refused

PREFIX = "BIZET1"
CODE_BYTES, CHECK_BYTES = 10, 2
GROUP = 5
_RFC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WRITE, _READ = str.maketrans(_RFC, _CROCKFORD), str.maketrans(_CROCKFORD, _RFC)
_SLIPS = str.maketrans("OIL", "011")
_SCHEMES = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a new computer needs to knock."""

    address: str
    business: UUID
    code: str

    @property
    def text(self) -> str:
        """As a QR code holds it."""
        return f"{PREFIX}:{_written(self._packed())}"

    @property
    def groups(self) -> tuple[str, ...]:
        """As it is typed, in groups after the prefix."""
        written = _written(self._packed())
        return tuple(written[i : i + GROUP] for i in range(0, len(written), GROUP))

    def _packed(self) -> bytes:
        scheme = next(place for place, each in enumerate(_SCHEMES) if self.address.startswith(each))
        host = self.address.removeprefix(_SCHEMES[scheme]).encode()
        body = bytes([scheme]) + self.business.bytes + _read(self.code) + host
        return _check(body) + body


def new_code() -> str:
    """A fresh code: 80 random bits."""
    return _written(secrets.token_bytes(CODE_BYTES))


def read_invitation(typed: str) -> Invitation:
    """An invitation that was scanned or typed; refuses with `invitation_mistyped` what is none."""
    text = "".join(ch for ch in typed.upper() if ch.isascii() and ch.isalnum()).translate(_SLIPS)
    prefix = PREFIX.translate(_SLIPS)
    if not text.startswith(prefix):
        raise Refused("invitation_mistyped")
    try:
        raw = _read(text.removeprefix(prefix))
        return _unpacked(raw)
    except (ValueError, Error, IndexError) as error:
        raise Refused("invitation_mistyped") from error


def _unpacked(raw: bytes) -> Invitation:
    check, body = raw[:CHECK_BYTES], raw[CHECK_BYTES:]
    if len(body) <= 17 + CODE_BYTES or _check(body) != check:
        raise ValueError
    host = body[17 + CODE_BYTES :].decode()
    return Invitation(_SCHEMES[body[0]] + host, UUID(bytes=body[1:17]), _written(body[17 : 17 + CODE_BYTES]))


def _check(body: bytes) -> bytes:
    return blake2b(body, digest_size=CHECK_BYTES, person=b"bizet invitation").digest()


def _written(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").translate(_WRITE)


def _read(text: str) -> bytes:
    return base64.b32decode(text.translate(_READ) + "=" * (-len(text) % 8))
