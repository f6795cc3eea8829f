"""Checks of a window: what a person would see or hear as a fault, whatever the window shows.

`faults(window)` finds text that is cut, text over text, a control beside its parent, one without a name, one that no
key reaches, and a focus ring through words. What is allowed all the same stands in `allowed.py`, with reasons.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from resources.theme import TOKENS
from ui.booking.calendar.painting.headers import ColumnHeaders, Hours
from ui.kit.shell.focus import FocusRing, wears_ring
from ui.tools.gallery.allowed import is_allowed
from ui.tools.gallery.recorder import Recording, Written, record

SLACK = 2.0
"""Pixels by which letters may leave their room: antialiasing and overhangs, which nobody sees."""
LONG_TEXT = 24  # letters that somebody types and scrolls; what is shorter should be seen as a whole
ELLIPSIS = "…"
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QAbstractSlider)
"""What people act on; lists and tables count besides."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the widget and those around it."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what} — in {self.where}"


def faults(window: QWidget) -> list[Fault]:
    """Everything that is wrong in this window as it stands."""
    recording = record(window)
    seen = recording.seen()
    found = [
        *_cut(window, seen),
        *_overlapping(recording, seen),
        *_outside(window),
        *_nameless(window),
        *_unreachable(window),
        *_ringed(window, seen),
    ]
    return list(dict.fromkeys(found))


# --------------------------------------------------------------------------------------------------------------- text


def _cut(window: QWidget, seen: list[Written]) -> Iterator[Fault]:
    """Letters that do not show as a whole: over the edge of their room, or left out for an ellipsis."""
    for text in seen:
        if ELLIPSIS in text.text and _is_shortened(text):
            yield from _fault("shortened", text.widget, text.text)
        elif (over := _over(window, text)) > SLACK:
            yield from _fault("cut", text.widget, f"“{text.text}” by {over:.0f} px")


def _is_shortened(text: Written) -> bool:
    """Whether the ellipsis came from too little room, and no tooltip gives the whole."""
    widget = text.widget
    own = _own_words(widget)
    if own and text.text.strip() in own:
        return False  # the words end so: “Choose a file…”
    if widget.toolTip():
        return False
    view = widget.parentWidget()
    if isinstance(view, QAbstractItemView) and not isinstance(view, QHeaderView):
        index = view.indexAt(widget.mapFrom(widget.window(), text.ink.center().toPoint()))
        full = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        return not full
    return True


def _own_words(widget: QWidget) -> str:
    """What a widget was given to say."""
    if isinstance(widget, QMenu):
        return " ".join(action.text() for action in widget.actions())
    if isinstance(widget, QLineEdit) and not widget.text():
        return widget.placeholderText()
    said = [getattr(widget, name, None) for name in ("text", "currentText", "placeholderText", "toPlainText")]
    return " ".join(str(each()) for each in said if callable(each)).replace("&&", "&")


def _over(window: QWidget, text: Written) -> float:
    """By how many pixels the letters leave their room, where nobody can scroll to see the rest."""
    ink, room = text.ink, text.room
    edges = {
        "left": (room.left() - ink.left(), room.left()),
        "right": (ink.right() - room.right(), room.right()),
        "top": (room.top() - ink.top(), room.top()),
        "bottom": (ink.bottom() - room.bottom(), room.bottom()),
    }
    over = {side: by for side, (by, at) in edges.items() if by > SLACK and not _scrolls(window, text.widget, side, at)}
    return max(over.values(), default=0.0)


def _scrolls(window: QWidget, widget: QWidget, side: str, at: float) -> bool:
    """Whether this edge is that of a view which can be scrolled across it, or of a field in which somebody types."""
    if isinstance(widget, QLineEdit) and side in ("left", "right"):
        return len(widget.text()) > LONG_TEXT
    is_across = side in ("left", "right")
    view: QWidget | None = widget
    while view is not None and view is not window:
        area = view.parentWidget()
        if isinstance(area, QAbstractScrollArea) and (
            area.viewport() is view or isinstance(view, ColumnHeaders | Hours)
        ):
            bar = area.horizontalScrollBar() if is_across else area.verticalScrollBar()
            policy = area.horizontalScrollBarPolicy() if is_across else area.verticalScrollBarPolicy()
            box = QRectF(view.rect().translated(view.mapTo(window, QPoint(0, 0))))
            edge = {"left": box.left(), "right": box.right(), "top": box.top(), "bottom": box.bottom()}[side]
            is_moved = bar.maximum() > bar.minimum() and policy != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if is_moved and abs(edge - at) <= SLACK:
                return True
        view = area
    return False


