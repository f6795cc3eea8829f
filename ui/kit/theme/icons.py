"""Icons: Lucide drawings in a colour of the theme, drawn once and kept."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, Qt
from PySide6.QtSvg import QSvgRenderer

from ui.kit.theme.look import colour_code, px

_FOLDER = Path(__file__).parents[3] / "resources" / "icons"


def icon(name: str, colour: str = "text", size: float = 18) -> QIcon:
    """A Lucide icon in a colour of the theme (or `#RRGGBB`); `size` in pixels before zoom."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour, size, ratio))
    return made


def pixmap(name: str, colour: str = "text", size: float = 18, ratio: float = 2.0, stroke: float = 2.0) -> QPixmap:
    """The same as a pixmap for a screen of this device pixel ratio; `stroke` in units of the 24 unit drawing."""
    return _pixmap(name, colour_code(colour), px(size), ratio, stroke)


@cache
def _pixmap(name: str, code: str, side: int, ratio: float, stroke: float) -> QPixmap:
    drawing = (
        source(name)
        .replace("currentColor", QColor(code).name())
        .replace('stroke-width="2"', f'stroke-width="{stroke}"')
    )
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@cache
def source(name: str) -> str:
    """The SVG text of an icon; its colour is `currentColor`."""
    return (_FOLDER / f"{name}.svg").read_text("utf-8")
