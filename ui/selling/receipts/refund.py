"""A past sale: its lines to tick, how many of each, the tip, why; then refund, void or print again."""

from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats import numbers
from bizet_core.describe.formats.dates import show_instant
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import N_, _, isolate, reader
from bizet_core.describe.languages.sentences import word
from bizet_core.selling.receipts.queries import METHODS
from bizet_core.selling.sales.operations import Refund, VoidSale, refund, void_sale
from bizet_core.selling.sales.queries import RefundQuote, SaleView, SoldLine, refund_quote
from bizet_core.store import Done
from ui.kit.fields.flow_layout import Flow
from ui.kit.widgets import Amount, Button, Label, Note, Stepper, rule
from ui.selling.till_context import Counter

REASONS = (N_("Not satisfied"), N_("Faulty"), N_("Charged by mistake"))
KINDS = {"sale": N_("Receipt {number}"), "refund": N_("Refund {number}"), "void": N_("Void {number}")}


class TakingBack(QWidget):
    """One document with what can be done about it. `done` tells the document that was made."""

    done = Signal(object)
    print_asked = Signal(object)
    save_asked = Signal(object)

    def __init__(self, counter: Counter, view: SaleView) -> None:
        super().__init__()
        self._counter, self.view = counter, view
        self._quote: RefundQuote | None = None
        self._note: Note | None = None
        self._what: str = "refund"
        self._make_parts()
        self._lay_out()
        self._connect()
        self._reckon()

    @property
    def _can_refund(self) -> bool:
        return self.view.row.kind == "sale" and (
            any(line.left for line in self.view.lines) or self.view.tip_left.amount > 0
        )

    def quantities(self) -> dict[UUID, int]:
        """What is ticked, in thousandths."""
        return {row.line.id: row.quantity for row in self.rows if row.tick.isChecked()}

    def refund_now(self, approval: UUID | None = None) -> None:
        """Give back what is ticked."""
        self._what = "refund"
        if self._has_reason():
            self._counter.desk.do(
                refund, self._asked(), owner=self, then=self._done, refused=self._refuse, approval=approval
            )

    def void_now(self, approval: UUID | None = None) -> None:
        """Take the whole sale back as a mistake."""
        self._what = "void"
        if self._has_reason():
            asked = VoidSale(sale=self.view.row.id, reason=self.reason.text().strip())
            self._counter.desk.do(
                void_sale, asked, owner=self, then=self._done, refused=self._refuse, approval=approval
            )

    # ----------------------------------------------------------------------------------------------- how much it is

    def _asked(self) -> Refund:
        tip = self.view.tip_left.amount if self.tip.isChecked() else 0
        reason = self.reason.text().strip()
        return Refund(sale=self.view.row.id, quantities=self.quantities(), reason=reason, tip=tip)

    def _reckon(self) -> None:
        self._tell("")
        asked = self._asked()
        self._quote = None
        if asked.quantities or asked.tip:
            self._counter.desk.ask(refund_quote, asked, owner=self, then=self._reckoned, refused=self._cannot)
        self._show_amount()

    def _reckoned(self, quote: RefundQuote) -> None:
        if self.quantities() or self.tip.isChecked():
            self._quote = quote
        self._show_amount()

    def _show_amount(self) -> None:
        quote = self._quote
        self.refund.setEnabled(quote is not None)
        if quote is None:
            self.refund.say(_("Refund"))
            self.where.setText(_("Tick what comes back."))
            return
        self.refund.say(_("Refund {amount}").format(amount=isolate(show(quote.total))))
        ways = (f"{_(METHODS.get(t.method, t.method))} {isolate(show(t.amount))}" for t in quote.tenders)
        self.where.setText(_("Goes back to: {ways}").format(ways=", ".join(ways)))

    def _cannot(self, refusal: Refused) -> None:
        self._tell(word(refusal))

    def _has_reason(self) -> bool:
        if self.reason.text().strip():
            return True
        self._tell(word(Refused("reason_missing")))
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _done(self, done: Done) -> None:
        self._counter.toast.say(_("Voided.") if self._what == "void" else _("Refunded."), "undo-2")
        self.done.emit(done.result)

    def _refuse(self, refusal: Refused) -> None:
        again = self.void_now if self._what == "void" else self.refund_now
        if not self._counter.approved(self, refusal, again):
            self._tell(word(refusal))

    def _tell(self, words: str) -> None:
        if self._note is not None:
            self._note.hide()
            self._note.deleteLater()
        self._note = Note(words, "triangle-alert", "danger") if words else None
        if self._note is not None:
            self._column.insertWidget(self._column.indexOf(self.where), self._note)

    # --------------------------------------------------------------------------------------------------- the parts

    def _make_parts(self) -> None:
        view, can = self.view, self._can_refund
        self.rows = [LineTick(line, can) for line in view.lines]
        tip = isolate(show(view.tip_left))
        self.tip = Tick(_("Tip {amount}").format(amount=tip))
        _hide_if(self.tip, not can or view.tip_left.amount <= 0)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(_("Reason"))
        self.reason.setAccessibleName(_("Reason"))
        self.quick = [self._because(words) for words in REASONS]
        self._reasons = Flow()
        for button in self.quick:
            self._reasons.add(button)
        self.where = Label("", "label", wrap=True)
        self.refund = Button(_("Refund"), "primary", "undo-2")
        self.void = Button(_("Void the whole sale"), "danger")
        self.copy = Button(_("Print a copy"), "quiet", "printer")
        self.save = Button(_("Save as PDF"), "quiet", "sticky-note")
        for part in (self.reason, self.where, self.refund, self._reasons):
            _hide_if(part, not can)
        _hide_if(self.void, not can or bool(view.taken_back))
        _hide_if(self.copy, self._counter.paper is None)

    def _because(self, words: str) -> Button:
        button = Button(_(words), "quiet")
        button.clicked.connect(lambda: self.reason.setText(_(words)))
        return button

    def _lay_out(self) -> None:
        row = self.view.row
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 4, 20, 20)
        self._column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Label(_(KINDS[row.kind]).format(number=isolate(row.number)), "heading", wrap=True), 1)
        head.addWidget(Amount(row.total, "heading"))
        self._column.addLayout(head)
        self._column.addWidget(Label(self._facts(), "muted", wrap=True))
        self._column.addWidget(_flowing(self.copy, self.save))
        self._column.addWidget(rule())
        for part in (*self.rows, self.tip):
            self._column.addWidget(part)
        for back in self.view.taken_back:
            words = _("{document} took {amount} back").format(
                document=_(KINDS[back.kind]).format(number=isolate(back.number)),
                amount=isolate(show(self._counter.money(abs(back.total.amount)))),
            )
            self._column.addWidget(Note(words, "undo-2", "info"))
        self._column.addWidget(self._reasons)
        self._column.addWidget(self.reason)
        self._column.addWidget(self.where)
        self._column.addWidget(_flowing(self.refund, self.void))
        self._column.addStretch(1)

    def _facts(self) -> str:
        row = self.view.row
        facts = [isolate(show_instant(row.issued_at, reader())), row.customer or _("Walk-in"), row.staff]
        facts += [", ".join(_(METHODS.get(t.method, t.method)) + _slip(t.reference) for t in self.view.tenders)]
        return " · ".join(fact for fact in (*facts, self.view.reason) if fact)

    def _connect(self) -> None:
        for row in self.rows:
            row.changed.connect(self._reckon)
        self.tip.toggled.connect(self._reckon)
        self.refund.clicked.connect(lambda: self.refund_now())
        self.void.clicked.connect(lambda: self.void_now())
        self.reason.returnPressed.connect(self.refund.setFocus)
        self.copy.clicked.connect(lambda: self.print_asked.emit(self.view.row.id))
        self.save.clicked.connect(lambda: self.save_asked.emit(self.view.row.id))


