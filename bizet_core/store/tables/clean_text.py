"""A NUL in a text is taken out wherever a line is written or comes from elsewhere.

PostgreSQL refuses it, and with it all else that is in the transaction: a whole batch of a device, again and again.
"""

from typing import Any

import msgspec

from bizet_core.store.journal.journal import Header, pack

_NUL = b"\\u0000"  # as JSON writes it: to write all of it and look takes less than to walk through it


def plain_body(value: Any, body: bytes) -> bytes:
    """The bytes of a value without any NUL in its texts: nearly always the same."""
    return _cleaned(body) if _NUL in msgspec.json.encode(value) else body


def header_of(raw: bytes) -> Header:
    """A line's header from its bytes."""
    header = msgspec.msgpack.decode(raw, type=Header)
    plain = plain_body(header, raw)
    return header if plain is raw else msgspec.msgpack.decode(plain, type=Header)


def _cleaned(raw: bytes) -> bytes:
    return pack(_without_nul(msgspec.msgpack.decode(raw)))


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(each) for each in value]
    return value
