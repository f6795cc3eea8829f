"""The peer of a push: bare sqlite3 that is handed the very rows which a server has written, and only writes them.

The same tables, indexes and pragmas (WAL, FULL), as many sales in one transaction as a push has lines; no triggers, no
rules, no hashes, nothing to look up, and every value ready for the driver.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bizet_core.store.database.engines import file_engine
from bizet_core.sync.wire.protocol import LINES_AT_ONCE

ADDED = ("sale", "sale_line", "tender", "history")
CHANGED = {"product": ("stock", "last_op"), "series": ("next", "last_hash")}
OWN = ("before_image", "journal", "feed")
SOLD = "SELECT op_id FROM journal WHERE name = 'sales.sell' ORDER BY n"


@dataclass(frozen=True)
class Write:
    """One statement, and the values of a whole batch for it."""

    sql: str
    rows: list[tuple[Any, ...]]


def sales_per_second(copy: Path) -> tuple[float, int]:
    """Take the sales out of this copy of a server's file and write them again; also how many rows a batch writes."""
    engine = file_engine(copy)
    held = engine.raw_connection()
    driver: Any = held.driver_connection
    ops = [row[0] for row in driver.execute(SOLD)]
    batches = [list(_batch(driver, ops[i : i + LINES_AT_ONCE])) for i in range(0, len(ops), LINES_AT_ONCE)]
    _take_out(driver)
    began = perf_counter()
    for batch in batches:
        driver.execute("BEGIN IMMEDIATE")
        for write in batch:
            driver.executemany(write.sql, write.rows)
        driver.execute("COMMIT")
    seconds = perf_counter() - began
    held.close()
    engine.dispose()
    return len(ops) / seconds, sum(len(write.rows) for batch in batches for write in batch)


def _batch(driver: Any, ops: list[bytes]) -> Iterator[Write]:
    marks = ", ".join("?" * len(ops))
    for table in ADDED:
        yield _added(driver, table, f"last_op IN ({marks})", ops)
    for table, columns in CHANGED.items():
        yield _changed(driver, table, columns, ops)
    for table, where in zip(
        OWN, ("op_id IN", "op_id IN", "pk IN (SELECT pk FROM before_image WHERE op_id IN"), strict=True
    ):
        yield _added(driver, table, f"{where} ({marks}){')' * where.count('(')}", ops)


def _added(driver: Any, table: str, where: str, ops: list[bytes]) -> Write:
    columns = [row[1] for row in driver.execute(f"PRAGMA table_info({table})")]
    rows = list(driver.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", ops))
    verb = "INSERT OR REPLACE" if table == "feed" else "INSERT"  # a product's number takes the place of its last
    return Write(f"{verb} INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)


def _changed(driver: Any, table: str, columns: tuple[str, ...], ops: list[bytes]) -> Write:
    """Once for each sale, as each sale changes a row; which values it gets makes no difference in time."""
    rows = list(driver.execute(f"SELECT {', '.join(columns)}, business_id, id FROM {table} ORDER BY id"))
    sets = ", ".join(f"{column} = ?" for column in columns)
    each = [rows[i % len(rows)] for i in range(len(ops))]
    return Write(f"UPDATE {table} SET {sets} WHERE business_id = ? AND id = ?", each)


def _take_out(driver: Any) -> None:
    for (trigger,) in list(driver.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
        driver.execute(f"DROP TRIGGER {trigger}")
    driver.execute("PRAGMA foreign_keys = OFF")
    driver.execute(f"DELETE FROM feed WHERE pk IN (SELECT pk FROM before_image WHERE op_id IN ({SOLD}))")
    for table in reversed(ADDED):
        driver.execute(f"DELETE FROM {table} WHERE last_op IN ({SOLD})")
    driver.execute(f"DELETE FROM before_image WHERE op_id IN ({SOLD})")
    driver.execute("DELETE FROM journal WHERE name = 'sales.sell'")
    driver.execute("PRAGMA foreign_keys = ON")
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
