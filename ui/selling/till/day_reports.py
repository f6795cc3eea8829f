"""What a till's day came to, in rows: the X report as it stands, the Z report as it was closed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from bizet_core.describe.formats.dates import show_instant
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.language import _, isolate, reader
from bizet_core.selling.till.queries import Closed
from bizet_core.selling.till.report_rows import Rows, count_rows, documents_of, groups_of, totals_of
from bizet_core.selling.till.rules import Totals
from ui.kit.widgets import Amount, Button, Label, Note
from ui.selling.till_context import Counter


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
    return ReportCard(_("So far (X)"), documents_of(totals), groups_of(totals), currency)


def z_card(counter: Counter, closed: Closed) -> ReportCard:
    """A closed day, with its count, its difference and a way to print it."""
    totals = totals_of(closed)
    when = isolate(show_instant(closed.closed_at, reader()))
    below = _("Closed {when} by {name}").format(when=when, name=closed.closed_by) + " · " + documents_of(totals)
    title = _("Closing Z {number}").format(number=isolate(str(closed.number)))
    card = ReportCard(title, below, [*groups_of(totals), count_rows(closed)], closed.counted.currency)
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
