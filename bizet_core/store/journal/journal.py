"""The journal: one line per operation, hash-chained per device. It is audit trail, key to undo, outbox and signal.

The transport chain is BLAKE2b-256 over the previous hash and the exact bytes of header and body (`sync.md` §2.2).
The lines' state says where they are on their way to the server: a desk without one keeps them `pending` for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    update,
)

from bizet_core.base.instants import Instant, to_ms
from bizet_core.store.database.compiled import Ready
from bizet_core.store.tables.columns import METADATA, Id, Kind, at, document, identifier, index, table, text

GENESIS = bytes(32)
IMAGE_DAYS = 7
IMAGES_AT_ONCE = 2_000
LARGEST_OPERATION = 256 * 1024

journal = Table(
    "journal",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("op_id", Id(), nullable=False),
    Column("device", Id(), nullable=False),
    Column("inc", Integer, nullable=False),  # incarnation: a restored or cloned device starts the next one
    Column("n", BigInteger, nullable=False),  # contiguous from 1 per device and incarnation
    Column("name", Text, nullable=False),
    Column("ver", Integer, nullable=False),
    Column("actor", Id()),
    Column("at", BigInteger, nullable=False),
    Column("caused_by", Id()),
    Column("group_id", Id()),
    Column("header", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),  # pending | acked | held
    Column("undone_by", Id()),
    Column("outcome", Text),  # what the authority made of it: ok | refused | held | released (held first, done since)
    Column("why", Text),  # the code of its refusal, or what went wrong
    Column("seq", BigInteger),  # the feed's number when that was decided
    Column("acked_at", BigInteger),  # by the server's clock, when it was first known to have the line; at desks alone
    PrimaryKeyConstraint("business_id", "op_id"),
    UniqueConstraint("business_id", "device", "inc", "n"),
    Index("ix_journal_caused", "business_id", "caused_by", sqlite_where=Column("caused_by").is_not(None)),
    Index("ix_journal_group", "business_id", "group_id", sqlite_where=Column("group_id").is_not(None)),
    Index("ix_journal_state", "business_id", "device", "state", "inc", "n", sqlite_where=Column("state") != "acked"),
    Index("ix_journal_outcome", "business_id", "device", "seq", sqlite_where=Column("outcome") != "ok"),
    info={"kind": Kind.LOCAL, "own": True},
)

ON_THEIR_WAY = journal.c.state != literal_column("'acked'")
"""Lines that are not settled, in the very words of `ix_journal_state`: else SQLite reads the whole journal for them."""
NOT_SIMPLY_DONE = journal.c.outcome != literal_column("'ok'")
"""The same for `ix_journal_outcome`."""

before_image = Table(
    "before_image",
    METADATA,
    Column("k", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("business_id", Id(), nullable=False),
    Column("op_id", Id(), nullable=False),
    Column("tbl", Text, nullable=False),
    Column("pk", Id(), nullable=False),
    Column("image", Text),  # NULL: the row did not exist
    UniqueConstraint("business_id", "op_id", "tbl", "pk"),
    info={"kind": Kind.LOCAL, "own": True},
)

head = Table(
    "journal_head",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("device", Id(), nullable=False),
    Column("inc", Integer, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("base_n", BigInteger),  # the last line that was forgotten
    Column("base_hash", LargeBinary),  # and its hash, from which the first line that is kept follows
    PrimaryKeyConstraint("business_id", "device", "inc"),
    info={"kind": Kind.LOCAL, "own": True},
)

histories = table(
    "history",
    Kind.FACT,
    text("name"),  # the operation
    text("code"),
    identifier("actor", null=True),
    text("actor_name"),
    at("at"),
    text("subject"),
    identifier("subject_id"),
    document("facts", null=True),
    identifier("device", null=True),  # where it was done; unknown of what was done before this was kept
    indexes=[index("subject", "subject_id", "at"), index("at")],
    undo=False,
)


class Approved(msgspec.Struct, frozen=True):
    """A manager's yes to one named action; `signature` is the device's over everything else and the args' hash."""

    approver: UUID
    permission: str
    reason: str
    at: Instant
    signature: bytes = b""

    def message(self, body: bytes) -> bytes:
        """What the device signs: this, and the args it was given for."""
        said = msgspec.structs.astuple(msgspec.structs.replace(self, signature=b""))
        return pack((chain(GENESIS, b"approval", body), said))


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What travels with an operation's body (`sync.md` §2.2). Times are the device's own; nothing orders by them."""

    op_id: UUID
    business: UUID
    device: UUID
    inc: int
    n: int
    name: str
    ver: int
    actor: UUID | None
    actor_name: str
    actor_kind: str = ""  # of `ActorKind`; empty in lines of before this was kept
    at: Instant
    mono_ms: int
    boot: str
    offset_ms: int = 0
    seen_seq: int = 0
    epoch: str = ""
    caused_by: UUID | None = None
    group: UUID | None = None
    approved: tuple[Approved, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One operation as it is stored and sent: exact bytes, so that the chain can be proven anywhere."""

    header: bytes
    body: bytes
    hash: bytes

    @property
    def read(self) -> Header:
        """The header, decoded."""
        return msgspec.msgpack.decode(self.header, type=Header)


