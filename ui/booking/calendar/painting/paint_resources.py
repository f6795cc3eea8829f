"""What painting needs again and again, made once per look: colours, measured fonts, elided words, hatches."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from ui.kit import theme


class Type:
    """A font with its measures. Elided words and their widths are kept: a day repeats them at each paint."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self._ascent, self._height = self._metrics.ascent(), self._metrics.height()
        self._fitted: dict[tuple[str, int], tuple[str, float]] = {}

    def width(self, text: str) -> float:
        """The width of a text in pixels."""
        return self.fitted(text, 100_000)[1]

    def fitted(self, text: str, room: int) -> tuple[str, float]:
        """The text cut to the room with an ellipsis, and the width it takes."""
        key = (text, room)
        found = self._fitted.get(key)
        if found is None:
            cut = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            found = self._fitted[key] = (cut, self._metrics.horizontalAdvance(cut))
        return found

    def write(self, painter: QPainter, text: str, box: QRectF, rtl: bool) -> None:
        """Write at the leading edge, in the middle of the box's height. The font and pen are the caller's."""
        cut, width = self.fitted(text, int(box.width()))
        left = box.right() - width if rtl else box.left()
        painter.drawText(QPointF(left, box.top() + (box.height() - self._height) / 2 + self._ascent), cut)


class PaintResources:
    """Everything one look needs to paint a day."""

    def __init__(self, look: theme.Look, ratio: float) -> None:
        self.theme, self.zoom, self.ratio = look.theme, look.zoom, ratio
        self.outlined = look.theme == "contrast"
        self.name, self.struck_name = Type(theme.font("label", 600)), Type(theme.font("label", 600, strike=True))
        self.service, self.struck_service = Type(theme.font("label", 400)), Type(theme.font("label", 400, strike=True))
        self.small, self.badge = Type(theme.font("caption", 500)), Type(theme.font("caption", 700))
        self._colours: dict[tuple[str, int], QColor] = {}
        self._hues: dict[str, tuple[QColor, QColor, QColor]] = {}

    def colour(self, name: str, alpha: int = 255) -> QColor:
        """A colour of the theme; not to be changed."""
        found = self._colours.get((name, alpha))
        if found is None:
            found = self._colours[name, alpha] = theme.colour(name)
            if alpha < 255:
                found.setAlpha(alpha)
        return found

    def hue(self, category: str) -> tuple[QColor, QColor, QColor]:
        """Bar, tint and ink of a category."""
        if category not in self._hues:
            bar, tint, ink = (QColor(code) for code in theme.hue_of(category))
            self._hues[category] = (bar, tint, ink)
        return self._hues[category]

    def icon(self, name: str, colour: QColor, size: float = 13, stroke: float = 2.4) -> QPixmap:
        """A small icon for this screen."""
        return theme.pixmap(name, colour.name(), size, self.ratio, stroke)

    def hatch(self, painter: QPainter, box: QRectF, colour: QColor, step: int) -> None:
        """Slanted lines; those of neighbours run on into each other."""
        tile = _tile(colour.name(QColor.NameFormat.HexArgb), step, self.ratio)
        painter.drawTiledPixmap(box, tile, QPointF(box.left() % step, box.top() % step))


@cache
def _tile(code: str, step: int, ratio: float) -> QPixmap:
    tile = QPixmap(round(step * ratio), round(step * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(code), 1))
    for shift in (-step, 0, step):
        painter.drawLine(QPointF(shift - 1, step + 1), QPointF(shift + step + 1, -1))
    painter.end()
    return tile


_inks: dict[tuple[theme.Look, float], PaintResources] = {}


def paint_resources_of(ratio: float) -> PaintResources:
    """The ink of the look worn now for a screen of this device pixel ratio."""
    key = (theme.look(), ratio)
    if key not in _inks:
        _inks.clear()
        _inks[key] = PaintResources(*key)
    return _inks[key]
