"""However long a journal is, a round looks only at the lines of it that are on their way."""

from typing import Any

from sqlalchemy import event

from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_desk.syncing.joining import linking
from tests.simulator.house import House


def test_a_round_never_reads_the_whole_journal() -> None:
    desk = House().desks[0]
    desk.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, given: Any, _context: Any, _many: bool) -> None:
        if sql.startswith("SELECT") and "journal" in sql and "state" in sql:
            asked.append((sql, given))

    event.listen(desk.store.engine, "before_cursor_execute", note)
    assert linking.unsent(desk.store) == 1
    assert desk.sync().pushed == 1
    event.remove(desk.store.engine, "before_cursor_execute", note)
    plans = [str(desk.disk.connection.execute(f"EXPLAIN QUERY PLAN {sql}", given).fetchall()) for sql, given in asked]
    assert len(plans) >= 3
    assert [plan for plan in plans if "ix_journal_state" not in plan] == []
