"""Tables and their rows as plain values, page by page: what a business takes along when it leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Column, Table, func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments.model import attachments
from bizet_core.store import Permission, Read, Request, query
from bizet_core.store.tables.triggers import synced_tables

USE = Permission("exports.use")
OURS = frozenset({"business_id", "seq", "last_op", "search_key"})
"""Columns of the program's own."""

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table, the columns that are exported, and how many rows it has."""

    name: str
    columns: tuple[str, ...]
    rows: int


class AllTables(Request):
    """All that is exported."""


@query(needs=USE)
def exported_tables(read: Read, asked: AllTables) -> tuple[ExportedTable, ...]:
    """Every table whose rows are the business's and not this device's alone."""
    return tuple(
        ExportedTable(t.name, tuple(c.name for c in _columns(t)), read.scalar(select(func.count()).select_from(t)))
        for t in _tables()
    )


class RowsOf(Request):
    """Some rows of a table, in the order of their ids."""

    table: str
    after: UUID | None = None
    most: int = 1000


@dataclass(frozen=True, slots=True)
class ExportedRows:
    """Values in the order of the columns, and the last row's id to ask on from."""

    rows: tuple[tuple[Value, ...], ...]
    last: UUID | None


@query(needs=USE)
def exported_rows(read: Read, asked: RowsOf) -> ExportedRows:
    """The rows after one: instants as ISO 8601 in UTC, documents as JSON, amounts in minor units as they are kept."""
    table = next((t for t in _tables() if t.name == asked.table), None)
    if table is None:
        raise Refused("no_such_table", name=asked.table)
    statement = select(table.c.id.label("_key"), *_columns(table)).order_by(table.c.id).limit(asked.most)
    if asked.after is not None:
        statement = statement.where(table.c.id > asked.after)
    rows = read.all(statement)
    return ExportedRows(tuple(tuple(map(_plain, row[1:])) for row in rows), rows[-1]._key if rows else None)


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A picture or file that rows name by its hash."""

    hash: str
    name: str
    media_type: str
    size: int


@query(needs=USE)
def exported_files(read: Read, asked: AllTables) -> tuple[ExportedFile, ...]:
    """Every attachment this device holds; `attachments.attachment` gives the content."""
    columns = (attachments.c.hash, attachments.c.name, attachments.c.media_type, attachments.c.size)
    rows = read.all(select(*columns).order_by(attachments.c.hash))
    return tuple(ExportedFile(row.hash, row.name, row.media_type, row.size) for row in rows)


def _tables() -> list[Table]:
    return sorted(synced_tables(), key=lambda t: t.name)


def _columns(table: Table) -> Iterator[Column[Any]]:
    return (c for c in table.columns if c.name not in OURS and not c.info.get("secret"))


def _plain(value: Any) -> Value:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value) if isinstance(value, UUID) else msgspec.json.encode(value, order="sorted").decode()
