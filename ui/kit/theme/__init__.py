"""How the program looks to Qt: `wear` a theme at a zoom, then ask for colours, lengths, fonts and icons.

Painted widgets ask while they paint. A widget that measures itself once passes its measuring to `on_change`.
"""

from collections.abc import Callable

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from resources.theme import THEMES, colours
from ui.kit.theme.fonts import font, line_height, load_fonts
from ui.kit.theme.icons import icon, pixmap
from ui.kit.theme.look import ZOOMS, Look, colour, colour_code, hue_of, look, looks_applied, moving, preferred_theme, px
from ui.kit.theme.style_sheet import qss

__all__ = [
    "THEMES",
    "ZOOMS",
    "Look",
    "apply",
    "colour",
    "colour_code",
    "font",
    "hue_of",
    "icon",
    "line_height",
    "look",
    "moving",
    "on_change",
    "palette",
    "pixmap",
    "preferred_theme",
    "px",
    "qss",
]

_ROLES = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface2",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "primary",
    QPalette.ColorRole.HighlightedText: "onPrimary",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Link: "primaryText",
    QPalette.ColorRole.LinkVisited: "primaryText",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Accent: "primary",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "lineStrong",
}


def apply(theme: str = "light", zoom: float = 1.0) -> None:
    """Dress the whole program: `light`, `dark`, `contrast` or `system`, at a zoom from 0.9 to 2.0.

    Where that look is worn already, nothing happens: Qt dresses what is made later as all else.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    load_fonts()
    wanted = Look(preferred_theme() if theme == "system" else theme, min(max(zoom, ZOOMS[0]), ZOOMS[-1]))
    sheet = qss(wanted.theme, wanted.zoom)
    if wanted == look() and app.styleSheet() == sheet:  # another application wears nothing yet
        return
    looks_applied.look = wanted
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(look().theme))
    app.setFont(font("body"))
    app.setStyleSheet(sheet)
    looks_applied.changed.emit()


def palette(theme: str) -> QPalette:
    """Qt's palette of a theme."""
    named, made = colours(theme), QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, QColor(named[name]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(named["text3"]))
    return made


def on_change(dress: Callable[[], None]) -> None:
    """Call `dress`, a method of a widget, now and whenever theme or zoom change, as long as the widget lives."""
    looks_applied.changed.connect(dress)
    dress()
