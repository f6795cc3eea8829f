"""What follows an operation: handlers, run once per operation after its commit, from the journal, retried.

Capabilities declare them. `after` runs on the authority: the server, or a desk that has none; `after_at_origin` only on
the device that authored the operation (drawer, print). What a handler does are operations of their own, with ids
derived from the operation's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
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
from bizet_core.describe.capabilities import declared, resolved
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
    """A handler: `follow(cause, args)`, with the args of the operation it follows. One declared is its address."""

    name: str
    where: str  # authority, or origin
    handler: Follow | str

    def follow(self, cause: "Cause", args: Any) -> None:
        """Run it; its capability is imported only now."""
        (resolved(self.handler) if isinstance(self.handler, str) else self.handler)(cause, args)


@dataclass(frozen=True, slots=True)
class Due:
    """A handler that is due after an operation."""

    op_id: UUID
    handler: str
    tries: int = 0


_ADDED: list[tuple[str, Follower]] = []
"""Of operations that no capability has."""


def also_after(operation: Any, handler: Follow, *, where: str = "authority") -> tuple[str, Follower]:
    """Let a function of `(cause, args)` run after `operation`: tests and benchmarks bring handlers of their own."""
    _ADDED.append((operation.name, Follower(f"{handler.__module__.split('.')[-2]}.{handler.__name__}", where, handler)))
    return _ADDED[-1]


@contextmanager
def having_after(operation: Any, handler: Follow, *, where: str = "authority") -> Iterator[None]:
    """The same for the length of a block."""
    added = also_after(operation, handler, where=where)
    try:
        yield
    finally:
        _ADDED.remove(added)


def followers_of(name: str) -> list[Follower]:
    """Every handler of an operation, wherever it runs."""
    return [*_declared().get(name, ()), *(follower for operation, follower in _ADDED if operation == name)]


def follower_called(handler: str) -> Follower | None:
    """The handler of this name; None of one that only an older version had."""
    every = [*(each for some in _declared().values() for each in some), *(each for _, each in _ADDED)]
    return next((each for each in every if each.name == handler), None)


def due_after(name: str, *, authority: bool, origin: bool) -> list[Follower]:
    """The handlers of an operation that run here."""
    here = {"authority": authority, "origin": origin}
    return [f for f in followers_of(name) if here[f.where]]


@cache
def _declared() -> dict[str, list[Follower]]:
    found: dict[str, list[Follower]] = {}
    for where, field in (("authority", "after"), ("origin", "after_at_origin")):
        for operation, addresses in declared(field).items():
            found.setdefault(operation, []).extend(Follower(_name_of(each), where, each) for each in addresses)
    return found


def _name_of(address: str) -> str:
    """`printing.print_document`, which the rows of what is due keep."""
    module, _, function = address.partition(":")
    return f"{module.split('.')[-2]}.{function}"


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
