"""What becomes of taxes in the story of everything."""

from bizet_core.catalogue.taxes.operations import AddRate, EditRate, RemoveRate, add_rate, edit_rate, remove_rate
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def try_another_rate(salon: Salon) -> None:
    store = salon.store
    rate = store.do(add_rate, AddRate(tax_class="reduced", name="VAT 6 %", rate=60_000)).result
    store.do(edit_rate, EditRate(tax=rate, rate=130_000))
    store.do(remove_rate, RemoveRate(tax=rate))


STORY = (Chapter(Part.HOUSE, try_another_rate),)
