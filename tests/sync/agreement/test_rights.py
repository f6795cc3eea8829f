"""The server looks again at what an actor may, as they stood when their desk last heard, and at what was approved."""

from typing import Any

import msgspec

from bizet_core.business.access.operations import Approve, approve
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, SetPin, edit_staff, set_pin
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.selling.carts.operations import CartContent, DiscountGiven
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store import Actor
from bizet_core.store.tables.ids import new_id
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide, ServerSide
from tests.support.makers import OWNER_PIN, Salon, cart_line
from tests.sync.agreement.conftest import store_of


def a_shampoo(salon: Salon, **more: Any) -> Sell:
    price = more.pop("price", 1450)
    line = cart_line(
        id=new_id(), kind="product", item=salon.shampoo, name="Shampoo", unit_price=price, tax_class="standard", **more
    )
    paid = (TenderAsked(method="cash", given=price),)
    return Sell(content=CartContent(lines=(line,)), tenders=paid, location=salon.location)


def cards(first: DeskSide, server: ServerSide) -> list[tuple[str, str]]:
    return [(card["kind"], card["code"]) for card in rows(store_of(first, server))["inbox_card"]]


def as_ines(desk: DeskSide, salon: Salon) -> Actor:
    return Actor(salon.ines, "Inês Duarte", desk.actor.grants, everything=True)  # what her desk believes of her


def test_what_the_server_does_not_permit_is_refused_and_told(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    first.do(edit_staff, EditStaff(staff=salon.bea, role=Role.CONTRACTOR))
    first.sync()
    first.actor = Actor(salon.bea, "Bea Costa", {}, everything=True)
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.sync()
    assert cards(first, server) == [("refused", "not_permitted")]
    assert not any(row["name"] == "Zoë Blanc" for row in rows(first.store)["customer"])


def test_money_that_was_taken_stands_whoever_took_it(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    first.do(open_till, OpenTill(float=0))
    first.do(edit_staff, EditStaff(staff=salon.bea, role=Role.CONTRACTOR))
    first.sync()
    first.actor = Actor(salon.bea, "Bea Costa", {}, everything=True)
    first.do(sell, a_shampoo(salon))
    first.sync()
    assert len(rows(first.store)["sale"]) == 1
    assert ("concern", "not_permitted_there") in cards(first, server)


def test_somebody_who_was_demoted_meanwhile_keeps_what_their_desk_did_before_it_heard(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    second.actor = as_ines(second, salon)
    second.wire.is_cut = True
    second.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.do(edit_staff, EditStaff(staff=salon.ines, role=Role.CONTRACTOR))
    first.sync()
    second.wire.is_cut = False
    second.sync()
    assert cards(first, server) == []
    second.do(add_customer, AddCustomer(name="Too late"))
    second.sync()
    assert cards(first, server) == [("refused", "not_permitted")]


def test_a_price_that_is_not_the_catalogues_is_told_unless_somebody_may_set_it(
    first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    first.do(open_till, OpenTill(float=0))
    first.do(sell, a_shampoo(salon, price=900))
    first.sync()
    assert cards(first, server) == []  # the owner may
    first.actor = as_ines(first, salon)
    first.do(sell, a_shampoo(salon, price=900))
    first.sync()
    assert cards(first, server) == [("concern", "price_differs")]


def test_what_a_manager_approved_counts_as_permitted(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    first.do(open_till, OpenTill(float=0))
    first.do(set_pin, SetPin(staff=salon.owner, pin=OWNER_PIN))
    first.sync()
    first.actor = salon.actor(salon.ines)
    off = DiscountGiven(label="Damaged", amount=450)
    sale = a_shampoo(salon, discount=off)
    sale = msgspec.structs.replace(sale, tenders=(TenderAsked(method="cash", given=1000),))
    yes = Approve(approver=salon.owner, pin=OWNER_PIN, permission="sales.discount", reason="The cap is broken")
    given = first.store.do(approve, yes, actor=first.actor).result
    first.store.do(sell, sale, actor=first.actor, approval=given.approval)
    first.sync()
    assert len(rows(store_of(first, server))["sale"]) == 1
    assert cards(first, server) == []
