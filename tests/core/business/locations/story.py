"""What becomes of places in the story of everything."""

from bizet_core.business.locations.operations import AddLocation, EditLocation, add_location, edit_location
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def open_an_annex(salon: Salon) -> None:
    store = salon.store
    annex = store.do(add_location, AddLocation(name="Annex", address="Rua 1", zone="Atlantic/Azores")).result
    store.do(edit_location, EditLocation(location=annex, phone="+351213456789"))


STORY = (Chapter(Part.HOUSE, open_an_annex),)