_pack = msgspec.msgpack.Encoder(uuid_format="bytes", decimal_format="string").encode


def pack(value: Any) -> bytes:
    """Bytes of args or header: msgpack with 16-byte ids."""
    return _pack(value)


def chain(previous: bytes, header: bytes, body: bytes) -> bytes:
    """The hash of a line that follows `previous`."""
    return blake2b(b"".join((previous, len(header).to_bytes(4, "big"), header, body)), digest_size=32).digest()


_head_of = Ready(
    select(head.c.n, head.c.hash)
    .where(head.c.business_id == bindparam("b"), head.c.device == bindparam("d"), head.c.inc == bindparam("i"))
    .with_for_update()
)
_move_head = Ready(
    update(head)
    .where(head.c.business_id == bindparam("b"), head.c.device == bindparam("d"), head.c.inc == bindparam("i"))
    .values(n=bindparam("to_n"), hash=bindparam("to_hash"))
)

_LATER = ("undone_by", "seq", "acked_at")  # what happens to a line after it was written
_add_line = Ready(insert(journal).values({c.name: bindparam(c.name) for c in journal.c if c.name not in _LATER}))


def head_of(connection: Connection, business: UUID, device: UUID, inc: int) -> tuple[int, bytes]:
    """Number and hash of a device's last line; `(0, GENESIS)` before the first. Locks it until commit."""
    found = _head_of.rows(connection, {"b": business, "d": device, "i": inc})
    return (found[0].n, found[0].hash) if found else (0, GENESIS)


def append(
    connection: Connection,
    header: Header,
    body: bytes,
    previous: bytes,
    state: str,
    raw: bytes = b"",
    *,
    outcome: str | None = None,
    why: str | None = None,
) -> Line:
    """Write the line that follows `previous` and move the device's head. `raw` are the sender's exact header bytes."""
    packed = raw or pack(header)
    line = Line(packed, body, chain(previous, packed, body))
    _add_line.write(connection, {**_columns(header, line, state), "outcome": outcome, "why": why})
    at_head = {"b": header.business, "d": header.device, "i": header.inc, "to_n": header.n, "to_hash": line.hash}
    if _move_head.write(connection, at_head) == 0:
        first = {"business_id": header.business, "device": header.device, "inc": header.inc}
        connection.execute(insert(head), {**first, "n": header.n, "hash": line.hash})
    return line


