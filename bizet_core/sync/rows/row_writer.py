"""Write rows as they came, or as they were: raw values, parents first, without capture. On a desk alone: by SQLite."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, LargeBinary, Table, delete

from bizet_core.store.tables.all_tables import parents_first
from bizet_core.store.tables.columns import METADATA, Id, Kind
from bizet_core.store.tables.triggers import synced_tables
from bizet_core.sync.rows.before_images import Image, chunks
from bizet_core.sync.rows.bulk_load import in_bulk, rows_there
from bizet_core.sync.wire.protocol import Page

TOGETHER = 32
"""Rows in one INSERT: a fifth quicker than one by one, and more of them no quicker still."""
Changed = tuple[str, tuple[str, ...], list[list[Any]]]
Key = tuple[str, bytes]
"""A row: its table, and its id as the database keeps it."""


class Incoming:
    """What the pages of one pull say: the newest version of each row, and rows that are gone."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._rows: dict[str, dict[bytes, list[Any]]] = defaultdict(dict)
        self._columns: dict[str, tuple[str, ...]] = {}
        self._gone: dict[str, set[bytes]] = defaultdict(set)
        self.is_partial = False
        for page in pages:
            for name, rows in page.tables.items():
                self._take(name, rows.columns, rows.rows)
            for name, pk in page.gone:
                self._lose(name, pk)

    def tables(self) -> set[str]:
        """The tables that are concerned."""
        return {name for name, rows in self._rows.items() if rows} | {name for name, ids in self._gone.items() if ids}

    def count(self) -> int:
        """How many rows came."""
        return sum(map(len, self._rows.values()))

    def keys(self) -> set[Key]:
        """Every row concerned."""
        there = {(name, pk) for name, rows in self._rows.items() for pk in rows}
        return there | {(name, pk) for name, pks in self._gone.items() for pk in pks}

    def version_of(self, name: str, pk: bytes) -> bytes | None:
        """The operation that wrote the version of a row which came; None where none did."""
        found = self._rows[name].get(pk) if name in self._rows else None
        return None if found is None else found[self._columns[name].index("last_op")]

    def changed(self) -> Iterator[Changed]:
        """Rows by table, parents first."""
        for table in parents_first():
            rows = self._rows.get(table.name)
            if rows:
                yield table.name, self._columns[table.name], list(rows.values())

    def gone(self) -> Iterator[tuple[str, set[bytes]]]:
        """Ids of rows that are gone, children first."""
        for table in reversed(parents_first()):
            if self._gone.get(table.name):
                yield table.name, self._gone[table.name]

    def _take(self, name: str, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
        table = METADATA.tables.get(name)
        if table is None:
            self.is_partial = True  # of a newer version: fetched again once we know the table
            return
        known = [i for i, column in enumerate(columns) if column in table.c]
        if len(known) < len(columns):
            self.is_partial = True
            columns, rows = tuple(columns[i] for i in known), [[row[i] for i in known] for row in rows]
        before = self._columns.setdefault(name, columns)
        assert before == columns, "the pages of one pull are of one version"
        came = dict(zip(map(itemgetter(columns.index("id")), rows), rows, strict=True))
        self._rows[name] |= came
        if self._gone[name]:
            self._gone[name] -= came.keys()

    def _lose(self, name: str, pk: UUID) -> None:
        if name in METADATA.tables:
            self._rows[name].pop(pk.bytes, None)
            self._gone[name].add(pk.bytes)


def defer(connection: Connection) -> None:
    """Let parents come after their children, until the commit."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")


def check_at_once(connection: Connection) -> None:
    """From here on a row without its parent is refused where it is written, and spoils nothing else."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = OFF")
    else:
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")


def apply(connection: Connection, business: UUID, incoming: Incoming) -> None:
    """Write what came; capture must be suspended. Rows that exclude others step aside before any is written."""
    for name, ids in incoming.gone():
        _remove(connection, business, name, list(ids))
    news = [(name, columns, _unlike(connection, business, name, columns, rows))
            for name, columns, rows in incoming.changed()]  # fmt: skip
    for name, columns, rows in news:
        if _excludes(METADATA.tables[name]):
            at = columns.index("id")
            _remove(connection, business, name, [row[at] for row in rows])
    with in_bulk(connection, {name: len(rows) for name, _columns, rows in news}):
        for name, columns, rows in news:
            _put(connection, business, METADATA.tables[name], columns, rows)


