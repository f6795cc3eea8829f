"""What becomes of rooms and things in the story of everything."""

from bizet_core.business.resources.operations import EditResource, edit_resource
from bizet_core.store import Undo, undo
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def count_the_chairs(salon: Salon) -> None:
    spare = salon.store.do(edit_resource, EditResource(resource=salon.chair, capacity=3))
    salon.store.do(undo, Undo(op=spare.op_id))


STORY = (Chapter(Part.CATALOGUE, count_the_chairs),)