class Tick(QCheckBox):
    """A tick that can be hit anywhere on its row: fingers are not pointers."""

    def __init__(self, words: str) -> None:
        super().__init__(words.replace("&", "&&"))
        self.setAccessibleName(words)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)


class LineTick(QWidget):
    """One sold line: a tick to take it back, and how many of it."""

    changed = Signal()

    def __init__(self, line: SoldLine, can_refund: bool) -> None:
        super().__init__()
        self.line = line
        self.tick = Tick(line.name)
        self.tick.setEnabled(can_refund and line.left > 0)
        whole = line.left // 1000 if line.left % 1000 == 0 else 0
        self.stepper = Stepper(whole, least=1, most=whole, of=line.name) if whole > 1 else None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.addWidget(self.tick, 1)
        if line.left < line.quantity:
            gone = numbers.show(Decimal(line.quantity - line.left) / 1000, reader())
            row.addWidget(Label(_("{n} taken back").format(n=isolate(gone)), "label"))
        if self.stepper is not None:
            row.addWidget(self.stepper)
            self.stepper.changed.connect(self._count)
        elif line.quantity != 1000:
            row.addWidget(Label("× " + numbers.show(Decimal(line.quantity) / 1000, reader()), "label"))
        row.addWidget(Amount(line.amount))
        self.tick.toggled.connect(self.changed)

    @property
    def quantity(self) -> int:
        """How many come back, in thousandths."""
        return self.stepper.value * 1000 if self.stepper is not None else self.line.left

    def _count(self) -> None:
        self.tick.setChecked(True)
        self.changed.emit()


def _hide_if(part: QWidget, hidden: bool) -> None:
    """Hide a part that has no parent yet; showing it would open a window."""
    if hidden:
        part.hide()


def _flowing(*parts: QWidget) -> Flow:
    flow = Flow()
    for part in parts:
        flow.add(part)
    return flow


def _slip(reference: str) -> str:
    return f" {isolate(reference)}" if reference else ""
