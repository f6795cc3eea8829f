"""Words, direction, colours and size of the whole program, as a desk wants them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from bizet_core.describe.languages.language import regional, speak
from ui.kit import theme


def dress(language: str, country: str, zone: str, colours: str, zoom: int) -> None:
    """Speak a language as a country does; wear `auto`, `light`, `dark` or `contrast` at a zoom in per cent."""
    locale = regional(language, country, zone)
    speak(locale)
    direction = Qt.LayoutDirection.RightToLeft if locale.is_rtl else Qt.LayoutDirection.LeftToRight
    QGuiApplication.setLayoutDirection(direction)
    theme.apply("system" if colours == "auto" else colours, zoom / 100)
