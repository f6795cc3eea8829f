"""What desks find in the daily comparison their server hears of; where several differ in a row, it suspects its own."""

from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.operations import LockDevice, lock_device
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store.database.engines import SUSPENDED
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.wire.differences import NO_ROW, TOLD_AT_ONCE, Differed, Differing, Noted
from sync_server.sync.reported_differences import NAMED_AT_ONCE, Differences
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide, ServerSide
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import Backup, store_of
from tests.sync.agreement.test_comparing import ALTERED, INVENTED, LOST, compared, is_agreed, rot
from tests.sync.agreement.test_disasters import agree

Told = list[dict[str, Any]]


def rot_server(first: DeskSide, server: ServerSide, statement: str) -> None:
    bare = server.rooms.disks[first.business].connection
    bare.running = SUSPENDED
    assert bare.execute(statement).rowcount > 0
    bare.running = None


def told_by(*desks: DeskSide) -> Told:
    """What the server logs while these compare, one after the other."""
    with capture_logs() as logs:
        for desk in desks:
            compared(desk)
    return [dict(each) for each in logs if each["event"] in ("rows_differ", "rows_suspect")]


def test_the_server_hears_what_differed_at_one_desk_and_suspects_nothing(
    first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    agree(first, second)
    counted: list[tuple[int, int]] = []
    server.door.on_differed = lambda *count: counted.append(count)
    rot(first, ALTERED)
    (told,) = told_by(first, second)
    assert (told["event"], told["log_level"]) == ("rows_differ", "warning")
    assert (told["business"], told["device"]) == (str(first.business), str(first.device))
    assert (told["table"], told["count"]) == ("customer", 1)
    assert counted == [(1, 0)]


@pytest.mark.parametrize(("what", "table"), [(ALTERED, "customer"), (LOST, "history")])
def test_a_row_that_is_rotten_or_gone_at_the_server_is_suspected_with_the_second_desk(
    first: DeskSide, second: DeskSide, server: ServerSide, what: str, table: str
) -> None:
    agree(first, second)
    before = {row["id"]: row for row in rows(store_of(first, server))[table]}
    rot_server(first, server, what)
    after = {row["id"]: row for row in rows(store_of(first, server))[table]}
    (rotten,) = [id for id, row in before.items() if after.get(id) != row]
    counted: list[tuple[int, int]] = []
    server.door.on_differed = lambda *count: counted.append(count)
    one, other, suspect = told_by(first, second)
    assert [one["device"], other["device"]] == [str(first.device), str(second.device)]
    assert (suspect["event"], suspect["log_level"]) == ("rows_suspect", "error")
    assert (suspect["table"], suspect["count"], suspect["rows"]) == (table, 1, [str(rotten)])
    assert counted == [(1, 0), (1, 1)]
    assert is_agreed(first, server)  # the server decides: what to do about it is for people


def test_one_desk_alone_makes_nothing_suspect_however_often_it_differs(
    first: DeskSide, second: DeskSide, server: ServerSide
) -> None:
    agree(first, second)
    for _ in range(3):
        rot(first, ALTERED)
        assert [each["event"] for each in told_by(first)] == ["rows_differ"]


def test_two_desks_that_differ_in_other_rows_make_nothing_suspect(
    first: DeskSide, second: DeskSide, salon: Salon
) -> None:
    agree(first, second)
    rot(first, ALTERED)
    rot(second, "UPDATE customer SET alert = 'rotten' WHERE name <> 'Olivia Hart'", INVENTED)
    assert {each["event"] for each in told_by(first, second)} == {"rows_differ"}


def test_a_third_desk_makes_no_row_suspect_again() -> None:
    differences, business, row = Differences(), new_id(), Differing(new_id(), NO_ROW)
    told = Differed(table="customer", count=1, rows=(row,))
    assert [differences.take(business, new_id(), told) for _ in range(4)] == [0, 1, 0, 0]
    assert differences.take(new_id(), new_id(), told) == 0  # another business


def test_what_is_remembered_and_named_is_bounded() -> None:
    differences, business, devices = Differences(most=50), new_id(), [new_id(), new_id()]
    ids = [new_id() for _ in range(60)]
    with capture_logs() as logs:
        found = [differences.take(business, device, of(ids)) for device in devices]
    assert found == [0, 0]  # each row was forgotten before the second came
    assert len(differences._told) == 50
    with capture_logs() as logs:
        assert [differences.take(business, new_id(), of(ids[:40])) for _ in range(2)][1] == 40
    assert len(logs[-1]["rows"]) == NAMED_AT_ONCE


def of(ids: list[UUID]) -> Differed:
    return Differed(table="customer", count=len(ids), rows=tuple(Differing(id, NO_ROW) for id in ids))


@pytest.mark.parametrize(
    "told",
    [
        Differed(table="journal", count=1, rows=()),
        Differed(table="\n{}", count=1, rows=()),
        Differed(table="customer", count=-1, rows=()),
        Differed(table="customer", count=1, rows=(Differing(new_id(), b"short"),)),
        Differed(table="customer", count=1, rows=(Differing(new_id(), NO_ROW),) * (TOLD_AT_ONCE + 1)),
    ],
    ids=["not synced", "no table", "count", "hash", "too many"],
)
def test_what_is_no_such_word_is_not_heard(first: DeskSide, salon: Salon, server: ServerSide, told: Differed) -> None:
    with refused("message_damaged"):
        first.engine.server.ask("differed", told, Noted)
    assert server.door.differences._told == {}


def test_a_device_that_is_locked_is_not_heard(first: DeskSide, second: DeskSide, server: ServerSide) -> None:
    store_of(first, server).do(lock_device, LockDevice(device=second.device))
    with refused("device_locked"):
        second.engine.server.ask("differed", of([new_id()]), Noted)


def test_an_older_server_that_does_not_listen_hinders_nothing(
    first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    def older(send: Any) -> Any:
        if first.wire.log[-1][0].endswith("/differed"):
            raise Refused("device_unknown")
        return send()

    first.sync()
    first.wire.fault = older
    rot(first, ALTERED)
    assert compared(first) is not None
    assert is_agreed(first, server)


def test_what_was_taken_from_a_rotten_server_goes_with_its_restore(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    """As the manual says."""
    rot_server(first, server, ALTERED)
    assert "rows_suspect" in [each["event"] for each in told_by(first, second)]
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.sync()
    backup.put_back()
    agree(first, second)
    for desk in (first, second):
        found = {row["name"]: row["alert"] for row in rows(desk.store)["customer"]}
        assert (found["Olivia Hart"], found["Zoë Blanc"]) == ("", "")
    assert rows(first.store)["inbox_card"] == []
