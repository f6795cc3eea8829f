"""Webhook signatures as in Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, timestamp and raw body.

webhook-id         the sender's id of the delivery, the same each time it is sent
webhook-timestamp  seconds since 1970
webhook-signature  "v1,<base64>", several of them with spaces between while a secret is exchanged
"""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from typing import NamedTuple

TOLERANCE = 5 * 60  # seconds, to either side
_LONGEST = 2_000


class Signed(NamedTuple):
    """What a delivery says of itself."""

    delivery: str
    timestamp: str
    signatures: str

    @staticmethod
    def of(headers: Mapping[str, str]) -> "Signed":
        """From a request's headers; what is missing is empty, and then nothing is right."""
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        return Signed(*(headers.get(name, "")[:_LONGEST] for name in names))


def sign(secret: bytes, delivery: str, timestamp: str, body: bytes) -> str:
    """The signature that a sender puts into `webhook-signature`."""
    message = b".".join((delivery.encode(), timestamp.encode(), body))
    return "v1," + b64encode(hmac.digest(secret, message, "sha256")).decode()


def is_right(signed: Signed, secret: bytes, body: bytes, now: float) -> bool:
    """Whether one of the signatures is right and the moment is near; everything is compared whatever is wrong."""
    wanted = sign(secret, signed.delivery, signed.timestamp, body).encode()
    matches = [hmac.compare_digest(each.encode(), wanted) for each in signed.signatures.split(" ")]
    is_near = signed.timestamp.isascii() and signed.timestamp.isdecimal() and _near(signed.timestamp, now)
    return any(matches) and is_near and bool(signed.delivery)


def _near(timestamp: str, now: float) -> bool:
    return len(timestamp) <= 12 and abs(now - int(timestamp)) <= TOLERANCE
