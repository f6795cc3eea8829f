"""Photographs of services and products, small: read and decoded one at a time on the reading thread, then kept.

    photos = photos_of(desk)
    pixmap = photos.small(service.photo)  # None until it is there; `photos.came` then tells its hash

One at a time, so that a question of the calendar never waits behind more than one picture; and only what is painted is
asked for, so that a screen nobody looks at costs nothing.
"""

from collections import OrderedDict, deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QWidget

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments.queries import SmallPicture, thumbnail
from bizet_core.business.attachments.rules import Thumbnail
from bizet_desk.desk import Desk
from ui.kit import theme

SIDE = 160
"""Pixels of what is kept: enough for the largest place on a sharp screen, small enough to keep many."""
KEPT = 300
Seen = Callable[[QPixmap], None]


class Thumbnails(QObject):
    """The pictures of one desk, by hash."""

    came = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._known: OrderedDict[str, QPixmap | None] = OrderedDict()  # None: this device does not hold it
        self._wanted: deque[str] = deque()
        desk.changed.connect(self._look_again)

    def small(self, hash: str | None) -> QPixmap | None:
        """The picture as a square; None while it is on its way, where there is none, and where it cannot be had."""
        if not hash:
            return None
        if hash in self._known:
            self._known.move_to_end(hash)
            return self._known[hash]
        self._want(hash)
        return None

    def _want(self, hash: str) -> None:
        if hash not in self._wanted:
            self._wanted.append(hash)
            if len(self._wanted) == 1:
                self._ask()

    def _ask(self) -> None:
        asked = SmallPicture(hash=self._wanted[0], side=SIDE)
        self._desk.ask(thumbnail, asked, owner=self, then=self._take, refused=self._go_without)

    def _take(self, found: Thumbnail | None) -> None:
        self._settle(None if found is None else _pixmap(found))

    def _go_without(self, _refusal: Refused) -> None:
        """Somebody who may not see pictures; it is asked for again when somebody else signs in and looks."""
        self._wanted.clear()

    def _settle(self, picture: QPixmap | None) -> None:
        hash = self._wanted.popleft()
        self._known[hash] = picture
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        if self._wanted:
            self._ask()
        if picture is not None:
            self.came.emit(hash)

    def _look_again(self, tables: frozenset[str]) -> None:
        """What was not here may have come."""
        if "attachment" in tables:
            for hash in [hash for hash, picture in self._known.items() if picture is None]:
                del self._known[hash]


def thumbnails_of(desk: Desk) -> Thumbnails:
    """The desk's pictures: one collection, however many screens show them."""
    return desk.findChild(Thumbnails) or Thumbnails(desk)


def when_seen(desk: Desk, owner: QWidget, hash: str | None, then: Seen) -> None:
    """Give a widget the picture, now or when it comes; nothing is called after the widget has gone."""
    photos = thumbnails_of(desk)
    if (picture := photos.small(hash)) is not None:
        then(picture)
    elif hash:
        waiting = _Waiting(owner, photos, hash, then)
        photos.came.connect(waiting.look)


class _Waiting(QObject):
    """Waits for one picture as long as its owner lives."""

    def __init__(self, owner: QWidget, photos: Thumbnails, hash: str, then: Seen) -> None:
        super().__init__(owner)
        self._photos, self._hash, self._then = photos, hash, then

    def look(self, hash: str) -> None:
        """Hand the picture over once it is the one."""
        if hash == self._hash and (picture := self._photos.small(hash)) is not None:
            self._then(picture)
            self.deleteLater()


def paint_thumbnail(painter: QPainter, box: QRectF, picture: QPixmap, radius: float = 8) -> None:
    """Draw a picture into a box with round corners."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    painter.setClipPath(path)
    painter.drawPixmap(box, picture, QRectF(picture.rect()))
    painter.restore()


def rounded(picture: QPixmap | None, side: float) -> QPixmap:
    """A picture with round corners for a list or a button; an empty place of that size where there is none."""
    sharp = 2.0
    made = QPixmap(round(theme.px(side) * sharp), round(theme.px(side) * sharp))
    made.fill(Qt.GlobalColor.transparent)
    if picture is not None:
        painter = QPainter(made)
        paint_thumbnail(painter, QRectF(made.rect()), picture, theme.px(6) * sharp)
        painter.end()
    made.setDevicePixelRatio(sharp)
    return made


def _pixmap(found: Thumbnail) -> QPixmap:
    row = found.side * 4
    return QPixmap.fromImage(QImage(found.pixels, found.side, found.side, row, QImage.Format.Format_RGBA8888))
