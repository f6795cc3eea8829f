"""What is worn now: a theme and a zoom, the colours and lengths they give, and whether things may move."""

import os
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication, Qt

from resources.theme import Hue, colours, hue

ZOOMS = (0.9, 1.0, 1.15, 1.3, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class Look:
    """A theme (`light`, `dark`, `contrast`) and a zoom from 0.9 to 2.0."""

    theme: str = "light"
    zoom: float = 1.0


class _Wardrobe(QObject):
    """Holds the one look of the program, as QApplication holds the one palette."""

    changed = Signal()
    look = Look()


looks_applied = _Wardrobe()


def look() -> Look:
    """The look worn now."""
    return looks_applied.look


def px(length: float) -> int:
    """A length of the design in logical pixels, at the zoom worn now."""
    return round(length * looks_applied.look.zoom)


def colour(name: str) -> QColor:
    """A named colour of the theme worn now, or the colour of a `#RRGGBB`."""
    return QColor(_colour(name, looks_applied.look.theme))


def colour_code(name: str) -> str:
    """The same as `#RRGGBB`, for style sheets and pictures."""
    return _colour(name, looks_applied.look.theme).name()


def hue_of(category: str) -> Hue:
    """A category's bar, tint and ink in the theme worn now."""
    return hue(category, looks_applied.look.theme)


@cache
def _colour(name: str, theme: str) -> QColor:
    code = name if name.startswith("#") else colours(theme)[name]
    if len(code) == 9:  # CSS puts alpha last, Qt first
        code = f"#{code[7:]}{code[1:7]}"
    return QColor(code)


def preferred_theme() -> str:
    """The theme the operating system asks for."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def moving() -> bool:
    """May things move? Off when the system asks for less motion, or `BIZET_NO_MOTION` is set."""
    hints = QGuiApplication.styleHints().accessibility()
    preference = getattr(hints, "motionPreference", None)  # from Qt 6.12 on
    reduced = preference is not None and "Reduced" in str(preference())
    return not reduced and not os.environ.get("BIZET_NO_MOTION")
