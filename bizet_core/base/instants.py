"""Instants: aware UTC datetimes for people and arguments, integer milliseconds in tables and rules."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A datetime that must carry its offset; naive ones are refused when decoded."""

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def to_ms(instant: datetime) -> int:
    """Milliseconds since 1970 UTC; what is finer is cut off."""
    return (instant - _EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    """The UTC datetime of so many milliseconds since 1970."""
    return _EPOCH + ms * _MS
