"""What lies under the cards: closed hours, lines, breaks with their names, and the line of now."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from bizet_core.booking.day_view.day_rows import Shade
from bizet_core.describe.languages.language import N_, _
from ui.booking.calendar.arrangement import PlacedShade
from ui.booking.calendar.grid import Grid
from ui.booking.calendar.painting.paint_resources import PaintResources
from ui.booking.calendar.times import Tick

SHADES = {
    "break": ("coffee", N_("Break")),
    "time_off": ("calendar-off", N_("Time off")),
    "busy": ("calendar-days", N_("Busy")),
    "block": ("ban", N_("Blocked")),
    "closed": ("calendar-off", ""),
}
"""Icon and usual name of each kind of closed time."""


def paint_closed(
    painter: QPainter, grid: Grid, shades: Iterable[PlacedShade], ink: PaintResources, clip: QRectF
) -> None:
    """Outside the hours: shaded and slanted over the column's whole width."""
    for placed in shades:
        box = grid.span(placed.column, placed.start, placed.end)
        if placed.shade.kind == "closed" and box.intersects(clip):
            painter.fillRect(box, ink.colour("shade"))
            if not ink.outlined:
                ink.hatch(painter, box, ink.colour("hatch", 110), 9)


def paint_lines(painter: QPainter, grid: Grid, ticks: Sequence[Tick], ink: PaintResources, clip: QRectF) -> None:
    """A line per hour, a dotted one per half hour, and one between columns."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    full = QPen(ink.colour("line"), 1)
    half = QPen(ink.colour("line", 60 if ink.outlined else 130), 1, Qt.PenStyle.DotLine)
    for tick in ticks:
        y = round(grid.y(tick.at))
        if clip.top() - 1 <= y <= clip.bottom() + 1:
            painter.setPen(full if tick.full else half)
            painter.drawLine(QPointF(clip.left(), y), QPointF(clip.right(), y))
    painter.setPen(full)
    for column in range(grid.columns):
        x = round(grid.x(column) + (grid.column_width - 1 if grid.rtl else 0))
        if clip.left() - 1 <= x <= clip.right() + 1:
            painter.drawLine(QPointF(x, clip.top()), QPointF(x, clip.bottom()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_breaks(
    painter: QPainter, grid: Grid, shades: Iterable[PlacedShade], ink: PaintResources, clip: QRectF
) -> None:
    """Breaks, time off and the like: slanted, with a label that says why."""
    for placed in shades:
        box = grid.span(placed.column, placed.start, placed.end).adjusted(3, 1, -5, -1)
        named = placed.shade.kind != "closed"
        if not box.intersects(clip):
            continue
        if named:
            _paint_break(painter, box, ink)
        if named or placed.shade.label:
            _paint_label(painter, box, placed.shade, ink, grid.rtl)


def _paint_break(painter: QPainter, box: QRectF, ink: PaintResources) -> None:
    painter.setPen(QPen(ink.colour("line"), 1, Qt.PenStyle.DashLine) if ink.outlined else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(ink.colour("surface2"))
    painter.drawRoundedRect(box, 6, 6)
    if not ink.outlined:
        ink.hatch(painter, box.adjusted(1, 1, -1, -1), ink.colour("hatch"), 6)


def _paint_label(painter: QPainter, box: QRectF, shade: Shade, ink: PaintResources, rtl: bool) -> None:
    zoom = ink.zoom
    icon, usual = SHADES[shade.kind]
    words, width = ink.small.fitted(shade.label or _(usual), int(box.width() - 40 * zoom))
    pill = QRectF(0, box.top() + 6, width + 32 * zoom + 1, 18 * zoom)
    pill.moveLeft(box.right() - 8 - pill.width() if rtl else box.left() + 8)
    if pill.bottom() > box.bottom():
        pill.moveCenter(QPointF(pill.center().x(), box.center().y()))
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(ink.colour("surface"))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    side = 12 * zoom
    left = pill.right() - 8 * zoom - side if rtl else pill.left() + 8 * zoom
    painter.drawPixmap(QPointF(left, pill.center().y() - side / 2), ink.icon(icon, ink.colour("text2"), 12, 2.0))
    painter.setPen(ink.colour("text2"))
    painter.setFont(ink.small.font)
    near, far = 8 * zoom, 24 * zoom
    room = pill.adjusted(near, 0, -far, 0) if rtl else pill.adjusted(far, 0, -near, 0)
    ink.small.write(painter, words, room, rtl)


def paint_now_line(painter: QPainter, grid: Grid, now: int, ink: PaintResources, clip: QRectF) -> None:
    """The line of now; cards lie over it."""
    y = grid.y(now)
    painter.setPen(QPen(ink.colour("now"), 2))
    painter.drawLine(QPointF(clip.left(), y), QPointF(clip.right(), y))


def paint_now_marks(painter: QPainter, grid: Grid, now: int, ink: PaintResources) -> None:
    """A dot at each column's edge keeps now readable where cards cover the line."""
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QBrush(ink.colour("now")))
    for column in range(grid.columns):
        x = grid.x(column) + (grid.column_width if grid.rtl else 0)
        painter.drawEllipse(QPointF(x, grid.y(now)), 4, 4)
