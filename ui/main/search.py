"""Ctrl K: one field for people and receipts; results under the top bar while typing."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from bizet_core.describe.languages.language import _, isolate
from bizet_core.people.customers.queries import FindCustomers, Found, find_customers
from bizet_core.selling.sales.queries import SaleByNumber, sale_by_number
from bizet_desk.desk import Desk
from ui.kit import theme
from ui.kit.shell import Window

SHOWN = 8


class Search(QObject):
    """Listens to the top bar's field; `customer_chosen(Found)` and `sale_chosen(id)` say what was found."""

    customer_chosen = Signal(object)
    sale_chosen = Signal(object)
    nobody = Signal(str)  # Enter, and nothing fits what was typed

    def __init__(self, desk: Desk, window: Window) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._field = window.top_bar.search
        self.list = QListWidget(window)
        self.list.setAccessibleName(_("Search results"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("walkedFrom", "the field above")
        self.list.itemClicked.connect(self._take)
        self.list.hide()
        window.top_bar.searched.connect(self._search)
        window.top_bar.search_entered.connect(self._enter)
        self._field.walked.connect(self._walk)
        self._field.left.connect(self.close)

    def close(self) -> None:
        """Put the results away."""
        self.list.hide()
        self.list.clear()

    def _search(self, typed: str) -> None:
        if not typed.strip():
            self.close()
            return
        self._desk.ask(find_customers, FindCustomers(typed=typed, limit=SHOWN), then=self._show, asker=self)

    def _show(self, found: tuple[Found, ...]) -> None:
        self.list.clear()
        for row in found:
            note = isolate(row.phone or row.email)
            self._add(f"{row.name}   {note}" if note else row.name, lambda row=row: self.customer_chosen.emit(row))
        if not found:
            self._add(_("Nobody is called so. Press Enter to book for somebody new."), self._tell_nobody)
        self._place()

    def _add(self, words: str, act: Callable[[], None]) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, act)
        self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _place(self) -> None:
        corner = self._field.mapTo(self._window, QPoint(0, self._field.height() + 4))
        height = sum(self.list.sizeHintForRow(i) for i in range(self.list.count())) + theme.px(8)
        wanted = self.list.sizeHintForColumn(0) + theme.px(24)
        room = self._window.width() - theme.px(16)
        width = min(max(self._field.width(), theme.px(320), wanted), room)
        self.list.setGeometry(min(corner.x(), room - width), corner.y(), width, height)
        self.list.show()
        self.list.raise_()

    def _walk(self, step: int) -> None:
        last = self.list.count() - 1
        self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))

    def _enter(self, typed: str) -> None:
        """Enter takes the marked line; a receipt's number, typed or scanned, opens the receipt."""
        if any(ch.isdigit() for ch in typed) and "-" in typed:
            asked = SaleByNumber(number=typed)
            self._desk.ask(sale_by_number, asked, then=self._found_sale, refused=lambda _no: self._take_current())
        else:
            self._take_current()

    def _take_current(self) -> None:
        item = self.list.currentItem()
        if item is not None and self.list.isVisible():
            self._take(item)
        elif self._field.text().strip():  # Enter was quicker than the answer
            asked = FindCustomers(typed=self._field.text(), limit=SHOWN)
            self._desk.ask(find_customers, asked, then=self._show_and_take, asker=self)

    def _show_and_take(self, found: tuple[Found, ...]) -> None:
        self._show(found)
        self._take(self.list.item(0))

    def _take(self, item: QListWidgetItem) -> None:
        act: Callable[[], None] = item.data(Qt.ItemDataRole.UserRole)
        self._leave()
        act()

    def _found_sale(self, sale: UUID) -> None:
        self._leave()
        self.sale_chosen.emit(sale)

    def _tell_nobody(self) -> None:
        self.nobody.emit(self._typed)

    def _leave(self) -> None:
        self._typed = self._field.text().strip()
        self._field.clear()
        self.close()
