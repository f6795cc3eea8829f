"""Where the keyboard is: a ring around the focused widget, and Ctrl F6 from rail to page to panel."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

from resources.theme import TOKENS
from ui.kit import theme


class FocusLight(QObject):
    """Puts a ring on whichever widget has the focus, so that none can forget to show it.

    A widget that shows its focus in its own way says so by the property `ownFocus`; `focusRadius` fits the ring to
    rounder corners.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ring: FocusRing | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._ring is not None and isValid(self._ring):  # it died if its widget did
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = FocusRing(new) if new is not None and wears_ring(new) else None


def wears_ring(widget: QWidget) -> bool:
    """Whether a widget with the focus gets a ring; words that are only marked for copying do not."""
    return not widget.property("ownFocus") and not isinstance(widget, QLabel)


class FocusRing(QWidget):
    """Two pixels of the focus colour along the edge of a widget, and one of the page's to set them off."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self._around = around
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setGeometry(around.rect())
        around.installEventFilter(self)
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._around.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = min(float(self._around.property("focusRadius") or 8), self.height() / 2)
        width = TOKENS["stroke"]["focus"]
        for inset, colour, pen in ((width / 2, "focus", width), (width + 0.5, "surface", 1)):
            painter.setPen(QPen(theme.colour(colour), pen))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        painter.end()


class Regions:
    """Ctrl F6 goes round the regions of a window, each a widget and how it takes the focus. Hidden ones are skipped."""

    def __init__(self, regions: Sequence[tuple[QWidget, Callable[[], None]]]) -> None:
        self._regions = regions

    def go(self, step: int) -> None:
        """To the next region (1) or the one before (−1)."""
        focused = QApplication.focusWidget()
        here = next((i for i, (region, _) in enumerate(self._regions) if _holds(region, focused)), min(-step, 0))
        for away in range(1, len(self._regions) + 1):
            region, take_focus = self._regions[(here + step * away) % len(self._regions)]
            if region.isVisible():
                take_focus()
                return


def _holds(region: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (region is focused or region.isAncestorOf(focused))


def first_focusable(region: QWidget) -> QWidget | None:
    """The first widget of a region that Tab would reach."""
    candidates = (w for w in region.findChildren(QWidget) if w.isVisible() and w.isEnabled())
    return next((w for w in candidates if w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
