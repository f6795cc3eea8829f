"""What is printed once more in the story of everything."""

from bizet_core.selling.printing.operations import PrintAgain, print_again
from bizet_core.selling.sales.queries import SalesOn, sales_on
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def print_a_copy(salon: Salon) -> None:
    today = SalesOn(day=salon.store.clock().date(), zone="Europe/Lisbon")
    salon.store.do(print_again, PrintAgain(sale=salon.store.ask(sales_on, today)[0].id))


STORY = (Chapter(Part.EVENING, print_a_copy),)