# ---------------------------------------------------------------------------------------------------------- text over


def _overlapping(recording: Recording, seen: list[Written]) -> Iterator[Fault]:
    """Letters over letters."""
    ordered = sorted(seen, key=lambda text: text.ink.left())
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.ink.left() > one.ink.right():
                break
            if one.widget is other.widget and one.text == other.text:
                continue  # a field paints what is selected in it once more
            both = one.ink.intersected(other.ink).intersected(one.room).intersected(other.room)
            if both.width() <= 2 * SLACK or both.height() <= 2 * SLACK:
                continue
            if not recording.is_covered(both, min(one.order, other.order), max(one.order, other.order)):
                yield from _fault("overlapping", one.widget, f"“{one.text}” and “{other.text}”")


# ------------------------------------------------------------------------------------------------------------ controls


def _outside(window: QWidget) -> Iterator[Fault]:
    """Controls and labels that stick out of what they stand in."""
    for widget in _shown(window):
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or not isinstance(widget, (*CONTROLS, QLabel)):
            continue
        if isinstance(parent.parentWidget(), QAbstractScrollArea) and _is_viewport(parent):
            continue
        box, room = widget.geometry(), parent.rect().adjusted(-1, -1, 1, 1)
        if not room.contains(box):
            yield from _fault("outside", widget, f"{_box(box)} in {parent.width()}×{parent.height()}")


def _nameless(window: QWidget) -> Iterator[Fault]:
    """Controls that a screen reader would read as nothing."""
    for widget in _shown(window):
        if not _is_control(widget):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name).strip():
            yield from _fault("nameless", widget, "has no accessible name")


def _unreachable(window: QWidget) -> Iterator[Fault]:
    """Controls that no key reaches."""
    for widget in _shown(window):
        if _is_control(widget) and widget.isEnabled() and widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            yield from _fault("unreachable", widget, "takes no focus")


def _ringed(window: QWidget, seen: list[Written]) -> Iterator[Fault]:
    """Words under the ring that a control would wear."""
    width = TOKENS["stroke"]["focus"] + 1
    for widget in _shown(window):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not wears_ring(widget) or widget.focusProxy():
            continue
        whole = QRectF(widget.rect().translated(widget.mapTo(window, QPoint(0, 0))))
        hole = _within_ring(widget, whole, width)
        for text in seen:
            if text.widget is not widget and not widget.isAncestorOf(text.widget):
                continue
            shown = text.ink.intersected(text.room)
            if whole.intersects(shown) and not hole.contains(shown):
                yield from _fault("under the ring", widget, f"“{text.text}”")


def _within_ring(widget: QWidget, whole: QRectF, width: float) -> QRectF:
    """Where a ring leaves room; what is scrolled away under it can be scrolled back."""
    inset = width - 0.5
    across, down = inset, inset
    if isinstance(widget, QAbstractScrollArea):
        across = 0.0 if widget.horizontalScrollBar().maximum() else across
        down = 0.0 if widget.verticalScrollBar().maximum() else down
    return whole.adjusted(across, down, -across, -down)


# -------------------------------------------------------------------------------------------------------------- parts


def _shown(window: QWidget) -> Iterator[QWidget]:
    """Whatever could be seen in this window, itself left out; a ring is no part of its own."""
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window and not _is_inner(widget):
            yield widget


def _is_inner(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own controls."""
    return isinstance(widget, QScrollBar | FocusRing) or widget.objectName().startswith("qt_")


def _is_viewport(widget: QWidget) -> bool:
    area = widget.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is widget


def _is_control(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractItemView):
        return not isinstance(widget, QHeaderView)
    return isinstance(widget, CONTROLS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus


def _box(box: object) -> str:
    return "{}×{} at {},{}".format(*(getattr(box, part)() for part in ("width", "height", "x", "y")))


def _fault(kind: str, widget: QWidget, what: str) -> Iterator[Fault]:
    if not is_allowed(kind, widget, what):
        yield Fault(kind, path_of(widget), what)


def path_of(widget: QWidget) -> str:
    """A widget within those around it, the innermost first: `Button “Charge” < PayZone < RegisterPanel`."""
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 5:
        name = type(at).__name__
        said = (at.accessibleName() or at.objectName())[:40]
        names.append(f"{name} “{said}”" if said and at is widget else name)
        at = at.parentWidget()
    return " < ".join(names)
