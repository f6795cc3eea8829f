"""What has just been sold: the change, as big as it must be, and the copy. It stands in nobody's way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate
from bizet_core.selling.sales.queries import OfSale, SaleView, sale
from ui.kit.widgets import Amount, Button, Icon, Label
from ui.selling.cart.open_cart import Paid
from ui.selling.till_context import Counter


class LastSale(QFrame):
    """Shown while the cart is empty; the next line put in takes its place."""

    reprint_asked = Signal()

    def __init__(self, counter: Counter, paid: Paid, has_printer: bool) -> None:
        super().__init__()
        self.paid = paid
        self.setProperty("card", "true")
        self.number = Label(_("Paid {amount}").format(amount=isolate(show(paid.total))), "label")
        self.change = Amount(paid.change, "amount")
        self.change.setParent(self)  # also where it is not shown: it goes with this card
        self.change.setVisible(paid.in_cash)
        self._counter = counter
        self._lay_out(has_printer)
        counter.desk.ask(sale, OfSale(sale=paid.sale), owner=self, then=self._show, refused=lambda _refusal: None)

    def _show(self, view: SaleView) -> None:
        number, amount = isolate(view.row.number), isolate(show(self.paid.total))
        self.number.setText(_("Receipt {number} · paid {amount}").format(number=number, amount=amount))

    def _lay_out(self, has_printer: bool) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("check-check", "ok", 20))
        head.addWidget(Label(_("Sold"), "title"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.number)
        if self.paid.in_cash:
            row = QHBoxLayout()
            row.addWidget(Label(_("Change"), "title"), 1)
            row.addWidget(self.change)
            column.addLayout(row)
        if has_printer:
            again = Button(_("Print a copy"), "quiet", "printer", tip="Ctrl P")
            again.clicked.connect(self.reprint_asked)
            column.addWidget(again)
