"""Two processes of a server do two things to one row at once, on one PostgreSQL database: the second sees the first."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status, bookings
from bizet_core.booking.bookings.operations import EndHolds, SetStatus, book, end_holds, move_booking, set_status
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked
from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.business.devices.operations import (
    JoinDevice,
    LockDevice,
    OfDevice,
    admit_device,
    join_device,
    lock_device,
    revoke_device,
)
from bizet_core.business.locations.operations import AddLocation, EditLocation, add_location, edit_location
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, SetPin, edit_staff, set_pin
from bizet_core.catalogue.products.operations import CountStock, count_stock
from bizet_core.catalogue.timetable.operations import Hours, SetHours, set_hours
from bizet_core.oversight.inbox.operations import Choice, SettleCard, settle_card
from bizet_core.people.customers.operations import EditCustomer, edit_customer
from bizet_core.selling.carts.operations import CartContent, ParkCart, TakeParked, park_cart, take_parked
from bizet_core.store import SYSTEM, Done, Store, Undo, undo
from bizet_core.store.tables.ids import new_id
from sync_server.sync.enrolment import next_chain
from tests.server.sync_server.test_counting import CLOCK, two, wait_until_somebody_waits
from tests.simulator.rows import rows
from tests.support.makers import STAFF_PIN, TUESDAY_TO_SATURDAY, Salon, a_salon, cart_line
from tests.sync.agreement.conftest import at

__all__ = ["two"]

Does = tuple[Any, Any]  # an operation and its request


@dataclass
class Two:
    """One salon at two processes."""

    one: Store
    other: Store
    salon: Salon

    def at_once(self, first: Does, second: Does) -> Done | Refused:
        """Let the second be prepared and run while the first has run and is not committed; what the second came to."""
        with ThreadPoolExecutor(1) as thread:
            with self.one.transaction() as connection:
                self.one._author(connection, *first, SYSTEM)
                later = thread.submit(self._do, second)
                wait_until_somebody_waits(connection)
            return later.result(20)

    def _do(self, what: Does) -> Done | Refused:
        try:
            return self.other.do(*what)
        except Refused as refusal:
            return refusal

    def row(self, table: str, id: UUID) -> dict[str, Any]:
        return next(row for row in rows(self.one)[table] if row["id"] == id)

    def booked(self, hour: int, **more: Any) -> UUID:
        part = PartAsked(service=self.salon.cut, staff=self.salon.ines)
        visit = Book(location=self.salon.location, starts_at=at(hour), parts=(part,), **more)
        return UUID(str(self.one.do(book, visit).result))


@pytest.fixture
def here(two: tuple[Store, Store]) -> Two:
    return Two(*two, a_salon(two[0]))


def code(came_to: Done | Refused) -> str:
    return came_to.code if isinstance(came_to, Refused) else ""


def test_a_field_is_not_written_over_unseen(here: Two) -> None:
    def alert(words: str) -> Does:
        return edit_customer, EditCustomer(customer=here.salon.olivia, alert=words)

    assert code(here.at_once(alert("Latex"), alert("Nuts"))) == "changed_meanwhile"
    assert here.row("customer", here.salon.olivia)["alert"] == "Latex"


def test_a_visit_that_two_move_claims_one_time(here: Two) -> None:
    visit = here.booked(9)
    moves = [(move_booking, MoveBooking(booking=visit, starts_at=at(hour))) for hour in (11, 15)]
    assert code(here.at_once(*moves)) == ""
    claims = [claim for claim in rows(here.one)["claim"] if claim["live"]]
    assert [claim["starts_at"] for claim in claims] == [here.row("booking", visit)["starts_at"]]


def test_a_visit_that_is_cancelled_does_not_arrive(here: Two) -> None:
    visit = here.booked(9)
    steps = [(set_status, SetStatus(booking=visit, status=each)) for each in (Status.CANCELLED, Status.ARRIVED)]
    assert code(here.at_once(*steps)) == "status_step"
    assert here.row("booking", visit)["status"] == Status.CANCELLED


def test_a_hold_that_is_confirmed_in_its_last_second_does_not_end(here: Two) -> None:
    visit = here.booked(9, status=Status.HOLD, hold_until=CLOCK() - timedelta(seconds=1))
    confirmed = (set_status, SetStatus(booking=visit, status=Status.CONFIRMED))
    with here.one.reading() as connection:
        assert connection.execute(bookings.select()).one().status == Status.HOLD
    here.at_once(confirmed, (end_holds, EndHolds()))
    assert here.row("booking", visit)["status"] == Status.CONFIRMED


def test_two_owners_do_not_both_step_down(here: Two) -> None:
    here.one.do(edit_staff, EditStaff(staff=here.salon.bea, role=Role.OWNER))
    here.one.do(set_pin, SetPin(staff=here.salon.bea, pin=STAFF_PIN))
    down = [(edit_staff, EditStaff(staff=each, role=Role.STAFF)) for each in (here.salon.owner, here.salon.bea)]
    assert code(here.at_once(*down)) == "last_owner"


def test_the_last_two_places_do_not_both_close(here: Two) -> None:
    other = here.one.do(add_location, AddLocation(name="Porto")).result
    closed = [(edit_location, EditLocation(location=each, active=False)) for each in (here.salon.location, other)]
    assert code(here.at_once(*closed)) == "last_location"


def test_a_device_that_is_sent_away_is_not_let_in(here: Two) -> None:
    device = new_id()
    about = {"name": "Back room", "role": DeviceRole.DESK, "state": DeviceState.ASKING, "key": bytes(32)}
    here.one.do(join_device, JoinDevice(id=device, **about))
    came_to = here.at_once((revoke_device, OfDevice(device=device)), (admit_device, OfDevice(device=device)))
    assert code(came_to) == "device_state"
    assert here.row("device", device)["state"] == DeviceState.REVOKED


def test_one_parked_cart_is_taken_up_once(here: Two) -> None:
    line = cart_line(id=new_id(), kind="custom", item=None, name="Bow", unit_price=500, tax_class="standard")
    parked = here.one.do(park_cart, ParkCart(content=CartContent(lines=(line,)), label="Olivia")).result
    take = (take_parked, TakeParked(parked=parked))
    assert code(here.at_once(take, take)) == "gone"


def test_what_is_undone_writes_over_nobody(here: Two) -> None:
    done = here.one.do(edit_customer, EditCustomer(customer=here.salon.olivia, alert="Latex"))
    edit = (edit_customer, EditCustomer(customer=here.salon.olivia, alert="Nuts"))
    assert code(here.at_once(edit, (undo, Undo(op=done.op_id)))) == "undo_changed_since"
    assert here.row("customer", here.salon.olivia)["alert"] == "Nuts"


def test_two_weeks_of_one_person_do_not_both_stand(here: Two) -> None:
    def week(begins: int) -> Does:
        hours = (Hours(weekdays=TUESDAY_TO_SATURDAY, time=(begins * 60, 18 * 60)),)
        return set_hours, SetHours(resource=here.salon.ines, hours=hours)

    assert code(here.at_once(week(10), week(8))) == "hours_changed_meanwhile"


def test_a_count_of_stock_tells_what_was_there_before(here: Two) -> None:
    counts = [(count_stock, CountStock(product=here.salon.shampoo, stock=many)) for many in (7, 9)]
    assert code(here.at_once(*counts)) == ""
    told = sorted(row["facts"]["was"] for row in rows(here.one)["history"] if row["name"] == "products.count_stock")
    assert told == [7, 12]


def test_a_card_is_settled_once(here: Two) -> None:
    device = new_id()
    about = {"name": "Back room", "role": DeviceRole.DESK, "state": DeviceState.ACTIVE, "key": bytes(32)}
    here.one.do(join_device, JoinDevice(id=device, **about))
    here.one.do(lock_device, LockDevice(device=device))
    (card,) = rows(here.one)["inbox_card"]
    settle = (settle_card, SettleCard(card=UUID(str(card["id"])), choice=Choice.OURS))
    assert code(here.at_once(settle, settle)) == "card_settled"


def test_two_copies_of_a_device_get_two_lives(here: Two) -> None:
    """Two computers that were one begin anew at the same moment."""
    device, me = new_id(), here.one.identity.business
    about = {"name": "Back room", "role": DeviceRole.DESK, "state": DeviceState.LOCKED, "key": bytes(32)}
    here.one.do(join_device, JoinDevice(id=device, **about))
    with ThreadPoolExecutor(1) as thread:
        with here.one.transaction() as connection:
            first = next_chain(connection, me, device)
            later = thread.submit(partial(begin_next, here.other, device))
            wait_until_somebody_waits(connection)
        assert (first, later.result(20)) == (2, 3)


def begin_next(store: Store, device: UUID) -> int:
    with store.transaction() as connection:
        return next_chain(connection, store.identity.business, device)
