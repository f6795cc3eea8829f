"""A reader of the feed never passes a change that commits later, on PostgreSQL, where transactions run side by side."""

from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, insert, select, text

from bizet_core.store.tables.ids import new_id
from bizet_core.sync.model import feed
from bizet_core.sync.server import feed as feeds
from bizet_core.sync.server.feed import _take, begin_once, changes


@pytest.fixture
def numbered(postgres: Engine, business: UUID) -> Engine:
    with postgres.begin() as connection:
        begin_once(connection, business)
        connection.execute(text("CREATE SEQUENCE naive"))
    return postgres


def told(connection: Connection, business: UUID, seq: int) -> None:
    row = {"business_id": business, "tbl": "customer", "pk": new_id(), "scope": "desk", "seq": seq, "gone": True}
    connection.execute(insert(feed).values(**row))


def seen_by_a_reader(engine: Engine, business: UUID, cursor: int = 0) -> tuple[int, int]:
    """How many changes a pull brings, and where its cursor is then."""
    with engine.connect() as connection:
        found = changes(connection, business, ("desk",), cursor, 100)
    return len(found.gone), found.upto


def test_numbers_of_a_sequence_are_passed_over(numbered: Engine, business: UUID) -> None:
    """What the counter is for: the early number commits late, and the reader's cursor is beyond it."""
    with numbered.connect() as early, numbered.connect() as late:
        for connection in (early, late):
            told(connection, business, connection.execute(text("SELECT nextval('naive')")).scalar_one())
        late.commit()
        with numbered.connect() as reading:
            first = reading.execute(select(feed.c.seq).order_by(feed.c.seq)).scalars().all()
        early.commit()
        with numbered.connect() as reading:
            after = select(feed.c.seq).where(feed.c.seq > max(first))
            second = reading.execute(after).scalars().all()
    assert len(first) + len(second) == 1  # of two


def test_numbers_of_the_counter_come_in_the_order_of_commits(numbered: Engine, business: UUID) -> None:
    def write_late() -> None:
        with numbered.begin() as connection:
            told(connection, business, _take(connection, business, 1))

    with numbered.connect() as early:
        told(early, business, _take(early, business, 1))
        late = Thread(target=write_late)
        late.start()
        late.join(0.2)
        assert late.is_alive()  # it waits for its number until the earlier one is committed
        count, cursor = seen_by_a_reader(numbered, business)
        assert (count, cursor) == (0, 0)
        early.commit()
        late.join()
    assert seen_by_a_reader(numbered, business, cursor) == (2, 2)


def test_work_that_is_rolled_back_leaves_no_gap(numbered: Engine, business: UUID) -> None:
    with numbered.connect() as connection:
        _take(connection, business, 5)
        connection.rollback()
    with numbered.begin() as connection:
        assert _take(connection, business, 1) == 1
    with numbered.connect() as connection:
        assert feeds.head_of(connection, business).seq == 1
