"""Engines: a desk's encrypted file, a server's SQLite file, PostgreSQL; and what their errors mean to people."""

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from weakref import ref

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import DBAPIError, OperationalError

from bizet_core.base.refusals import Refused
from bizet_core.store.database.compiled import run

SUSPENDED = b""
_SET_OP = "SELECT set_config('bizet.op', %s, true)"


def desk_engine(path: Path, key: bytes, *, readonly: bool = False) -> Engine:
    """A desk's SQLCipher file under a raw 256-bit key: WAL, every commit flushed to disk."""
    from bizet_core.base import cipher  # only on a desk

    def connect() -> Any:
        made = _connection(cipher.sqlcipher.Connection)
        options = {"check_same_thread": False, "timeout": 10, "cached_statements": _STATEMENTS_KEPT}
        return cipher.connect(str(path), key, factory=made, **options)

    return _sqlite_engine(connect, cipher.sqlcipher, readonly)


def file_engine(path: Path, *, readonly: bool = False) -> Engine:
    """A server's plain SQLite file."""

    def connect() -> Any:
        return sqlite3.connect(
            str(path),
            isolation_level=None,
            check_same_thread=False,
            timeout=10,
            factory=_connection(sqlite3.Connection),
        )

    return _sqlite_engine(connect, sqlite3, readonly)


def postgres_engine(url: str, **options: Any) -> Engine:
    """PostgreSQL by `postgresql+psycopg://…`."""
    return create_engine(url, pool_pre_ping=True, hide_parameters=True, **options)


def mark(connection: Connection, op_id: UUID | None) -> None:
    """Tell the triggers which operation runs; None when it is over."""
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.running = op_id.bytes if op_id else None  # type: ignore[union-attr]
    else:
        run(connection, _SET_OP, (str(op_id) if op_id else "",))


def suspend(connection: Connection) -> None:
    """Let rows be written without capture, until the next `mark`: a rebase, a migration, rows from the server."""
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.running = SUSPENDED  # type: ignore[union-attr]
    else:
        run(connection, _SET_OP, ("suspended",))


def meaning_of(error: DBAPIError) -> Refused | None:
    """The refusal that a database error means to a person, or None where it is our own fault."""
    said = str(error.orig)
    for sign, code in (
        ("database or disk is full", "disk_full"),
        ("No space left", "disk_full"),
        ("disk I/O error", "disk_trouble"),
        ("database is locked", "busy"),
        ("interrupted", "interrupted"),
        ("malformed", "file_damaged"),
        ("file is not a database", "file_damaged"),
        ("claim_taken", "slot_taken"),
        ("claim_leased", "claim_leased"),
        ('exclusion constraint "lease_alone"', "claim_leased"),
        ("conflicting key value violates exclusion constraint", "slot_taken"),
        ("deadlock detected", "busy"),
        ("UNIQUE constraint failed", "there_already"),
        ("duplicate key value violates unique constraint", "there_already"),
        ("FOREIGN KEY constraint failed", "refers_to_gone"),
        ("violates foreign key constraint", "refers_to_gone"),
    ):
        if sign in said:
            return Refused(code)
    return None


def raise_meant(error: DBAPIError) -> None:
    """Within `except`: raise what a database error means to a person. Returns where it means nothing to anybody."""
    meaning = meaning_of(error)
    if meaning is not None:
        raise meaning from error


def is_away(error: DBAPIError) -> bool:
    """Whether the database did not answer, or cannot write at this moment: nothing is known of what was asked of it.

    While another PostgreSQL server takes over, connections break, are refused, or lead to one that only reads.
    """
    if error.connection_invalidated or "unable to open database file" in str(error.orig):
        return True
    state = getattr(error.orig, "sqlstate", "")  # None: no server has answered
    return isinstance(error, OperationalError) if state is None else state.startswith(_AWAY)


_AWAY = ("08", "25006", "53", "57P", "58")
"""SQLSTATEs: no connection, read-only, no room, shutting down or starting up, the server's own trouble."""


def _sqlite_engine(connect: Callable[[], Any], module: Any, readonly: bool) -> Engine:
    _bind_at_once(module)
    pool = {"pool_size": 4, "max_overflow": 4} if readonly else {"pool_size": 1, "max_overflow": 0}
    options = {"creator": connect, "module": module, "poolclass": QueuePool, "hide_parameters": True}
    engine = create_engine("sqlite://", **options, **pool)
    engine.dialect.statement_compiler = LiteralLimits

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: Any) -> None:
        running_on(connection)
        for pragma in _PRAGMAS + (("query_only = ON",) if readonly else _WRITING):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        run(connection, "BEGIN" if readonly else "BEGIN IMMEDIATE", ())

    @event.listens_for(engine, "checkin")
    def over(connection: Any, record: Any) -> None:
        if connection is not None:
            connection.running = None

    return engine


class LiteralLimits(SQLiteCompiler):
    """Writes the number of `LIMIT` into the statement's text.

    SQLite from 3.47 on plans a statement anew at every execution where a limit is bound: 57 µs instead of 9. A
    question is asked with few different limits, so each has its own text without harm.
    """

    def limit_clause(self, select: Any, **options: Any) -> str:
        """As SQLAlchemy has it where there is an offset, or a limit that is not a plain number."""
        limit, offset = select._limit_clause, select._offset_clause
        if limit is None or offset is not None or not select._simple_int_clause(limit):
            return str(super().limit_clause(select, **options))  # type: ignore[no-untyped-call]
        return f"\n LIMIT {self.process(limit.render_literal_execute(), **options)}"


def _bind_at_once(module: Any) -> None:
    """Spare the driver a search: it asks each bytes and each None how to adapt it, for longer than the rest of binding.

    0.8 µs a value with SQLCipher's driver and 0.3 with Python's, instead of 0.15 with an adapter that does nothing.
    """
    for kind in (bytes, type(None)):
        module.register_adapter(kind, _as_it_is)


def _as_it_is(value: Any) -> Any:
    return value


_STATEMENTS_KEPT = 1000
"""How many parsed statements a connection keeps. A desk's day has some 900, each parsed with its triggers' programs;
the driver's own 100 throw the newest out again once they are full. Up to 12 MB where all are used. Python's own driver
throws out what was not used for longest, and 128 do for a server."""

_PRAGMAS = ("temp_store = MEMORY", "foreign_keys = ON", "cache_size = -32000")
_WRITING = ("journal_mode = WAL", "synchronous = FULL")


def running_on(connection: Any) -> None:
    """Give SQLite's connection the function `bizet_op`: which operation runs on it.

    A function that held its connection would keep it for ever: Python's collector does not see into SQLite.
    """
    known: Any = ref(connection)
    connection.create_function("bizet_op", 0, lambda: known().running)


@cache
def _connection(base: type[Any]) -> type[Any]:
    """A connection that remembers which operation runs on it; the triggers read that by the SQL function `bizet_op`."""
    return type("BizetConnection", (base,), {"running": None})
