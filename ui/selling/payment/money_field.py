"""A field for an amount of money, as people type it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import Money, parse, show
from bizet_core.describe.languages.language import isolate


class MoneyField(QLineEdit):
    """`amount` in minor units, None while it is empty or cannot be read; `amount_changed` tells each new one."""

    amount_changed = Signal(object)  # int, or None

    def __init__(self, name: str, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self.amount: int | None = None
        self.refusal: Refused | None = None  # why what stands here is no amount
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.textChanged.connect(self._read)

    def show_amount(self, amount: int | None) -> None:
        """Put an amount in; None empties the field."""
        self.setText("" if amount is None else isolate(show(Money(amount, self._currency))))

    def _read(self, text: str) -> None:
        self.refusal = None
        try:
            self.amount = parse(text, self._currency).amount if text.strip() else None
        except Refused as refusal:
            self.amount, self.refusal = None, refusal
        self._mark(self.refusal is not None)
        self.amount_changed.emit(self.amount)

    def _mark(self, wrong: bool) -> None:
        if self.property("wrong") != ("true" if wrong else "false"):
            self.setProperty("wrong", "true" if wrong else "false")
            self.style().unpolish(self)
            self.style().polish(self)
