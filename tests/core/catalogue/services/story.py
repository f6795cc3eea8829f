"""What becomes of services in the story of everything."""

from bizet_core.catalogue.services.operations import (
    AddCategory,
    EditCategory,
    RemoveCategory,
    RemoveService,
    add_category,
    edit_category,
    edit_service,
    remove_category,
    remove_service,
)
from bizet_core.catalogue.services.queries import Categories, OneService, categories, service_form
from bizet_core.catalogue.services.requests import EditService, PersonGiven
from bizet_core.store import Undo, undo
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def change_services(salon: Salon) -> None:
    store = salon.store
    hair = store.ask(categories, Categories())[0].id
    store.do(edit_category, EditCategory(category=hair, name="Hair & beard"))
    form = store.ask(service_form, OneService(service=salon.cut))
    store.do(edit_service, form)
    alone = EditService(service=salon.cut, staff=(PersonGiven(staff=salon.ines),))
    store.do(undo, Undo(op=store.do(edit_service, alone).op_id))
    store.do(undo, Undo(op=store.do(remove_service, RemoveService(service=salon.massage)).op_id))
    empty = store.do(add_category, AddCategory(name="Nails")).result
    store.do(remove_category, RemoveCategory(category=empty))


STORY = (Chapter(Part.CATALOGUE, change_services),)
