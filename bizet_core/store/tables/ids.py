"""Ids: UUIDv7 for what a person makes, derived ones for what an operation causes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

import uuid_utils.compat

from bizet_core.base.instants import from_ms

_make: Callable[[], UUID] = uuid_utils.compat.uuid7


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562): ordered by time of making within a process, unique everywhere."""
    return _make()


def made_at(id: UUID) -> datetime | None:
    """When a UUIDv7 was made; None of any other id."""
    return from_ms(id.int >> 80) if id.version == 7 else None


@contextmanager
def made_by(make: Callable[[], UUID]) -> Iterator[None]:
    """Let `make` give the fresh ids within: a simulated history must be the same each time it is run."""
    global _make  # the one source of chance, exchanged by simulations alone
    before, _make = _make, make
    try:
        yield
    finally:
        _make = before


def derive(parent: UUID, *parts: str | int) -> UUID:
    """The id that `parent` always gives to `parts`, so that a second run writes the same rows (UUIDv8)."""
    seed = parent.bytes + "\x1f".join(map(str, parts)).encode()
    raw = bytearray(blake2b(seed, digest_size=16).digest())
    raw[6] = raw[6] & 0x0F | 0x80  # version 8 and the RFC's variant; uuid.UUID of Python 3.11 knows versions up to 5
    raw[8] = raw[8] & 0x3F | 0x80
    return UUID(bytes=bytes(raw))
