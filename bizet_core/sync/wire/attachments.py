"""Attachments travel outside the operations, by the hash of what is in them, a piece at a time.

An operation may name one that has not come yet; whoever lacks it asks again later, from where it was cut off.
"""

from typing import Annotated

import msgspec

from bizet_core.describe.formats.text import NO_NUL

PIECE = 1 << 20
MOST = 100

Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Lacking(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of these does the server lack?"""

    hashes: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=MOST)]


class SoFar(msgspec.Struct, frozen=True, kw_only=True):
    """Of those it lacks: how much of each it has."""

    have: dict[str, int]


class Piece(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of an attachment, on its way either way."""

    hash: Hash
    media_type: Annotated[str, msgspec.Meta(max_length=100, pattern=NO_NUL)]
    name: Annotated[str, msgspec.Meta(max_length=120, pattern=NO_NUL)]
    total: Annotated[int, msgspec.Meta(ge=0)]
    offset: Annotated[int, msgspec.Meta(ge=0)]
    content: Annotated[bytes, msgspec.Meta(max_length=PIECE)]


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece from here on, please; refused with `attachment_unknown` where the server lacks it too."""

    hash: Hash
    offset: Annotated[int, msgspec.Meta(ge=0)]
