"""Past sales: the day's list, one by its number or by scanning its receipt, what it looked like, and taking it back."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.describe.formats.dates import show_date, show_part
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate, reader
from bizet_core.paper.pdf import pdf_of
from bizet_core.selling.receipts.queries import METHODS, ReceiptOf, receipt_of
from bizet_core.selling.receipts.rules import Receipt, lay_out
from bizet_core.selling.sales.queries import (
    OfSale,
    SaleByNumber,
    SaleRow,
    SalesOn,
    SaleView,
    sale,
    sale_by_number,
    sales_on,
)
from ui.kit import theme
from ui.kit.filter_bar import FilterBar, filters_of
from ui.kit.widgets import Button, Field, IconButton, Label
from ui.kit.widgets.scrolling import Scrolled
from ui.selling.cart.choice_list import Choice, ChoiceList
from ui.selling.receipts.receipt_preview import PaperPreview
from ui.selling.receipts.refund import TakingBack
from ui.selling.till_context import Counter

_ICONS = {"sale": "check-check", "refund": "undo-2", "void": "ban"}
LIST, DOCUMENT, PAPER = 320, 320, 312  # pixels before zoom


class ReceiptsPage(QWidget):
    """List, document and paper beside each other; on a narrow screen the paper gives way."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self._counter = counter
        self.day = self._today()
        self.document: TakingBack | None = None
        self._receipt: Receipt | None = None
        self._make_parts()
        self._lay_out()
        self._watch = counter.desk.watch(self, sales_on, self._asked, self._show_day, counter.say)
        self._connect()
        self._name_day()

    def open_sale(self, id: object) -> None:
        """Show one document."""
        assert isinstance(id, UUID)
        self._counter.desk.ask(sale, OfSale(sale=id), owner=self, then=self._show_sale, refused=self._counter.say)
        self._counter.desk.ask(
            receipt_of, ReceiptOf(sale=id), owner=self, then=self._show_paper, refused=self._counter.say
        )

    def go_to(self, day: date) -> None:
        """Show another day's documents."""
        self.day = day
        self._name_day()
        self._watch.ask()

    def open_typed(self) -> None:
        """Open the document whose number was typed or scanned into the field."""
        asked = SaleByNumber(number=self.number.text())
        self._counter.desk.ask(sale_by_number, asked, owner=self, then=self._found, refused=self._counter.say)

    def save_pdf(self, path: Path) -> None:
        """Write the receipt that is shown as a PDF."""
        receipt = self._receipt
        if receipt is None:
            return
        try:
            path.write_bytes(pdf_of(lambda ruler: lay_out(receipt, ruler)).data)
        except OSError:
            words = _("{file} could not be written. Choose another folder, or make room there.")
            self._counter.toast.say(words.format(file=path.name), "triangle-alert")
        else:
            self._counter.toast.say(_("Saved as {file}.").format(file=path.name))

    # ----------------------------------------------------------------------------------------------- what is shown

    def _asked(self) -> SalesOn:
        return self.filter.narrowed(SalesOn(day=self.day, zone=self._counter.zone))

    def _show_day(self, rows: tuple[SaleRow, ...]) -> None:
        shown = self.document.view.row.id if self.document is not None else None
        self.list.blockSignals(True)
        self.list.fill([self._choice(row) for row in rows])
        for place, row in enumerate(rows):
            if row.id == shown:
                self.list.setCurrentRow(place)
        self.list.blockSignals(False)
        self.none.setVisible(not rows)

    def _choice(self, row: SaleRow) -> Choice:
        ways = ", ".join(_(METHODS.get(method, method)) for method in row.methods)
        facts = (isolate(show_part(row.issued_at, "time", reader())), row.customer, ways, row.staff)
        detail = " · ".join(fact for fact in facts if fact)
        return Choice(row.id, isolate(row.number), detail, isolate(show(row.total)), _ICONS[row.kind])

    def _pick(self, place: int) -> None:
        choice = self.list.choice_at(place)
        if choice is not None:
            self.open_sale(choice.value)

    def _found(self, id: UUID) -> None:
        self.number.clear()
        self.open_sale(id)

    def _show_sale(self, view: SaleView) -> None:
        self.document = TakingBack(self._counter, view)
        self.document.done.connect(self.open_sale)
        self.document.print_asked.connect(self._print)
        self.document.save_asked.connect(self._ask_where)
        self._middle.put(self.document)
        day = view.row.issued_at.astimezone(ZoneInfo(self._counter.zone)).date()
        if day != self.day:
            self.go_to(day)

    def _show_paper(self, receipt: Receipt) -> None:
        self._receipt = receipt
        self.paper.show_receipt(receipt)

    def _print(self, id: UUID) -> None:
        if self._counter.paper is not None:
            self._counter.paper.copy(id)
            self._counter.toast.say(_("A copy goes to the printer."), "printer")

    def _ask_where(self, _id: object) -> None:
        if self._receipt is not None:
            path, _kind = QFileDialog.getSaveFileName(
                self, _("Save the receipt"), f"{self._receipt.number}.pdf", "PDF (*.pdf)"
            )
            if path:
                self.save_pdf(Path(path))

    def _name_day(self) -> None:
        today = self._today()
        name = _("Today") if self.day == today else show_date(self.day, reader())
        self.day_name.setText(name)
        self.later.setEnabled(self.day < today)
        self.today.setVisible(self.day != today)

    def _today(self) -> date:
        return self._counter.desk.store.clock().astimezone(ZoneInfo(self._counter.zone)).date()

    # --------------------------------------------------------------------------------------------------- the parts

    def _make_parts(self) -> None:
        self.number = Field(_("Receipt number, or scan its code"), "search")
        self.earlier = IconButton("chevron-left", _("The day before"))
        self.later = IconButton("chevron-right", _("The day after"))
        self.day_name = Label("", "title")
        self.day_name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.today = Button(_("Today"), "quiet")
        self.filter = FilterBar(self._counter.desk, filters_of(self._counter.desk, "receipts"))
        self.list = ChoiceList(_("Sales of the day"))
        self.none = Label(_("No sales on this day."), "muted")
        self.none.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.paper = PaperPreview()

    def _lay_out(self) -> None:
        days = QHBoxLayout()
        for part in (self.today, self.earlier, self.day_name, self.later):
            days.addWidget(part, 1 if part is self.day_name else 0)
        self._leading = QWidget()
        left = QVBoxLayout(self._leading)
        left.setContentsMargins(20, 0, 12, 12)
        left.setSpacing(10)
        left.addWidget(self.number)
        left.addLayout(days)
        left.addWidget(self.filter)
        self.filter.setVisible(bool(self.filter.boxes))
        left.addWidget(self.none)
        left.addWidget(self.list, 1)
        self._middle = Scrolled()
        hint = Label(_("Choose a sale to refund it or to print it again."), "muted", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle.put(hint)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._leading)
        self._row.addWidget(self._middle, 1)
        self._row.addWidget(self.paper)
        theme.on_change(self._dress)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._pick)
        self.filter.changed.connect(self._watch.ask)
        self.number.returnPressed.connect(self.open_typed)
        self.earlier.clicked.connect(lambda: self.go_to(self.day - timedelta(days=1)))
        self.later.clicked.connect(lambda: self.go_to(self.day + timedelta(days=1)))
        self.today.clicked.connect(lambda: self.go_to(self._today()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """On a narrow page the paper gives way: what can be done comes before what it looked like."""
        self._leading.setFixedWidth(theme.px(LIST))
        self.paper.setFixedWidth(theme.px(PAPER))
        self.paper.setVisible(self.width() >= theme.px(LIST + DOCUMENT + PAPER))
