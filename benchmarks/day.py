"""Painting a day with 500 bookings and dragging one, offscreen and without a GPU; beside a QGraphicsView of our cards.

`paint` draws the whole view anew, as each step of a scroll does; `change` shows the day with one booking changed and
paints it, as after every operation; `first` shows and paints a day none of whose cards was seen before; `repaint`
copies the kept picture, as when a menu closes. `drag` is one step to another cell: mouse event, referee, dirty parts
painted. The peer draws the same cards by the same code as items of a QGraphicsScene with minimal viewport updates.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from statistics import median
from time import perf_counter
from uuid import UUID, uuid5

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsScene, QGraphicsView

from bizet_core.booking.day_view.day_rows import Card, Column, DayView, Shade
from bizet_core.describe.formats.money import Money
from resources.theme import categories
from ui.booking.calendar.painting.card import Face, paint_card
from ui.booking.calendar.painting.paint_resources import paint_resources_of
from ui.booking.calendar.surface import DaySurface
from ui.kit import theme

SIZE = (1366, 768)
COLUMNS, PER_COLUMN = 20, 25
PAINT_GOAL, DRAG_GOAL = 8.0, 0.5  # ms
ROUNDS = 60
_FAMILY = UUID("7f1c7c1e-2b61-4f0b-8d7d-0f3f6f0d9d10")
_MIDNIGHT = datetime(2026, 3, 12, tzinfo=UTC)
_STATUSES = ("completed", "confirmed", "in_service", "arrived", "pending", "hold", "no_show", "cancelled")


def run() -> dict[str, object]:
    """Milliseconds: median and 95th percentile of each, for our surface and for the peer."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply("light")
    surface = _surface()
    whole, again = _times(lambda: _paint(surface)), _times(surface.viewport().repaint)
    change, first = _times(lambda: _change(surface)), _times(lambda: _first(surface), 20)
    drag = _drag_times(surface, app)
    fitting = _surface((COLUMNS * 170, 1200))  # a wall screen on which all 500 cards are seen at once
    every = _times(lambda: _paint(fitting))
    peer_paint, peer_drag = _peer(surface, app)
    return {
        "bookings": COLUMNS * PER_COLUMN,
        "view": f"{SIZE[0]}x{SIZE[1]}",
        "cards_seen": _seen(surface),
        "paint_ms": whole,
        "repaint_ms": again,
        "change_ms": change,
        "first_ms": first,
        "drag_ms": drag,
        "paint_all_500_ms": every,
        "graphics_view_paint_ms": peer_paint,
        "graphics_view_drag_ms": peer_drag,
        "goals": {"paint_ms": PAINT_GOAL, "drag_ms": DRAG_GOAL},
        "met": whole["p50"] <= PAINT_GOAL and drag["p50"] <= DRAG_GOAL,
    }


def busy_day() -> DayView:
    """Twenty columns of 25 bookings, 20 minutes each, in every status and colour."""
    columns = tuple(
        Column(_named(f"column {i}"), f"Person {i} Someone", "staff", categories()[i % 8], 90) for i in range(COLUMNS)
    )
    cards = tuple(_card(c, i) for c in range(COLUMNS) for i in range(PER_COLUMN))
    shades = tuple(
        Shade(column.resource, _MIDNIGHT + timedelta(hours=start), _MIDNIGHT + timedelta(hours=end), kind, label)
        for column in columns
        for start, end, kind, label in (
            (7.7, 8.0, "closed", ""),
            (12.5, 13.0, "break", "Lunch"),
            (17, 17.3, "closed", ""),
        )
    )
    begin, end = _MIDNIGHT + timedelta(hours=7.7), _MIDNIGHT + timedelta(hours=17.3)
    return DayView(date(2026, 3, 12), "UTC", begin, end, columns, cards, shades, 500, 92, Money(2_000_000, "EUR"))


def _named(name: str) -> UUID:
    return uuid5(_FAMILY, name)


def _card(column: int, i: int) -> Card:
    start = _MIDNIGHT + timedelta(hours=8, minutes=21 * i)
    status = _STATUSES[(column + i) % len(_STATUSES)]
    return Card(
        part=_named(f"part {column} {i}"),
        booking=_named(f"booking {column} {i}"),
        resource=_named(f"column {column}"),
        starts_at=start,
        ends_at=start + timedelta(minutes=20),
        who=f"Customer {column * PER_COLUMN + i} Surname",
        what="Cut & finish · add gloss",
        colour=categories()[(column + i) % 8],
        status=status,
        icons=("heart-pulse",) if i % 5 == 0 else (),
        hold_until=_MIDNIGHT + timedelta(hours=12) if status == "hold" else None,
    )


