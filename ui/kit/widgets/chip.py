"""A pill that tells a state in few words, such as the connection; some can be pressed."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.kit import theme
from ui.kit.widgets.avatar import initials

_GAP, _PAD, _SIDE, _AVATAR = 7, 11, 15, 26


class Chip(QPushButton):
    """Icon or avatar, words and perhaps a trailing icon; `tone` is plain, ok, warn, danger or info."""

    def __init__(self, tone: str = "plain", icon: str = "", text: str = "", pressable: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "painted")
        self.setProperty("focusRadius", 16)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.is_pressable = pressable
        self._person = self._trailing = ""
        self.is_compact = False
        if not pressable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_state(tone, icon, text)
        theme.on_change(self._dress)

    def show_state(self, tone: str, icon: str, text: str) -> None:
        """Tell another state."""
        self._tone, self._icon, self._text = tone, icon, text
        self.setAccessibleName(text)
        self._dress()

    def show_person(self, name: str, trailing: str = "") -> None:
        """Show a person instead of an icon, and what pressing does as a small trailing icon."""
        self._person, self._trailing = name, trailing
        self.show_state("plain", "", name.split()[0] if name.split() else "")

    def compact(self, is_compact: bool) -> None:
        """Show only the icon; the words are kept for the tooltip and for screen readers."""
        self.is_compact = is_compact
        self.setToolTip(self._text if is_compact else "")
        self._dress()

    @property
    def _words(self) -> str:
        return "" if self.is_compact else self._text

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._font()).horizontalAdvance(self._words)
        gap = 0 if self.is_compact else _GAP
        lead = theme.px((_AVATAR - _PAD + 4 if self._person else _SIDE) + gap) if self._person or self._icon else 0
        trail = theme.px(_SIDE - 2 + _GAP) if self._trailing else 0
        return QSize(words + lead + trail + 2 * theme.px(_PAD) + 2, theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_pill(painter)
        edge = self._paint_lead(painter)
        trail = theme.px(_PAD) + (theme.px(_SIDE - 2 + _GAP) if self._trailing else 0)
        painter.setFont(self._font())
        painter.setPen(theme.colour("text2" if self._tone == "plain" else self._tone))
        words = self._mirrored(QRect(edge, 0, self.width() - edge - trail, self.height()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self._words)
        self._paint_trail(painter)
        painter.end()

    def _font(self) -> QFont:
        return theme.font("label", 500 if self._tone == "plain" else 600)

    def _paint_pill(self, painter: QPainter) -> None:
        outlined = theme.look().theme == "contrast"
        plain = self._tone == "plain"
        fill = "surface2" if plain else f"{self._tone}Soft"
        if self.is_pressable and self.underMouse():
            fill = "surface3"
        painter.setBrush(theme.colour(fill))
        painter.setPen(QPen(theme.colour("field" if plain else self._tone if outlined else f"{self._tone}Soft"), 1))
        pill = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)

    def _paint_lead(self, painter: QPainter) -> int:
        """Draw the icon or avatar; give back where the words begin, counted from the leading edge."""
        if self._person:
            side = theme.px(_AVATAR)
            box = self._mirrored(QRect(theme.px(4), (self.height() - side) // 2, side, side))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
            painter.drawEllipse(box)
            painter.setPen(theme.colour("onPrimary"))
            painter.setFont(theme.font("caption", 700))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(self._person))
            return theme.px(4 + _AVATAR + _GAP)
        if not self._icon:
            return theme.px(_PAD)
        self._paint_icon(painter, self._icon, theme.px(_PAD), _SIDE, "text2" if self._tone == "plain" else self._tone)
        return theme.px(_PAD + _SIDE + _GAP)

    def _paint_trail(self, painter: QPainter) -> None:
        if self._trailing:
            left = self.width() - theme.px(_PAD + _SIDE - 2)
            self._paint_icon(painter, self._trailing, left, _SIDE - 2, "text3")

    def _paint_icon(self, painter: QPainter, name: str, left: int, side: int, colour: str) -> None:
        box = self._mirrored(QRect(left, (self.height() - theme.px(side)) // 2, theme.px(side), theme.px(side)))
        painter.drawPixmap(box.topLeft(), theme.pixmap(name, colour, side, self.devicePixelRatioF()))

    def _mirrored(self, box: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            box.moveLeft(self.width() - box.right() - 1)
        return box
