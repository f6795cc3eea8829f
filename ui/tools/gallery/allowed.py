"""Exceptions from the gallery's checks, each as narrow as it can be and with its reason."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QListWidget, QWidget

from ui.booking.calendar.painting.headers import ColumnHeaders
from ui.booking.calendar.surface import DaySurface
from ui.kit.widgets import Chip
from ui.main.lock_screen import LockScreen


@dataclass(frozen=True, slots=True)
class Allowed:
    """A kind of fault that is none in some widgets."""

    kind: str
    holds: Callable[[QWidget, str], bool]
    why: str


def _on_pad(widget: QWidget, _what: str) -> bool:
    above = widget.parentWidget()
    screen = above.parentWidget() if above is not None else None
    return isinstance(screen, LockScreen) and widget is not screen.enter


def _is_state(widget: QWidget, _what: str) -> bool:
    return isinstance(widget, Chip) and not widget.is_pressable


def _is_walked(widget: QWidget, _what: str) -> bool:
    return isinstance(widget, QListWidget) and bool(widget.property("walkedFrom"))


def _is_day(widget: QWidget, _what: str) -> bool:
    return isinstance(widget.parentWidget(), DaySurface) or isinstance(widget, ColumnHeaders)


ALLOWED: tuple[Allowed, ...] = (
    Allowed("unreachable", _on_pad, "Digits are typed: the pad is for fingers, and the keyboard stays in the PIN."),
    Allowed("unreachable", _is_state, "A chip that tells a state is nothing to press."),
    Allowed("unreachable", _is_walked, "The keyboard stays in the field above, from which Up and Down walk the list."),
    Allowed("shortened", _is_day, "A card is as wide as its column; it is read out in full, and opens beside the day."),
)


def is_allowed(kind: str, widget: QWidget, what: str) -> bool:
    """Whether this is no fault here."""
    return any(each.kind == kind and each.holds(widget, what) for each in ALLOWED)
