"""Two desks and a server agree: on the real core, engine and door, without sockets."""

import pytest

from bizet_core.customers.operations import AddCustomer, EditCustomer, add_customer, edit_customer
from bizet_core.devices.model import DeviceRole
from bizet_core.devices.operations import InviteDevice, OfDevice, admit_device, invite_device
from bizet_core.devices.rules import six_words
from bizet_core.store import Store
from bizet_core.store.ids import new_id
from tests.makers import Salon, a_salon
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, ServerSide, Wire, WorldClock
from tests.stories.everything import everything


@pytest.fixture
def world() -> WorldClock:
    return WorldClock()


@pytest.fixture
def server(world: WorldClock) -> ServerSide:
    return ServerSide(world)


@pytest.fixture
def first(server: ServerSide, world: WorldClock) -> DeskSide:
    """A desk with a salon, just linked."""
    return DeskSide(new_id(), world, Wire(server))


def linked(first: DeskSide, server: ServerSide) -> Salon:
    salon = a_salon(first.store)
    first.begin(server.control.new_setup_code())
    first.sync()
    first.actor = salon.actor(salon.owner)
    return Salon(**{**salon.__dict__, "store": first.store})


def a_second(first: DeskSide, server: ServerSide, role: DeviceRole = DeviceRole.DESK) -> DeskSide:
    """Another device, invited, compared and let in."""
    first.do(invite_device, InviteDevice(code="AB12-CD34", name="Desk 2", role=role))
    first.sync()
    second = DeskSide(first.business, first.clock, Wire(server))
    waiting = second.join("AB12-CD34")
    assert six_words("AB12-CD34", bytes(second.key.verify_key), waiting.server_key)
    first.sync()
    first.do(admit_device, OfDevice(device=second.device))
    first.sync()
    second.enter()
    second.actor = first.actor
    return second


def server_store(first: DeskSide, server: ServerSide) -> Store:
    return server.stores.of(first.business)


def test_a_linked_desk_gives_the_server_its_whole_past(first: DeskSide, server: ServerSide) -> None:
    everything(first.store, as_server=False)
    first.begin(server.control.new_setup_code())
    first.sync()
    assert differences(rows(first.store), rows(server_store(first, server))) == []
    assert first.engine._unsent() == []


def test_a_second_desk_has_the_same_rows(first: DeskSide, server: ServerSide) -> None:
    linked(first, server)
    second = a_second(first, server)
    first.sync()
    assert differences(rows(first.store), rows(second.store)) == []


def test_a_change_travels_from_desk_to_desk(first: DeskSide, server: ServerSide) -> None:
    linked(first, server)
    second = a_second(first, server)
    first.do(add_customer, AddCustomer(name="Zoë Blanc", phone="+351912345678"))
    first.sync()
    second.sync()
    assert differences(rows(first.store), rows(second.store)) == []


def test_two_edits_of_different_fields_both_stand(first: DeskSide, server: ServerSide) -> None:
    salon = linked(first, server)
    second = a_second(first, server)
    first.do(edit_customer, EditCustomer(customer=salon.olivia, alert="PPD allergy"))
    second.do(edit_customer, EditCustomer(customer=salon.olivia, favourite=True))
    for desk in (first, second, first):
        desk.sync()
    assert differences(rows(first.store), rows(second.store)) == []
    row = next(r for r in rows(first.store)["customer"] if r["id"] == salon.olivia)
    assert (row["alert"], row["favourite"]) == ("PPD allergy", True)


def test_of_two_edits_of_one_field_the_later_becomes_a_card(first: DeskSide, server: ServerSide) -> None:
    salon = linked(first, server)
    second = a_second(first, server)
    first.do(edit_customer, EditCustomer(customer=salon.olivia, alert="PPD allergy"))
    second.do(edit_customer, EditCustomer(customer=salon.olivia, alert="Latex"))
    for desk in (first, second, first):
        desk.sync()
    assert differences(rows(first.store), rows(second.store)) == []
    (card,) = rows(first.store)["inbox_card"]
    assert (card["kind"], card["code"]) == ("refused", "changed_meanwhile")
    assert card["facts"] == {"field": "alert", "now": "PPD allergy", "ours": {"alert": "Latex"}}
