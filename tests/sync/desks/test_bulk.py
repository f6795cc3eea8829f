"""Thousands of rows that come at once are as if they had come one by one: indexes, triggers and words to search."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.people.customers.model import customers
from bizet_core.store import SYSTEM, Read, Store, Undo, undo
from bizet_core.store.database.engines import mark, suspend
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.search_index import matches
from bizet_core.sync.rows import bulk_load, row_writer
from bizet_core.sync.wire.protocol import Page, Rows

COLUMNS = ("id", "name", "search_key", "created_at", "last_op")


def page(rows: list[list[object]]) -> Page:
    tables = {"customer": Rows(COLUMNS, rows)}
    return Page(epoch="e", head=1, cursor=1, more=False, scope_rev=0, schema_rev="", tables=tables)


def row(number: int, id: UUID | None = None) -> list[object]:
    return [(id or new_id()).bytes, f"Ana {number}", f"ana {number} silva{number}", 0, new_id().bytes]


def take(store: Store, rows: list[list[object]]) -> None:
    with store.transaction() as connection:
        row_writer.defer(connection)
        suspend(connection)
        row_writer.apply(connection, store.identity.business, row_writer.Incoming([page(rows)]))
        mark(connection, None)


def schema(store: Store) -> set[tuple[str, str]]:
    asked = text("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql <> ''")
    with store.engine.connect() as connection:
        return {(name, sql) for name, sql in connection.execute(asked)}


def found(store: Store, word: str) -> int:
    with store.reading() as connection:
        read = Read(connection, store.identity.business, SYSTEM, store.clock())
        return len(matches(read, (word,), customers, 1000))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_load, "MANY", 10)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("before", [0, 30], ids=["into an empty table", "beside others"])
def test_what_orders_and_watches_rows_is_as_before(store: Store, before: int) -> None:
    take(store, [row(n) for n in range(before)])
    had = schema(store)
    take(store, [row(n) for n in range(100, 120)])
    assert schema(store) == had
    assert found(store, "silva1") == (11 if before else 0) + 20
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.execute(text("SELECT count(*) FROM customer")).scalar() == before + 20
        assert connection.execute(text("SELECT count(*) FROM before_image")).scalar() == 0


@pytest.mark.usefixtures("few")
def test_what_is_done_afterwards_is_captured_and_can_be_undone(store: Store) -> None:
    take(store, [row(n) for n in range(20)])
    added = store.do(add_resource, AddResource(name="Room 1"))
    store.do(undo, Undo(op=added.op_id))


def test_a_row_that_is_here_just_so_is_not_written_again(store: Store, changes: Callable[[], int]) -> None:
    rows = [row(n) for n in range(50)]
    take(store, rows)
    before = changes()
    take(store, rows)
    assert changes() == before
    take(store, [*rows[1:], row(1000, UUID(bytes=bytes(rows[0][0])))])  # type: ignore[call-overload]
    with store.engine.connect() as connection:
        assert connection.execute(customers.select().where(customers.c.name == "Ana 1000")).one()
        assert connection.execute(text("SELECT count(*) FROM customer")).scalar() == 50


@pytest.fixture
def changes(store: Store) -> Callable[[], int]:
    """How many rows this connection has ever written."""

    def count() -> int:
        with store.engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())

    return count
