"""The panel at the till: whose cart, what is in it, what it costs, and taking the money. A visit or a free cart."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.booking.day_view.booking_details import BookingRow
from bizet_core.business.settings.queries import TheSettings, house
from bizet_core.business.settings.rules import HouseSettings
from bizet_core.describe.languages.language import _
from bizet_core.describe.languages.sentences import word
from ui.kit import theme
from ui.kit.widgets import Button, IconButton, Label
from ui.kit.widgets.scrolling import Scrolled
from ui.selling.cart.cart_customer import CustomerHead
from ui.selling.cart.discounts import DiscountForm, InlineForm, ParkForm, TipForm
from ui.selling.cart.item_search import AddField
from ui.selling.cart.line_rows import LineRows
from ui.selling.cart.offers import of_visit
from ui.selling.cart.open_cart import Cart, label_of
from ui.selling.cart.totals import ToPay, Totals
from ui.selling.payment.after_sale import AfterSale
from ui.selling.payment.last_sale import LastSale
from ui.selling.payment.paying import PayZone
from ui.selling.till.cash_movements import MoveForm
from ui.selling.till.till_opening import OpeningForm
from ui.selling.till_context import Counter

MIDDLE = 144
"""Pixels (before zoom) of the part that scrolls, at least; with less the whole panel scrolls."""


class RegisterPanel(QWidget):
    """One widget for the shell's panel. It shows the one open `Cart`; made anew as often as the panel is opened."""

    closed = Signal()
    rebook_asked = Signal(object, object)  # customer, booking; either may be None
    customer_chosen = Signal(object)  # for the visit that is shown

    def __init__(self, counter: Counter, cart: Cart, after: AfterSale) -> None:
        super().__init__()
        self.setAccessibleName(_("Cart and payment"))
        self._counter, self.cart, self._after = counter, cart, after
        self.booking: UUID | None = None
        self._tips: tuple[int, ...] = (10, 15, 20)
        self._header: QWidget | None = None
        self._form: InlineForm | None = None
        self.last_sale: LastSale | None = None
        self._make_parts()
        self._lay_out()
        self._connect()
        self._bind_keys()
        self._show_after()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)  # it may have been made a while ago
        self._counter.desk.ask(house, TheSettings(), owner=self, then=self._know_house, refused=lambda _refusal: None)

    # ------------------------------------------------------------------------------------------- what is shown in it

    def open_booking(self, row: BookingRow, header: QWidget | None = None) -> None:
        """Show what a visit still owes, below the header that follows it. Call again when the visit has changed."""
        self.booking = row.id
        self._put_header(header)
        self.cart.open_visit(of_visit(row), row.customer)
        self._show()

    def open_cart(self) -> None:
        """Show the cart that somebody is filling, or an empty one."""
        self.cart.leave_visit()
        self.booking = None
        self._put_header(None)
        self._show()

    def take_focus(self) -> None:
        """Put the keyboard where things are added."""
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(self.add.field)

    def _put_header(self, header: QWidget | None) -> None:
        if header is self._header:
            return
        if self._header is not None:
            self._middle.removeWidget(self._header)
            self._header.hide()
            self._header.deleteLater()
        self._header = header
        if header is not None:
            self._middle.insertWidget(0, header)

    def _show(self) -> None:
        empty = self.cart.is_empty
        self.lines.setVisible(not empty)
        self.hint.setVisible(empty and self.last_sale is None)
        self.hint.setText(self._hint_words())
        self.to_pay.setVisible(not empty)

    def _hint_words(self) -> str:
        if self.booking is not None and self.cart.content.booking in (None, self.booking):
            return _("Everything of this visit is paid. Scan or add something to sell more.")
        return _("The cart is empty. Scan a barcode, type a name, or press a tile.")

    def _make_ready(self) -> None:
        """Charge is switched off after a sale, so the keyboard goes to where the next one begins."""
        if self.isVisible():
            self.take_focus()

    def _show_after(self) -> None:
        """The last sale, until the next one begins; and whether receipts are printed."""
        if self.last_sale is not None:
            self._middle.removeWidget(self.last_sale)
            self.last_sale.hide()
            self.last_sale.deleteLater()
        last = self._after.last
        self.last_sale = LastSale(self._counter, last, self._after.has_printer) if last is not None else None
        if self.last_sale is not None:
            self.hide_form()
            self.last_sale.reprint_asked.connect(self._after.reprint)
            self._middle.insertWidget(self._middle.indexOf(self.hint), self.last_sale)
        self.receipt.setVisible(self._after.has_printer)
        self.receipt.say(_("Receipt on") if self._after.prints else _("Receipt off"))
        self._show()

    # -------------------------------------------------------------------------------------------------- small forms

    def reduce_line(self, id: UUID) -> None:
        """Take something off one line."""
        line = self.cart.line(id)
        if line is not None:
            title = _("Discount on {name}").format(name=line.name)
            give = lambda discount: self.cart.set_line_discount(id, discount)  # noqa: E731
            self.show_form(DiscountForm(title, self.cart, line.discount, give))

    def reduce_order(self) -> None:
        """Take something off everything."""
        if not self.cart.is_empty:
            title = _("Discount on everything")
            self.show_form(DiscountForm(title, self.cart, self.cart.content.discount, self.cart.set_discount))

    def ask_tip(self) -> None:
        """Add a tip."""
        if not self.cart.is_empty:
            self.show_form(TipForm(self.cart, self._tips))

    def ask_name_to_park(self) -> None:
        """Put the cart aside."""
        if not self.cart.is_empty:
            name = self.head.name.text() if self.cart.customer else label_of(self.cart.content)
            self.show_form(ParkForm(name, self.cart.park))

    def offer_opening(self) -> None:
        """The till is closed: open it right here; the cart stays."""
        form = OpeningForm(self._counter, _("The till is closed. The cart stays as it is."))
        form.opened.connect(lambda: self.pay.charge.setFocus(Qt.FocusReason.OtherFocusReason))
        self.show_form(form)

    def show_form(self, form: InlineForm) -> None:
        """Show a small form between the lines and the total, instead of the one before."""
        self.hide_form()
        self._form = form
        form.closed.connect(self.hide_form)
        self._middle.insertWidget(self._middle.indexOf(self.totals), form)
        form.show()
        form.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, form, lambda: self._scroll.ensureWidgetVisible(form))  # once it has its place

    @property
    def form(self) -> InlineForm | None:
        """The small form that is open."""
        return self._form

    def hide_form(self) -> None:
        """Close it; the cart stays."""
        form, self._form = self._form, None
        if form is not None:
            self._middle.removeWidget(form)
            form.hide()
            form.deleteLater()

    def open_drawer(self) -> None:
        """Open the drawer without a sale, which asks for a reason (F10)."""
        self.show_form(MoveForm(self._counter, "no_sale"))

    def _know_house(self, settings: HouseSettings) -> None:
        self._tips = settings.tip_percents

    # --------------------------------------------------------------------------------------------------- the parts

    def open_more(self) -> None:
        """What is not needed every time."""
        menu = QMenu(self)
        acts: tuple[tuple[str, str, Callable[[], None]], ...] = (
            (_("Discount on everything…"), "", self.reduce_order),
            (_("Tip…"), "", self.ask_tip),
            (_("Park this cart…"), "", self.ask_name_to_park),
            (_("Take the last line out"), "", self.cart.remove_last),
            (_("Empty the cart"), "", self.cart.empty),
        )
        for words, key, act in acts:
            menu.addAction(words + (f"\t{key}" if key else ""), act).setEnabled(not self.cart.is_empty)
        menu.addSeparator()
        menu.addAction(_("Open the drawer…") + "\tF10", self.open_drawer)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _make_parts(self) -> None:
        self.head = CustomerHead(self._counter, self.cart)
        self.add = AddField(self._counter, self.cart)
        self.lines = LineRows(self.cart)
        self.hint = Label("", "muted", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.totals, self.to_pay = Totals(self.cart, self), ToPay(self.cart)
        self.pay = PayZone(self._counter, self.cart)
        self.receipt = Button(_("Receipt on"), "quiet", "printer")
        self.receipt.hide()
        self.rebook = Button(_("Rebook"), "quiet", "calendar-plus")
        self.more = IconButton("ellipsis", _("More"), side=40)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.receipt, 1)
        foot.addWidget(self.rebook, 1)
        foot.addWidget(self.more)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.head)
        self._column.addWidget(self._scrolling(), 1)
        self._column.addWidget(self.to_pay)
        self._column.addWidget(self.pay)
        self._column.addLayout(foot)
        theme.on_change(self._dress)

    def _scrolling(self) -> Scrolled:
        """What gives way where the window is low: whose cart, what is to be paid and Charge stay in sight."""
        inside = QWidget()
        self._middle = QVBoxLayout(inside)
        self._middle.setContentsMargins(0, 0, 0, 0)
        for part in (self.add, self.lines, self.hint):
            self._middle.addWidget(part)
        self._middle.addStretch(1)
        self._middle.addWidget(self.totals)
        self._scroll = Scrolled(inside)
        return self._scroll

    def _connect(self) -> None:
        self.cart.changed.connect(self._show)
        self._after.changed.connect(self._show_after)
        self.cart.sold.connect(self._make_ready)
        self.cart.refused.connect(self._refuse)
        self.head.closed.connect(self._close)
        self.head.chosen.connect(self.customer_chosen)
        self.lines.discount_asked.connect(self.reduce_line)
        self.to_pay.tip.clicked.connect(self.ask_tip)
        self.pay.closed.connect(self.offer_opening)
        self.pay.method_changed.connect(self._know_method)
        self.receipt.clicked.connect(self._after.toggle)
        self.rebook.clicked.connect(self._rebook)
        self.more.clicked.connect(self.open_more)

    def _bind_keys(self) -> None:
        for key, act in (
            ("F2", self.take_focus),
            ("F4", self.head.choose_customer),
            ("F10", self.open_drawer),
            ("Ctrl+P", self._after.reprint),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _know_method(self, method: str) -> None:
        self.totals.show_cash(method == "cash")
        self.to_pay.show_cash(method == "cash")

    def _rebook(self) -> None:
        last = self.last_sale.paid if self.last_sale is not None else None
        customer = self.cart.customer or (last.customer if last else None)
        self.rebook_asked.emit(customer, self.booking or (last.booking if last else None))

    def _close(self) -> None:
        self.cart.leave_visit()
        self.closed.emit()

    def _refuse(self, refusal: Refused) -> None:
        self._counter.toast.say(word(refusal), "triangle-alert")

    def _dress(self) -> None:
        self._column.setContentsMargins(*(theme.px(n) for n in (20, 16, 20, 18)))
        self._column.setSpacing(theme.px(10))
        self._middle.setSpacing(theme.px(10))
        self._scroll.setMinimumHeight(theme.px(MIDDLE))
