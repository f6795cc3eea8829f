"""What moves or comes and goes above the cards: rings, ghosts, hints, the skeleton and the empty day."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from bizet_core.describe.languages.language import _
from ui.booking.calendar.painting.card import RADIUS
from ui.booking.calendar.painting.paint_resources import PaintResources, paint_resources_of
from ui.kit import theme

MARGIN = 5
"""How far overlays reach beyond their box: rings and shadows."""


def paint_ring(painter: QPainter, box: QRectF, ink: PaintResources, is_focused: bool) -> None:
    """The ring around the selected card; thinner while the keyboard is elsewhere."""
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    painter.setPen(QPen(ink.colour("focus"), 2.5 if is_focused else 1.5))
    painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)


def paint_left_behind(painter: QPainter, box: QRectF, ink: PaintResources) -> None:
    """Where a card came from while it is in hand: pale, with a dashed edge."""
    path = QPainterPath()
    path.addRoundedRect(box, RADIUS, RADIUS)
    painter.fillPath(path, ink.colour("surface", 170))
    painter.setPen(QPen(ink.colour("lineStrong"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    painter.drawPath(path)


def paint_ghost(painter: QPainter, box: QRectF, card: QPixmap, ink: PaintResources, is_refused: bool) -> None:
    """The card in hand, lifted by a shadow, with an edge that says whether it may stay here."""
    size = (round(box.width()), round(box.height()))
    corner = box.topLeft() - QPointF(MARGIN, MARGIN)
    painter.drawPixmap(corner, _shadow(ink, *size))
    painter.drawPixmap(box, card, QRectF(card.rect()))
    painter.drawPixmap(corner, _edge(ink, *size, is_refused))


@lru_cache(maxsize=64)
def _shadow(ink: PaintResources, width: int, height: int) -> QPixmap:
    made, painter, box = _around(ink, width, height)
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    for spread, alpha in ((4, 14), (2.5, 22), (1, 30)):
        painter.setBrush(ink.colour("#000000", alpha))
        painter.drawRoundedRect(
            box.adjusted(-spread, -spread + 1, spread, spread + 1), RADIUS + spread, RADIUS + spread
        )
    painter.end()
    return made


@lru_cache(maxsize=64)
def _edge(ink: PaintResources, width: int, height: int, is_refused: bool) -> QPixmap:
    made, painter, box = _around(ink, width, height)
    if is_refused:
        painter.setClipRect(box)
        ink.hatch(painter, box, ink.colour("danger", 90), 8)
        painter.setClipping(False)
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    style = Qt.PenStyle.DashLine if is_refused else Qt.PenStyle.SolidLine
    painter.setPen(QPen(ink.colour("danger" if is_refused else "focus"), 2, style))
    painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), RADIUS + 1, RADIUS + 1)
    painter.end()
    return made


def _around(ink: PaintResources, width: int, height: int) -> tuple[QPixmap, QPainter, QRectF]:
    """An empty picture for what reaches beyond a card, a painter on it, and the card's box in it."""
    made = QPixmap(round((width + 2 * MARGIN) * ink.ratio), round((height + 2 * MARGIN) * ink.ratio))
    made.setDevicePixelRatio(ink.ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return made, painter, QRectF(MARGIN, MARGIN, width, height)


def paint_slot(painter: QPainter, box: QRectF, text: str, ink: PaintResources, rtl: bool, is_cursor: bool) -> None:
    """Free time under the pointer, the keyboard's cursor, or the span being drawn: dashed, with a plus and the time."""
    painter.setBrush(ink.colour("primarySoft", 210))
    edge = QPen(ink.colour("focus"), 2) if is_cursor else QPen(ink.colour("primary"), 1.2, Qt.PenStyle.DashLine)
    painter.setPen(edge)
    painter.drawRoundedRect(box, RADIUS, RADIUS)
    side = 12 * ink.zoom
    line = QRectF(box.left() + 8, box.top() + 1, box.width() - 16, min(box.height() - 2, 20 * ink.zoom))
    left = line.right() - side if rtl else line.left()
    painter.drawPixmap(int(left), int(line.center().y() - side / 2), ink.icon("plus", ink.colour("primaryText"), 12))
    painter.setPen(ink.colour("primaryText"))
    painter.setFont(ink.name.font)
    away = side + 6 * ink.zoom
    ink.name.write(painter, text, line.adjusted(0, 0, -away, 0) if rtl else line.adjusted(away, 0, 0, 0), rtl)


def paint_target(painter: QPainter, column: QRectF, ink: PaintResources) -> None:
    """A breath of colour over the column a card would be dropped into."""
    painter.fillRect(column, ink.colour("primary", 16))


def paint_empty(painter: QPainter, view: QRect, ink: PaintResources) -> None:
    """A day without bookings says how to make one."""
    text = _("No bookings. Press N or click a time.")
    width, height = ink.name.width(text) + 40 * ink.zoom, 44 * ink.zoom
    pill = QRectF(view.center().x() - width / 2, view.center().y() - height / 2, width, height)
    painter.setPen(QPen(ink.colour("line"), 1))
    painter.setBrush(ink.colour("surface"))
    painter.drawRoundedRect(pill, 12, 12)
    painter.setPen(ink.colour("text2"))
    painter.setFont(ink.name.font)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def paint_skeleton(painter: QPainter, view: QRect, ink: PaintResources) -> None:
    """Grey blocks in the place of cards while a day is on its way. They do not move."""
    painter.fillRect(view, ink.colour("surface"))
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    columns = max(1, int(view.width() // (190 * ink.zoom)))
    width, unit = view.width() / columns, view.height() / 20
    for column in range(columns):
        top = unit * (1 + column * 3 % 4)
        for i in range(4):
            height = unit * (2 + (column + i) % 3)
            painter.setBrush(ink.colour("surface2" if (column + i) % 2 else "surface3"))
            painter.drawRoundedRect(QRectF(column * width + 3, top, width - 8, height), RADIUS, RADIUS)
            top += height + unit * (0.5 + (column * i) % 3 * 0.5)


class Tag(QWidget):
    """Stands beside what is in hand and says its new time and person, why it may not stay, and which keys help."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lines: list[tuple[str, str]] = []
        self.hide()

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(line for line, _colour in self._lines)

    def tell(self, lines: list[tuple[str, str]], beside: QRect) -> None:
        """Say these lines (words and colour) above a box, or below it where there is no room above."""
        if lines != self._lines:
            self._lines = lines
            self.update()
        size, view = self.sizeHint(), self._view.rect()
        top = beside.top() - size.height() - 6
        if top < 2:
            top = min(beside.bottom() + 8, view.bottom() - size.height())
        left = min(max(beside.left(), 2), view.right() - size.width() - 2)
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        most = min(theme.px(340), self._view.width() - theme.px(24))
        words = self._ink.name
        room = min(round(max((words.width(line) for line, _colour in self._lines), default=0)) + 2, most)
        return QSize(room + theme.px(20), sum(self._heights(room)) + theme.px(10))

    @property
    def _ink(self) -> PaintResources:
        return paint_resources_of(self.devicePixelRatioF())

    def _heights(self, room: int) -> list[int]:
        """The height of each line, wrapped where it is longer than the room."""
        return [self._height(line, room) + theme.px(2) for line, _colour in self._lines]

    def _height(self, line: str, room: int) -> int:
        if self._ink.name.width(line) <= room:
            return theme.line_height("label")
        metrics, wrap = QFontMetrics(self._ink.name.font), int(Qt.TextFlag.TextWordWrap)
        return metrics.boundingRect(0, 0, room, 1000, wrap, line).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, painter = self._ink, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(ink.colour("toast"))
        painter.setPen(QPen(ink.colour("toastLine"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(ink.name.font)
        room, top = self.width() - theme.px(20), theme.px(5)
        for (line, colour), height in zip(self._lines, self._heights(room), strict=True):
            painter.setPen(ink.colour(colour))
            self._write(painter, line, QRect(theme.px(10), top, room, height))
            top += height
        painter.end()

    def _write(self, painter: QPainter, text: str, box: QRect) -> None:
        """A line that fits goes the quick way: it changes at each step of a drag."""
        if self._ink.name.width(text) > box.width():
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextWordWrap
            painter.drawText(box, flags, text)
        else:
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self._ink.name.write(painter, text, QRectF(box), rtl)
