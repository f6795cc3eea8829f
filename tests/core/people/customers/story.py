"""What becomes of customers in the story of everything."""

from bizet_core.people.customers.operations import AddNote, EditCustomer, add_note, edit_customer
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def get_to_know_olivia(salon: Salon) -> None:
    salon.store.do(edit_customer, EditCustomer(customer=salon.olivia, alert="PPD allergy", favourite=True))
    salon.store.do(add_note, AddNote(customer=salon.olivia, words="Prefers mornings. 喜欢茶"))


STORY = (Chapter(Part.PEOPLE, get_to_know_olivia),)
