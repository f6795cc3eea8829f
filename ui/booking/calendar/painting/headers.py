"""The surface's two fixed edges: people and rooms on top, hours at the leading side."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from bizet_core.booking.day_view.day_rows import Column
from bizet_core.describe.languages.language import _, isolate
from ui.booking.calendar.grid import Grid
from ui.booking.calendar.painting.paint_resources import PaintResources, paint_resources_of
from ui.booking.calendar.times import Tick
from ui.kit import theme
from ui.kit.widgets import paint_avatar

HEAD, GUTTER = 62, 68


class ColumnHeaders(QWidget):
    """Avatar, name, how much of the open time is booked, and the same as a bar: one per column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._columns: tuple[Column, ...] = ()
        self._grid = Grid(0, 1, 0, 1, 1)
        self._scroll, self.target = 0, -1

    def show_columns(self, columns: tuple[Column, ...], grid: Grid, scroll: int) -> None:
        """Show these columns, scrolled by so many pixels."""
        self._columns, self._grid, self._scroll = columns, grid, scroll
        self.update()

    def highlight(self, column: int) -> None:
        """Mark the column something would be dropped into; −1 for none."""
        if column != self.target:
            self.target = column
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.translate(-self._scroll, 0)
        for i, column in enumerate(self._columns):
            box = QRectF(self._grid.x(i), 0, self._grid.column_width, self.height())
            if box.right() >= self._scroll and box.left() <= self._scroll + self.width():
                self._paint_column(painter, column, box, i == self.target)
        painter.translate(self._scroll, 0)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(0, self.height() - 0.5), QPointF(self.width(), self.height() - 0.5))
        painter.end()

    def _paint_column(self, painter: QPainter, column: Column, box: QRectF, is_target: bool) -> None:
        rtl, side = self._grid.rtl, theme.px(34)
        if is_target:
            painter.fillRect(box, theme.colour("primarySoft"))
        lead = 12 if box.width() > theme.px(140) else 6
        left = box.right() - lead - side if rtl else box.left() + lead
        paint_avatar(painter, QRectF(left, theme.px(11), side, side), column.name, column.colour, column.kind)
        words = box.adjusted(8, 0, -lead - side - 10, 0) if rtl else box.adjusted(lead + side + 10, 0, -4, 0)
        self._write(painter, words, theme.px(10), column.name, "body", 600, "text")
        booked = isolate(_("{percent}% booked").format(percent=column.booked))
        self._write(painter, words, theme.px(29), booked, "caption", 500, "text3")
        self._paint_bar(painter, column, QRectF(box.left() + lead, theme.px(53), box.width() - 2 * lead, 3))

    def _write(self, p: QPainter, room: QRectF, top: int, text: str, role: str, weight: int, colour: str) -> None:
        font = theme.font(role, weight)
        p.setFont(font)
        p.setPen(theme.colour(colour))
        # the box is mirrored already, so Qt must not mirror the alignment again
        side = Qt.AlignmentFlag.AlignRight if self._grid.rtl else Qt.AlignmentFlag.AlignLeft
        line = QRectF(room.left(), top, room.width(), theme.line_height(role))
        cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        p.drawText(line, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, cut)

    def _paint_bar(self, painter: QPainter, column: Column, track: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface3"))
        painter.drawRoundedRect(track, 1.5, 1.5)
        full = track.width() * min(column.booked, 100) / 100
        painter.setBrush(theme.colour(theme.hue_of(column.colour).bar))
        left = track.right() - full if self._grid.rtl else track.left()
        painter.drawRoundedRect(QRectF(left, track.top(), full, track.height()), 1.5, 1.5)


class Hours(QWidget):
    """The hours as the wall clock reads them, with the zone's name on a night that has one twice, and now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._ticks: list[Tick] = []
        self._grid = Grid(0, 1, 0, 1, 1)
        self._scroll = 0
        self._now: tuple[int, str] | None = None

    def show_hours(self, ticks: list[Tick], grid: Grid, scroll: int) -> None:
        """Show these hours, scrolled by so many pixels."""
        self._ticks, self._grid, self._scroll = ticks, grid, scroll
        self.update()

    def show_now(self, now: tuple[int, str] | None) -> None:
        """Show the instant of now and its reading, or nothing on another day."""
        self._now = now
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(GUTTER), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = paint_resources_of(self.devicePixelRatioF())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.translate(0, -self._scroll)
        painter.setFont(ink.small.font)
        for tick in self._ticks:
            if tick.full:
                self._paint_hour(painter, tick, ink)
        painter.setPen(QPen(theme.colour("line"), 1))
        edge = 0.5 if self._grid.rtl else self.width() - 0.5
        painter.drawLine(QPointF(edge, self._scroll), QPointF(edge, self._scroll + self.height()))
        if self._now:
            self._paint_now(painter, *self._now, ink)
        painter.end()

    def _paint_hour(self, painter: QPainter, tick: Tick, ink: PaintResources) -> None:
        y = self._grid.y(tick.at)
        lines = [tick.text, tick.twice] if tick.twice else [tick.text]
        for i, text in enumerate(lines):
            painter.setPen(ink.colour("text3" if i == 0 else "warn"))
            width = ink.small.width(text)
            left = theme.px(10) if self._grid.rtl else self.width() - theme.px(10) - width
            box = QRectF(left, y - theme.px(9) + i * theme.px(13), width + 1, theme.px(18))
            ink.small.write(painter, text, box, False)

    def _paint_now(self, painter: QPainter, now: int, text: str, ink: PaintResources) -> None:
        y = self._grid.y(now)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.colour("now"))
        painter.drawEllipse(QPointF(0 if self._grid.rtl else self.width(), y), 4, 4)
        width = max(ink.badge.width(text) + theme.px(14), theme.px(46))
        pill = QRectF(5 if self._grid.rtl else self.width() - width - 5, y - theme.px(10), width, theme.px(20))
        painter.drawRoundedRect(pill, 5, 5)
        painter.setPen(ink.colour("onNow"))
        painter.setFont(ink.badge.font)
        ink.badge.write(painter, text, pill.adjusted((width - ink.badge.width(text)) / 2, 0, 0, 0), False)
