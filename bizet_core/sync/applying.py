"""Write rows as they came: raw values, parents first, without capture."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete

from bizet_core.store.capture import synced_tables
from bizet_core.store.columns import METADATA, Kind
from bizet_core.sync.wire import Page

AT_ONCE = 400
Changed = tuple[str, tuple[str, ...], list[list[Any]]]


class Incoming:
    """What the pages of one pull say: the newest version of each row, and rows that are gone."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._rows: dict[str, dict[bytes, tuple[tuple[str, ...], list[Any]]]] = defaultdict(dict)
        self._gone: dict[str, set[UUID]] = defaultdict(set)
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

    def keys(self) -> set[tuple[str, Any]]:
        """Every row concerned."""
        there = {(name, UUID(bytes=pk)) for name, rows in self._rows.items() for pk in rows}
        return there | {(name, pk) for name, pks in self._gone.items() for pk in pks}

    def changed(self) -> Iterator[Changed]:
        """Rows by table, parents first."""
        for table in METADATA.sorted_tables:
            rows = self._rows.get(table.name)
            if rows:
                columns = next(iter(rows.values()))[0]
                yield table.name, columns, [row for _columns, row in rows.values()]

    def gone(self) -> Iterator[tuple[str, set[UUID]]]:
        """Ids of rows that are gone, children first."""
        for table in reversed(METADATA.sorted_tables):
            if self._gone.get(table.name):
                yield table.name, self._gone[table.name]

    def _take(self, name: str, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
        table = METADATA.tables.get(name)
        if table is None:
            self.is_partial = True  # of a newer version: fetched again once we know the table
            return
        known = [i for i, column in enumerate(columns) if column in table.c]
        self.is_partial = self.is_partial or len(known) < len(columns)
        names, at = tuple(columns[i] for i in known), columns.index("id")
        for row in rows:
            pk = bytes(row[at])
            self._rows[name][pk] = (names, [row[i] for i in known] if len(known) < len(columns) else row)
            self._gone[name].discard(UUID(bytes=pk))

    def _lose(self, name: str, pk: UUID) -> None:
        if name in METADATA.tables:
            self._rows[name].pop(pk.bytes, None)
            self._gone[name].add(pk)


def defer(connection: Connection) -> None:
    """Let parents come after their children, until the commit."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")


def apply(connection: Connection, business: UUID, incoming: Incoming) -> None:
    """Write what came; capture must be suspended. Rows that exclude others step aside before any is written."""
    for name, ids in incoming.gone():
        _remove(connection, business, name, [id.bytes for id in ids])
    for name, columns, rows in incoming.changed():
        table = METADATA.tables[name]
        if _excludes(table):
            at = columns.index("id")
            _remove(connection, business, name, [bytes(row[at]) for row in rows])
    for name, columns, rows in incoming.changed():
        _put(connection, business, METADATA.tables[name], columns, rows)


def remove(connection: Connection, business: UUID, keys: Iterable[tuple[str, UUID]]) -> None:
    """Remove some rows, children first; capture must be suspended."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for name, pk in keys:
        found[name].append(pk.bytes)
    for table in reversed(METADATA.sorted_tables):
        if table.name in found:
            _remove(connection, business, table.name, found[table.name])


def remove_all(connection: Connection, business: UUID) -> None:
    """Remove every synced row; capture must be suspended."""
    for table in reversed(synced_tables()):
        connection.execute(delete(table).where(table.c.business_id == business))


def _excludes(table: Table) -> bool:
    return table.info["kind"] is Kind.CLAIM or any(index.unique for index in table.indexes)


def _remove(connection: Connection, business: UUID, name: str, ids: Sequence[bytes]) -> None:
    driver: Any = connection.connection.dbapi_connection
    for i in range(0, len(ids), AT_ONCE):
        some = ids[i : i + AT_ONCE]
        marks = ", ".join("?" * len(some))
        driver.execute(f"DELETE FROM {name} WHERE business_id = ? AND id IN ({marks})", (business.bytes, *some))


def _put(connection: Connection, business: UUID, table: Table, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
    driver: Any = connection.connection.dbapi_connection
    names = ", ".join(("business_id", *columns))
    news = ", ".join(f"{c} = excluded.{c}" for c in columns if c != "id")
    marks = ", ".join("?" * (len(columns) + 1))
    driver.executemany(
        f"INSERT INTO {table.name} ({names}) VALUES ({marks}) ON CONFLICT (business_id, id) DO UPDATE SET {news}",
        [(business.bytes, *row) for row in rows],
    )
