"""The register as the program wires it: one cart, its panel wherever it is wanted, and what the scanner reads."""

from collections.abc import Callable
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from bizet_core.booking.day_view.booking_details import BookingRow
from bizet_core.describe.languages.language import _
from bizet_core.selling.receipts.queries import SCAN_PREFIX
from bizet_core.selling.sales.queries import SaleByNumber, sale_by_number
from ui.selling.cart.cart_panel import RegisterPanel
from ui.selling.cart.offers import Offer
from ui.selling.cart.open_cart import Cart
from ui.selling.payment.after_sale import AfterSale
from ui.selling.till_context import Counter

PREPARED_AFTER_MS = 400
"""The day is painted first, or whatever else took the place of the last panel."""


class Register(QObject):
    """Holds the one open cart of this desk. `show_panel` and `hide_panel` are the shell's panel."""

    rebook_asked = Signal(object, object)  # customer, booking
    customer_chosen = Signal(object, object)  # booking, customer
    receipt_asked = Signal(object)  # a sale whose receipt was scanned

    def __init__(self, counter: Counter, show_panel: Callable[[QWidget], None], hide_panel: Callable[[], None]) -> None:
        super().__init__(counter.toast)  # what is made ahead must not outlive the window
        self.counter = counter
        self._show_panel, self._hide_panel = show_panel, hide_panel
        self.cart = Cart(counter.desk, counter.location, counter.currency, self)
        self.after = AfterSale(counter, self.cart)
        self._panel: RegisterPanel | None = None
        self._has_shown = False
        self._quiet = QTimer(self, singleShot=True, interval=PREPARED_AFTER_MS)
        self._quiet.timeout.connect(self.prepare)
        self._quiet.start()
        self.cart.was_parked.connect(self._tell_parked)
        self.cart.restore()

    @property
    def panel(self) -> RegisterPanel:
        """The panel that is shown, or a new one in its place."""
        self.prepare()
        assert self._panel is not None
        if not self._has_shown:
            self._has_shown = True
            self._show_panel(self._panel)
        return self._panel

    def prepare(self) -> None:
        """Make a panel where there is none: it takes longer than a click may, so it is done while nobody waits."""
        if self._panel is not None and shiboken6.isValid(self._panel):
            return
        self._panel, self._has_shown = RegisterPanel(self.counter, self.cart, self.after), False
        self._panel.setParent(self.counter.toast.window())  # until the shell shows it, so that it ends with its window
        self._panel.closed.connect(self._hide_panel)
        self._panel.rebook_asked.connect(self.rebook_asked)
        self._panel.customer_chosen.connect(self._choose_customer)
        self._panel.destroyed.connect(self._quiet.start)

    def open_cart(self) -> None:
        """Show the cart that somebody is filling, or an empty one."""
        self.panel.open_cart()
        self._show_panel(self.panel)

    def open_booking(self, row: BookingRow, header: QWidget | None = None) -> None:
        """Show what a visit owes, below a header that tells about the visit itself."""
        self.panel.open_booking(row, header)
        self._show_panel(self.panel)

    def add(self, offer: Offer) -> None:
        """Put something into the cart."""
        self.cart.add(offer.line())

    def pay(self) -> None:
        """Go to paying what the panel shows; the way of paying is chosen already."""
        self.panel.pay.charge.setFocus()

    def scanned(self, code: str) -> bool:
        """Take what the scanner read: a receipt opens, anything else goes into the cart."""
        if code.upper().startswith(SCAN_PREFIX):
            asked = SaleByNumber(number=code)
            self.counter.desk.ask(sale_by_number, asked, owner=self, then=self._open_receipt, refused=self.counter.say)
        else:
            self.panel.add.scanned(code)
            self._show_panel(self.panel)
        return True

    def _open_receipt(self, sale: UUID) -> None:
        self.receipt_asked.emit(sale)

    def _choose_customer(self, customer: UUID | None) -> None:
        if self.panel.booking is not None:
            self.customer_chosen.emit(self.panel.booking, customer)

    def _tell_parked(self, label: str) -> None:
        self.counter.toast.say(_("Parked as “{label}”.").format(label=label), "shopping-bag")
