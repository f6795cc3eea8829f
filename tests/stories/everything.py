"""One business in which every operation of the house happens at least once; others replay and inspect it.

Each capability tells its own part, in `tests/<capability>/story.py`: a tuple `STORY` of chapters.
"""

from importlib import import_module
from pathlib import Path

from bizet_core.store import Store
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon, a_salon

TESTS = Path(__file__).parents[1]


def everything(store: Store, *, as_server: bool = True) -> Salon:
    """Live through it; `as_server` with what a server alone does."""
    return live(a_salon(store), as_server=as_server)


def live(salon: Salon, *, as_server: bool = True) -> Salon:
    """The same in a salon that has just been set up."""
    for chapter in chapters():
        if as_server or chapter.part != Part.SERVER:
            chapter.tell(salon)
    return salon


def chapters() -> list[Chapter]:
    """What all capabilities tell, in its order."""
    told = [chapter for file in sorted(TESTS.rglob("story.py")) for chapter in _story(file)]
    return sorted(told, key=lambda chapter: chapter.part)


def story_of(operation_module: str) -> str:
    """The file that tells what becomes of a capability's operations, whether it is there or not."""
    capability = operation_module.rsplit(".", 2)[-2]
    there = sorted(folder for folder in TESTS.rglob(capability) if (folder / "__init__.py").exists())
    folder = there[0] if there else TESTS / capability
    return f"{folder.relative_to(TESTS.parent).as_posix()}/story.py"


def _story(file: Path) -> tuple[Chapter, ...]:
    name = ".".join(file.relative_to(TESTS.parent).with_suffix("").parts)
    told: tuple[Chapter, ...] = import_module(name).STORY
    return told
