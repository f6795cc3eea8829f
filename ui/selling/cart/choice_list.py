"""Rows of words with an amount at the end: what a field found, the sales of a day, the closings of a till."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit import theme

ROW_HEIGHT = 46


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what it is called, what tells it apart, an amount at the end; `value` is handed over when taken."""

    value: Any
    title: str
    detail: str = ""
    trailing: str = ""
    icon: str = ""


class ChoiceList(QListWidget):
    """Choices as rows, read aloud as one sentence each."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(ChoicePainter(self))

    def fill(self, choices: Sequence[Choice]) -> None:
        """Show these rows instead of those before."""
        self.clear()
        for choice in choices:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, choice)
            words = ", ".join(word for word in (choice.title, choice.detail, choice.trailing) if word)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.addItem(item)

    def choice_at(self, row: int) -> Choice | None:
        """The choice in a row."""
        item = self.item(row)
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None


class ChoicePainter(QStyledItemDelegate):
    """Title above detail, the amount at the trailing edge, in either direction."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, theme.px(ROW_HEIGHT))

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
