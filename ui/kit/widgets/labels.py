"""Words on a screen: labels by role, amounts, icons, notes and the thin rule between lines."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bizet_core.describe.formats.money import Money, show
from bizet_core.describe.languages.language import isolate
from ui.kit import theme

_CHOSEN = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignJustify

LONGEST, PART, SOFT_HYPHEN = 14, 10, "\u00ad"


class Label(QLabel):
    """Plain text in a role of the type scale: `caption`, `label`, `muted`, `strong`, `title`, `heading`, `display`."""

    def __init__(self, text: str = "", role: str = "", wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)  # names may hold < and &
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        self._begin_at_edge()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._begin_at_edge()

    def _begin_at_edge(self) -> None:
        """Qt aligns by the text's own direction: a Latin name on a right-to-left screen would stand at the far side."""
        is_ours = self.alignment() & Qt.AlignmentFlag.AlignAbsolute or not self.alignment() & _CHOSEN
        if is_ours:
            is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
            vertical = self.alignment() & Qt.AlignmentFlag.AlignVertical_Mask
            self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | vertical)


class Amount(QLabel):
    """Money, at the trailing edge, in order even inside right-to-left words; `struck` when it no longer holds."""

    def __init__(self, money: Money | None = None, role: str = "strong", struck: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._scale = role if role in ("label", "amount", "title", "caption") else "bodyStrong"
        self._struck = struck
        theme.on_change(self._dress)
        if money is not None:
            self.show_money(money)

    def show_money(self, money: Money) -> None:
        """Show another amount."""
        self.setText(isolate(show(money)))

    def _dress(self) -> None:
        self.setFont(theme.font(self._scale, strike=self._struck))


class Icon(QWidget):
    """A Lucide icon in a colour of the theme; decoration only, so it has no accessible name."""

    def __init__(self, name: str, colour: str = "text", size: float = 18) -> None:
        super().__init__()
        self._icon, self._colour, self._size = name, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.on_change(self.updateGeometry)

    def show_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._icon, self._colour = name, colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, theme.pixmap(self._icon, self._colour, self._size, self.devicePixelRatioF()))
        painter.end()


class Note(QFrame):
    """A short remark that must be seen, such as an allergy; `tone` is danger, warn, info or ok."""

    def __init__(self, text: str, icon: str, tone: str) -> None:
        super().__init__()
        self.setProperty("kind", "note")
        self.setProperty("tone", tone)
        self._words = Label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 7, 10, 7)
        row.setSpacing(8)
        row.addWidget(Icon(icon, tone, 15))
        row.addWidget(self._words, 1)
        self.say(text)

    def say(self, text: str) -> None:
        """Say something else."""
        self._words.setText(text)
        self.setAccessibleName(text)


def breakable(text: str) -> str:
    """The text with places where very long words may break, so that a narrow panel can hold them."""
    return " ".join(_hyphenated(word) if len(word) > LONGEST else word for word in text.split(" "))


def _hyphenated(word: str) -> str:
    parts = [word[at : at + PART] for at in range(0, len(word), PART)]
    return SOFT_HYPHEN.join(parts if len(parts[-1]) > 2 else [*parts[:-2], parts[-2] + parts[-1]])


def rule() -> QFrame:
    """A hairline between two lines."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line


def line_of(above: QLabel, below: QLabel) -> QVBoxLayout:
    """Two lines of words that belong together, the smaller below."""
    both = QVBoxLayout()
    both.setSpacing(1)
    both.addStretch(1)
    both.addWidget(above)
    both.addWidget(below)
    both.addStretch(1)
    return both
