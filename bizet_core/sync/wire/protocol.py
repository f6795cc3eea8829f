"""What desk and server say to each other: msgpack, strict, bounded.

Unknown fields of a newer peer are ignored in replies and refused in requests; every list has a limit.
"""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
import zstandard

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.text import NO_NUL
from bizet_core.store.journal.journal import LARGEST_OPERATION

LINES_AT_ONCE = 200
BYTES_AT_ONCE = 1 << 20  # a push is cut into batches of about this size
LARGEST_MESSAGE = 8 << 20  # compressed or not; nobody reads further
ROWS_AT_ONCE = 5_000
LARGEST_PAGE = 64 << 20  # of a server that a desk trusts with its memory

Digest = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Packed = Annotated[bytes, msgspec.Meta(max_length=LARGEST_OPERATION)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Outcome(StrEnum):
    """What the authority made of an operation."""

    OK = "ok"
    REFUSED = "refused"
    HELD = "held"
    RELEASED = "released"  # held first, done since


class Sent(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A journal line: exact bytes."""

    header: Annotated[bytes, msgspec.Meta(max_length=4096)]
    body: Packed
    hash: Digest


class Mark(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The newest operation that a server had when it answered, and its number in the feed.

    Lines are kept for ever, so that a server without it went back in time. A desk shows it to whoever gave it: older
    servers give none, and are shown none.
    """

    op: UUID
    seq: Count


class Push(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Operations of one device and incarnation, in order. `signature` is the device's over the last line's hash."""

    epoch: Annotated[str, msgspec.Meta(max_length=64, pattern=NO_NUL)]
    device: UUID
    inc: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    lines: Annotated[tuple[Sent, ...], msgspec.Meta(max_length=LINES_AT_ONCE)]
    signature: Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]
    mark: Mark | None = None


class Told(msgspec.Struct, frozen=True, array_like=True):
    """The outcome of one operation by its number, and the code of its refusal."""

    n: int
    outcome: Outcome
    why: str = ""


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """How far the server has this device's journal, and what it made of the lines just sent."""

    last_n: int
    told: tuple[Told, ...] = ()
    head: int
    epoch: str
    format: int = 1  # of the server; one that does not say it is older than this


class Pull(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a desk has, and how much more it takes at once.

    A desk that takes everything anew passes below the feed's `floor`; it says where that was when it began.
    """

    epoch: Annotated[str, msgspec.Meta(max_length=64, pattern=NO_NUL)]
    cursor: Count
    scope_rev: Count = 0
    schema_rev: Annotated[str, msgspec.Meta(max_length=32, pattern=NO_NUL)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=ROWS_AT_ONCE)] = ROWS_AT_ONCE
    floor: Count = 0
    mark: Mark | None = None


class Rows(msgspec.Struct, frozen=True, array_like=True):
    """Changed rows of one table, as the database holds them: 16-byte ids, milliseconds, minor units."""

    columns: tuple[str, ...]
    rows: list[list[Any]]


class Decided(msgspec.Struct, frozen=True, array_like=True):
    """What became of an operation of ours that was not simply done."""

    op_id: UUID
    outcome: Outcome
    why: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Rows changed after a cursor, and rows gone. The last page and `acked` are of one snapshot at `head`."""

    epoch: str
    head: int
    cursor: int
    more: bool
    scope_rev: int
    schema_rev: str
    tables: dict[str, Rows]
    gone: tuple[tuple[str, UUID], ...] = ()
    acked: tuple[tuple[int, int, bytes], ...] = ()  # this device's lives: the last number the server has, and its hash
    decided: tuple[Decided, ...] = ()
    floor: int = 0  # removals up to this number are not told any more
    mark: Mark | None = None
    format: int = 1  # as in `Pushed`


class Compare(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How do these rows of mine stand with you, as of my place in your feed?

    From a table and an id on; without a table from the beginning. With `rows`, of that table alone and the rows too.
    """

    epoch: Annotated[str, msgspec.Meta(max_length=64)]
    cursor: Count
    scope_rev: Count
    schema_rev: Annotated[str, msgspec.Meta(max_length=32)]
    table: Annotated[str, msgspec.Meta(max_length=64)] = ""
    after: UUID | None = None
    rows: bool = False
    mark: Mark | None = None


class Sum(msgspec.Struct, frozen=True, array_like=True):
    """Rows of a table with ids after one and up to another: how many, and their 64-bit hashes XORed."""

    table: str
    after: UUID | None  # None: from the first
    upto: UUID | None  # None: to the last
    count: int
    xor: int


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """Some sums over rows that have not changed since the desk's place; those that have are `newer` and left out."""

    schema_rev: str
    sums: tuple[Sum, ...] = ()
    newer: tuple[tuple[str, UUID], ...] = ()
    next: tuple[str, UUID | None] | None = None  # where to go on; None after the last
    is_behind: bool = False  # too much has changed since: the desk pulls first
    rows: Rows | None = None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request was not done: a code, and facts for its sentence."""

    code: str
    facts: dict[str, Any] = {}


_pack = msgspec.msgpack.Encoder(uuid_format="bytes").encode


def encode(message: Any) -> bytes:
    """Bytes of a message: msgpack, zstd-compressed."""
    return zstandard.ZstdCompressor(level=3).compress(_pack(message))


def decode(raw: bytes, kind: type[Any], largest: int = LARGEST_MESSAGE) -> Any:
    """A message from its bytes; refuses with `message_damaged` whatever is not one."""
    try:
        # Read as a stream: `max_output_size` is not heeded where the frame itself names its size.
        with zstandard.ZstdDecompressor().stream_reader(raw) as stream:
            plain = stream.read(largest + 1)
        if len(plain) > largest:
            raise Refused("message_too_large", most=largest >> 20)
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.MsgspecError, ValueError, RecursionError, UnicodeDecodeError) as error:
        raise Refused("message_damaged") from error
