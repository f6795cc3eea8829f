"""What waits at the counter in the story of everything."""

from bizet_core.selling.carts.operations import CartContent, CartLine, ParkCart, TakeParked, park_cart, take_parked
from bizet_core.store.tables.ids import new_id
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def park_a_cart(salon: Salon) -> None:
    content = CartContent(lines=(a_bottle(salon),))
    parked = salon.store.do(park_cart, ParkCart(content=content, label="Olivia")).result
    assert salon.store.do(take_parked, TakeParked(parked=parked)).result == content


def a_bottle(salon: Salon) -> CartLine:
    return CartLine(
        id=new_id(), kind="product", item=salon.shampoo, name="Shampoo", unit_price=1500, tax_class="standard",
        quantity=2000,
    )  # fmt: skip


STORY = (Chapter(Part.DAY, park_a_cart),)
