"""A way to pay, as a tile: icon, word and key; one of a row is chosen."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.kit import theme


class PayTile(QPushButton):
    """A checkable tile. Put several into a QButtonGroup, so that one is chosen; `key` is shown and works anywhere."""

    def __init__(self, icon: str, text: str, key: str = "", name: str = "") -> None:
        super().__init__()
        self._icon, self._text, self._key = icon, text, key
        self.setCheckable(True)
        self.setProperty("kind", "painted")
        self.setProperty("focusRadius", 12)
        self.setAccessibleName(name or text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if key:
            QShortcut(QKeySequence(key), self).activated.connect(self.click)  # a button's own key waits 100 ms
        theme.on_change(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(78), theme.px(76))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(76))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        self._paint_tile(painter, chosen)
        side = theme.px(20)
        ink = "text3" if not self.isEnabled() else "primaryText" if chosen else "text"
        top = theme.px(11) if self._key else theme.px(18)
        picture = theme.pixmap(self._icon, ink, 20, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, top, picture)
        painter.setPen(theme.colour(ink if not self.isEnabled() else "text"))
        painter.setFont(theme.font("label", 600))
        words = QRect(2, top + side + theme.px(4), self.width() - 4, theme.px(16))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.setPen(theme.colour("text3"))
        painter.setFont(theme.font("caption"))
        painter.drawText(words.translated(0, theme.px(18)), Qt.AlignmentFlag.AlignCenter, self._key)
        painter.end()

    def _paint_tile(self, painter: QPainter, chosen: bool) -> None:
        width = 2 if chosen else 1
        hovered = self.isEnabled() and self.underMouse() and not chosen
        painter.setBrush(theme.colour("primarySoft" if chosen else "surface2" if hovered else "surface"))
        painter.setPen(QPen(theme.colour("primary" if chosen else "lineStrong"), width))
        edge = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(edge, 12, 12)
