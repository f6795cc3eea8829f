"""The dark rail at the leading edge: one button per destination."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QPixmap, QShortcut
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _, ngettext
from ui.kit import theme
from ui.kit.shell.screen import Page


class Rail(QWidget):
    """Emits `chosen(page id)`. Up and down move between its buttons; only the current one is in the Tab order."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[Page]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Main navigation"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Destination] = {}
        self._column = QVBoxLayout(self)
        self._column.addWidget(_Logo(), 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(10)
        self._fill([p for p in pages if not p.at_bottom], [p for p in pages if p.at_bottom])
        theme.on_change(self._dress)

    def show_current(self, page_id: str) -> None:
        """Mark a destination as the one shown."""
        self._buttons[page_id].setChecked(True)
        for name, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name == page_id else Qt.FocusPolicy.ClickFocus)

    def show_count(self, page_id: str, count: int) -> None:
        """Show how many things wait behind a destination; 0 takes the badge away."""
        self._buttons[page_id].show_count(count)

    def show_only(self, page_ids: Collection[str]) -> None:
        """Hide the other destinations, with their keys."""
        for name, button in self._buttons.items():
            button.setVisible(name in page_ids)

    def take_focus(self) -> None:
        """Put the keyboard on the current destination."""
        button = self._group.checkedButton()
        if button:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def _button(self, page: Page) -> "_Destination":
        button = _Destination(page)
        button.clicked.connect(lambda: self.chosen.emit(page.id))
        self._group.addButton(button)
        self._buttons[page.id] = button
        return button

    def _fill(self, above: Sequence[Page], below: Sequence[Page]) -> None:
        for page in above:
            self._column.addWidget(self._button(page))
        self._column.addStretch(1)
        for page in below:
            self._column.addWidget(self._button(page))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        buttons = [button for button in self._buttons.values() if not button.isHidden()]
        focused = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _dress(self) -> None:
        self.setFixedWidth(theme.px(84))
        self._column.setContentsMargins(theme.px(8), theme.px(14), theme.px(8), theme.px(12))
        self._column.setSpacing(theme.px(4))


class _Destination(QToolButton):
    """A button of the rail: icon over word, and a count when something waits."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._count = page, 0
        self.setProperty("kind", "rail")
        self.setProperty("focusRadius", 12)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if page.key:
            QShortcut(QKeySequence(page.key), self).activated.connect(self.click)
            self.setToolTip(page.key)
        self.toggled.connect(self._dress)
        theme.on_change(self._dress)

    def show_count(self, count: int) -> None:
        self._count = count
        self._dress()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(68), theme.px(58))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the rail moves the focus; Qt's button would press its neighbour
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        label = _(self._page.label)
        self.setText(label)
        waiting = ngettext("{n} waiting", "{n} waiting", self._count).format(n=self._count)
        self.setAccessibleName(f"{label}, {waiting}" if self._count else label)
        self.setIconSize(QSize(theme.px(38), theme.px(22)))
        self.setIcon(self._icon())
        self.updateGeometry()

    def _icon(self) -> QIcon:
        made = QIcon()
        for ratio in (1.0, 2.0):
            made.addPixmap(self._drawing(ratio))
        return made

    def _drawing(self, ratio: float) -> QPixmap:
        width, height = theme.px(38), theme.px(22)
        drawing = QPixmap(round(width * ratio), round(height * ratio))
        drawing.setDevicePixelRatio(ratio)
        drawing.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = "railOn" if self.isChecked() else "railText"
        left = (width - height) // 2
        painter.drawPixmap(QPoint(left, 0), theme.pixmap(self._page.icon, ink, 22, ratio))
        if self._count:
            self._paint_badge(painter, QRectF(left + height * 0.5, 0, theme.px(14), theme.px(14)))
        painter.end()
        return drawing

    def _paint_badge(self, painter: QPainter, box: QRectF) -> None:
        painter.setBrush(theme.colour("badge"))
        painter.setPen(QPen(theme.colour("rail"), 1.5))
        painter.drawEllipse(box)
        painter.setFont(theme.font("caption", 700))
        painter.setPen(theme.colour("onBadge"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._count) if self._count < 10 else "9+")


class _Logo(QWidget):
    """The letter of the house."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.on_change(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(36), theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("logo"))
        painter.setPen(QPen(theme.colour("logoLine"), 1.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), theme.px(10), theme.px(10))
        painter.setPen(theme.colour("onLogo"))
        painter.setFont(theme.font("heading", 700))
        painter.drawText(QRect(0, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignCenter, "B")
        painter.end()
