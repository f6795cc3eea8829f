"""Parts of the story of everything, in their order, and what a capability tells within one."""

from collections.abc import Callable
from enum import IntEnum, auto
from typing import NamedTuple

from tests.support.makers import Salon


class Part(IntEnum):
    """When something happens. Within a part, capabilities follow each other in the order of their names."""

    HOUSE = auto()
    CATALOGUE = auto()
    PEOPLE = auto()
    HOURS = auto()
    MORNING = auto()
    DAY = auto()
    EVENING = auto()
    BROUGHT = auto()  # from other programs
    SERVER = auto()  # what a server alone does


class Chapter(NamedTuple):
    """What a capability lets happen in a part. Its `story.py` lists its chapters as `STORY`."""

    part: Part
    tell: Callable[[Salon], None]
