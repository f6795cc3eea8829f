"""What a till's day came to, in rows: the X report as it stands, the Z report as it was closed."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from bizet_core.describe.dates import show_instant
from bizet_core.describe.language import _, isolate, ngettext, reader
from bizet_core.describe.money import Money
from bizet_core.receipts.queries import METHODS
from bizet_core.till.queries import Closed
from bizet_core.till.rules import Totals
from ui.register.counter import Counter
from ui.widgets import Amount, Button, Label, Note

Rows = Sequence[tuple[str, int]]


class ReportCard(QFrame):
    """A report as a card: a title, what is below it, groups of amounts with a hairline between them."""

    def __init__(self, title: str, below: str, groups: Sequence[Rows], currency: str) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(8)
        self.column.addWidget(Label(title, "title"))
        self.column.addWidget(Label(below, "label", wrap=True))
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        for group in groups:
            self._add(group, currency)
        self.column.addLayout(self._grid)

    def words(self) -> list[str]:
        """Its rows, a string each."""
        labels = [(self._word(row, 0), self._word(row, 1)) for row in range(self._grid.rowCount())]
        return [f"{name} {amount}" for name, amount in labels if name]

    def _word(self, row: int, column: int) -> str:
        item = self._grid.itemAtPosition(row, column)
        widget: Any = item.widget() if item is not None else None
        return widget.text() if isinstance(widget, Label | Amount) else ""

    def _add(self, group: Rows, currency: str) -> None:
        if group and self._grid.count():
            self._grid.setRowMinimumHeight(self._grid.rowCount(), 8)
        for name, amount in group:
            row = self._grid.rowCount()
            self._grid.addWidget(Label(name), row, 0)
            self._grid.addWidget(Amount(Money(amount, currency), "bodyStrong"), row, 1)


def x_card(totals: Totals, currency: str) -> ReportCard:
    """The till's day so far; nothing is closed by looking."""
    return ReportCard(_("So far (X)"), _documents(totals), groups_of(totals), currency)


def z_card(counter: Counter, closed: Closed) -> ReportCard:
    """A closed day, with its count, its difference and a way to print it."""
    totals = totals_of(closed)
    when = isolate(show_instant(closed.closed_at, reader()))
    below = _("Closed {when} by {name}").format(when=when, name=closed.closed_by) + " · " + _documents(totals)
    count = [
        (_("Cash expected"), closed.expected.amount),
        (_("Cash counted"), closed.counted.amount),
        (_("Difference"), closed.difference.amount),
    ]
    title = _("Closing Z {number}").format(number=isolate(str(closed.number)))
    card = ReportCard(title, below, [*groups_of(totals), count], closed.counted.currency)
    if closed.reason:
        card.column.addWidget(Note(closed.reason, "sticky-note", "warn" if closed.difference.amount else "info"))
    paper = counter.paper
    if paper is not None:
        button = Button(_("Print"), "quiet", "printer")
        button.clicked.connect(lambda: paper.z_report(closed.id))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button)
        card.column.addLayout(foot)
    return card


def totals_of(closed: Closed) -> Totals:
    """The totals as the closing keeps them."""
    return msgspec.convert(closed.totals, Totals)


def groups_of(totals: Totals) -> list[Rows]:
    """The rows of a report by group; what is nothing is left out. Amounts in minor units."""
    sold: list[tuple[str, int]] = [(_("Sold"), totals.sold)]
    sold += [
        (name, amount) for name, amount in ((_("Refunded"), -totals.refunded), (_("Voided"), -totals.voided)) if amount
    ]
    sold += [(_("Turnover"), totals.turnover)]
    paid = [(_(METHODS.get(method, method)), amount) for method, amount in sorted(totals.tenders.items())]
    more = [(_("Tips"), totals.tips), (_("Cash rounding"), totals.rounding), (_("Discounts given"), totals.discounts)]
    taxes = [(_("Tax: {name}").format(name=group.name), group.amount) for group in totals.taxes if group.rate]
    return [sold, paid, [row for row in more if row[1]], taxes]


def _documents(totals: Totals) -> str:
    sales = ngettext("{n} sale", "{n} sales", totals.sales).format(n=totals.sales)
    refunds = ngettext("{n} refund", "{n} refunds", totals.refunds).format(n=totals.refunds)
    return " · ".join(words for words, count in ((sales, True), (refunds, totals.refunds)) if count)
