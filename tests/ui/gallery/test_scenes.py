"""Every declared scene comes about by what people do, and shows no fault in any of the looks that are checked."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import ui
from tests.support.screens import plain_look  # noqa: F401
from tests.ui.gallery.server import MemoryServer
from ui.tools.gallery.draw import shown
from ui.tools.gallery.looks import CHECKED, by_language, named
from ui.tools.gallery.scene import Act, acts

LOOKS = dict(by_language(named(CHECKED)))
PARTS = 3
"""So that several computers or cores can share a language."""


def part_of(acts: list[Act], part: int) -> list[Act]:
    """Every third act, the longest ones in different parts."""
    return sorted(acts, key=lambda act: -len(act.scenes))[part::PARTS]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", list(LOOKS))
@pytest.mark.timeout(300)
def test_no_scene_shows_a_fault(language: str, part: int, tmp_path: Path, qapp: QApplication) -> None:
    found = [
        f"{each.scene.name}, {each.look.name}: {fault}"
        for each in shown(part_of(acts(), part), LOOKS[language], tmp_path, MemoryServer)
        for fault in each.faults()
    ]
    assert found == [], "\n".join(["", *found, f"See it: make pictures ONLY={found[0].partition(',')[0]!r}"])


def test_the_looks_that_are_checked_hold_every_theme_direction_and_the_least_room() -> None:
    looks = named(CHECKED)
    assert {look.theme for look in looks} == {"light", "dark", "contrast"}
    assert {"en", "de", "ar"} <= {look.language for look in looks}
    assert any(look.zoom == 150 and look.size == (1280, 720) for look in looks)
    assert any(look.size == (1366, 768) and look.language == "de" for look in looks)


def test_scenes_stand_where_their_screens_live() -> None:
    places = {scene.play.__module__ for act in acts() for scene in act.scenes}
    root = Path(ui.__file__).parent.parent
    declaring = {".".join(file.relative_to(root).with_suffix("").parts) for file in root.glob("ui/**/scenes.py")}
    assert places == declaring
    assert len(declaring) >= 8


def test_only_what_is_named_is_shown_and_what_leads_there_is_played() -> None:
    (act,) = acts("first run/key asked")
    assert act.wanted == {"first run/key asked"}
    assert act.scenes[0].name == "first run/where"
    assert act.scenes[-1].name == "first run/key asked"
