"""A line of text with an icon before it, at any zoom and in either direction."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from ui.kit import theme


class Field(QLineEdit):
    """A field that says what it is for by its icon and its placeholder, which is also its accessible name."""

    def __init__(self, placeholder: str, icon: str = "") -> None:
        super().__init__()
        self._icon = icon
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        theme.on_change(self._make_room)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._icon:
            return
        side = theme.px(18)
        left = self.width() - theme.px(12) - side if self._is_rtl else theme.px(12)
        painter = QPainter(self)
        picture = theme.pixmap(self._icon, "text3", 18, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, picture)
        painter.end()

    @property
    def _is_rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        """What has no room here can be read in the tip."""
        margins = self.textMargins()
        room = self.width() - margins.left() - margins.right() - 2 * theme.px(12) - theme.px(8)
        fits = self.fontMetrics().horizontalAdvance(self.placeholderText()) <= room
        self.setToolTip("" if fits else self.placeholderText())

    def _make_room(self) -> None:
        lead = theme.px(26) if self._icon else 0
        self.setTextMargins(0 if self._is_rtl else lead, 0, lead if self._is_rtl else 0, 0)
