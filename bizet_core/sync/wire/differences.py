"""What a desk tells its server after the daily comparison: which of the server's rows were not its own.

The desk has taken them by then. Where several desks differ in one row, it is the server's that is likely rotten.
"""

from typing import Annotated
from uuid import UUID

import msgspec

from bizet_core.sync.wire.protocol import Count

TOLD_AT_ONCE = 1_000
NO_ROW = bytes(8)
"""The hash of what the server does not have."""


class Differing(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A row of the server's by its id, and its 64-bit hash."""

    id: UUID
    hash: Annotated[bytes, msgspec.Meta(min_length=8, max_length=8)]


class Differed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows of a table that were not as the server has them: how many, and some of them."""

    table: Annotated[str, msgspec.Meta(max_length=64)]
    count: Count
    rows: Annotated[tuple[Differing, ...], msgspec.Meta(max_length=TOLD_AT_ONCE)]


class Noted(msgspec.Struct, frozen=True):
    """The server has heard it."""
