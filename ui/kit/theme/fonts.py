"""Type: Inter in the sizes of the tokens, with figures of one width so that times and amounts line up."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from resources.theme import TOKENS
from ui.kit.theme.look import look

_FOLDER = Path(__file__).parents[3] / "resources" / "fonts"


@cache
def load_fonts() -> None:
    """Make the fonts that come with the program known to Qt. Needs a QGuiApplication."""
    for file in sorted(_FOLDER.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def font(role: str, weight: int | None = None, strike: bool = False) -> QFont:
    """The font of a role (`caption` … `kiosk`) at the zoom worn now."""
    return QFont(_font(role, weight, strike, look().zoom))


def line_height(role: str) -> int:
    """The height of a line of this role in logical pixels, at the zoom worn now."""
    return round(TOKENS["font"]["scale"][role][1] * look().zoom)


@cache
def _font(role: str, weight: int | None, strike: bool, zoom: float) -> QFont:
    size, _line, usual = TOKENS["font"]["scale"][role]
    made = QFont()
    made.setFamilies(TOKENS["font"]["family"])
    made.setPixelSize(round(size * zoom))
    made.setWeight(QFont.Weight(weight or usual))
    made.setStrikeOut(strike)
    made.setFeature(QFont.Tag(TOKENS["font"]["features"]["tabular"]), 1)
    return made
