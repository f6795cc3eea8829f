"""A person's initials in their colour, or a room's picture."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import theme

PICTURES = {"room": "door-open", "equipment": "wrench", "vehicle": "car"}
"""Kinds of resources that are not people."""


def initials(name: str) -> str:
    """Up to two letters: of the first and the last word."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def paint_avatar(painter: QPainter, box: QRectF, name: str, category: str, kind: str = "staff") -> None:
    """Draw an avatar into a box: a circle with initials, or a rounded square with the picture of a room."""
    hue = theme.hue_of(category)
    outlined = theme.look().theme == "contrast"
    painter.setPen(QPen(QColor(hue.bar), 1.5) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(hue.tint))
    if kind in PICTURES:
        painter.drawRoundedRect(box, 8, 8)
        picture = theme.pixmap(PICTURES[kind], hue.ink, 16, painter.device().devicePixelRatioF())
        side = theme.px(16)
        painter.drawPixmap(round(box.center().x() - side / 2), round(box.center().y() - side / 2), picture)
        return
    painter.drawEllipse(box)
    painter.setPen(QColor(hue.ink))
    painter.setFont(theme.font("label", 700))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(name))


class Avatar(QWidget):
    """An avatar as a widget. It says nothing to screen readers: the name stands beside it."""

    def __init__(self, name: str = "", category: str = "teal", size: int = 44, kind: str = "staff") -> None:
        super().__init__()
        self._name, self._category, self._size, self._kind = name, category, size, kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.on_change(self.updateGeometry)

    def show_person(self, name: str, category: str) -> None:
        """Show another person."""
        self._name, self._category = name, category
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        paint_avatar(painter, box, self._name, self._category, self._kind)
        painter.end()