def lines(connection: Connection, business: UUID, device: UUID, inc: int, after: int = 0) -> Iterator[Line]:
    """A device's lines in order, as they would be pushed."""
    asked = (
        select(journal.c.header, journal.c.body, journal.c.hash)
        .where(journal.c.business_id == business, journal.c.device == device)
        .where(journal.c.inc == inc, journal.c.n > after)
        .order_by(journal.c.n)
    )
    for row in connection.execute(asked):
        yield Line(row.header, row.body, row.hash)


def base_of(connection: Connection, business: UUID, device: UUID, inc: int) -> tuple[int, bytes]:
    """Number and hash of the last line of a chain that was forgotten; `(0, GENESIS)` where all are kept."""
    mine = (head.c.business_id == business) & (head.c.device == device) & (head.c.inc == inc)
    found = connection.execute(select(head.c.base_n, head.c.base_hash).where(mine)).first()
    return (found.base_n, found.base_hash) if found is not None and found.base_n else (0, GENESIS)


def hash_at(connection: Connection, business: UUID, device: UUID, inc: int, n: int) -> bytes | None:
    """The hash of a line, also of the last one that was forgotten; None where it is not known."""
    base, hash = base_of(connection, business, device, inc)
    if n == base:
        return hash
    mine = (journal.c.business_id == business) & (journal.c.device == device) & (journal.c.inc == inc)
    found: bytes | None = connection.execute(select(journal.c.hash).where(mine, journal.c.n == n)).scalar()
    return found


def first_broken(connection: Connection, business: UUID, device: UUID, inc: int) -> int | None:
    """The number of the first line whose hash does not follow from its bytes, or that is missing; None if all hold.

    It begins after the last line that was forgotten.
    """
    base, previous = base_of(connection, business, device, inc)
    expected = base + 1
    for line in lines(connection, business, device, inc):
        if chain(previous, line.header, line.body) != line.hash or line.read.n != expected:
            return expected
        previous, expected = line.hash, expected + 1
    last, hash = head_of(connection, business, device, inc)
    return None if (last, hash) == (expected - 1, previous) else expected


def _columns(header: Header, line: Line, state: str) -> dict[str, Any]:
    return {
        "business_id": header.business,
        "op_id": header.op_id,
        "device": header.device,
        "inc": header.inc,
        "n": header.n,
        "name": header.name,
        "ver": header.ver,
        "actor": header.actor,
        "at": to_ms(header.at),
        "caused_by": header.caused_by,
        "group_id": header.group,
        "header": line.header,
        "body": line.body,
        "hash": line.hash,
        "state": state,
    }


def images_of(op_ids: list[UUID], business: UUID) -> Any:
    """The before-images of some operations, newest first."""
    mine = (before_image.c.business_id == business) & before_image.c.op_id.in_(op_ids)
    return select(before_image).where(mine).order_by(before_image.c.k.desc())


def since(now: datetime, days: int) -> int:
    """Milliseconds of the instant so many days before `now`."""
    return to_ms(now) - days * 86_400_000


def forget_images(
    connection: Connection,
    business: UUID,
    now: datetime,
    *,
    pending_too: bool,
    kept: ColumnElement[bool] | None = None,
) -> int:
    """Remove before-images of operations older than `IMAGE_DAYS`, at most `IMAGES_AT_ONCE`; returns how many.

    `kept` says which are still asked for though nobody can undo with them.
    """
    same = (journal.c.business_id == before_image.c.business_id) & (journal.c.op_id == before_image.c.op_id)
    old = select(before_image.c.k).join(journal, same).where(before_image.c.business_id == business)
    old = old.where(journal.c.at < since(now, IMAGE_DAYS))
    if not pending_too:
        old = old.where(journal.c.state == "acked")  # the others are rolled back by them
    if kept is not None:
        old = old.where(~kept)
    found = connection.execute(old.order_by(before_image.c.k).limit(IMAGES_AT_ONCE)).scalars().all()
    mine = (before_image.c.business_id == business) & before_image.c.k.in_(found)
    return connection.execute(delete(before_image).where(mine)).rowcount if found else 0
