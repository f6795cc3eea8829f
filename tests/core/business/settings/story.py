"""What becomes of the settings in the story of everything."""

from bizet_core.business.settings.operations import EditBusiness, EditHouseSettings, edit_business, edit_house_settings
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def change_the_settings(salon: Salon) -> None:
    salon.store.do(edit_business, EditBusiness(receipt_footer="Obrigada! شكرا 谢谢"))
    salon.store.do(edit_house_settings, EditHouseSettings(slot_interval=10))


STORY = (Chapter(Part.HOUSE, change_the_settings),)
