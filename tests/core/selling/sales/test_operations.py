"""Selling at a till: numbered without gaps, chained, refunded to the cent, counted at the end of the day."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.selling.carts.operations import CartContent, CartLine, DiscountGiven, SaveCart, save_cart
from bizet_core.selling.carts.queries import Carts, open_cart
from bizet_core.selling.sales.loading import load_documents
from bizet_core.selling.sales.model import sales
from bizet_core.selling.sales.operations import Refund, Sell, TenderAsked, VoidSale, refund, sell, void_sale
from bizet_core.selling.sales.rules import verify
from bizet_core.selling.till.operations import CloseTill, MoveCash, OpenTill, close_till, move_cash, open_till
from bizet_core.selling.till.queries import OfDevice, till_state
from bizet_core.store import Read
from bizet_core.store.operations.actor import SYSTEM
from bizet_core.store.tables.ids import new_id
from tests.support.makers import Salon


def line(name: str = "Cut", price: int = 5800, quantity: int = 1000, **more: Any) -> CartLine:
    return CartLine(
        id=new_id(),
        kind="custom",
        item=None,
        name=name,
        unit_price=price,
        tax_class="standard",
        quantity=quantity,
        **more,
    )


class Till:
    """A salon with an open till."""

    def __init__(self, salon: Salon) -> None:
        self.store, self.salon = salon.store, salon
        self.store.do(open_till, OpenTill(float=10_000))

    def sell(self, *lines: CartLine, tenders: tuple[TenderAsked, ...], **content: Any) -> UUID:
        cart = CartContent(lines=lines, **content)
        asked = Sell(content=cart, tenders=tenders, location=self.salon.location)
        return self.store.do(sell, asked).result

    def rows(self) -> list[object]:
        with self.store.readers.connect() as connection:
            read = Read(connection, self.store.identity.business, SYSTEM, self.store.clock())
            return list(load_documents(read, read.all(select(sales).order_by(sales.c.number))))


@pytest.fixture
def till(salon: Salon) -> Till:
    return Till(salon)


def cash(amount: int) -> TenderAsked:
    return TenderAsked(method="cash", given=amount)


def card(amount: int, slip: str = "0815") -> TenderAsked:
    return TenderAsked(method="card", given=amount, reference=slip)


def expected(till: Till) -> int:
    state = till.store.ask(till_state, OfDevice(device=till.store.identity.device))
    assert state is not None
    assert state.expected is not None
    return state.expected.amount


def test_cash_is_kept_without_its_change(till: Till) -> None:
    till.sell(line(price=5800), tenders=(cash(6000),))
    assert expected(till) == 10_000 + 5800


def test_a_closed_till_sells_nothing(salon: Salon) -> None:
    with pytest.raises(Refused, match="till_closed"):
        salon.store.do(sell, Sell(content=CartContent(lines=(line(),)), tenders=(cash(5800),), location=salon.location))


def test_receipt_numbers_have_no_gap_when_a_sale_is_refused(till: Till) -> None:
    till.sell(line(), tenders=(card(5800),))
    with pytest.raises(Refused, match="not_paid"):
        till.sell(line(), tenders=(card(100),))
    till.sell(line(), tenders=(card(5800),))
    assert [d.sale.number for d in till.rows()] == [1, 2]  # type: ignore[attr-defined]


def test_the_chain_of_receipts_verifies_and_names_an_altered_one(till: Till) -> None:
    for _ in range(3):
        till.sell(line(), tenders=(card(5800),))
    rows = till.rows()
    assert verify(rows, rows[0].sale.series) is None  # type: ignore[arg-type,attr-defined]
    store = till.store
    with store.engine.begin() as connection:
        from bizet_core.store.database.engines import suspend

        suspend(connection)
        connection.exec_driver_sql("UPDATE sale SET total = 1, tip = 7 WHERE number = 2")
    rows = till.rows()
    found = verify(rows, rows[0].sale.series)  # type: ignore[arg-type,attr-defined]
    assert found is not None
    assert (found.number, found.reason) == (2, "altered")


def test_partial_refunds_of_a_discounted_line_add_up_to_what_was_paid(till: Till) -> None:
    shampoo = line("Shampoo", price=1999, quantity=3000, discount=DiscountGiven(label="Staff", rate=100_000))
    sale = till.sell(shampoo, tenders=(card(5397),))
    for _ in range(3):
        till.store.do(refund, Refund(sale=sale, quantities={shampoo.id: 1000}, reason="leaks"))
    assert sum(d.sale.figures.total for d in till.rows()) == 0  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="more_than_sold"):
        till.store.do(refund, Refund(sale=sale, quantities={shampoo.id: 1000}, reason="again"))


def test_a_void_is_another_document_and_nothing_is_voided_twice(till: Till) -> None:
    sale = till.sell(line(), tenders=(cash(6000),))
    till.store.do(void_sale, VoidSale(sale=sale, reason="wrong customer"))
    assert [d.sale.kind for d in till.rows()] == ["sale", "void"]  # type: ignore[attr-defined]
    assert expected(till) == 10_000
    with pytest.raises(Refused, match="already_refunded"):
        till.store.do(void_sale, VoidSale(sale=sale, reason="again"))


def test_selling_empties_the_open_cart(till: Till) -> None:
    content, cart = CartContent(lines=(line(),)), new_id()
    till.store.do(save_cart, SaveCart(cart=cart, content=content))
    assert till.store.ask(open_cart, Carts()).content == content  # type: ignore[union-attr]
    till.store.do(sell, Sell(content=content, tenders=(cash(5800),), location=till.salon.location, cart=cart))
    assert till.store.ask(open_cart, Carts()) is None


def test_the_day_is_closed_with_its_difference_and_a_reason(till: Till) -> None:
    till.sell(line(), tenders=(cash(6000),), tip=200)
    till.store.do(move_cash, MoveCash(amount=-500, reason="milk"))
    assert expected(till) == 10_000 + 6000 - 500
    with pytest.raises(Refused, match="difference_needs_reason"):
        till.store.do(close_till, CloseTill(total=15_000))
    till.store.do(close_till, CloseTill(pieces={5000: 3, 200: 1}, reason="dropped some"))
    assert till.store.ask(till_state, OfDevice(device=till.store.identity.device)) is None


def test_nonsense_is_refused_in_words_and_costs_no_number(till: Till) -> None:
    for bad in (line(price=-1), line(quantity=0)):
        with pytest.raises(Refused):
            till.sell(bad, tenders=(cash(100),))
    till.sell(line(), tenders=(cash(5800),))
    assert [d.sale.number for d in till.rows()] == [1]  # type: ignore[attr-defined]
