"""What follows an operation: `@after` handlers, run once per operation after its commit, from the journal, retried.

`where="authority"` runs on the server, or on a desk that has none; `where="origin"` only on the device that authored
the operation (drawer, print). What a handler does are operations of their own, with ids derived from the operation's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bizet_core.base.instants import to_ms
from bizet_core.store.database.compiled import Ready
from bizet_core.store.operations.work import Read
from bizet_core.store.tables.columns import METADATA, Id, Kind

after_run = Table(
    "after_run",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("op_id", Id(), nullable=False),
    Column("handler", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("due_at", BigInteger, nullable=False),
    Column("problem", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("business_id", "op_id", "handler"),
    info={"kind": Kind.LOCAL, "own": True},
)
RETRY_AFTER = (1, 5, 30, 120, 600, 3600)  # seconds


@dataclass(frozen=True, slots=True)
class Cause:
    """What a handler is given: the operation it follows, what it may read, and `do(operation, request)` to act."""

    op_id: UUID
    read: Read
    do: Callable[[Any, Any], Any]


Follow = Callable[[Cause, Any], None]


@dataclass(frozen=True, slots=True)
class Follower:
    """A registered handler: `follow(cause, args)`, with the args of the operation it follows."""

    name: str
    where: str
    follow: Follow


@dataclass(frozen=True, slots=True)
class Due:
    """A handler that is due after an operation."""

    op_id: UUID
    handler: str
    tries: int = 0


FOLLOWERS: dict[str, list[Follower]] = {}


def after(operation: Any, *, where: str = "authority") -> Callable[[Follow], Follow]:
    """Register a function of `(cause, args)` to run after `operation` has committed."""

    def register(function: Follow) -> Follow:
        name = f"{function.__module__.split('.')[-2]}.{function.__name__}"
        FOLLOWERS.setdefault(operation.name, []).append(Follower(name, where, function))
        return function

    return register


def due_after(name: str, *, authority: bool, origin: bool) -> list[Follower]:
    """The handlers of an operation that run here."""
    here = {"authority": authority, "origin": origin}
    return [f for f in FOLLOWERS.get(name, ()) if here[f.where]]


def enqueue(connection: Connection, business: UUID, op_id: UUID, followers: list[Follower], now: datetime) -> None:
    """Remember, in the operation's own transaction, what is to follow it."""
    rows = [{"business_id": business, "op_id": op_id, "handler": f.name, "due_at": to_ms(now)} for f in followers]
    if rows:
        _enqueue.write(connection, *rows)


_enqueue = Ready(
    insert(after_run).values({name: bindparam(name) for name in ("business_id", "op_id", "handler", "due_at")})
)


def waiting(connection: Connection, business: UUID, now: datetime, most: int | None = None) -> list[Due]:
    """What is due, oldest first, at most so many. A clock that was put back holds nothing up."""
    latest = to_ms(now + timedelta(seconds=RETRY_AFTER[-1]))
    due = (after_run.c.tries == 0) | (after_run.c.due_at <= to_ms(now)) | (after_run.c.due_at > latest)
    asked = select(after_run.c.op_id, after_run.c.handler, after_run.c.tries)
    asked = asked.where(after_run.c.business_id == business, due)
    in_order = asked.order_by(after_run.c.due_at, after_run.c.op_id, after_run.c.handler)
    return [Due(*row) for row in connection.execute(in_order.limit(most))]


def finished(connection: Connection, business: UUID, op_id: UUID, handler: str) -> None:
    """Forget a handler that has run."""
    connection.execute(delete(after_run).where(*_one(business, op_id, handler)))


def hold(connection: Connection, business: UUID, op_id: UUID, handler: str) -> bool:
    """Take a handler's row to the end of this transaction; False where it has run already, here or elsewhere."""
    mine = select(after_run.c.tries).where(*_one(business, op_id, handler)).with_for_update()
    return connection.execute(mine).first() is not None


def failed(connection: Connection, business: UUID, op_id: UUID, handler: str, problem: str, now: datetime) -> None:
    """Try again later, and keep what went wrong."""
    mine = _one(business, op_id, handler)
    tries = connection.execute(select(after_run.c.tries).where(*mine).with_for_update()).scalar()
    if tries is None:
        return  # meanwhile somebody else had more luck
    later = to_ms(now + timedelta(seconds=RETRY_AFTER[min(tries, len(RETRY_AFTER) - 1)]))
    change = update(after_run).where(*mine)
    connection.execute(change.values(tries=tries + 1, due_at=later, problem=problem[:500]))


def _one(business: UUID, op_id: UUID, handler: str) -> list[Any]:
    return [after_run.c.business_id == business, after_run.c.op_id == op_id, after_run.c.handler == handler]
