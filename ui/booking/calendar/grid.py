"""Where instants and columns lie, in pixels of the surface. Time is drawn as it passes, so a 25-hour day is longer."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from bizet_core.base.instants import HOUR, MINUTE
from ui.booking.calendar.arrangement import Placed

LEAST_HOUR, LEAST_COLUMN, LEAST_CARD = 60, 128, 5
"""The least height of an hour and width of a column before zoom (beyond, the surface scrolls), and height of a card."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole surface: `width` by `height` pixels, columns from the leading edge, `begin` at the top."""

    begin: int
    end: int
    columns: int
    width: float
    height: float
    rtl: bool = False

    @property
    def column_width(self) -> float:
        """Pixels of one column."""
        return self.width / max(1, self.columns)

    def y(self, ms: int) -> float:
        """The height of an instant."""
        return (ms - self.begin) * self.height / (self.end - self.begin)

    def instant(self, y: float) -> int:
        """The instant at a height, within the day shown."""
        ms = self.begin + round(y * (self.end - self.begin) / self.height)
        return min(max(ms, self.begin), self.end)

    def x(self, column: int) -> float:
        """The left edge of a column; columns go from right to left where people read so, times never do."""
        shown = self.columns - 1 - column if self.rtl else column
        return shown * self.column_width

    def column_at(self, x: float) -> int:
        """The column at a place, the nearest one outside."""
        shown = min(max(int(x // self.column_width), 0), max(0, self.columns - 1))
        return self.columns - 1 - shown if self.rtl else shown

    def span(self, column: int, start: int, end: int) -> QRectF:
        """A column's whole width between two instants."""
        top = self.y(start)
        return QRectF(self.x(column), top, self.column_width, self.y(end) - top)

    def box(self, placed: Placed) -> QRectF:
        """Where a card is drawn: off the lines, beside those it overlaps, never lower than a finger's width of ink."""
        scale = self.height / (self.end - self.begin)
        left, width = self.x(placed.column) + 3, (self.column_width - 8) / placed.lanes
        lane = placed.lanes - 1 - placed.lane if self.rtl else placed.lane
        left += lane * width
        top = round((max(placed.start, self.begin) - self.begin) * scale + 1)
        bottom = round((min(placed.end, self.end) - self.begin) * scale - 1)
        x, right = round(left), round(left + width - (2 if placed.lanes > 1 else 0))
        return QRectF(x, top, right - x, max(bottom - top, LEAST_CARD))  # whole pixels: sharp, and few sizes


def fit(span: tuple[int, int], columns: int, room: tuple[float, float], zoom: float, rtl: bool, stretch: float) -> Grid:
    """The grid of a day that fills the room, or is larger than it where hours or columns would become too small."""
    begin, end = span
    hours = (end - begin) / HOUR
    height = max(room[1], hours * LEAST_HOUR * zoom) * stretch
    return Grid(begin, end, columns, max(room[0], columns * LEAST_COLUMN * zoom), height, rtl)


def snapped(ms: int, minutes: int) -> int:
    """The nearest step of so many minutes."""
    step = minutes * MINUTE
    return (ms + step // 2) // step * step


def step_down(ms: int, minutes: int) -> int:
    """The step at or before an instant."""
    step = minutes * MINUTE
    return ms // step * step
