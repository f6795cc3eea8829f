"""A house names its ways of paying: what is paid so stands on receipt and report, and cash alone behaves as cash."""

from uuid import UUID

import pytest

from bizet_core.selling.carts.operations import CartContent
from bizet_core.selling.payment_methods.model import PaymentKind
from bizet_core.selling.payment_methods.operations import (
    AddMethod,
    EditMethod,
    OrderMethods,
    RemoveMethod,
    add_method,
    edit_method,
    order_methods,
    remove_method,
    usual_id,
)
from bizet_core.selling.payment_methods.queries import PaymentMethod, PaymentMethods, all_payment_methods
from bizet_core.selling.receipts.queries import ReceiptOf, receipt_of
from bizet_core.selling.sales.model import tenders
from bizet_core.selling.sales.operations import Refund, Sell, TenderAsked, refund, sell
from bizet_core.selling.sales.queries import OfSale, sale
from bizet_core.selling.till.operations import CloseTill, OpenTill, close_till, open_till
from bizet_core.selling.till.queries import OfDevice, closings, till_state
from bizet_core.selling.till.report_rows import groups_of, totals_of
from bizet_core.store import Store, Undo, undo
from bizet_core.store.tables.ids import new_id
from tests.support.makers import Salon, a_salon, cart_line, refused


@pytest.fixture
def salon(store: Store) -> Salon:
    salon = a_salon(store)
    store.do(open_till, OpenTill(float=10_000))
    return salon


def methods(store: Store, **how: bool) -> tuple[PaymentMethod, ...]:
    return store.ask(all_payment_methods, PaymentMethods(**how))


def names(store: Store) -> list[str]:
    return [method.name for method in methods(store)]


def a_cheque(store: Store, **more: bool) -> UUID:
    made: UUID = store.do(add_method, AddMethod(name="Cheque", kind=PaymentKind.CHEQUE, **more)).result
    return made


def sold(salon: Salon, *paid: TenderAsked) -> UUID:
    line = cart_line(id=new_id(), name="Comb", unit_price=1000, tax_class="standard")
    asked = Sell(content=CartContent(lines=(line,)), tenders=paid, location=salon.location)
    made: UUID = salon.store.do(sell, asked).result
    return made


def test_a_house_begins_with_card_and_cash(salon: Salon, store: Store) -> None:
    card, cash = methods(store)
    assert (card.name, card.kind, card.opens_drawer, card.gives_change) == ("Card", PaymentKind.CARD, False, False)
    assert (cash.name, cash.kind, cash.opens_drawer, cash.gives_change) == ("Cash", PaymentKind.CASH, True, True)
    assert cash.id == usual_id(store.identity.business, PaymentKind.CASH)


def test_one_of_its_own_is_on_tender_receipt_and_z(salon: Salon, store: Store) -> None:
    cheque = a_cheque(store, needs_reference=True)
    id = sold(salon, TenderAsked(method="cheque", method_id=cheque, given=1000, reference="4711"))
    with store.reading() as connection:
        row = connection.execute(tenders.select()).one()
    assert (row.method_id, row.method, row.name, row.reference) == (cheque, "cheque", "Cheque", "4711")
    assert (row.provider, row.state) == ("", "captured")
    assert [(paid.label, paid.reference) for paid in store.ask(receipt_of, ReceiptOf(sale=id)).paid] == [
        ("Cheque", "4711")
    ]
    store.do(edit_method, EditMethod(method=cheque, name="Bank cheque"))
    assert store.ask(sale, OfSale(sale=id)).tenders[0].name == "Cheque", "a receipt keeps what it was printed with"
    store.do(close_till, CloseTill(total=10_000))
    (closed,) = store.ask(closings, OfDevice(device=store.identity.device))
    assert ("Cheque", 1000) in groups_of(totals_of(closed))[1]
    assert closed.difference.amount == 0, "a cheque is not counted with the cash"


def test_only_cash_gives_change(salon: Salon, store: Store) -> None:
    a_cheque(store)
    with refused("change_from_cash_only"):
        sold(salon, TenderAsked(method="cheque", given=1500))
    sold(salon, TenderAsked(method="cash", given=1500))
    state = store.ask(till_state, OfDevice(device=store.identity.device))
    assert state is not None


def test_what_is_given_back_goes_back_the_way_it_came(salon: Salon, store: Store) -> None:
    cheque = a_cheque(store)
    id = sold(salon, TenderAsked(method="cheque", method_id=cheque, given=1000))
    line = store.ask(sale, OfSale(sale=id)).lines[0]
    back = store.do(refund, Refund(sale=id, quantities={line.id: 1000}, reason="broken")).result
    with store.reading() as connection:
        row = connection.execute(tenders.select().where(tenders.c.sale_id == back)).one()
    assert (row.method_id, row.name, row.amount) == (cheque, "Cheque", -1000)


def test_a_number_that_must_be_written_down_is_asked_for(salon: Salon, store: Store) -> None:
    a_cheque(store, needs_reference=True)
    for blank in ("", "   "):
        with refused("reference_missing"):
            sold(salon, TenderAsked(method="cheque", given=1000, reference=blank))


def test_only_cash_opens_the_drawer(salon: Salon, store: Store) -> None:
    with refused("drawer_for_cash_only"):
        a_cheque(store, opens_drawer=True)
    cheque = a_cheque(store)
    with refused("drawer_for_cash_only"):
        store.do(edit_method, EditMethod(method=cheque, opens_drawer=True))


def test_what_is_removed_is_taken_no_more_and_can_be_undone(salon: Salon, store: Store) -> None:
    cheque = a_cheque(store)
    done = store.do(remove_method, RemoveMethod(method=cheque))
    assert names(store) == ["Card", "Cash"]
    assert [method.name for method in methods(store, inactive=True)] == ["Card", "Cash", "Cheque"]
    with refused("payment_method_gone"):
        sold(salon, TenderAsked(method="cheque", given=1000))
    with refused("payment_method_gone"):
        sold(salon, TenderAsked(method="card", method_id=cheque, given=1000))
    store.do(undo, Undo(op=done.op_id))
    assert names(store) == ["Card", "Cash", "Cheque"]


def test_the_last_one_stays(salon: Salon, store: Store) -> None:
    card, cash = methods(store)
    store.do(remove_method, RemoveMethod(method=card.id))
    with refused("payment_method_last"):
        store.do(remove_method, RemoveMethod(method=cash.id))
    with refused("payment_method_last"):
        store.do(edit_method, EditMethod(method=cash.id, active=False))


def test_they_are_shown_in_the_order_of_the_house(salon: Salon, store: Store) -> None:
    cheque = a_cheque(store)
    store.do(order_methods, OrderMethods(first=(cheque,)))
    assert names(store) == ["Cheque", "Card", "Cash"]
    with refused("gone"):
        store.do(order_methods, OrderMethods(first=(new_id(),)))
