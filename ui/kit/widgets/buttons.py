"""Buttons whose icons follow the theme and whose words may hold an ampersand."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.kit import theme

_ICON_COLOUR = {"primary": "onPrimary", "charge": "onPrimary", "ghost": "primaryText", "danger": "danger"}


class _Pressed(QPushButton):
    """A button that Enter presses too, not only the space bar, on every system."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Button(_Pressed):
    """A button with words: `kind` is primary, charge, quiet, ghost, danger, seg or empty for a plain one."""

    def __init__(self, text: str, kind: str = "", icon: str = "", tip: str = "") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self._icon, self._kind = icon, kind
        self.say(text)
        self.setToolTip(tip)
        theme.on_change(self._dress)

    def say(self, text: str) -> None:
        """Show other words. `&` is no mnemonic here: customers are called Smith & Sons."""
        gap = " " if self._icon else ""  # Qt leaves 4 px between icon and words, the design 8
        self.setText(gap + text.replace("&", "&&"))
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """As wide when it is not chosen as when it is, in heavier letters."""
        hint = super().sizeHint()
        if self.isCheckable():
            heavy = QFont(self.font())
            heavy.setWeight(QFont.Weight.DemiBold)
            more = QFontMetrics(heavy).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(
                self.text()
            )
            hint.setWidth(hint.width() + max(0, more) + 2)
        return hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _dress(self) -> None:
        if self._icon:
            self.setIcon(theme.icon(self._icon, _ICON_COLOUR.get(self._kind, "text")))
            self.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.updateGeometry()


def _width(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text)


class IconButton(_Pressed):
    """A square button with an icon only; `name` is what it does, for the tooltip and for screen readers."""

    def __init__(self, icon: str, name: str, kind: str = "icon", colour: str = "text", side: int = 40) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._icon, self._colour, self._side = icon, colour, side
        theme.on_change(self._dress)

    def show_icon(self, icon: str) -> None:
        """Show another icon, for example the arrow of the other direction."""
        self._icon = icon
        self._dress()

    def _dress(self) -> None:
        self.setIcon(theme.icon(self._icon, self._colour))
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._side), theme.px(self._side))
