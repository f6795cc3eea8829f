"""The calendar by mouse and touch: click, drag a card or its edge, draw free time, hold a finger still to pick up."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPointingDevice
from PySide6.QtWidgets import QApplication

from bizet_core.base.instants import MINUTE, from_ms
from ui.booking.calendar.arrangement import Placed
from ui.booking.calendar.grid import snapped, step_down

if TYPE_CHECKING:
    from ui.booking.calendar.surface import DaySurface

HOLD_MS = 350  # a finger that stays so long picks up; one that moves before scrolls
EDGE = 7  # pixels at a card's top and bottom that stretch it
EDGE_FROM = 26  # cards lower than this have no edges to drag
STEP, FINE_STEP = 15, 5  # minutes
SCROLL_ZONE, SCROLL_STEP = 28, 14


@dataclass(slots=True)
class _Press:
    """A button or finger that is down. `kind` becomes what its movement means."""

    point: QPoint
    placed: Placed | None
    edge: str
    by_finger: bool
    grip: int = 0  # milliseconds between the card's start and where it was gripped
    was_selected: bool = False
    kind: str = ""  # "" not yet told, carry, draw, scroll
    last: QPoint | None = None


class Gestures:
    """Turns presses, moves and releases on the viewport into what the surface does."""

    def __init__(self, surface: "DaySurface") -> None:
        self._surface = surface
        self._press: _Press | None = None
        self._was_double = False
        self._hold, self._scroll = QTimer(surface), QTimer(surface)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self._held)
        self._scroll.setInterval(30)
        self._scroll.timeout.connect(self._scroll_on)

    @property
    def is_down(self) -> bool:
        """Whether a button or finger is down."""
        return self._press is not None

    def press(self, event: QMouseEvent) -> None:
        """A button or finger goes down: select what is there."""
        if event.button() != Qt.MouseButton.LeftButton or self._surface.hand.is_holding:
            return
        surface, point = self._surface, event.position().toPoint()
        surface.set_hover(None)
        placed = surface.card_at(point)
        by_finger = event.pointerType() == QPointingDevice.PointerType.Finger
        self._press = _Press(point, placed, self._edge_at(placed, point, by_finger), by_finger, last=point)
        if placed is not None:
            self._press.grip = surface.cell_at(point)[1] - placed.start
            self._press.was_selected = placed.key == surface.scene.current
        if by_finger:
            self._hold.start()
        elif placed is not None:
            surface.select(placed.key)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves: over the day, or with something in hand."""
        point = event.position().toPoint()
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._over(point, event.pointerType() == QPointingDevice.PointerType.Finger)
            return
        if not self._press.kind and self._has_left(point):
            self._begin()
        if self._press.kind == "scroll":
            self._scroll_by(point)
        elif self._press.kind:
            self._go_on(point, event.modifiers())

    def release(self, event: QMouseEvent) -> None:
        """The button or finger goes up: drop, or it was a click."""
        self._hold.stop()
        self._scroll.stop()
        press, self._press = self._press, None
        was_double, self._was_double = self._was_double, False
        if press is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if press.kind == "carry":
            self._surface.hand.let_go()
        elif press.kind == "draw":
            self._create_drawn()
        elif not press.kind and not was_double:
            self._click(press)

    def double_click(self, event: QMouseEvent) -> None:
        """Twice on a card opens it."""
        placed = self._surface.card_at(event.position().toPoint())
        self._was_double = True
        if placed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._surface.opened.emit(placed.card.part)

    def cancel(self) -> None:
        """Esc: the button may still be down, but nothing is carried or drawn any more."""
        self._hold.stop()
        self._scroll.stop()
        self._press = None
        self._surface.draw_span(None)

    # ------------------------------------------------------------------------------------------------------ begin

    def _edge_at(self, placed: Placed | None, point: QPoint, by_finger: bool) -> str:
        """`start`, `end` or `whole`: what of a card is under the pointer. Fingers are too broad for edges."""
        if placed is None or by_finger or not self._surface.hand.referee.movable(placed.card):
            return "whole"
        box = self._surface.box_of(placed)
        if box.height() < EDGE_FROM:
            return "whole"
        if point.y() > box.bottom() - EDGE:
            return "end"
        return "start" if point.y() < box.top() + EDGE - 3 else "whole"

    def _has_left(self, point: QPoint) -> bool:
        press = self._press
        assert press is not None
        return (point - press.point).manhattanLength() >= QApplication.startDragDistance()

    def _begin(self) -> None:
        """The pointer has left where it went down: tell what this is going to be."""
        press, surface = self._press, self._surface
        assert press is not None
        if press.by_finger and self._hold.isActive():
            self._hold.stop()
            press.kind = "scroll"
        elif press.placed is None:
            press.kind = "draw" if surface.scene.arrangement.columns else "scroll"
        elif surface.hand.referee.movable(press.placed.card):
            press.kind = "carry"
            surface.hand.pick_up(press.placed, press.edge, surface.scene.arrangement)
        else:
            press.kind = "nothing"

    def _held(self) -> None:
        """A finger stayed still: it picks up the card, or draws free time."""
        if self._press is not None and not self._press.kind:
            if self._press.placed is not None:
                self._surface.select(self._press.placed.key)
            self._begin()

    # ------------------------------------------------------------------------------------------------------ go on

    def _go_on(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        press, surface = self._press, self._surface
        assert press is not None
        press.last = point
        minutes = FINE_STEP if modifiers & Qt.KeyboardModifier.ShiftModifier else STEP
        column, at = surface.cell_at(point)
        if press.kind == "draw":
            self._draw(minutes, at)
        elif press.kind == "carry" and surface.hand.trial is not None:
            if press.edge == "whole":
                surface.hand.carry(column, self._kept_within(snapped(at - press.grip, minutes)))
            else:
                surface.hand.stretch(snapped(at, minutes))
        self._scroll_if_near(point)

    def _kept_within(self, start: int) -> int:
        scene, press = self._surface.scene, self._press
        assert press is not None
        assert press.placed is not None
        length = press.placed.end - press.placed.start
        return max(min(start, scene.grid.end - length), scene.grid.begin)

    def _draw(self, minutes: int, at: int) -> None:
        assert self._press is not None
        column, began = self._surface.cell_at(self._press.point)
        first, last = sorted((began, at))
        start = step_down(first, minutes)
        end = max(step_down(last, minutes) + minutes * MINUTE, start + minutes * MINUTE)
        self._surface.draw_span((column, start, end))

    def _scroll_if_near(self, point: QPoint) -> None:
        """Near the upper or lower edge the day scrolls on under what is in hand."""
        near = point.y() < SCROLL_ZONE or point.y() > self._surface.viewport().height() - SCROLL_ZONE
        if near and not self._scroll.isActive():
            self._scroll.start()
        elif not near:
            self._scroll.stop()

    def _scroll_on(self) -> None:
        press, bar = self._press, self._surface.verticalScrollBar()
        if press is None or press.last is None:
            self._scroll.stop()
            return
        before = bar.value()
        bar.setValue(before + (-SCROLL_STEP if press.last.y() < SCROLL_ZONE else SCROLL_STEP))
        if bar.value() != before:
            self._go_on(press.last, Qt.KeyboardModifier.NoModifier)

    def _scroll_by(self, point: QPoint) -> None:
        assert self._press is not None
        moved = point - (self._press.last or point)
        self._press.last = point
        for bar, by in (
            (self._surface.horizontalScrollBar(), moved.x()),
            (self._surface.verticalScrollBar(), moved.y()),
        ):
            bar.setValue(bar.value() - by)

    # -------------------------------------------------------------------------------------------------------- end

    def _create_drawn(self) -> None:
        surface = self._surface
        drawn = surface.scene.drawn
        surface.draw_span(None)
        if drawn is not None:
            resource = surface.scene.arrangement.columns[drawn[0]].resource
            surface.create_requested.emit(resource, from_ms(drawn[1]), from_ms(drawn[2]))

    def _click(self, press: _Press) -> None:
        """A click selects a card, or asks for a new booking in free time."""
        surface = self._surface
        if press.placed is not None:
            surface.select(press.placed.key, tell=False)
            surface.tell_selected(again=press.was_selected)
        elif surface.scene.arrangement.columns:
            column, at = surface.cell_at(press.point)
            surface.select(None)
            resource = surface.scene.arrangement.columns[column].resource
            surface.create_requested.emit(resource, from_ms(step_down(at, STEP)), None)

    # ------------------------------------------------------------------------------------------------------- hover

    def _over(self, point: QPoint, by_finger: bool) -> None:
        """Nothing is pressed: show what a click would do."""
        surface = self._surface
        if by_finger or surface.hand.is_holding or not surface.scene.arrangement.columns:
            return
        placed = surface.card_at(point)
        if placed is None:
            column, at = surface.cell_at(point)
            surface.set_hover((column, step_down(at, STEP)))
            surface.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            return
        surface.set_hover(None)
        edge = self._edge_at(placed, point, by_finger)
        shape = Qt.CursorShape.PointingHandCursor if edge == "whole" else Qt.CursorShape.SizeVerCursor
        surface.viewport().setCursor(shape)
