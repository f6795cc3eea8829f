"""Tiles to press: what is sold most, services and products by their groups."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QVBoxLayout, QWidget

from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate, ngettext
from ui.kit import theme
from ui.kit.thumbnails import Thumbnails, paint_thumbnail
from ui.kit.widgets import Label
from ui.selling.cart.offers import Offer

MOST = 60
"""Tiles of one group; what is beyond is found by typing."""
_WIDTH, _HEIGHT, _GAP = 156, 92, 10
_PHOTO = 44


class Tile(QPushButton):
    """One offer: its colour, its name in two lines, what it costs, and its picture where it has one."""

    def __init__(self, offer: Offer, photos: Thumbnails) -> None:
        super().__init__()
        self.offer = offer
        self._photos = photos
        if offer.photo:
            photos.came.connect(self._see)
        self.setProperty("kind", "painted")
        self.setProperty("focusRadius", 12)
        price = show(offer.price)
        self.setAccessibleName(", ".join(word for word in (offer.name, offer.detail, price) if word))
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), theme.px(_HEIGHT))

    def _see(self, hash: str) -> None:
        if hash == self.offer.photo:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        inner = self.rect().adjusted(theme.px(14), theme.px(10), -theme.px(12), -theme.px(10))
        start = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("bodyStrong"))
        words = Qt.TextFlag.TextWordWrap.value | Qt.TextFlag.TextDontClip.value | start.value
        name = self._beside_photo(
            painter, QRect(inner.topLeft(), QSize(inner.width(), painter.fontMetrics().lineSpacing() * 2))
        )
        painter.drawText(name, words, self._fitting(painter, name))
        below = start | Qt.AlignmentFlag.AlignBottom
        painter.setFont(theme.font("label"))
        painter.drawText(inner, below, isolate(show(self.offer.price)))
        end = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignRight)
        painter.setPen(theme.colour("text2"))
        room = inner.width() - painter.fontMetrics().horizontalAdvance(show(self.offer.price)) - theme.px(12)
        detail = painter.fontMetrics().elidedText(isolate(self.offer.detail), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, end | Qt.AlignmentFlag.AlignBottom, detail)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        hue = theme.hue_of(self.offer.colour)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("primary" if self.underMouse() else "line"), 1))
        painter.setBrush(theme.colour("surface3" if self.isDown() else "surface"))
        painter.drawRoundedRect(edge, 12, 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(hue.bar))
        bar = QRect(0, theme.px(12), theme.px(4), self.height() - theme.px(24))
        painter.drawRoundedRect(QStyle.visualRect(self.layoutDirection(), self.rect(), bar), 2, 2)

    def _beside_photo(self, painter: QPainter, name: QRect) -> QRect:
        """Paint the picture in the upper corner; what room that leaves to the name."""
        if not self.offer.photo:
            return name
        side, direction = theme.px(_PHOTO), self.layoutDirection()
        place = QRect(self.width() - side - theme.px(8), theme.px(8), side, side)
        if (picture := self._photos.small(self.offer.photo)) is not None:
            paint_thumbnail(painter, QRectF(QStyle.visualRect(direction, self.rect(), place)), picture)
        return QStyle.visualRect(direction, name, name.adjusted(0, 0, -side - theme.px(4), 0))

    def _fitting(self, painter: QPainter, box: QRect) -> str:
        """The name, cut where two lines are full."""
        metrics = painter.fontMetrics()
        return metrics.elidedText(self.offer.name, Qt.TextElideMode.ElideRight, round(box.width() * 1.8))


class TileGrid(QWidget):
    """Tiles in as many columns as fit, all of one width; arrows walk them."""

    chosen = Signal(object)  # Offer

    def __init__(self, offers: Sequence[Offer], photos: Thumbnails) -> None:
        super().__init__()
        self._photos = photos
        self.tiles = [self._tile(offer) for offer in offers[:MOST]]
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.on_change(self._arrange)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self.tiles) // self._columns(width))
        return rows * (theme.px(_HEIGHT) + theme.px(_GAP))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), self.heightForWidth(max(self.width(), theme.px(_WIDTH))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._columns(self.width())
        forward = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        steps = {
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Left: -forward,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Up: -columns,
        }
        step, now = steps.get(Qt.Key(event.key())), self._focused()
        if step is None or now is None or not 0 <= now + step < len(self.tiles):
            super().keyPressEvent(event)
        else:
            self.tiles[now + step].setFocus(Qt.FocusReason.TabFocusReason)

    def _focused(self) -> int | None:
        return next((place for place, tile in enumerate(self.tiles) if tile.hasFocus()), None)

    def _tile(self, offer: Offer) -> Tile:
        tile = Tile(offer, self._photos)
        tile.setParent(self)
        tile.clicked.connect(lambda: self.chosen.emit(offer))
        return tile

    def _columns(self, width: int) -> int:
        return max(1, (width + theme.px(_GAP)) // (theme.px(_WIDTH) + theme.px(_GAP)))

    def _arrange(self) -> None:
        columns, gap = self._columns(self.width()), theme.px(_GAP)
        wide = (self.width() - gap * (columns - 1)) // columns
        for place, tile in enumerate(self.tiles):
            row, column = divmod(place, columns)
            box = QRect(column * (wide + gap), row * (theme.px(_HEIGHT) + gap), wide, theme.px(_HEIGHT))
            tile.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), box))
        self.updateGeometry()


class TileBoard(QWidget):
    """Groups of tiles under their names; `show_group` narrows to one."""

    chosen = Signal(object)

    def __init__(self, photos: Thumbnails) -> None:
        super().__init__()
        self._photos = photos
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self.grids: dict[str, TileGrid] = {}
        self._headings: dict[str, Label] = {}
        theme.on_change(self._dress)

    def show_offers(self, groups: Sequence[tuple[str, Sequence[Offer]]]) -> None:
        """Show these groups, in this order."""
        self._clear()
        for name, offers in groups:
            heading, grid = Label(self._words(name, len(offers)), "title"), TileGrid(offers, self._photos)
            grid.chosen.connect(self.chosen)
            self._headings[name], self.grids[name] = heading, grid
            self._column.insertWidget(self._column.count() - 1, heading)
            self._column.insertWidget(self._column.count() - 1, grid)

    def show_group(self, name: str) -> None:
        """Show one group only; an empty name shows all."""
        for each in self.grids:
            self.grids[each].setVisible(not name or each == name)
            self._headings[each].setVisible(not name or each == name)

    def tile(self, name: str) -> Tile | None:
        """The first tile of this name."""
        return next((t for grid in self.grids.values() for t in grid.tiles if t.offer.name == name), None)

    def _words(self, name: str, count: int) -> str:
        if count <= MOST:
            return name
        more = ngettext("{n} more: type its name", "{n} more: type their names", count - MOST)
        return f"{name} · {more.format(n=count - MOST)}"

    def _clear(self) -> None:
        for part in (*self.grids.values(), *self._headings.values()):
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.grids, self._headings = {}, {}

    def _dress(self) -> None:
        self._column.setSpacing(theme.px(10))
        self._column.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(20))


def grouped(offers: Sequence[Offer]) -> list[tuple[str, list[Offer]]]:
    """Favourites, then the others by their sections, in the order they come in."""
    groups: dict[str, list[Offer]] = {}
    for offer in offers:
        groups.setdefault(offer.section, []).append(offer)
    favourites = [offer for offer in offers if offer.favourite]
    return ([(_("Favourites"), favourites)] if favourites else []) + list(groups.items())
