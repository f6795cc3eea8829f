"""What becomes of the staff in the story of everything."""

from bizet_core.business.staff.operations import (
    BringBackStaff,
    EditStaff,
    RemoveStaff,
    SetPin,
    bring_back_staff,
    edit_staff,
    remove_staff,
    set_pin,
)
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def change_bea(salon: Salon) -> None:
    store = salon.store
    store.do(edit_staff, EditStaff(staff=salon.bea, bio="Ten years of colour", daily_limit=20))
    store.do(set_pin, SetPin(staff=salon.bea, pin="135791"))
    store.do(remove_staff, RemoveStaff(staff=salon.bea))
    store.do(bring_back_staff, BringBackStaff(staff=salon.bea))


STORY = (Chapter(Part.PEOPLE, change_bea),)
