"""The drawer of a day in the story of everything."""

from bizet_core.selling.till.operations import CloseTill, MoveCash, OpenTill, close_till, move_cash, open_till
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def open_the_till(salon: Salon) -> None:
    salon.store.do(open_till, OpenTill(float=10_000))


def close_it(salon: Salon) -> None:
    salon.store.do(move_cash, MoveCash(amount=-500, reason="milk"))
    salon.store.do(close_till, CloseTill(total=1, reason="counted in a hurry"))


STORY = (
    Chapter(Part.MORNING, open_the_till),
    Chapter(Part.EVENING, close_it),
)
