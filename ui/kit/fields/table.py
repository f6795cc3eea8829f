"""A table drawn from described rows: sorted by any column, opened by Enter, and never just empty."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from msgspec import UNSET
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QTableView, QVBoxLayout, QWidget

from bizet_core.describe.formats.money import Money
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.kinds.structs import Described
from bizet_core.describe.languages.language import N_, _, isolate, reader
from ui.kit import theme
from ui.kit.thumbnails import rounded
from ui.kit.widgets import Button, Label

Picture = Callable[[Any], QPixmap | None]
Index = QModelIndex | QPersistentModelIndex
_TRAILING = {"figure", "time", "range"}
_NARROW = _TRAILING | {"date", "instant", "check", "phone"}
PICTURE = 30  # pixels of a row's picture; rows are 40 high
NOTHING = N_("Nothing here yet.")


class RowsModel(QAbstractTableModel):
    """Rows of one dataclass; its described fields are the columns, the others are for programs."""

    def __init__(self, made: type) -> None:
        super().__init__()
        self.columns: list[Described] = [about for about in fields_of(made) if about.label]
        self.rows: list[Any] = []
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self.picture: Picture | None = None
        self._reader = reader()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these in place of the others, in the order the person chose."""
        self.beginResetModel()
        self._reader = reader()
        self.rows = list(rows)
        if self._sorted is not None:
            self.rows = self._in_order(self.rows, *self._sorted)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        about = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(about, getattr(self.rows[index.row()], about.name), isolated=role == 0)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(about)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0 and self.picture is not None:
            return rounded(self.picture(self.rows[index.row()]), PICTURE)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self.columns[section].label)
        return self._alignment(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the values, not by what is shown; empty ones last. The selection stays on its rows."""
        if not 0 <= column < len(self.columns) or self._sorted == (column, order):
            return
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order)
        before = self.persistentIndexList()
        held = [(index, self.rows[index.row()]) for index in before]
        self.rows = self._in_order(self.rows, column, order)
        places = {id(row): place for place, row in enumerate(self.rows)}
        self.changePersistentIndexList(before, [self.index(places[id(row)], index.column()) for index, row in held])
        self.layoutChanged.emit()

    def _in_order(self, rows: list[Any], column: int, order: Qt.SortOrder) -> list[Any]:
        name = self.columns[column].name
        values = [(getattr(row, name), row) for row in rows]
        known = [(_sort_key(value), row) for value, row in values if value is not None and value is not UNSET]
        known.sort(key=itemgetter(0), reverse=order == Qt.SortOrder.DescendingOrder)
        return [row for _key, row in known] + [row for value, row in values if value is None or value is UNSET]

    def _text(self, about: Described, value: object, isolated: bool) -> str:
        text = about.show(value, self._reader).replace("\n", " ")
        return isolate(text) if isolated and self._reader.is_rtl else text

    def _alignment(self, about: Described) -> Qt.AlignmentFlag:
        trailing = about.kind.widget in _TRAILING
        side = Qt.AlignmentFlag.AlignTrailing if trailing else Qt.AlignmentFlag.AlignLeading
        return side | Qt.AlignmentFlag.AlignVCenter


def _sort_key(value: object) -> Any:
    if isinstance(value, Money):
        return (value.currency, value.amount)
    return value.casefold() if isinstance(value, str) else value


class Rows(QWidget):
    """The table, or what to say when it has no rows. `name` is read out; `opened` follows Enter or a double click."""

    opened = Signal(object)
    chosen = Signal(object)  # the row the keyboard is on, or None

    def __init__(self, made: type, name: str, empty: str = NOTHING, action: str = "") -> None:
        super().__init__()
        self.model = RowsModel(made)
        self.table = _Table(self.model, _(name))
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self.chosen.emit(self._row(now)))
        self.nothing = Label(_(empty), "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.act = Button(_(action), "primary") if action else None
        self._lay_out()
        self._turn()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; the keyboard stays on the row that equals the one before."""
        before = self.selected()
        self.model.show_rows(rows)
        if before in self.model.rows:
            self.choose(self.model.rows.index(before))
        self._turn()

    def show_pictures(self, picture: Picture | None) -> None:
        """A picture before each name, an empty place where a row has none; None: no pictures at all."""
        if (self.model.picture is None) != (picture is None):
            self.table.share_width(self.model, names_first=picture is not None)
        self.model.picture = picture
        self.table.viewport().update()

    def on_action(self, act: Callable[[], None]) -> None:
        """What the button of the empty table does."""
        assert self.act is not None
        self.act.clicked.connect(act)

    def choose(self, place: int) -> None:
        """Put the keyboard on a row. Qt's own `selectRow` finds no column from right to left."""
        self.table.setCurrentIndex(self.model.index(place, 0))

    def selected(self) -> Any:
        """The row the keyboard is on, or None."""
        return self._row(self.table.currentIndex())

    def sort_by(self, name: str, descending: bool = False) -> None:
        """Sort by a field."""
        column = [about.name for about in self.model.columns].index(name)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(column, order)

    def _row(self, index: QModelIndex) -> Any:
        return self.model.rows[index.row()] if index.isValid() else None

    def _open(self) -> None:
        if (row := self.selected()) is not None:
            self.opened.emit(row)

    def _turn(self) -> None:
        self._stack.setCurrentIndex(0 if self.model.rows else 1)
        self.setFocusProxy(self.act if self.act is not None and not self.model.rows else self.table)

    def _lay_out(self) -> None:
        instead = QWidget()
        column = QVBoxLayout(instead)
        column.addStretch(1)
        column.addWidget(self.nothing)
        if self.act is not None:
            column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(instead)


class _Table(QTableView):
    """Whole rows, no grid, sorted by a click on a heading."""

    opened = Signal()

    def __init__(self, model: RowsModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # first in the query's own order
        self.setSortingEnabled(True)
        self.share_width(model)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        theme.on_change(self._dress)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def share_width(self, model: RowsModel, *, names_first: bool = False) -> None:
        """Figures and dates get what they need (measured on the rows in view), words share the rest.

        Beside pictures, which take room from the names, all other words get what they need only.
        """
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(0)
        for at, about in enumerate(model.columns):
            words = about.kind.widget not in _NARROW and (at == 0 or not names_first)
            header.setSectionResizeMode(
                at, QHeaderView.ResizeMode.Stretch if words else QHeaderView.ResizeMode.ResizeToContents
            )

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(40))
