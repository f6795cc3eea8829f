"""What follows every sale at this counter, whichever screen is open: the change in words, the copy, receipts or none.

Drawer and receipt are queued by the sale itself, after its commit (`printing.operations`).
"""

from PySide6.QtCore import QObject, Signal

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.business.settings.queries import TheSettings, device
from bizet_core.business.settings.rules import DeviceSettings
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate
from ui.selling.cart.open_cart import Cart, Paid
from ui.selling.till_context import Counter


class AfterSale(QObject):
    """Remembers the last sale, and whether receipts are printed without being asked for."""

    changed = Signal()

    def __init__(self, counter: Counter, cart: Cart) -> None:
        super().__init__(cart)
        self._counter, self._cart = counter, cart
        self.last: Paid | None = None  # until the next sale begins
        self._last_ever: Paid | None = None
        self.prints, self.has_printer = True, False
        cart.sold.connect(self._tell)
        cart.changed.connect(self._forget)
        counter.desk.watch(self, device, TheSettings, self._know)

    def toggle(self) -> None:
        """Print a receipt for every sale, or only when asked: a setting of this desk."""
        asked = EditDeviceSettings(print_receipts=not self.prints)
        self._counter.desk.do(edit_device_settings, asked, owner=self, refused=self._refuse)

    def reprint(self) -> None:
        """Print the last receipt once more, as a copy."""
        if self._counter.paper is not None and self._last_ever is not None:
            self._counter.paper.copy(self._last_ever.sale)
            self._counter.toast.say(_("A copy goes to the printer."), "printer")

    def _tell(self, paid: Paid) -> None:
        self.last = self._last_ever = paid
        self._counter.toast.say(words_of(paid), "check-check")
        self.changed.emit()

    def _forget(self) -> None:
        """The next customer's first line takes the change off the screen; the copy can still be printed."""
        if self.last is not None and not self._cart.is_empty:
            self.last = None
            self.changed.emit()

    def _know(self, settings: DeviceSettings) -> None:
        self.prints = settings.print_receipts
        self.has_printer = bool(settings.printer) and self._counter.paper is not None
        self.changed.emit()

    def _refuse(self, refusal: Refused) -> None:
        self._counter.say(refusal)


def words_of(paid: Paid) -> str:
    """`Sold for €98.50. Change €1.50.`"""
    words = _("Sold for {amount}.").format(amount=isolate(show(paid.total)))
    if paid.change.amount:
        words += " " + _("Change {amount}.").format(amount=isolate(show(paid.change)))
    return words
