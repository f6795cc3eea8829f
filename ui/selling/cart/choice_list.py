"""Rows of words with an amount at the end: what a field found, the sales of a day, the closings of a till."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit import theme

ROW_HEIGHT, EDGE, LEAD = 46, 12, 28  # pixels before zoom: a row of two lines, its sides, its icon with the gap
WRAP = Qt.TextFlag.TextWordWrap


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
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
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
        """As high as the words need at the width of the list."""
        view, choice = self.parent(), index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(view, QListWidget)
        room = view.viewport().width() - 2 * theme.px(EDGE) - (theme.px(LEAD) if choice.icon else 0)
        room -= _width(choice.trailing) + theme.px(10 if choice.trailing else 0)
        words = _height(choice.title, "bodyStrong", room)
        words += _height(choice.detail, "label", room) if choice.detail else 0
        return QSize(100, max(theme.px(ROW_HEIGHT), words + 2 * theme.px(4)))

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
        inner = box.adjusted(theme.px(EDGE), theme.px(4), -theme.px(EDGE), -theme.px(4))
        if choice.icon:
            side = theme.px(18)
            spot = QStyle.visualRect(direction, inner, QRect(inner.left(), inner.center().y() - side // 2, side, side))
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(spot.topLeft(), theme.pixmap(choice.icon, "text2", 18, ratio))
            inner = QStyle.visualRect(direction, inner, inner.adjusted(theme.px(LEAD), 0, 0, 0))
        _paint_words(painter, inner, choice, direction)


def _paint_words(painter: QPainter, inner: QRect, choice: Choice, direction: Qt.LayoutDirection) -> None:
    start = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
    end = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight)
    painter.setPen(theme.colour("text"))
    painter.setFont(theme.font("bodyStrong"))
    painter.drawText(inner, end | Qt.AlignmentFlag.AlignVCenter, choice.trailing)
    taken = _width(choice.trailing) + theme.px(10 if choice.trailing else 0)
    room = QStyle.visualRect(direction, inner, inner.adjusted(0, 0, -taken, 0))
    above = below = Qt.AlignmentFlag.AlignTop | WRAP | Qt.TextFlag.TextDontClip
    painter.drawText(room, start | (above if choice.detail else Qt.AlignmentFlag.AlignVCenter | WRAP), choice.title)
    if choice.detail:
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text2"))
        under = room.adjusted(0, _height(choice.title, "bodyStrong", room.width()), 0, 0)
        painter.drawText(under, start | below, choice.detail)


def _width(text: str) -> int:
    return QFontMetrics(theme.font("bodyStrong")).horizontalAdvance(text)


def _height(text: str, role: str, room: int) -> int:
    """Of the text in as many lines as it needs; other scripts stand higher than the font says."""
    metrics = QFontMetrics(theme.font(role))
    height = metrics.boundingRect(0, 0, max(1, room), 10_000, int(WRAP), text).height()
    return height + (theme.px(6) if height > metrics.lineSpacing() * 1.5 else 0)
