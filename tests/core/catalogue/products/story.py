"""What becomes of products in the story of everything."""

from bizet_core.catalogue.products.operations import (
    CountStock,
    EditProduct,
    RemoveProduct,
    count_stock,
    edit_product,
    remove_product,
)
from bizet_core.store import Undo, undo
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def change_the_shampoo(salon: Salon) -> None:
    store = salon.store
    store.do(edit_product, EditProduct(product=salon.shampoo, price=1500))
    store.do(count_stock, CountStock(product=salon.shampoo, stock=20))
    store.do(undo, Undo(op=store.do(remove_product, RemoveProduct(product=salon.shampoo)).op_id))


STORY = (Chapter(Part.CATALOGUE, change_the_shampoo),)
