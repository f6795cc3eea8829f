"""Looks of the window: a theme, a zoom, a size and a language."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks."""

    name: str
    theme: str = "light"
    zoom: int = 100
    size: tuple[int, int] = (1440, 900)
    language: str = "en"


LOOKS = (
    Look("light"),
    Look("dark", "dark"),
    Look("contrast", "contrast", size=(1366, 768)),
    Look("small", size=(1366, 768)),
    Look("zoom150", "dark", 150, (1280, 720)),
    Look("german", size=(1366, 768), language="de"),
    Look("german150", "light", 150, (1366, 768), "de"),
    Look("arabic", "contrast", size=(1366, 768), language="ar"),
    Look("arabic150", "dark", 150, (1440, 900), "ar"),
)
"""What is drawn. Looks of one language stand together, since words follow a language only when they are made."""

CHECKED = ("zoom150", "german", "arabic")
"""What is checked with every test: the least room, the longest words, the other direction, three themes."""


def named(names: tuple[str, ...] = ()) -> list[Look]:
    """The looks with these names, or all."""
    return [look for look in LOOKS if not names or look.name in names]


def by_language(looks: list[Look]) -> list[tuple[str, list[Look]]]:
    """The looks of each language."""
    ordered = sorted(looks, key=attrgetter("language"))
    return [(language, list(group)) for language, group in groupby(ordered, attrgetter("language"))]
