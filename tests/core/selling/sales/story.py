"""What is sold and taken back in the story of everything."""

from bizet_core.booking.bookings.operations import book
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.selling.sales.operations import Refund, Sell, TenderAsked, VoidSale, refund, sell, void_sale
from bizet_core.store.tables.ids import new_id
from tests.core.booking.bookings.story import a_visit
from tests.core.selling.carts.story import a_bottle
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def sell_and_take_back(salon: Salon) -> None:
    store, bottle = salon.store, a_bottle(salon)
    visit = store.do(book, a_visit(salon, 12)).result
    part = store.ask(booking, OfBooking(booking=visit)).parts[0]
    service = CartLine(
        id=new_id(), kind="service", item=part.service, name=part.name, unit_price=part.price, tax_class=part.tax_class,
        part=part.id, staff=part.staff,
    )  # fmt: skip
    paid = (
        TenderAsked(method="card", given=2000, reference="0815"),
        TenderAsked(method="cash", given=part.price + 3000),
    )
    content = CartContent(lines=(service, bottle))
    asked = Sell(content=content, tenders=paid, location=salon.location, customer=salon.olivia)
    sale = store.do(sell, asked).result
    store.do(refund, Refund(sale=sale, quantities={bottle.id: 1000}, reason="leaks"))
    wrong = Sell(content=CartContent(lines=(a_bottle(salon),)), tenders=paid[1:], location=salon.location)
    store.do(void_sale, VoidSale(sale=store.do(sell, wrong).result, reason="wrong customer"))


STORY = (Chapter(Part.DAY, sell_and_take_back),)
