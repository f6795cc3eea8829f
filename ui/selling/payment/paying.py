"""Paying: in a way of the house or several, and the one button that takes the money. Exact is the default."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate
from bizet_core.describe.languages.sentences import word
from bizet_core.selling.payment_methods.queries import PaymentMethod, PaymentMethods, all_payment_methods
from bizet_core.selling.pricing.rules import Quote
from bizet_core.selling.sales.operations import TenderAsked
from bizet_core.selling.sales.rules import CASH
from ui.kit import theme
from ui.kit.widgets import Button, Note, PayTile
from ui.selling.cart.open_cart import Cart
from ui.selling.payment.payment_inputs import (
    USUAL,
    CashGiven,
    SlipNumber,
    SplitTenders,
    asked_of,
    named_by_kind,
    settled,
)
from ui.selling.till_context import Counter

SPLIT = "split"
KEYS = {"card": "F5", CASH: "F6", SPLIT: "F8"}  # of the house's first method of a kind
ICONS = {"card": "credit-card", CASH: "banknote", "bank_transfer": "globe", "cheque": "sticky-note"}
IN_A_ROW = 3


class PayZone(QWidget):
    """Tiles, what the chosen way needs to know, and Charge. `closed` says that the till must be opened first."""

    closed = Signal()
    method_changed = Signal(str)

    def __init__(self, counter: Counter, cart: Cart) -> None:
        super().__init__()
        self._counter, self._cart = counter, cart
        self.method = "card"
        self.methods: dict[str, PaymentMethod] = {}
        self.tiles: dict[str, PayTile] = {}
        self._group, self._tiles = QButtonGroup(self), QGridLayout()
        self.slip, self.cash, self.split = SlipNumber(), CashGiven(cart), SplitTenders(cart)
        self.charge = Button(_("Charge"), "charge")
        self.charge.setToolTip("F9")
        self._details: dict[str, QWidget] = {"other": self.slip, CASH: self.cash, SPLIT: self.split}
        self._note: Note | None = None
        self._lay_out()
        self._connect()
        self._bind_keys()
        self.offer(USUAL)
        counter.desk.watch(self, all_payment_methods, PaymentMethods, self.offer)

    def offer(self, found: Sequence[PaymentMethod]) -> None:
        """Show a tile for each way of paying of the house, and one for several together."""
        methods = named_by_kind(found)
        if methods == self.methods:
            return
        self.methods = methods
        for tile in self.tiles.values():
            self._group.removeButton(tile)
            self._tiles.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = {name: self._tile(name) for name in (*methods, SPLIT)}
        for place, tile in enumerate(self.tiles.values()):
            self._tiles.addWidget(tile, place // IN_A_ROW, place % IN_A_ROW)
        self.split.offer(methods)
        self.choose(self.method if self.method in self.tiles else next(iter(methods), SPLIT))

    def choose(self, method: str) -> None:
        """Pay this way: by the name of a tile, which is `card`, `cash` … for the first of each kind, or `split`."""
        self.method = method
        self.tiles[method].setChecked(True)
        self.forget_refusal()
        self._show()
        self.method_changed.emit(method)
        if method != "card" and self.isVisible():
            self._details[self._detail].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_payment(self) -> None:
        """Charge; what is missing or wrong is said here, and nothing typed is lost."""
        self.forget_refusal()
        if not self._cart.is_paying:
            self._cart.when_priced(self._take)

    def forget_refusal(self) -> None:
        """Take away what was said last."""
        if self._note is not None:
            self._note.hide()
            self._note.deleteLater()
            self._note = None

    def begin_again(self) -> None:
        """Forget what was typed for the last customer; the way of paying stays, as the next will likely pay so too."""
        self.slip.field.clear()
        self.cash.begin_again()
        self.split.begin_again()
        if self.method == SPLIT:
            self.choose(next(iter(self.methods), SPLIT))
        self._show()

    # ---------------------------------------------------------------------------------------------------- charging

    def _take(self, quote: Quote, approval: UUID | None = None) -> None:
        try:
            asked = self._tenders(quote)
            settlement = settled(quote, asked)
        except Refused as refusal:
            self._refuse(refusal)
            return
        if settlement.settled:
            self._show_paying(True)
            self._cart.pay(asked, settlement, self._refuse, approval)
        elif self._detail == CASH and asked[0].given:
            self.split.begin_with(asked[0])
            self.choose(SPLIT)
        else:
            left = self._cart.money(settlement.open or settlement.open_cash)
            self._refuse(Refused("not_paid", open=left))

    def _tenders(self, quote: Quote) -> tuple[TenderAsked, ...]:
        if self.method == SPLIT:
            return self.split.tenders
        if not quote.due:
            return ()
        method = self.methods[self.method]
        if not method.gives_change:
            return (asked_of(method, quote.due, self.slip.field.text().strip()),)
        if self.cash.field.refusal is not None:
            raise self.cash.field.refusal
        given = self.cash.field.amount
        return (asked_of(method, quote.cash_due if given is None else given),)

    def _refuse(self, refusal: Refused) -> None:
        self._show_paying(False)
        if refusal.code == "till_closed":
            self.closed.emit()
            return
        if self._counter.approved(self, refusal, self._take_approved):
            return
        self.forget_refusal()
        self._note = Note(word(refusal), "triangle-alert", "danger")
        self._column.insertWidget(self._column.indexOf(self.charge), self._note)

    def _take_approved(self, approval: UUID) -> None:
        self._cart.when_priced(lambda quote: self._take(quote, approval))

    # ----------------------------------------------------------------------------------------------------- showing

    def _show(self) -> None:
        self._show_paying(self._cart.is_paying)

    def _show_paying(self, is_paying: bool) -> None:
        quote = self._cart.quote
        self.charge.setEnabled(not self._cart.is_empty and not is_paying)
        for name, part in self._details.items():
            part.setVisible(name == self._detail and not self._cart.is_empty)
        for tile in self.tiles.values():
            tile.setEnabled(not self._cart.is_empty)
        if quote is not None:
            due = quote.cash_due if self._detail == CASH else quote.due
            self.charge.say(_("Charge {amount}").format(amount=isolate(show(self._cart.money(due)))))
        elif self._cart.is_empty:
            self.charge.say(_("Charge"))

    @property
    def _detail(self) -> str:
        """What the chosen way needs to know: the cash given, several parts, or a number."""
        if self.method == SPLIT:
            return SPLIT
        return CASH if self.methods[self.method].gives_change else "other"

    @property
    def is_in_cash(self) -> bool:
        """Whether it is about to be paid in cash alone."""
        return self._detail == CASH

    def _tile(self, name: str) -> PayTile:
        icon, words = "split", _("Split")
        if name != SPLIT:
            icon, words = ICONS.get(self.methods[name].kind, "wallet"), _(self.methods[name].name)
        tile = PayTile(icon, words, KEYS.get(name, ""))
        tile.setEnabled(not self._cart.is_empty)
        tile.clicked.connect(lambda: self.choose(name))
        self._group.addButton(tile)
        return tile

    def _connect(self) -> None:
        self.charge.clicked.connect(self.take_payment)
        self._cart.changed.connect(self._changed)
        self._cart.quoted.connect(self._show)
        self._cart.sold.connect(self.begin_again)
        for part in (self.slip.field, self.cash.field):
            part.returnPressed.connect(self.take_payment)
        self.split.complete.connect(self.charge.setFocus)

    def _changed(self) -> None:
        self.forget_refusal()
        self._show()

    def _bind_keys(self) -> None:
        """Charge wherever the keyboard is; the tiles have their own keys."""
        QShortcut(QKeySequence("F9"), self).activated.connect(self.take_payment)

    def _lay_out(self) -> None:
        self._tiles.setSpacing(8)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._tiles)
        for part in self._details.values():
            self._column.addWidget(part)
        self._column.addWidget(self.charge)
        theme.on_change(self._dress)

    def _dress(self) -> None:
        self._column.setSpacing(theme.px(10))
