"""A person's hands, for stories: press, type, click a time, drag a card, scan, and wait until something shows.

Everything goes through the window as from a mouse, a keyboard and a scanner. `touches` counts as the shop counts: one
tap, click, drag, scan, shortcut or Enter is one; typing into a field is one.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListWidget, QScrollArea, QWidget

from bizet_core.base.instants import to_ms
from bizet_core.describe.formats.numbers import plain
from ui.booking.calendar.arrangement import Placed
from ui.booking.calendar.surface import DaySurface
from ui.main.main_window import MainWindow

PATIENCE = 30.0  # seconds
PATIENT_MS = 2000  # a busy computer may let a scanner's keys wait; they are one code all the same
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
Found = TypeVar("Found")
Part = TypeVar("Part", QAbstractButton, QLineEdit)


class NotThereError(LookupError):
    """What the hands looked for did not come."""


class UiDriver:
    """Two hands at a front of house that is shown."""

    def __init__(self, front: MainWindow) -> None:
        self.front = front
        self.touches = 0

    # ----------------------------------------------------------------------------------------------------- pressing

    def press(self, name: str) -> None:
        """Press the button whose accessible name begins so, as soon as it can be pressed."""
        button = self.wait(lambda: self.button(name), f"a button “{name}”")
        self._show(button)
        QTest.mouseClick(button, LEFT, NONE, _middle(button))
        self.touches += 1

    def choose(self, words: str) -> None:
        """Click the line of a list that holds these words."""
        view, box = self.wait(lambda: self._line(words), f"a line with “{words}”")
        QTest.mouseClick(view.viewport(), LEFT, NONE, box.center())
        self.touches += 1

    def key(self, *keys: str) -> None:
        """Press keys where the keyboard is: `Ctrl+K`, `Return`, `F6`, `Down`."""
        for key in keys:
            QTest.keySequence(self.focused, QKeySequence(key))
            self.touches += 1

    def write(self, text: str, into: str = "") -> None:
        """Type where the keyboard is, or into the field of this name, which is clicked first."""
        if into:
            self._go_into(into)
        QTest.keyClicks(self.focused, text)
        self.touches += 1

    def write_into(self, text: str, field: str) -> None:
        """Put text of any script into a field at once, as an input method or the clipboard does."""
        self._go_into(field)
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focused, event)
        self.touches += 1

    def tick(self, name: str) -> None:
        """Tick what is called so."""
        box = self.wait(lambda: self.button(name), f"a box “{name}”")
        self._show(box)
        QTest.mouseClick(box, LEFT, NONE, QPoint(8 if not box.isRightToLeft() else box.width() - 8, box.height() // 2))
        self.touches += 1

    def scan(self, code: str) -> None:
        """Read a code with the scanner: a burst of keys, as it sends them."""
        self.pause()
        wedge, window = self.front.shell.wedge, self.front.windowHandle()
        usual, wedge.settings = wedge.settings, replace(wedge.settings, gap_ms=PATIENT_MS)
        for letter in code:
            QTest.keyClick(window, letter)  # pyright: ignore  # the stub lacks windows with letters
        QTest.keyClick(window, Qt.Key.Key_Return)
        wedge.settings = usual
        self.touches += 1

    # ------------------------------------------------------------------------------------------------- the calendar

    @property
    def day(self) -> DaySurface:
        """The surface of the calendar."""
        return self.front.diary.screen.surface

    def click_time(self, column: str, at: datetime) -> None:
        """Click a free time of somebody."""
        self.wait(lambda: self.day.scene.view, "the day")
        QTest.mouseClick(self.day.viewport(), LEFT, NONE, self._cell(column, at))
        self.touches += 1

    def click_card(self, who: str) -> None:
        """Click somebody's card."""
        placed = self.wait(lambda: self.card(who), f"a card of {who}")
        self.day.reveal(self.day.scene.grid.box(placed))
        QTest.mouseClick(self.day.viewport(), LEFT, NONE, self.day.box_of(placed).center().toPoint())
        self.touches += 1

    def drag_card(self, who: str, column: str, to: datetime) -> None:
        """Drag somebody's card, gripped in its middle, so that it begins at a time of a column."""
        placed = self.wait(lambda: self.card(who), f"a card of {who}")
        self.day.reveal(self.day.scene.grid.box(placed))
        view, box = self.day.viewport(), self.day.box_of(placed)
        grip = box.center().toPoint()
        drop = self._cell(column, to) + QPoint(0, round(grip.y() - box.top()) - 2)
        QTest.mousePress(view, LEFT, NONE, grip)
        self.pause()  # the reasons against a move are asked for while the hand begins
        for point in (grip + QPoint(0, 12), drop - QPoint(0, 3), drop):
            _move(view, point)
        QTest.mouseRelease(view, LEFT, NONE, drop)
        self.touches += 1

    def drag_end(self, who: str, to: datetime) -> None:
        """Drag the lower edge of somebody's card to another time."""
        placed = self.wait(lambda: self.card(who), f"a card of {who}")
        self.day.reveal(self.day.scene.grid.box(placed))
        view, box = self.day.viewport(), self.day.box_of(placed)
        edge = QPoint(round(box.center().x()), round(box.bottom()) - 3)
        drop = QPoint(edge.x(), round(self.day.scene.grid.y(to_ms(to))) - self.day.offset().y())
        QTest.mousePress(view, LEFT, NONE, edge)
        self.pause()
        for point in (edge + QPoint(0, 12), drop):
            _move(view, point)
        QTest.mouseRelease(view, LEFT, NONE, drop)
        self.touches += 1

    def card(self, who: str, *, own: bool = True) -> Placed | None:
        """Somebody's first card of the day that still stands, or None."""
        placed = self.day.scene.arrangement.placed
        mine = (p for p in placed if p.card.who == who and p.card.own == own and p.card.status != "cancelled")
        return next(mine, None)

    def start_of(self, who: str) -> datetime:
        """When somebody's card begins, on the wall."""
        placed = self.wait(lambda: self.card(who), f"a card of {who}")
        return placed.card.starts_at.astimezone(ZoneInfo(self.front.place.zone))

    def _cell(self, column: str, at: datetime) -> QPoint:
        """A point of free time: in the column's trailing half, a little below the line of the time."""
        scene = self.day.scene
        place = next(i for i, each in enumerate(scene.arrangement.columns) if each.name == column)
        box = scene.grid.span(place, to_ms(at), to_ms(at) + 900_000)
        self.day.reveal(box)
        corner = box.topLeft() - self.day.offset().toPointF()
        return corner.toPoint() + QPoint(round(box.width() / 2), 2)

    # ---------------------------------------------------------------------------------------------------- what shows

    def button(self, name: str) -> QAbstractButton | None:
        """The button of this name, or whose name begins so, that can be pressed now; the panel's first."""
        return self._named(QAbstractButton, name)

    def field(self, name: str) -> QLineEdit | None:
        """The field of this name, or whose name begins so, that can be typed into now."""
        return self._named(QLineEdit, name)

    def _named(self, kind: type[Part], name: str) -> Part | None:
        for home in self._homes():
            ready = [each for each in home.findChildren(kind) if each.isVisible() and each.isEnabled()]
            names = [plain(each.accessibleName() or each.text()) for each in ready]
            begins = [each for each, its in zip(ready, names, strict=True) if its.startswith(name)]
            exact = [each for each, its in zip(ready, names, strict=True) if its == name]
            if begins:
                return (exact or begins)[0]
        return None

    @property
    def focused(self) -> QWidget:
        """Where the keyboard is."""
        return QApplication.focusWidget() or self.front

    @property
    def said(self) -> str:
        """What the toast says."""
        return plain(self.front.toast.accessibleName()) if self.front.toast.isVisible() else ""

    def wait(self, look: Callable[[], Found | None], what: str = "something", seconds: float = PATIENCE) -> Found:
        """Look until it is there. Raises NotThereError, with what is on the screen."""
        until = time.monotonic() + seconds
        while not (found := look()):
            if time.monotonic() > until:
                raise NotThereError(f"Waited for {what}. The toast says: {self._last_words()}")
            QTest.qWait(5)
        return found

    def pause(self, seconds: float = 0.1) -> None:
        """Let the desk answer."""
        QTest.qWait(round(seconds * 1000))

    def counted(self) -> int:
        """The touches since the last count."""
        counted, self.touches = self.touches, 0
        return counted

    def _last_words(self) -> str:
        return self.said if self.front.window_ is not None else "(nobody has signed in)"

    def _homes(self) -> list[QWidget]:
        """Where to look, what lies on top first."""
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            return [dialog]
        shell = self.front.window_
        if shell is None or self.front.currentWidget() is not shell:
            return [self.front]
        return [shell.panel, shell.body.pages, self.front]

    def _line(self, words: str) -> tuple[QListWidget, QRect] | None:
        for view in self.front.findChildren(QListWidget):
            for row in range(view.count() if view.isVisible() else 0):
                item = view.item(row)
                spoken = item.data(Qt.ItemDataRole.AccessibleTextRole) or item.text()
                if words in plain(f"{spoken} {item.text()}"):
                    view.scrollToItem(item)
                    return view, view.visualItemRect(item)
        return None

    def _go_into(self, name: str) -> None:
        field = self.wait(lambda: self.field(name), f"a field “{name}”")
        self._show(field)
        if not field.hasFocus():
            QTest.mouseClick(field, LEFT, NONE, _middle(field))
        field.selectAll()

    def _show(self, widget: QWidget) -> None:
        """Scroll until a widget can be touched, as a person would."""
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget, 8, 8)
            above = above.parentWidget()


def _middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def _move(view: QWidget, point: QPoint) -> None:
    """QTest's own moves carry no button on a screen that is not there."""
    where, globally, none = QPointF(point), QPointF(view.mapToGlobal(point)), Qt.MouseButton.NoButton
    QApplication.sendEvent(view, QMouseEvent(QEvent.Type.MouseMove, where, globally, none, LEFT, NONE))
