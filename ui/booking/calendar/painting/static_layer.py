"""A picture of what stands still, as large as the view. Only what changed is drawn again; a drag copies from it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion


class StaticLayer:
    """Keeps the picture. `paint(painter, clip)` draws a part of it, in the coordinates of the view."""

    def __init__(self, paint: Callable[[QPainter, QRect], None]) -> None:
        self._paint = paint
        self._picture = QPixmap()
        self._stale = QRegion()

    def fit(self, size: QSize, ratio: float) -> None:
        """Become as large as the view."""
        wanted = size * ratio
        if self._picture.size() != wanted or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap(wanted)
            self._picture.setDevicePixelRatio(ratio)
            self._stale = QRegion(QRect(0, 0, size.width(), size.height()))

    def spoil(self, part: QRect | None = None) -> None:
        """Draw a part, or all of it, again before it is next copied."""
        whole = QRect(0, 0, *self._picture.deviceIndependentSize().toSize().toTuple())  # type: ignore[misc]
        self._stale = self._stale.united(part.intersected(whole) if part else whole)

    def copy(self, painter: QPainter, part: QRect) -> None:
        """Copy a part to the screen."""
        self._refresh()
        ratio = self._picture.devicePixelRatio()
        source = QRect(part.topLeft() * ratio, part.size() * ratio)
        painter.drawPixmap(part, self._picture, source)

    def _refresh(self) -> None:
        if self._stale.isEmpty():
            return
        stale, self._stale = self._stale, QRegion()
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rect in [stale.boundingRect()] if stale.rectCount() > 8 else list(stale):  # pyright: ignore[reportArgumentType]
            painter.save()
            painter.setClipRect(rect)
            self._paint(painter, rect)
            painter.restore()
        painter.end()
