"""Who is brought along in a list in the story of everything."""

from bizet_core.setup.customer_import.operations import CustomerGiven, ImportCustomers, import_customers
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def bring_customers(salon: Salon) -> None:
    rows = (CustomerGiven(row=2, name="Zoë Blanc", phones=("+351912345678",), note="Tea"),)
    salon.store.do(import_customers, ImportCustomers(customers=rows))


STORY = (Chapter(Part.BROUGHT, bring_customers),)