def restore(connection: Connection, business: UUID, images: Sequence[Image]) -> None:
    """Put rows back as they were, one image of each; capture must be suspended. Rows that exclude others step aside."""
    excluding = {table.name for table in parents_first() if _excludes(table)}
    remove(connection, business, [(i.tbl, i.pk) for i in images if i.image is None or i.tbl in excluding])
    found: dict[tuple[str, tuple[str, ...]], list[list[Any]]] = defaultdict(list)
    for each in images:
        if each.image is not None:
            row = msgspec.json.decode(each.image)
            columns = tuple(c.name for c in METADATA.tables[each.tbl].c if c.name in row and c.name != "business_id")
            found[each.tbl, columns].append([raw_of(METADATA.tables[each.tbl], name, row[name]) for name in columns])
    for table in parents_first():
        for (name, columns), rows in found.items():
            if name == table.name:
                _put(connection, business, table, columns, rows)


def raw_of(table: Table, column: str, value: Any) -> Any:
    """A value of an image as the database keeps it: bytes are written there as hexadecimal digits."""
    is_binary = isinstance(table.c[column].type, Id | LargeBinary)
    return value if value is None or not is_binary else bytes.fromhex(value)


def remove(connection: Connection, business: UUID, keys: Iterable[Key]) -> None:
    """Remove some rows, children first; capture must be suspended."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for name, pk in keys:
        found[name].append(pk)
    for table in reversed(parents_first()):
        if table.name in found:
            _remove(connection, business, table.name, found[table.name])


def remove_all(connection: Connection, business: UUID) -> None:
    """Remove every synced row; capture must be suspended."""
    for table in reversed(synced_tables()):
        connection.execute(delete(table).where(table.c.business_id == business))


def _excludes(table: Table) -> bool:
    return table.info["kind"] is Kind.CLAIM or any(index.unique for index in table.indexes)


def _unlike(
    connection: Connection, business: UUID, name: str, columns: tuple[str, ...], rows: list[list[Any]]
) -> list[list[Any]]:
    """Those that are not here just so: most of what a desk has sent comes back as it is."""
    at = columns.index("id")
    here = {row[at]: row for row in _here(connection, business, name, columns, [row[at] for row in rows])}
    return [row for row in rows if (old := here.get(row[at])) is None or old != tuple(row)] if here else rows


def _here(
    connection: Connection, business: UUID, name: str, columns: tuple[str, ...], ids: Sequence[bytes]
) -> Iterator[tuple[Any, ...]]:
    """Rows of these ids, and others where all of a table are read at once."""
    driver: Any = connection.connection.dbapi_connection
    asked = f"SELECT {', '.join(columns)} FROM {name} WHERE business_id = ?"
    if rows_there(connection, name) < len(ids):
        yield from driver.execute(asked, (business.bytes,))
        return
    for some, marks in chunks(ids):
        yield from driver.execute(f"{asked} AND id IN ({marks})", (business.bytes, *some))


def _remove(connection: Connection, business: UUID, name: str, ids: Sequence[bytes]) -> None:
    driver: Any = connection.connection.dbapi_connection
    for some, marks in chunks(ids):
        driver.execute(f"DELETE FROM {name} WHERE business_id = ? AND id IN ({marks})", (business.bytes, *some))


def _put(connection: Connection, business: UUID, table: Table, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
    driver: Any = connection.connection.dbapi_connection
    names = ", ".join(("business_id", *columns))
    news = ", ".join(f"{c} = excluded.{c}" for c in columns if c != "id")
    row = f"(x'{business.hex}', {', '.join('?' * len(columns))})"
    for i in range(0, len(rows), TOGETHER):
        some = rows[i : i + TOGETHER]
        keep = f"INSERT INTO {table.name} ({names}) VALUES {', '.join([row] * len(some))}"
        driver.execute(f"{keep} ON CONFLICT (business_id, id) DO UPDATE SET {news}", list(chain.from_iterable(some)))
