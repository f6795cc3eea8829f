"""What follows every sale at this counter, whichever screen is open: drawer, receipt, the change in words."""

from PySide6.QtCore import QObject, Signal

from bizet_core.describe.language import _, isolate
from bizet_core.describe.money import show
from bizet_core.settings.queries import TheSettings, device
from bizet_core.settings.rules import DeviceSettings
from ui.register.cart import Cart, Paid
from ui.register.counter import Counter


class AfterSale(QObject):
    """Remembers the last sale, and whether receipts are printed without being asked for."""

    changed = Signal()

    def __init__(self, counter: Counter, cart: Cart) -> None:
        super().__init__(cart)
        self._counter = counter
        self.last: Paid | None = None  # until the next sale begins
        self._last_ever: Paid | None = None
        self._was_printed = False
        self.prints = True
        cart.sold.connect(self._follow)
        cart.changed.connect(self._forget)
        self._cart = cart
        counter.desk.ask(device, TheSettings(), then=self._know)

    def toggle(self) -> None:
        """Print receipts, or only when asked; for this desk, until it is started again."""
        self.prints = not self.prints
        self.changed.emit()

    def reprint(self) -> None:
        """Print the last receipt; a copy, if it was printed before."""
        if self._counter.paper is not None and self._last_ever is not None:
            self._counter.paper.receipt(self._last_ever.sale, copy=self._was_printed)
            self._was_printed = True

    def _follow(self, paid: Paid) -> None:
        """Commit, then drawer, then print: the money is safe before anything moves."""
        self.last = self._last_ever = paid
        paper, self._was_printed = self._counter.paper, self.prints
        if paper is not None and paid.in_cash:
            paper.open_drawer()
        if paper is not None and self.prints:
            paper.receipt(paid.sale)
        self._counter.toast.say(words_of(paid), "check-check")
        self.changed.emit()

    def _forget(self) -> None:
        """The next customer's first line takes the change off the screen; the copy can still be printed."""
        if self.last is not None and not self._cart.is_empty:
            self.last = None
            self.changed.emit()

    def _know(self, settings: DeviceSettings) -> None:
        self.prints = settings.print_receipts
        self.changed.emit()


def words_of(paid: Paid) -> str:
    """`Sold for €98.50. Change €1.50.`"""
    words = _("Sold for {amount}.").format(amount=isolate(show(paid.total)))
    if paid.change.amount:
        words += " " + _("Change {amount}.").format(amount=isolate(show(paid.change)))
    return words
