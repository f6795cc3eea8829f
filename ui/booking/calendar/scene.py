"""What a surface shows: the day laid out, its grid and words, and what is selected, hovered, drawn. No widget here."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF

from bizet_core.base.instants import MINUTE
from bizet_core.booking.day_view.day_rows import DayView
from bizet_core.describe.languages.language import reader
from ui.booking.calendar.arrangement import NOTHING, CardKey, Placed, arrange
from ui.booking.calendar.grid import Grid
from ui.booking.calendar.input.drag_state import DragState, Trial
from ui.booking.calendar.painting.card import Face, face_of
from ui.booking.calendar.painting.pixmap_cache import PixmapCache
from ui.booking.calendar.times import Clock, Tick

SLOT = 15 * MINUTE


Cell = tuple[int, int]
"""Column and instant."""


class Scene:
    """Holds one day and answers what lies where, in pixels of the whole surface."""

    def __init__(self, hand: DragState) -> None:
        self.hand = hand
        self.view: DayView | None = None
        self.arrangement = NOTHING
        self.clock = Clock("UTC")
        self.grid = Grid(0, 1, 0, 1, 1)
        self.ticks: list[Tick] = []
        self.now = 0
        self.current: CardKey | None = None
        self.hover: Cell | None = None
        self.cursor: Cell | None = None
        self.drawn: tuple[int, int, int] | None = None
        self.album = PixmapCache()
        self._faces: list[Face] = []
        self._boxes: list[QRectF] = []

    def take(self, view: DayView, now: int) -> None:
        """Hold another day, or the same one anew; the selection stays if its card is still there."""
        self.view, self.arrangement, self.now = view, arrange(view), now
        if self.clock.zone != view.zone or self.clock.locale != reader():
            self.clock = Clock(view.zone)
        self.ticks = list(self.clock.ticks(self.arrangement.begin, self.arrangement.end))
        self._faces = [face_of(placed, self.clock, now) for placed in self.arrangement.placed]
        self._boxes = []  # until `fit` lays the day over a grid
        self.hover = self.cursor = self.drawn = None
        if self.arrangement.index_of(self.current) is None:
            self.current = None

    def fit(self, grid: Grid) -> None:
        """Lay the day over another grid."""
        self.grid = grid
        self._boxes = [grid.box(placed) for placed in self.arrangement.placed]

    def pass_to(self, now: int) -> list[Placed]:
        """Time has passed: holds count down. Gives the cards that look different now."""
        another_minute = now // MINUTE != self.now // MINUTE
        self.now = now
        changed = []
        for i, placed in enumerate(self.arrangement.placed):
            if placed.card.status == "hold":
                self._faces[i] = face_of(placed, self.clock, now)
                changed.append(placed)
            elif another_minute and placed.card.status == "in_service":
                changed.append(placed)
        return changed

    @property
    def shows_now(self) -> bool:
        """Whether now is on the day shown."""
        return self.arrangement.begin <= self.now < self.arrangement.end

    @property
    def selected(self) -> Placed | None:
        """The card selected now."""
        index = self.arrangement.index_of(self.current)
        return None if index is None else self.arrangement.placed[index]

    def faces(self) -> Iterator[tuple[Placed, Face]]:
        """Every card with what it shows, in reading order."""
        return zip(self.arrangement.placed, self._faces, strict=True)

    def cards(self) -> Iterator[tuple[Placed, Face, QRectF]]:
        """Every card with what it shows and its box, in reading order."""
        return zip(self.arrangement.placed, self._faces, self._boxes, strict=True)

    def card_at(self, point: QPointF) -> Placed | None:
        """The card at a place; the later one where they touch."""
        hits = (placed for placed, _face, box in self.cards() if box.contains(point))
        return max(hits, key=_start, default=None)

    def slot_box(self, cell: Cell, end: int | None = None, least: float = 0) -> QRectF:
        """The box of free time from a cell on."""
        column, start = cell
        box = self.grid.span(column, start, end or start + SLOT).adjusted(3, 1, -5, -1)
        box.setHeight(max(box.height(), least))
        return box

    def ghost_box(self, trial: Trial) -> QRectF:
        """Where the card in hand is drawn, on its way back too."""
        there, home = self.grid.box(as_tried(trial)), self.grid.box(trial.placed)
        t = self.hand.way_back
        if not t:
            return there
        return QRectF(
            there.left() + (home.left() - there.left()) * t,
            there.top() + (home.top() - there.top()) * t,
            there.width() + (home.width() - there.width()) * t,
            there.height() + (home.height() - there.height()) * t,
        )

    def elapsed(self, placed: Placed) -> float | None:
        """The share of a running service that has passed; None when it is not running."""
        if placed.card.status != "in_service":
            return None
        return min(max((self.now - placed.start) / (placed.end - placed.start), 0.0), 1.0)

    def free_cell(self, column: int, at: int) -> Cell:
        """The first time from an instant on that no card and no closed time covers in a column."""
        taken = [
            (p.start, p.end) for p in self.arrangement.placed if p.column == column and p.card.status != "cancelled"
        ]
        taken += [(s.start, s.end) for s in self.arrangement.shades if s.column == column]
        start = at
        for begins, ends in sorted(taken):
            if begins < start + SLOT and start < ends:
                start = ends
        return column, start if start < self.arrangement.end else at


def _start(placed: Placed) -> int:
    return placed.start


def as_tried(trial: Trial) -> Placed:
    """The card of a trial at its new place and times: a moved one over the column's whole width."""
    lane, lanes = (trial.placed.lane, trial.placed.lanes) if trial.edge != "whole" else (0, 1)
    return Placed(trial.placed.card, trial.column, trial.start, trial.end, lane, lanes)
