"""Once a day a desk and its server compare their rows; what differs behind everybody's back comes again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceRole
from bizet_core.people.customers.operations import AddCustomer, EditCustomer, add_customer, edit_customer
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store.database.engines import SUSPENDED
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.rows import comparison
from bizet_desk.syncing.comparison import EVERY_PULLS
from bizet_desk.syncing.status import State, Status
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, ServerSide, WorldClock
from tests.support.makers import Salon
from tests.sync.agreement.conftest import another, store_of
from tests.sync.agreement.test_disasters import agree, sale
from tests.sync.agreement.test_versions import _journal_unknown

ALTERED = "UPDATE customer SET alert = 'rotten' WHERE name = 'Olivia Hart'"
LOST = "DELETE FROM history WHERE id = (SELECT max(id) FROM history)"
INVENTED = """INSERT INTO customer (business_id, id, name, search_key, created_at, last_op)
    SELECT business_id, x'0192000000007000800000000000abcd', 'Nobody', 'nobody', 0, last_op FROM customer LIMIT 1"""


def rot(desk: DeskSide, *statements: str) -> None:
    """Bits change on a disk, or a fault of ours does it."""
    bare = desk.disk.connection
    bare.running = SUSPENDED
    for statement in statements:
        assert bare.execute(statement).rowcount > 0
    bare.running = None


def known(desk: DeskSide) -> Upstream:
    with desk.store.reading() as connection:
        return Upstream.of(connection)


def compared(desk: DeskSide) -> Any:
    """A round in which the desk compares; what was fetched again."""
    desk.engine.comparing.begin()
    return desk.sync().healed


def asked(desk: DeskSide) -> int:
    """How often the desk has asked for a comparison."""
    return sum(path.endswith("/compare") for path, _headers, _body in desk.wire.log)


def is_agreed(desk: DeskSide, server: ServerSide) -> bool:
    return differences(rows(desk.store), rows(store_of(desk, server))) == []


@pytest.mark.parametrize("what", [ALTERED, LOST, INVENTED])
def test_a_row_that_differs_comes_again_and_people_are_told(
    first: DeskSide, salon: Salon, server: ServerSide, what: str
) -> None:
    rot(first, what)
    assert not is_agreed(first, server)
    with capture_logs() as logs:
        assert compared(first) is not None
    assert is_agreed(first, server)
    (told,) = [each for each in logs if each["event"] == "rows_differed"]  # the server in here has a line of its own
    assert (told["log_level"], told["rows"]) == ("warning", 1)
    found = known(first)
    status = replace(Status(State.AGREED), differed=found.differed, differed_at=found.differed_at)
    plain = status.fetched_again().replace("\u2068", "").replace("\u2069", "")
    assert plain.endswith("1 row was fetched again because it differed from the server's.")


def test_rows_that_are_the_same_are_not_fetched(first: DeskSide, second: DeskSide, server: ServerSide) -> None:
    agree(first, second)
    for desk in (first, second):
        assert compared(desk) is None
        assert known(desk).differed == 0


def test_it_happens_once_a_day(first: DeskSide, salon: Salon, server: ServerSide, world: WorldClock) -> None:
    first.sync()
    before = asked(first)
    rot(first, ALTERED)
    world.pass_by(hours=23)
    first.sync()
    assert (asked(first), is_agreed(first, server)) == (before, False)
    world.pass_by(hours=1)
    first.sync()
    assert asked(first) > before
    assert is_agreed(first, server)


def test_it_happens_after_a_hundred_pulls_that_brought_something(
    first: DeskSide, second: DeskSide, salon: Salon
) -> None:
    agree(first, second)
    compared(second)
    before = asked(second)
    for n in range(EVERY_PULLS):
        first.do(edit_customer, EditCustomer(customer=salon.olivia, alert=f"Note {n}"))
        first.sync()
        assert asked(second) == before
        second.sync()
    assert asked(second) > before


def test_what_a_desk_has_not_sent_stands_upon_the_row_that_came_again(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    first.do(open_till, OpenTill(float=0))
    agree(first, second)
    rot(first, ALTERED)

    def meanwhile(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        """Somebody works between the comparison and what it brings."""
        if first.wire.log[-1][0].endswith("/compare"):
            first.wire.fault = lambda send: send()
            first.do(edit_customer, EditCustomer(customer=salon.olivia, favourite=True))
            sale(first, salon, customer=salon.olivia)
        return send()

    first.wire.fault = meanwhile
    assert compared(first) is not None
    (olivia,) = [row for row in rows(first.store)["customer"] if row["id"] == salon.olivia]
    assert (olivia["alert"], olivia["favourite"]) == ("", True)
    assert len(rows(first.store)["sale"]) == 1
    agree(first, second)
    assert is_agreed(first, server)
    assert rows(first.store)["inbox_card"] == []
    assert len(rows(second.store)["sale"]) == 1


def test_what_the_server_has_got_since_the_desk_pulled_is_no_difference(
    first: DeskSide, second: DeskSide, salon: Salon
) -> None:
    agree(first, second)

    def meanwhile(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        if first.wire.log[-1][0].endswith("/compare"):
            first.wire.fault = lambda send: send()
            second.do(edit_customer, EditCustomer(customer=salon.olivia, alert="PPD allergy"))
            second.do(add_customer, AddCustomer(name="Zoë Blanc"))
            second.sync()
        return send()

    first.wire.fault = meanwhile
    assert compared(first) is None


def test_where_too_much_is_new_the_desk_pulls_first(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(first, second)
    rot(first, ALTERED)
    monkeypatch.setattr(comparison, "MOST_NEWER", 1)

    def meanwhile(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        if first.wire.log[-1][0].endswith("/compare"):
            first.wire.fault = lambda send: send()
            second.do(add_customer, AddCustomer(name="Zoë Blanc"))
            second.sync()
        return send()

    first.wire.fault = meanwhile
    assert compared(first) is None
    assert first.sync().healed is not None
    assert is_agreed(first, server)


def test_a_held_operation_is_no_difference(first: DeskSide, salon: Salon, world: WorldClock) -> None:
    _journal_unknown(first, {"total": 500, "currency": "EUR"})
    first.sync()
    first.sync()
    assert compared(first) is None


def test_large_tables_are_compared_in_steps_and_some_in_each_round(
    first: DeskSide, salon: Salon, server: ServerSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    first.sync()
    monkeypatch.setattr(comparison, "COMPARED_AT_ONCE", 3)
    rot(first, ALTERED, LOST)
    first.engine.comparing.begin()
    before, rounds = asked(first), 0
    while not is_agreed(first, server):
        first.sync()
        rounds += 1
    assert rounds > 1
    assert asked(first) - before > 8


def test_rows_that_hang_together_are_put_right_though_they_are_found_one_after_the_other(
    first: DeskSide, salon: Salon, server: ServerSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An invented customer has an invented note, which is found in a later round."""
    first.sync()
    note = """INSERT INTO customer_note (business_id, id, customer_id, words, author_name, written_at, last_op)
        SELECT business_id, id, id, 'Nobody says', '', 0, last_op FROM customer WHERE name = 'Nobody'"""
    rot(first, INVENTED, note)
    monkeypatch.setattr("bizet_desk.syncing.comparison.STEPS_AT_ONCE", 1)
    monkeypatch.setattr(comparison, "COMPARED_AT_ONCE", 3)
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.engine.comparing.begin()
    for _ in range(200):
        first.sync()
    assert is_agreed(first, server)
    assert "Zoë Blanc" in {row["name"] for row in rows(first.store)["customer"]}


def test_a_kiosk_compares_what_it_sees(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    kiosk = another(first, server, DeviceRole.KIOSK)
    assert compared(kiosk) is None
    rot(kiosk, "UPDATE product SET category = 'rotten'")
    assert compared(kiosk) is not None
    assert rows(kiosk.store)["product"] == rows(store_of(first, server))["product"]


def test_a_server_of_before_that_cannot_compare_is_left_alone(first: DeskSide, salon: Salon) -> None:
    def older(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        if first.wire.log[-1][0].endswith("/compare"):
            raise Refused("device_unknown")
        return send()

    first.wire.fault = older
    before = asked(first)
    assert compared(first) is None
    first.sync()
    assert asked(first) == before + 1
