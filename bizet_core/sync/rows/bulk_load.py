"""Many rows at once into a desk's file: what watches and orders single rows steps aside, and is made anew at the end.

A trigger asks Python for each row whether it is to capture it, an index takes each key where it belongs, and so do the
words to search: cheap for one row, more than half of the time for a hundred thousand. All of it happens within the
caller's transaction.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection

from bizet_core.store.tables import search_index
from bizet_core.store.tables.columns import METADATA

MANY = 2000
"""Rows of a table from which on that pays: to make its triggers anew takes as long as some hundred rows."""


@contextmanager
def in_bulk(connection: Connection, coming: Mapping[str, int]) -> Iterator[None]:
    """Write so many rows into each of these tables; capture is suspended. Where more come than are there, all of
    their order is made anew."""
    many = [name for name, rows in coming.items() if rows >= MANY]
    filled = [name for name in many if coming[name] > rows_there(connection, name)]
    words_too = any(METADATA.tables[name].info.get("search") for name in filled)
    away = _made(connection, "type = 'trigger' AND name LIKE 'capture%'", many)
    away += _made(connection, "type = 'trigger' AND name NOT LIKE 'capture%' OR type = 'index' AND sql <> ''", filled)
    away += _made(connection, "type = 'trigger'", ["search_text"] if words_too else [])
    for kind, name, _sql in away:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    yield
    if words_too:
        search_index.refill(connection)
        search_index.rebuild(connection)
    for _kind, _name, sql in away:
        connection.exec_driver_sql(sql)


def _made(connection: Connection, which: str, tables: list[str]) -> list[tuple[str, str, str]]:
    """Kind, name and the statement that made it; keys and their indexes have none."""
    asked = f"SELECT upper(type), name, sql FROM sqlite_master WHERE tbl_name = ? AND ({which})"
    return [tuple(row) for table in tables for row in connection.exec_driver_sql(asked, (table,))]


def rows_there(connection: Connection, table: str) -> int:
    """How many rows there are, or were: to count them would read them all."""
    return connection.exec_driver_sql(f"SELECT max(rowid) FROM {table}").scalar() or 0
