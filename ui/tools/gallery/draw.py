"""Drawing of the gallery: every scene in every look as a picture, and what the checks say about it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QPainter, QPixmap

from ui.tools.gallery.checks import Fault, faults
from ui.tools.gallery.looks import Look, by_language
from ui.tools.gallery.scene import Act, Scene
from ui.tools.gallery.stage import Server, Stage

MakeServer = Callable[[Callable[[], datetime]], Server]


@dataclass(frozen=True, slots=True)
class Shown:
    """A scene in a look, on the stage now."""

    scene: Scene
    look: Look
    stage: Stage

    def faults(self) -> list[Fault]:
        """What is wrong on it."""
        return [fault for window in self.stage.windows for fault in faults(window)]

    def picture(self) -> QPixmap:
        """What it looks like, with whatever lies above the window where it lies."""
        first, *above = self.stage.windows
        picture = first.grab()
        painter = QPainter(picture)
        for window in above:
            painter.drawPixmap(first.mapFromGlobal(window.mapToGlobal(window.rect().topLeft())), window.grab())
        painter.end()
        return picture


def shown(acts: Iterable[Act], looks: list[Look], home: Path, server: MakeServer | None) -> Iterator[Shown]:
    """Each scene, brought about once for each language, in all its looks one after the other."""
    wanted = list(acts)
    for language, worn in by_language(looks):
        stage = Stage(home / language, language, server)
        for act in wanted:
            yield from _in_looks(stage, act, worn)


def _in_looks(stage: Stage, act: Act, looks: list[Look]) -> Iterator[Shown]:
    try:
        stage.begin(act.scenes[0], looks[0])
        for scene in act.scenes:
            stage.play(scene)
            if scene.name not in act.wanted:
                continue
            for look in looks if stage.look is looks[0] else reversed(looks):  # what is worn already comes first
                stage.apply(look)
                yield Shown(scene, look, stage)
    finally:
        stage.close()


def file_name(scene: Scene, look: Look) -> str:
    """`sell-empty_dark.png`."""
    words = "".join(ch if ch.isalnum() else " " for ch in scene.name.lower()).split()
    return f"{'-'.join(words)}_{look.name}.png"


def draw(acts: list[Act], looks: list[Look], out: Path, home: Path, server: MakeServer | None) -> int:
    """Draw them into `out`, with a line for each and for each fault. Gives the number of faults."""
    out.mkdir(parents=True, exist_ok=True)
    total, wrong = sum(len(act.wanted) for act in acts) * len(looks), 0
    for number, each in enumerate(shown(acts, looks, home, server), 1):
        path = out / file_name(each.scene, each.look)
        each.picture().save(str(path))
        found = each.faults()
        wrong += len(found)
        print(f"{number:4} of {total}  {path}", *(f"\n    {fault}" for fault in found), sep="", flush=True)
    return wrong
