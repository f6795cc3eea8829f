"""The look of everything, from `tokens.json`: colours, sizes, shapes. No Qt here, so that web pages can use it too."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

THEMES = ("light", "dark", "contrast")
TOKENS: dict[str, Any] = json.loads((Path(__file__).parent / "tokens.json").read_text("utf-8"))


class Hue(NamedTuple):
    """A category's three colours, as `#RRGGBB`: the bar at the edge, the tint behind, the ink of its words."""

    bar: str
    tint: str
    ink: str


class StatusLook(NamedTuple):
    """How a booking's status is drawn: an icon and a shape, and only then a colour."""

    icon: str
    edge: str  # none | solid | dashed
    fill: str  # tint | soft | hatch | none
    tone: str  # a colour of the theme
    badge: bool = False
    strike: bool = False


def colours(theme: str) -> dict[str, str]:
    """The named colours of a theme (`light`, `dark` or `contrast`), as `#RRGGBB` or `#RRGGBBAA`."""
    return dict(TOKENS["theme"][theme])


def categories() -> tuple[str, ...]:
    """The eight names a service, a person or a room may be coloured by."""
    return tuple(name for name in TOKENS["category"] if not name.startswith("$"))


@cache
def hue(category: str, theme: str) -> Hue:
    """A category's colours in a theme. High contrast keeps only the bar: fills turn into outlines."""
    modes = TOKENS["category"][category]
    if theme == "contrast":
        return Hue(modes["dark"][0], "#000000", "#FFFFFF")
    return Hue(*modes[theme])


@cache
def status_look(status: str) -> StatusLook:
    """How a booking of this status is drawn; `paid` stands beside the statuses for a completed, paid booking."""
    return StatusLook(**TOKENS["status"][status])


def statuses() -> tuple[str, ...]:
    """Every status that has a look."""
    return tuple(name for name in TOKENS["status"] if not name.startswith("$"))
