"""Count the drawer and close the till: a grid of notes and coins, or one sum; the difference and why."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import exponent, show
from bizet_core.describe.languages.language import _, isolate, ngettext
from bizet_core.describe.languages.sentences import word
from bizet_core.oversight.inbox.queries import AboutMoney, cards_about_money
from bizet_core.selling.till.operations import CloseTill, close_till
from bizet_core.selling.till.queries import TillState
from bizet_core.selling.till.rules import counted, denominations
from bizet_core.store import Done
from ui.kit.widgets import Amount, Button, Label, Note
from ui.selling.cart.discounts import row_of
from ui.selling.payment.money_field import MoneyField
from ui.selling.payment.payment_inputs import show_short
from ui.selling.till_context import Counter


class CountingPage(QWidget):
    """Blind: what should be there is shown only after a count that differs, so that nobody counts towards it."""

    closed = Signal(object)  # the closing's id
    left = Signal()

    def __init__(self, counter: Counter, state: TillState, *, blind: bool) -> None:
        super().__init__()
        self._counter, self._state, self._blind = counter, state, blind
        self.is_closing = False  # its answer is on the way
        pieces = denominations(counter.currency, exponent(counter.currency))
        self.fields = {piece: CountField(show_short(counter.money(piece))) for piece in pieces}
        self._make_parts()
        self._lay_out()
        self._connect()
        self._show()
        counter.desk.watch(self, cards_about_money, AboutMoney, self._warn, lambda _refusal: None)

    def pieces(self) -> dict[int, int]:
        """How many of each were counted."""
        return {piece: field.count for piece, field in self.fields.items() if field.count}

    @property
    def total(self) -> int:
        """What was counted, in minor units."""
        return counted(self.pieces()) if self.sum.amount is None else self.sum.amount

    def close_now(self, approval: UUID | None = None) -> None:
        """Close the till with this count."""
        if self.sum.refusal is not None:
            self._tell(word(self.sum.refusal))
            return
        self.is_closing = True
        asked = CloseTill(
            pieces={} if self.sum.amount is not None else self.pieces(),
            total=self.sum.amount,
            reason=self.reason.text().strip(),
        )
        self._counter.desk.do(close_till, asked, owner=self, then=self._closed, refused=self._refuse, approval=approval)

    def _show(self) -> None:
        self._tell("")
        self.amount.show_money(self._counter.money(self.total))
        due = self._state.expected
        self.difference.setVisible(due is not None and not self._blind)
        if due is None:
            return
        difference = self.total - due.amount
        expected, differs = isolate(show(due)), isolate(show(self._counter.money(difference)))
        words = _("Expected {expected}, difference {difference}")
        self.difference.setText(words.format(expected=expected, difference=differs))
        self.difference.setProperty("tone", "danger" if difference else "ok")
        self.difference.style().unpolish(self.difference)
        self.difference.style().polish(self.difference)

    def _warn(self, waiting: int) -> None:
        """What is not settled is settled more easily before the count is kept for ever; nobody has to."""
        words = ngettext(
            "{count} card about money waits in the Inbox. Settle it first if you can; the till closes all the same.",
            "{count} cards about money wait in the Inbox. Settle them first if you can; the till closes all the same.",
            waiting,
        )
        self.waiting.say(words.format(count=isolate(str(waiting))))
        self.waiting.setVisible(waiting > 0)

    def _refuse(self, refusal: Refused) -> None:
        self.is_closing = False
        if self._counter.approved(self, refusal, self.close_now):
            return
        if refusal.code == "difference_needs_reason":
            self._blind = False
            self.reason.show()
            self._show()
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell(word(refusal))

    def _closed(self, done: Done) -> None:
        self.is_closing = False
        self._counter.toast.say(_("The till is closed."), "wallet")
        self.closed.emit(done.result)

    def _tell(self, words: str) -> None:
        if self._note is not None:
            self._note.hide()
            self._note.deleteLater()
        self._note = Note(words, "triangle-alert", "warn") if words else None
        if self._note is not None:
            self._foot.insertWidget(self._foot.indexOf(self.reason), self._note)
            self._note.show()

    def _make_parts(self) -> None:
        self.sum = MoneyField(_("All of it as one sum"), self._counter.currency)
        self.sum.setPlaceholderText(_("or all of it as one sum"))
        self.amount = Amount(self._counter.money(0), "amount")
        self.difference = Label("", "strong")
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(_("Why it differs"))
        self.reason.setAccessibleName(_("Why it differs"))
        if self._blind:
            self.reason.hide()
        self.close_button = Button(_("Close the till"), "primary", "lock")
        self.back = Button(_("Back"), "quiet")
        self.waiting = Note("", "inbox", "warn")
        self.waiting.hide()
        self._note: Note | None = None

    def _lay_out(self) -> None:
        grid, places = QGridLayout(), -(-len(self.fields) // 2)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for place, (piece, field) in enumerate(self.fields.items()):
            side, line = divmod(place, places)
            name = Label(isolate(show_short(self._counter.money(piece))), "strong")
            grid.addWidget(name, line, side * 3)
            grid.addWidget(field, line, side * 3 + 1)
        grid.setColumnStretch(2, 1)
        card = QFrame()
        card.setProperty("card", "true")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(Label(_("Count what lies in the drawer"), "title"))
        inside.addLayout(grid)
        inside.addWidget(self.sum)
        total = QHBoxLayout()
        total.addWidget(Label(_("Counted"), "title"), 1)
        total.addWidget(self.amount)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(10)
        self._foot.addLayout(total)
        for part in (self.waiting, self.difference, self.reason):
            self._foot.addWidget(part)
        self._foot.addLayout(row_of(self.back, self.close_button))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addLayout(self._foot)
        column.addStretch(1)

    def _connect(self) -> None:
        fields = list(self.fields.values())
        for field, below in zip(fields, [*fields[1:], self.close_button], strict=True):
            field.textChanged.connect(self._show)
            field.returnPressed.connect(below.setFocus)
        self.sum.amount_changed.connect(self._show)
        self.reason.returnPressed.connect(lambda: self.close_now())
        self.close_button.clicked.connect(lambda: self.close_now())
        self.back.clicked.connect(self.left)
        self.setFocusProxy(fields[0])


class CountField(QLineEdit):
    """How many notes or coins of one kind; Up and Down count by one, Enter goes to the next."""

    def __init__(self, piece: str) -> None:
        super().__init__()
        self.setAccessibleName(_("How many of {piece}").format(piece=piece))
        self.setValidator(QIntValidator(0, 99_999, self))
        self.setPlaceholderText("0")
        self.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)

    @property
    def count(self) -> int:
        """The number that stands here; nothing is 0."""
        text = self.text().strip()
        return int(text) if text.isdecimal() else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.setText(str(max(0, self.count + step)))
