"""Finished pictures of cards. A card is drawn once and then copied, 0.6 µs instead of 60: scrolling draws no words."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from ui.booking.calendar.painting.card import Face, paint_card, paint_ground
from ui.booking.calendar.painting.paint_resources import PaintResources

MOST = 32 * 1024 * 1024
"""Bytes of pictures kept; a busy day at twice the pixels takes some 20 MB."""

_Key = tuple[Face, int, int, int]


class PixmapCache:
    """Keeps pictures by what they show and their size, for one ink; starts over when full or when the ink changes."""

    def __init__(self) -> None:
        self._ink: PaintResources | None = None
        self._rtl = False
        self._cards: dict[_Key, QPixmap] = {}
        self._grounds: dict[tuple[str, str, str, int, int, int], QPixmap] = {}
        self._bytes = 0

    def use(self, ink: PaintResources, rtl: bool) -> None:
        """Draw with this ink from now on."""
        if (ink, rtl) != (self._ink, self._rtl):
            self._ink, self._rtl = ink, rtl
            self.forget()

    def picture(self, face: Face, box: QRectF, elapsed: float | None) -> QPixmap:
        """The picture of a card; `elapsed` as in `paint_card`, told apart by the pixel."""
        width, height = int(box.width()), int(box.height())
        key = (face, width, height, -1 if elapsed is None else round(elapsed * width))
        found = self._cards.get(key)
        if found is None:
            if self._bytes > MOST:
                self.forget()
            found = self._cards[key] = self._draw(face, width, height, elapsed)
            self._count(found)
        return found

    def _draw(self, face: Face, width: int, height: int, elapsed: float | None) -> QPixmap:
        assert self._ink is not None
        made = QPixmap(self._ground(face, width, height))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self._rtl else Qt.LayoutDirection.LeftToRight)
        box = QRectF(0, 0, width, height)
        paint_card(painter, box, face, self._ink, self._rtl, elapsed, has_ground=True)
        painter.end()
        return made

    def _ground(self, face: Face, width: int, height: int) -> QPixmap:
        """What is under the words: the same for all cards of one colour, status and size."""
        assert self._ink is not None
        marks = face.provisional + 2 * face.overbooked
        key = (face.colour, face.look.icon, face.look.tone, marks, width, height)
        found = self._grounds.get(key)
        if found is None:
            ratio = self._ink.ratio
            found = QPixmap(round(width * ratio), round(height * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(0, 0, width, height), face, self._ink, self._rtl)
            painter.end()
            self._grounds[key] = found
            self._count(found)
        return found

    def _count(self, made: QPixmap) -> None:
        self._bytes += made.width() * made.height() * 4

    def forget(self) -> None:
        """Throw all pictures away."""
        self._cards.clear()
        self._grounds.clear()
        self._bytes = 0
