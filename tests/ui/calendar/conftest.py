"""A surface on a screen, with the salon's day and a clock that stands at 11:24."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bizet_core.booking.day_view.day_rows import Card, DayView
from tests.support.screens import plain_look  # noqa: F401  # a fixture
from tests.ui.calendar.makers import ANA, BEN, ROOM, a_day, at, card
from ui.booking.calendar.input.drag_state import Trial
from ui.booking.calendar.input.drop_rules import DropRules
from ui.booking.calendar.surface import DaySurface


@dataclass
class Desk:
    """Stands for the program behind the calendar: refuses what it is told to refuse, counts what it is asked."""

    no: dict[tuple[UUID, datetime], str] = field(default_factory=dict)
    too_long: datetime | None = None
    asked: list[tuple[UUID, datetime]] = field(default_factory=list)
    now: datetime = field(default_factory=lambda: at("11:24"))

    def why_not(self, part: UUID, resource: UUID, starts_at: datetime) -> str | None:
        self.asked.append((resource, starts_at))
        return self.no.get((resource, starts_at))

    def why_not_until(self, part: UUID, starts_at: datetime, ends_at: datetime) -> str | None:
        return "The next booking begins then." if self.too_long and ends_at > self.too_long else None


@dataclass
class UiDriver:
    """A person's hands on the surface: points of cells and cards, and what the surface said."""

    surface: DaySurface
    desk: Desk
    heard: list[tuple[Any, ...]] = field(default_factory=list)

    def show(self, view: DayView) -> None:
        self.surface.show_day(view)
        QApplication.processEvents()

    def cell(self, column: str, clock: str) -> QPoint:
        """The middle of a column at a time."""
        scene = self.surface.scene
        index = [c.name for c in scene.arrangement.columns].index(column)
        ms = round(at(clock).timestamp() * 1000)
        x = scene.grid.x(index) + scene.grid.column_width / 2
        return QPoint(round(x), round(scene.grid.y(ms)) + 2) - self.surface.offset()

    def on(self, who: str) -> QPoint:
        """The middle of someone's card."""
        placed = next(p for p in self.surface.scene.arrangement.placed if p.card.who == who)
        return self.surface.box_of(placed).center().toPoint()

    @property
    def trial(self) -> Trial:
        """What is in hand."""
        assert self.surface.hand.trial is not None
        return self.surface.hand.trial

    @property
    def chosen(self) -> Card:
        """The card selected now."""
        assert self.surface.scene.selected is not None
        return self.surface.scene.selected.card

    def drag(self, start: QPoint, *stops: QPoint, drop: bool = True, modifier: Any = None) -> None:
        view, left = self.surface.viewport(), Qt.MouseButton.LeftButton
        modifier = modifier or Qt.KeyboardModifier.NoModifier
        QTest.mousePress(view, left, modifier, start)
        for stop in stops:
            _move(self.surface, stop - QPoint(0, 3), modifier)
            _move(self.surface, stop, modifier)
        if drop:
            QTest.mouseRelease(view, left, modifier, stops[-1])

    def drag_card(self, who: str, column: str, clock: str, drop: bool = True, modifier: Any = None) -> None:
        """Drag a card, gripped in its middle, so that it begins at a time of a column."""
        placed = next(p for p in self.surface.scene.arrangement.placed if p.card.who == who)
        grip = self.on(who)
        above = round(grip.y() - self.surface.box_of(placed).top())
        self.drag(grip, self.cell(column, clock) + QPoint(0, above - 2), drop=drop, modifier=modifier)

    def click(self, point: QPoint) -> None:
        QTest.mouseClick(self.surface.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def press(self, *keys: str) -> None:
        """Press keys, written as the table writes them."""
        for key in keys:
            QTest.keySequence(self.surface, key)


def _move(surface: DaySurface, point: QPoint, modifier: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    view, none, left = surface.viewport(), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    where, globally = QPointF(point), QPointF(view.mapToGlobal(point))
    QApplication.sendEvent(view, QMouseEvent(QEvent.Type.MouseMove, where, globally, none, left, modifier))


SIGNALS = (
    "move_requested",
    "resize_requested",
    "create_requested",
    "selected",
    "opened",
    "status_requested",
    "pay_requested",
    "day_requested",
)


@pytest.fixture
def hands(qtbot: QtBot) -> UiDriver:
    """A shown surface with three bookings: Olivia and Max with Ana, Zara with Ben, and Zara's room."""
    desk = Desk()
    surface = DaySurface(DropRules(desk.why_not, desk.why_not_until), now=lambda: desk.now)
    qtbot.addWidget(surface)
    surface.resize(1000, 900)
    made = UiDriver(surface, desk)
    for name in SIGNALS:
        getattr(surface, name).connect(lambda *args, name=name: made.heard.append((name, *args)))
    surface.show()
    qtbot.waitExposed(surface)
    made.show(salon_day())
    surface.setFocus()
    return made


def salon_day() -> DayView:
    zara = card("Zara", BEN, "12:00")
    return a_day(
        card("Olivia", ANA, "10:00", status="arrived"),
        card("Max", ANA, "14:00", 45),
        zara,
        card("Zara", ROOM, "12:00", own=False, what="Ben"),
        card("Noor", BEN, "15:00", 30, status="completed", paid=True),
    )
