"""What a device does not do, and what it leaves to others after three days alone. Selling and booking go on."""

from typing import Any

from bizet_core.booking.bookings.operations import book
from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.settings.operations import EditBusiness, edit_business
from bizet_core.people.customers.operations import EditCustomer, edit_customer
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide, ServerSide
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import a_cut, another


def test_a_desk_that_was_away_for_days_sells_and_books_and_leaves_settings_alone(
    first: DeskSide, salon: Salon, world: Any
) -> None:
    first.wire.is_cut = True
    world.pass_by(hours=71)
    first.do(edit_business, EditBusiness(receipt_footer="Obrigada"))
    world.pass_by(hours=2)
    with refused("away_too_long"):
        first.do(edit_business, EditBusiness(receipt_footer="Adeus"))
    first.do(edit_customer, EditCustomer(customer=salon.olivia, alert="Latex"))
    first.wire.is_cut = False
    first.sync()
    first.do(edit_business, EditBusiness(receipt_footer="Adeus"))


def test_a_kiosk_books_and_edits_nobody(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    kiosk = another(first, server, DeviceRole.KIOSK)
    with refused("device_may_not"):
        kiosk.do(edit_customer, EditCustomer(customer=salon.olivia, alert="Latex"))
    kiosk.do(book, a_cut(salon, 10))
    kiosk.sync()
    first.sync()
    assert len(rows(first.store)["booking"]) == 1


def test_a_kiosk_knows_no_customer_and_no_pin(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    found = rows(another(first, server, DeviceRole.KIOSK).store)
    assert found["customer"] == found["staff"] == found["history"] == found["customer_note"] == []
    assert found["service"] != []
