"""Between the lines and the charge: what comes off, what the tax is, what is to be paid."""

from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _, ngettext
from bizet_core.selling.pricing.rules import Quote
from ui.kit import theme
from ui.kit.widgets import Amount, Button, Label, line_of
from ui.selling.cart.line_rows import EDGE
from ui.selling.cart.offers import count_of
from ui.selling.cart.open_cart import Cart


class Totals(QWidget):
    """Small lines of the quote; empty while the cart is."""

    def __init__(self, cart: Cart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cart = cart
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(EDGE, 0, EDGE, 0)
        self._cash = False
        self._rows: list[_Row] = []
        cart.changed.connect(self._hide_empty)
        cart.quoted.connect(self._show)
        theme.on_change(self._dress)
        self._show()

    def show_cash(self, is_cash: bool) -> None:
        """Whether it will be paid in cash, which is rounded where small coins are gone."""
        self._cash = is_cash
        self._show()

    def words(self) -> list[str]:
        """What stands there, a string a row."""
        return [f"{row.label.text()} {row.amount.text()}" for row in self._rows if not row.isHidden()]

    def _hide_empty(self) -> None:
        if self._cart.is_empty:
            self._fill([])

    def _show(self) -> None:
        quote = self._cart.quote
        if quote is not None:
            self._fill(rows_of(quote, self._cash))

    def _fill(self, rows: list[tuple[str, int]]) -> None:
        while len(self._rows) < len(rows):
            self._rows.append(_Row())
            self._column.addWidget(self._rows[-1])
        for i, row in enumerate(self._rows):
            row.setVisible(i < len(rows))
            if i < len(rows):
                row.label.setText(rows[i][0])
                row.amount.show_money(self._cart.money(rows[i][1]))
        self.setVisible(bool(rows))

    def _dress(self) -> None:
        self._column.setSpacing(theme.px(2))


class _Row(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.label, self.amount = Label("", "label"), Amount(role="label")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.amount)


def rows_of(quote: Quote, in_cash: bool) -> list[tuple[str, int]]:
    """The rows of a quote: subtotal, what comes off the order, tip, taxes, cash rounding. Amounts in minor units."""
    order: dict[str, int] = defaultdict(int)
    for line in quote.lines:
        for reduction in line.reductions:
            if reduction.scope == "order":
                order[reduction.label] -= reduction.amount
    rows = [(_("Subtotal"), quote.goods - quote.discount - sum(order.values()))]
    rows += list(order.items())
    including = _("Includes {tax}") if quote.cart.terms.inclusive else "{tax}"
    taxes = [(including.format(tax=group.name), group.amount) for group in quote.groups if group.amount]
    tip = [(_("Tip"), quote.cart.tip)] if quote.cart.tip else []
    rounding = [(_("Cash rounding"), quote.cash_due - quote.due)] if in_cash and quote.cash_due != quote.due else []
    return rows + taxes + tip + rounding


class ToPay(QWidget):
    """The one strong number of the panel."""

    def __init__(self, cart: Cart) -> None:
        super().__init__()
        self._cart, self._is_cash = cart, False
        self._below, self.amount = Label("", "label"), Amount(cart.money(0), "amount")
        self.tip = Button(_("Add a tip"), "ghost")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(line_of(Label(_("To pay"), "title"), self._below))
        row.addWidget(self.tip, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.amount)
        cart.changed.connect(self._show)
        cart.quoted.connect(self._show)
        self._show()

    def show_cash(self, is_cash: bool) -> None:
        """Whether it will be paid in cash."""
        self._is_cash = is_cash
        self._show()

    def _show(self) -> None:
        count = count_of(self._cart.content.lines)
        self._below.setText(ngettext("{n} item", "{n} items", count).format(n=count))
        self.tip.say(_("Change the tip") if self._cart.content.tip else _("Add a tip"))
        quote = self._cart.quote
        if quote is not None:
            self.amount.show_money(self._cart.money(quote.cash_due if self._is_cash else quote.due))
        elif self._cart.is_empty:
            self.amount.show_money(self._cart.money(0))
