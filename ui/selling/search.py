"""Receipt search source: a past sale by its number, typed or scanned, for Ctrl K."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from bizet_core.describe.languages.language import _, isolate
from bizet_core.selling.sales.queries import SaleByNumber, sale_by_number
from ui.kit.search import Hit, Hits

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow


def receipt_source(front: "MainWindow") -> "ReceiptSource":
    """Finds receipts and shows them on the page of past sales."""
    return ReceiptSource(front)


class ReceiptSource(QObject):
    """Receipts by their whole number: a code, a dash and digits."""

    def __init__(self, front: "MainWindow") -> None:
        super().__init__(front)
        self._front = front

    def find(self, typed: str, limit: int, then: Hits) -> None:
        """Look for the receipt, where this can be a number."""
        if "-" not in typed or not any(ch.isdigit() for ch in typed):
            then(())
            return
        asked, nothing = SaleByNumber(number=typed), lambda _refusal: then(())
        self._front.desk.ask(
            sale_by_number, asked, owner=self, then=lambda sale: then([self._hit(typed, sale)]), refused=nothing
        )

    def _hit(self, typed: str, sale: UUID) -> Hit:
        number = typed.strip().upper().removeprefix("BZR:")
        words = _("Receipt {number}").format(number=isolate(number))
        return Hit(words, lambda: self._front.show_receipt(sale))
