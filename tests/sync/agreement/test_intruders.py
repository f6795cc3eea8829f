"""What a stranger, a stolen kiosk or a hostile desk tries at the server's door, and does not get."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.devices.operations import InviteDevice, invite_device
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.selling.sales.operations import sell
from bizet_core.store import SYSTEM
from bizet_core.store.journal.journal import pack
from bizet_core.store.operations.operation import Operation
from bizet_core.store.store import Seen
from bizet_core.store.tables.ids import new_id
from bizet_core.store.undoing import Undo, undo
from bizet_core.sync.wire.enrolment import Join
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide, ServerSide, Wire, WorldClock
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import CODE, another, store_of


def a_stranger(first: DeskSide, server: ServerSide, world: WorldClock) -> DeskSide:
    """Somebody who knows which business lives here."""
    return DeskSide(first.business, world, Wire(server))


def test_a_set_up_code_opens_no_business_that_lives_here_already(
    first: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    there = {row["id"] for row in rows(store_of(first, server))["device"]}
    with pytest.raises(Refused, match="code_wrong"):
        a_stranger(first, server, world).begin(server.control.new_setup_code())
    assert {row["id"] for row in rows(store_of(first, server))["device"]} == there


def test_a_set_up_code_that_was_used_lets_nobody_else_into_its_business(
    first: DeskSide, server: ServerSide, world: WorldClock
) -> None:
    code = server.control.new_setup_code()
    first.begin(code)
    first.begin(code)  # its answer was lost
    with pytest.raises(Refused, match="code_wrong"):
        a_stranger(first, server, world).begin(code)


def as_the_house(desk: DeskSide, **said: object) -> None:
    """Add a customer, as the house, and say of the line what would make that right."""
    desk.store.seen, desk.store.authority = Seen(**said), not said  # type: ignore[arg-type]
    desk.store.do(add_customer, AddCustomer(name="Mallory"))
    desk.sync()


@pytest.mark.parametrize("which", ["first", "second"])
def test_a_desk_with_a_server_does_not_act_as_the_house_by_saying_it_has_none(
    which: str, request: pytest.FixtureRequest, first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    desk: DeskSide = request.getfixturevalue(which)
    desk.do(add_customer, AddCustomer(name="Zoë Blanc"))  # it has spoken of its server once
    desk.sync()
    as_the_house(desk)
    assert not any(row["name"] == "Mallory" for row in rows(store_of(first, server))["customer"])


def test_nor_in_a_new_life(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.sync()
    first.engine._begin_life()
    as_the_house(first)
    assert not any(row["name"] == "Mallory" for row in rows(store_of(first, server))["customer"])


def test_nor_by_naming_a_cause(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    cause = first.do(add_customer, AddCustomer(name="Zoë Blanc")).op_id
    with first.store.transaction() as connection:
        given = AddCustomer(name="Mallory")
        first.store._author(connection, add_customer, given, SYSTEM, caused_by=cause)
    first.sync()
    assert not any(row["name"] == "Mallory" for row in rows(store_of(first, server))["customer"])


def test_undoing_takes_nothing_along_that_a_person_did(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    cause = first.do(add_customer, AddCustomer(name="Zoë Blanc")).op_id
    with first.store.transaction() as connection:
        given = AddCustomer(name="Tom Reed")
        first.store._author(connection, add_customer, given, first.actor, caused_by=cause)
    first.do(undo, Undo(op=cause))
    first.sync()
    names = {row["name"] for row in rows(store_of(first, server))["customer"]}
    assert "Tom Reed" in names
    assert "Zoë Blanc" not in names


def test_what_is_local_does_not_run_elsewhere(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    write_line(first, edit_device_settings, pack(EditDeviceSettings(keep_hours=24)))
    first.sync()
    with store_of(first, server).reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM device_setting")).scalar() == 0
    assert [card["code"] for card in rows(first.store)["inbox_card"]] == ["operation_unknown"]


def write_line(desk: DeskSide, operation: Operation[Any, Any], body: bytes) -> None:
    """A line in a desk's journal that no runner has made."""
    me = desk.store.identity
    with desk.store.transaction() as connection:
        work = desk.store.work_for(connection, new_id(), desk.actor, desk.clock(), me.device, me.inc)
        silent = replace(operation, about=None, carries=None)  # nothing in the header
        desk.store._journal(work, silent, body, (), None, None, None)


def test_a_sum_beyond_all_money_is_held_and_nothing_waits_behind_it(
    first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    write_line(first, sell, pack({"total": 2**63, "currency": "EUR"}))
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.sync()
    (card,) = rows(store_of(first, server))["inbox_card"]
    assert (card["code"], card["amount"]) == ("operation_unreadable", None)
    assert any(row["name"] == "Zoë Blanc" for row in rows(store_of(first, server))["customer"])


def test_a_body_nested_too_deep_is_held_and_nothing_waits_behind_it(
    first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    write_line(first, sell, b"\x91" * 100_000 + b"\xc0")
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    with suppress(RecursionError):  # the desk itself cannot run it again
        first.sync()
    (card,) = rows(store_of(first, server))["inbox_card"]
    assert card["code"] == "operation_unreadable"
    assert any(row["name"] == "Zoë Blanc" for row in rows(store_of(first, server))["customer"])


def test_two_devices_that_show_one_code_at_once_do_not_both_wait(
    first: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    first.do(invite_device, InviteDevice(code=CODE, name="Another"))
    first.sync()
    one, other = a_stranger(first, server, world), a_stranger(first, server, world)
    enrolling = server.door.enrolling
    invited = enrolling._invitation(store_of(first, server), join_of(other), None)  # found before the first is in
    one.join(CODE)
    with refused("code_wrong"):
        enrolling._ask(store_of(first, server), join_of(other), invited)
    assert str(other.device) not in {str(row["id"]) for row in rows(store_of(first, server))["device"]}


def join_of(desk: DeskSide) -> Join:
    return Join(
        business=desk.business, code=CODE, device=desk.device, key=bytes(desk.key.verify_key), signature=bytes(64)
    )


def test_a_kiosk_is_not_told_the_pepper_of_pins(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    assert another(first, server, DeviceRole.KIOSK).pepper == b""


def test_another_desk_is_told_it(first: DeskSide, second: DeskSide) -> None:
    assert second.pepper == first.pepper