def _surface(size: tuple[int, int] = SIZE) -> DaySurface:
    surface = DaySurface(now=lambda: _MIDNIGHT + timedelta(hours=11, minutes=24))
    surface.resize(*size)
    surface.show_day(busy_day())
    surface.show()
    QApplication.processEvents()
    return surface


def _seen(surface: DaySurface) -> int:
    view = QRectF(surface.viewport().rect())
    return sum(surface.box_of(placed).intersects(view) for placed in surface.scene.arrangement.placed)


def _paint(surface: DaySurface) -> None:
    surface._layer.spoil()
    surface.viewport().repaint()


_days = cycle(
    (busy_day(), replace(busy_day(), cards=(replace(busy_day().cards[0], who="Another"), *busy_day().cards[1:])))
)


def _change(surface: DaySurface) -> None:
    surface.show_day(next(_days))
    surface.viewport().repaint()


def _first(surface: DaySurface) -> None:
    surface.scene.album.forget()
    surface.show_day(next(_days))
    surface.viewport().repaint()


def _times(act: Callable[[], object], rounds: int = ROUNDS) -> dict[str, float]:
    for _warm in range(3):
        act()
    taken = []
    for _round in range(rounds):
        began = perf_counter()
        act()
        taken.append((perf_counter() - began) * 1000)
    return _figures(taken)


def _figures(taken: list[float]) -> dict[str, float]:
    return {"p50": round(median(taken), 3), "p95": round(sorted(taken)[int(len(taken) * 0.95)], 3)}


def _drag_times(surface: DaySurface, app: QApplication) -> dict[str, float]:
    """Pick a confirmed card up and carry it over cells, down the column and across to the next ones."""
    surface.verticalScrollBar().setValue(0)
    placed = next(p for p in surface.scene.arrangement.placed if p.card.status == "confirmed")
    start = surface.box_of(placed).center().toPoint()
    _mouse(surface, QEvent.Type.MouseButtonPress, start)
    _mouse(surface, QEvent.Type.MouseMove, start + QPoint(0, 40))
    taken = []
    cell = round(surface.scene.grid.height * 15 / (9.6 * 60))
    for i in range(200):
        point = start + QPoint(i // 25 * 60, 60 + i % 25 * cell)
        began = perf_counter()
        _mouse(surface, QEvent.Type.MouseMove, point)
        app.processEvents()  # paints the dirty parts
        taken.append((perf_counter() - began) * 1000)
    surface.cancel()
    return _figures(taken[5:])


def _mouse(surface: DaySurface, kind: QEvent.Type, point: QPoint) -> None:
    view = surface.viewport()
    button = Qt.MouseButton.LeftButton
    pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, QPointF(point), QPointF(view.mapToGlobal(point)), pressed, button, modifiers)
    QApplication.sendEvent(view, event)


class _Item(QGraphicsItem):
    """The peer's card: the same painting, as an item."""

    def __init__(self, box: QRectF, face: Face) -> None:
        super().__init__()
        self._box, self._face = QRectF(0, 0, box.width(), box.height()), face
        self.setPos(box.topLeft())

    def boundingRect(self) -> QRectF:
        return self._box

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        paint_card(painter, self._box, self._face, paint_resources_of(1.0), False)


def _peer(surface: DaySurface, app: QApplication) -> tuple[dict[str, float], dict[str, float]]:
    """The same cards in a QGraphicsView: a whole repaint, and a step of one item."""
    scene = QGraphicsScene()
    items = [_Item(surface.scene.grid.box(placed), face) for placed, face in surface.scene.faces()]
    for item in items:
        scene.addItem(item)
    view = QGraphicsView(scene)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
    view.resize(*SIZE)
    view.show()
    app.processEvents()
    for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
        bar.setValue(0)
    app.processEvents()
    paint = _times(view.viewport().repaint)
    taken = []
    for i in range(200):
        began = perf_counter()
        items[0].setPos(QPointF(100, 40 + i * 3))
        app.processEvents()
        taken.append((perf_counter() - began) * 1000)
    return paint, _figures(taken[5:])


if __name__ == "__main__":
    import json

    print(json.dumps(run()))
