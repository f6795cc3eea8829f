"""Two desks and a server agree: on the real core, engine and door, without sockets."""

from bizet_core.business.devices.operations import InviteDevice, invite_device
from bizet_core.business.devices.queries import Devices, all_devices
from bizet_core.business.devices.rules import six_words
from bizet_core.people.customers.operations import AddCustomer, EditCustomer, add_customer, edit_customer
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, ServerSide, Wire
from tests.stories.everything import everything
from tests.support.makers import Salon
from tests.sync.agreement.conftest import CODE, store_of


def test_a_linked_desk_gives_the_server_its_whole_past(first: DeskSide, server: ServerSide) -> None:
    everything(first.store, as_server=False)
    first.begin(server.control.new_setup_code())
    first.sync()
    assert differences(rows(first.store), rows(store_of(first, server))) == []
    assert first.engine._unsent() == []


def test_a_second_desk_has_the_same_rows(first: DeskSide, second: DeskSide) -> None:
    first.sync()
    assert differences(rows(first.store), rows(second.store)) == []


def test_a_change_travels_from_desk_to_desk(first: DeskSide, second: DeskSide) -> None:
    first.do(add_customer, AddCustomer(name="Zoë Blanc", phone="+351912345678"))
    first.sync()
    second.sync()
    assert differences(rows(first.store), rows(second.store)) == []


def test_two_edits_of_different_fields_both_stand(first: DeskSide, second: DeskSide, salon: Salon) -> None:
    first.do(edit_customer, EditCustomer(customer=salon.olivia, alert="PPD allergy"))
    second.do(edit_customer, EditCustomer(customer=salon.olivia, favourite=True))
    for desk in (first, second, first):
        desk.sync()
    assert differences(rows(first.store), rows(second.store)) == []
    row = next(r for r in rows(first.store)["customer"] if r["id"] == salon.olivia)
    assert (row["alert"], row["favourite"]) == ("PPD allergy", True)


def test_of_two_edits_of_one_field_the_later_becomes_a_card(first: DeskSide, second: DeskSide, salon: Salon) -> None:
    first.do(edit_customer, EditCustomer(customer=salon.olivia, alert="PPD allergy"))
    second.do(edit_customer, EditCustomer(customer=salon.olivia, alert="Latex"))
    for desk in (first, second, first):
        desk.sync()
    assert differences(rows(first.store), rows(second.store)) == []
    (card,) = rows(first.store)["inbox_card"]
    assert (card["kind"], card["code"]) == ("refused", "changed_meanwhile")
    assert card["facts"] == {"field": "alert", "now": "PPD allergy", "ours": {"alert": "Latex"}}


def test_both_screens_show_the_same_six_words(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    first.do(invite_device, InviteDevice(code=CODE, name="Desk 2"))
    first.sync()
    other = DeskSide(first.business, first.clock, Wire(server))
    waiting = other.join(CODE)
    first.sync()
    asking = next(d for d in first.store.ask(all_devices, Devices()) if d.id == other.device)
    here = six_words(CODE, asking.key, server.control.public_key)
    assert here == six_words(CODE, bytes(other.key.verify_key), waiting.server_key)
    assert here != six_words(CODE, bytes(32), waiting.server_key)
