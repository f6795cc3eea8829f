"""Can people read it? Contrast of all pairs of colours that meet on a screen (WCAG 2.2, 1.4.3 and 1.4.11)."""

from collections.abc import Iterator
from typing import NamedTuple

from resources.theme import THEMES, categories, colours, hue, status_look, statuses

TEXT, SHAPE = 4.5, 3.0

_TEXT = [(ink, ground) for ink in ("text", "text2", "text3") for ground in ("surface", "bg", "surface2")] + [
    ("onPrimary", "primary"),
    ("onPrimary", "primaryHover"),
    ("onPrimary", "primaryPress"),
    ("primaryText", "primarySoft"),
    ("primaryText", "surface"),
    ("text", "surface3"),
    ("text2", "surface3"),
    ("text", "primarySoft"),
    ("text2", "shade"),
    ("railText", "rail"),
    ("railOn", "railActive"),
    ("railHover", "rail"),
    ("onBadge", "badge"),
    ("ok", "okSoft"),
    ("warn", "warnSoft"),
    ("danger", "dangerSoft"),
    ("info", "infoSoft"),
    ("danger", "surface"),
    ("ok", "surface"),
    ("warn", "surface"),
    ("info", "surface"),
    ("now", "surface"),
    ("onNow", "now"),
    ("onLogo", "logo"),
    ("toastText", "toast"),
    ("toastAct", "toast"),
]
_SHAPE = [
    ("lineStrong", "surface"),
    ("focus", "surface"),
    ("focus", "bg"),
    ("focus", "surface2"),
    ("focus", "shade"),
    ("primary", "surface"),
    ("now", "shade"),
]


class Pair(NamedTuple):
    """Two colours that meet, and the ratio they need."""

    name: str
    ink: str
    ground: str
    needs: float


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 for black to 1 for white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def pairs() -> Iterator[Pair]:
    """Every pair that meets on a screen, in every theme."""
    for theme in THEMES:
        named = colours(theme)
        for group, needs in ((_TEXT, TEXT), (_SHAPE, SHAPE)):
            for ink, ground in group:
                yield Pair(f"{theme}: {ink} on {ground}", named[ink], named[ground], needs)
        yield from _on_categories(theme, named)


def _on_categories(theme: str, named: dict[str, str]) -> Iterator[Pair]:
    """Words and status icons on a card's tint, and its bar on the page."""
    tones = {status_look(status).tone for status in statuses()}
    for category in categories():
        bar, tint, ink = hue(category, theme)
        yield Pair(f"{theme}: {category} ink on tint", ink, tint, TEXT)
        yield Pair(f"{theme}: {category} bar on surface", bar, named["surface"], SHAPE)
        for tone in (*sorted(tones), "focus"):
            yield Pair(f"{theme}: {tone} on {category} tint", named[tone], tint, SHAPE)


def failures() -> list[str]:
    """The pairs that are too weak, in words; empty when all can be read."""
    weak = ((pair, ratio(pair.ink, pair.ground)) for pair in pairs())
    return [f"{pair.name} is {has:.2f}, needs {pair.needs}" for pair, has in weak if has < pair.needs]
