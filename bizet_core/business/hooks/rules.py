"""Webhook rules: how a provider is named, how much one may send, and what a delivery calls itself."""

import re

import msgspec

LARGEST_BODY = 64 * 1024
LONGEST_ID = 200
_PROVIDER = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LONGEST_EVENT = 80


class _Told(msgspec.Struct):
    """All that is read of a body; everything else in it is the provider's own."""

    type: str = ""
    event: str = ""


def is_provider(name: str) -> bool:
    """Whether this may stand in an address: small letters, digits and dashes."""
    return _PROVIDER.fullmatch(name) is not None


def event_of(body: bytes) -> str:
    """What a JSON body calls itself (`type`, or `event`), or nothing."""
    try:
        told = msgspec.json.decode(body, type=_Told)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    return "".join(ch for ch in (told.type or told.event) if ch.isprintable())[:_LONGEST_EVENT]
