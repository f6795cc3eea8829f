"""Statements are parsed once: a connection keeps them, and a limit in the text is no reason to plan anew."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, bindparam, select

from bizet_core.people.customers.model import customers
from bizet_core.store import Store
from bizet_core.store.database.compiled import Ready
from bizet_core.store.database.engines import suspend
from bizet_core.store.tables.ids import new_id


def parsed_by(engine: Engine) -> Callable[[], int]:
    """How often the engine's one writing connection has read a table's name in a statement since it was last asked."""
    seen: list[Any] = []
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_authorizer(lambda *what: seen.append(what) or 0)

    def since() -> int:
        times = len(seen)
        seen.clear()
        return times

    return since


@pytest.mark.parametrize("limit", [1, 3])
def test_a_question_with_a_limit_is_planned_once(store: Store, limit: int) -> None:
    parsed = parsed_by(store.engine)
    asked = select(customers.c.name).where(customers.c.name > bindparam("name")).limit(limit)
    ready = Ready(asked)
    with store.engine.connect() as connection:
        for _ in range(3):
            ready.rows(connection, {"name": "A"})
        assert parsed() > 0
        ready.rows(connection, {"name": "B"})
        connection.execute(asked, {"name": "C"})
        assert parsed() == 0


def test_each_limit_has_its_own_text(store: Store) -> None:
    with store.transaction() as connection:
        suspend(connection)
        own = {"business_id": store.identity.business, "created_at": store.clock(), "last_op": new_id()}
        rows = [{"id": new_id(), "name": name, "search_key": name, **own} for name in ("a", "b", "c")]
        connection.execute(customers.insert(), rows)
        for limit in (1, 2, 1, 3):
            asked = select(customers.c.name).order_by(customers.c.name)
            assert connection.execute(asked.limit(limit)).scalars().all() == ["a", "b", "c"][:limit]
            assert connection.execute(asked.limit(limit).offset(1)).scalars().all() == ["a", "b", "c"][1 : limit + 1]
            assert len(Ready(asked.limit(limit)).rows(connection, {})) == limit


def test_the_newest_of_many_statements_are_kept(engine: Engine) -> None:
    parsed = parsed_by(engine)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for number in [*range(400), *range(390, 400)]:
            driver.execute(f"SELECT {number} FROM customer").fetchall()
        parsed()
        for number in range(390, 400):  # in turns, as those of a sale are
            driver.execute(f"SELECT {number} FROM customer").fetchall()
        assert parsed() == 0
