"""Scene declarations: a state of the desk that a person can reach, said in the `scenes.py` beside its screen.

    @scene("sell/empty")
    def empty_cart(stage: Stage) -> None:
        stage.front.go("sell")

    @scene("sell/found", after="sell/empty")
    def found(stage: Stage) -> None:
        stage.hands.write("e")

One that goes on `after` another is played on the same window, which is quicker than beginning anew. No list names
them: whoever wants all asks `acts`, which reads every module `ui.….scenes`.
"""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import ui

if TYPE_CHECKING:
    from ui.tools.gallery.stage import Stage

Play = Callable[["Stage"], None]
LOCKED = ""  # nobody has signed in


@dataclass(frozen=True, slots=True)
class Scene:
    """How to get there: from a world (`sample`, `new` or `nothing`), signed in as a role, by what `play` does."""

    name: str
    play: Play
    world: str = "sample"
    who: str = "owner"
    needs_server: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Scenes that follow each other on one window; only those that are wanted are shown."""

    scenes: tuple[Scene, ...]
    wanted: frozenset[str]


_declared: dict[str, Scene] = {}


def scene(
    name: str, *, world: str = "sample", who: str = "owner", needs_server: bool = False, after: str = ""
) -> Callable[[Play], Play]:
    """Declare a scene: `name` is the place and the state, as `till/counting`."""

    def declare(play: Play) -> Play:
        if name in _declared:
            raise ValueError(f"{play.__module__} declares {name} again")
        _declared[name] = Scene(name, play, world, who, needs_server, after)
        return play

    return declare


def acts(only: str = "", *, with_server: bool = True) -> list[Act]:
    """All acts with a scene whose name begins as one in `only` (commas between), worlds one after the other."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if module.name.rpartition(".")[2] == "scenes":
            import_module(module.name)
    first = [each for each in _declared.values() if not each.after and (with_server or not each.needs_server)]
    words = tuple(word.strip() for word in only.split(",") if word.strip())
    made = [_act(each, words) for each in sorted(first, key=lambda each: (each.needs_server, each.world))]
    return [act for act in made if act.scenes]


def _act(first: Scene, words: tuple[str, ...]) -> Act:
    """What follows a scene, as far as somebody wants to see it."""
    scenes = [first]
    while (following := next((each for each in _declared.values() if each.after == scenes[-1].name), None)) is not None:
        scenes.append(following)
    wanted = frozenset(each.name for each in scenes if not words or each.name.startswith(words))
    while scenes and scenes[-1].name not in wanted:
        scenes.pop()
    return Act(tuple(scenes), wanted)
