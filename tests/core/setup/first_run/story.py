"""What is set up and cleared away in the story of everything."""

from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.setup.first_run.operations import add_trade, remove_sample
from bizet_core.setup.first_run.sample import RemoveSample
from resources.sample import TRADES
from resources.sample.requests import trade_request
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def add_a_trade(salon: Salon) -> None:
    salon.store.do(add_trade, trade_request(TRADES["shop"], salon.location, "EUR"))


def clear_the_sample_away(salon: Salon) -> None:
    salon.store.do(add_customer, AddCustomer(name="Sam Ple", sample=True))
    salon.store.do(remove_sample, RemoveSample())


STORY = (
    Chapter(Part.CATALOGUE, add_a_trade),
    Chapter(Part.BROUGHT, clear_the_sample_away),
)
