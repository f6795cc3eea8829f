"""A field with what it finds below it: type, walk with the arrows, take with Enter. For things to sell and people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets import Field

ROWS = 6
_ROW = 46


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what it is called, what tells it apart, an amount at the end; `value` is handed over when taken."""

    value: Any
    title: str
    detail: str = ""
    trailing: str = ""
    icon: str = ""


class Picker(QWidget):
    """Tells `typed` while typing, `taken` with a choice's value, and `entered` with a text that found nothing."""

    typed = Signal(str)
    taken = Signal(object)
    entered = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str, icon: str) -> None:
        super().__init__()
        self.field = _Typing(placeholder, icon)
        self.list = _Found()
        self.list.setAccessibleName(placeholder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.setFocusProxy(self.field)
        self._is_current = True
        self._enter_when_found = False
        self._connect()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show what was found for the text as it stands, the likeliest first."""
        self._is_current = True
        self.list.fill(choices if self.field.text().strip() else ())
        if self._enter_when_found:
            self._enter()

    def clear(self) -> None:
        """Begin again."""
        self._enter_when_found = False
        self.field.clear()
        self.list.fill(())

    def _connect(self) -> None:
        self.field.textEdited.connect(self._type)
        self.field.returnPressed.connect(self._enter)
        self.field.walked.connect(self.list.walk)
        self.field.escaped.connect(self._leave)
        self.list.itemClicked.connect(self._take)

    def _type(self, text: str) -> None:
        self._is_current, self._enter_when_found = False, False
        self.typed.emit(text)

    def _enter(self) -> None:
        """Take the row under the cursor. Typing faster than the answer comes must not take what stood there before."""
        if not self._is_current:
            self._enter_when_found = True
            return
        self._enter_when_found = False
        item = self.list.currentItem()
        if item is not None and not self.list.isHidden():
            self._take(item)
        elif self.field.text().strip():
            self.entered.emit(self.field.text().strip())

    def _take(self, item: QListWidgetItem) -> None:
        choice: Choice = item.data(Qt.ItemDataRole.UserRole)
        self.clear()
        self.taken.emit(choice.value)

    def _leave(self) -> None:
        self.clear()
        self.left.emit()


class _Typing(Field):
    """The field; it keeps the keyboard while the rows below are walked."""

    walked = Signal(int)
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.walked.emit(step)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class _Found(QListWidget):
    """The rows, as many as fit without scrolling far; hidden while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_ChoicePainter(self))
        self.setMouseTracking(True)
        self.hide()
        theme.on_change(self._fit)

    def fill(self, choices: Sequence[Choice]) -> None:
        self.clear()
        for choice in choices:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, choice)
            words = ", ".join(word for word in (choice.title, choice.detail, choice.trailing) if word)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.addItem(item)
        self.setVisible(bool(choices))
        if choices:
            self.setCurrentRow(0)
        self._fit()

    def walk(self, step: int) -> None:
        if self.count():
            self.setCurrentRow((self.currentRow() + step) % self.count())
            words = self.currentItem().data(Qt.ItemDataRole.AccessibleTextRole)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(_ROW) * min(self.count(), ROWS) + 4)


class _ChoicePainter(QStyledItemDelegate):
    """Title above detail, the amount at the trailing edge, in either direction."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        choice: Choice = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave the fields of style options out
        direction = option.direction  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.colour("primarySoft"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 8, 8)
        inner = box.adjusted(theme.px(12), theme.px(4), -theme.px(12), -theme.px(4))
        if choice.icon:
            side = theme.px(18)
            spot = QStyle.visualRect(direction, inner, QRect(inner.left(), inner.center().y() - side // 2, side, side))
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(spot.topLeft(), theme.pixmap(choice.icon, "text2", 18, ratio))
            lead = side + theme.px(10)
            inner = QStyle.visualRect(direction, inner, inner.adjusted(lead, 0, 0, 0))
        _paint_words(painter, inner, choice, direction)


def _paint_words(painter: QPainter, inner: QRect, choice: Choice, direction: Qt.LayoutDirection) -> None:
    start = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
    end = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight)
    painter.setPen(theme.colour("text"))
    painter.setFont(theme.font("bodyStrong"))
    painter.drawText(inner, end | Qt.AlignmentFlag.AlignVCenter, choice.trailing)
    taken = painter.fontMetrics().horizontalAdvance(choice.trailing) + theme.px(10 if choice.trailing else 0)
    room = QStyle.visualRect(direction, inner, inner.adjusted(0, 0, -taken, 0))
    title = painter.fontMetrics().elidedText(choice.title, Qt.TextElideMode.ElideRight, room.width())
    above, below = (Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom)
    painter.drawText(room, start | (above if choice.detail else Qt.AlignmentFlag.AlignVCenter), title)
    if choice.detail:
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text2"))
        detail = painter.fontMetrics().elidedText(choice.detail, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, start | below, detail)
