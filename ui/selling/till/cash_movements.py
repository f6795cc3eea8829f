"""Cash in, cash out, and the drawer opened without a sale: each with a reason, each written down.

The drawer follows from the commit (`printing.operations`): it opens when the reason stands, not before.
"""

from uuid import UUID

from PySide6.QtWidgets import QLineEdit

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import N_, _, isolate
from bizet_core.describe.languages.sentences import word
from bizet_core.selling.till.operations import MoveCash, move_cash
from bizet_core.store import Done
from ui.kit.fields.flow_layout import Flow
from ui.kit.widgets import Button
from ui.selling.cart.discounts import InlineForm
from ui.selling.payment.money_field import MoneyField
from ui.selling.till_context import Counter

TITLES = {"pay_in": N_("Put cash in"), "pay_out": N_("Take cash out"), "no_sale": N_("Open the drawer")}
REASONS = {
    "pay_in": (N_("Change from the bank"), N_("More float")),
    "pay_out": (N_("To the bank"), N_("Small purchase"), N_("Wages")),
    "no_sale": (N_("Change for a customer"), N_("Look into the drawer")),
}


class MoveForm(InlineForm):
    """One of `pay_in`, `pay_out`, `no_sale`."""

    def __init__(self, counter: Counter, kind: str) -> None:
        super().__init__(_(TITLES[kind]))
        self._counter, self._kind = counter, kind
        self.field = MoneyField(_("Amount"), counter.currency)
        self.field.setPlaceholderText(isolate(show(counter.money(0))))
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(_("Reason"))
        self.reason.setAccessibleName(_("Reason"))
        self.quick = [self._reason(words) for words in REASONS[kind]]
        self.give = Button(_(TITLES[kind]), "primary")
        if kind != "no_sale":
            self.column.addWidget(self.field)
        reasons = Flow()
        for button in self.quick:
            reasons.add(button)
        self.column.addWidget(reasons)
        self.column.addWidget(self.reason)
        self.finish(self.give)
        self.give.clicked.connect(lambda: self.move_now())
        self.reason.returnPressed.connect(self.move_now)
        self.setFocusProxy(self.reason if kind == "no_sale" else self.field)

    def move_now(self, approval: UUID | None = None) -> None:
        """Write it down; the drawer opens."""
        amount = 0 if self._kind == "no_sale" else self.field.amount or 0
        if self.field.refusal is not None:
            self.tell(word(self.field.refusal))
        elif self._kind != "no_sale" and amount <= 0:
            self.tell(word(Refused("tender_not_positive")))
        else:
            signed = -amount if self._kind == "pay_out" else amount
            asked = MoveCash(amount=signed, reason=self.reason.text())
            self._counter.desk.do(
                move_cash, asked, owner=self, then=self._moved, refused=self._refuse, approval=approval
            )

    def _reason(self, words: str) -> Button:
        button = Button(_(words), "quiet")
        button.clicked.connect(lambda: self._because(_(words)))
        return button

    def _because(self, words: str) -> None:
        self.reason.setText(words)
        if self._kind == "no_sale":
            self.move_now()

    def _moved(self, done: Done) -> None:
        self._counter.toast.say(_("Written down: {reason}.").format(reason=self.reason.text()), "wallet")
        self.closed.emit()

    def _refuse(self, refusal: Refused) -> None:
        if not self._counter.approved(self, refusal, self.move_now):
            self.tell(word(refusal))
