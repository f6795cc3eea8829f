"""The day for those who listen: every card is a child of the calendar with its whole sentence as its name."""

# pyright: reportIncompatibleMethodOverride=false, reportArgumentType=false
# Qt's stubs leave out the None that its documentation asks for where there is no child, parent or window.

from typing import TYPE_CHECKING

from babel.dates import format_date
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from shiboken6 import isValid

from bizet_core.booking.day_view.day_rows import DayView
from bizet_core.describe.languages.language import _, ngettext, reader
from ui.booking.calendar.arrangement import Placed
from ui.booking.calendar.badges import words_of
from ui.booking.calendar.painting.card import face_of
from ui.booking.calendar.scene import Scene
from ui.booking.calendar.statuses import word_of

if TYPE_CHECKING:
    from ui.booking.calendar.surface import DaySurface


def card_name(scene: Scene, placed: Placed) -> str:
    """`Olivia Hart, Cut & finish, 11:30 to 12:30, Inês Duarte, Arrived`, and what else is to be known."""
    face = face_of(placed, scene.clock, scene.now)
    times = _("{start} to {end}").format(start=scene.clock.at(placed.start), end=scene.clock.at(placed.end))
    column = scene.arrangement.columns[placed.column].name
    marks = (
        ("heart-pulse" in placed.card.icons, _("has an alert")),
        ("sticky-note" in placed.card.icons, _("has a note")),
    )
    parts = [face.who, face.what, times, column, word_of(placed.card), *words_of(placed.card)]
    parts += [text for meant, text in marks if meant]
    return ", ".join(part for part in parts if part)


def day_name(view: DayView) -> str:
    """`Day calendar, Thursday, 12 March 2026, 5 columns, 23 bookings`."""
    day = format_date(view.day, "full", locale=reader().cldr)
    columns = ngettext("{n} column", "{n} columns", len(view.columns)).format(n=len(view.columns))
    bookings = ngettext("{n} booking", "{n} bookings", view.bookings).format(n=view.bookings)
    return _("Day calendar, {day}, {columns}, {bookings}").format(day=day, columns=columns, bookings=bookings)


class AccessibleCard(QAccessibleInterface):
    """One card. It names itself by its place in reading order, which is also the child's index."""

    def __init__(self, surface: "DaySurface", index: int) -> None:
        super().__init__()
        self._surface, self._index = surface, index

    @property
    def _placed(self) -> Placed | None:
        placed = self._surface.scene.arrangement.placed
        return placed[self._index] if self._index < len(placed) else None

    def isValid(self) -> bool:
        return isValid(self._surface) and self._placed is not None

    def object(self) -> QObject | None:  # type: ignore[override]  # a card is no QObject
        return None

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        placed = self._placed
        return card_name(self._surface.scene, placed) if kind == QAccessible.Text.Name and placed else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """A card is renamed by editing its booking, not here."""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        is_current = self._placed is not None and self._placed.key == self._surface.scene.current
        state.focusable = state.selectable = True  # type: ignore[attr-defined]
        state.selected = is_current  # type: ignore[attr-defined]
        state.focused = is_current and self._surface.hasFocus()  # type: ignore[attr-defined]
        return state

    def rect(self) -> QRect:
        placed = self._placed
        if placed is None:
            return QRect()
        box = self._surface.box_of(placed).toAlignedRect()
        return QRect(self._surface.viewport().mapToGlobal(box.topLeft()), box.size())

    def parent(self) -> QAccessibleInterface | None:
        return QAccessible.queryAccessibleInterface(self._surface)

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def window(self) -> QWindow | None:
        return self._surface.window().windowHandle()


class AccessibleDay(QAccessibleInterface):
    """The calendar as a list of its cards. Python must hold every interface it hands out, or Qt reads freed memory."""

    def __init__(self, surface: "DaySurface") -> None:
        super().__init__()
        self._surface = surface
        self._cards: list[AccessibleCard] = []

    def isValid(self) -> bool:
        return isValid(self._surface)

    def object(self) -> QObject:
        return self._surface

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def text(self, kind: QAccessible.Text) -> str:
        return self._surface.accessibleName() if kind == QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """The calendar's name is the day's."""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True  # type: ignore[attr-defined]
        state.focused = self._surface.hasFocus()  # type: ignore[attr-defined]
        return state

    def rect(self) -> QRect:
        return QRect(self._surface.mapToGlobal(self._surface.rect().topLeft()), self._surface.size())

    def parent(self) -> QAccessibleInterface | None:
        return QAccessible.queryAccessibleInterface(self._surface.parentWidget())

    def childCount(self) -> int:
        return len(self._surface.scene.arrangement.placed)

    def child(self, index: int) -> QAccessibleInterface | None:
        if not 0 <= index < self.childCount():
            return None
        while len(self._cards) <= index:
            self._cards.append(AccessibleCard(self._surface, len(self._cards)))
        return self._cards[index]

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        placed = self._surface.card_at(self._surface.viewport().mapFromGlobal(QRect(x, y, 1, 1).topLeft()))
        index = self._surface.scene.arrangement.index_of(placed.key) if placed else None
        return None if index is None else self.child(index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self._cards.index(child) if isinstance(child, AccessibleCard) and child in self._cards else -1

    def focusChild(self) -> QAccessibleInterface | None:
        index = self._surface.scene.arrangement.index_of(self._surface.scene.current)
        return None if index is None else self.child(index)

    def window(self) -> QWindow | None:
        return self._surface.window().windowHandle()


_spoken: dict[int, AccessibleDay] = {}
_factory_is_installed = False


def make_accessible(surface: "DaySurface") -> None:
    """From now on screen readers find the cards of this surface."""
    global _factory_is_installed
    if not _factory_is_installed:
        QAccessible.installFactory(_interface)
        _factory_is_installed = True
    key = id(surface)
    _spoken[key] = AccessibleDay(surface)
    surface.destroyed.connect(lambda: _spoken.pop(key, None))


def focus_moved(surface: "DaySurface") -> None:
    """Tell a screen reader that another card has the focus."""
    index = surface.scene.arrangement.index_of(surface.scene.current)
    if index is not None and surface.hasFocus():
        event = QAccessibleEvent(surface, QAccessible.Event.Focus)
        event.setChild(index)
        QAccessible.updateAccessibility(event)


def _interface(_kind: str, of: QObject) -> QAccessibleInterface | None:
    return _spoken.get(id(of))
