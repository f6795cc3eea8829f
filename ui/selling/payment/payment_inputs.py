"""What each way of paying needs to know: a slip number, the cash handed over, or several ways together."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import Money, exponent, show
from bizet_core.describe.languages.language import _, isolate
from bizet_core.describe.languages.sentences import word
from bizet_core.selling.payment_methods.model import PaymentKind
from bizet_core.selling.payment_methods.queries import PaymentMethod
from bizet_core.selling.pricing.rules import Quote
from bizet_core.selling.sales.operations import TenderAsked
from bizet_core.selling.sales.rules import CASH, Settlement, Tender, settle
from bizet_core.selling.till.rules import denominations, quick_sums
from bizet_core.store.tables.ids import new_id
from ui.kit.widgets import Amount, Button, Field, IconButton, Label
from ui.selling.cart.open_cart import Cart
from ui.selling.payment.money_field import MoneyField


def settled(quote: Quote, asked: tuple[TenderAsked, ...]) -> Settlement:
    """What these tenders do to a quote; refuses change from anything but cash."""
    tenders = [Tender(new_id(), each.method, each.given, reference=each.reference) for each in asked]
    return settle(Money(quote.due, quote.cart.currency), tenders, quote.cart.cash_step)


USUAL = (
    PaymentMethod(UUID(int=1), "Card", PaymentKind.CARD, False, False, True),
    PaymentMethod(UUID(int=2), "Cash", PaymentKind.CASH, True, False, True),
)
"""What tiles show until the house's own are known: a moment. A sale names these by their kind alone."""


def named_by_kind(found: Sequence[PaymentMethod]) -> dict[str, PaymentMethod]:
    """Methods by the name of their tile: the kind for the first of each, the id for others of it."""
    named: dict[str, PaymentMethod] = {}
    for method in found:
        named[method.kind.value if method.kind.value not in named else str(method.id)] = method
    return named


def asked_of(method: PaymentMethod, given: int, reference: str = "") -> TenderAsked:
    """A tender in this way of the house."""
    id = None if method in USUAL else method.id
    return TenderAsked(method=method.kind.value, method_id=id, given=given, reference=reference)


class SlipNumber(QWidget):
    """The number on a slip or a cheque, for who wants to write it down."""

    def __init__(self) -> None:
        super().__init__()
        self.field = Field(_("Slip number, if you keep it"), "credit-card")
        self.field.setMaxLength(40)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self.setFocusProxy(self.field)


class CashGiven(QWidget):
    """How much was handed over, with the sums people usually hand over, and the change."""

    def __init__(self, cart: Cart) -> None:
        super().__init__()
        self._cart = cart
        self.field = MoneyField(_("Cash given"), cart.currency)
        self.change = Amount(cart.money(0), "heading")
        self._change_word = Label(_("Change"), "label")
        self.sums: list[Button] = []
        self._sums_row = QHBoxLayout()
        self._lay_out()
        self.setFocusProxy(self.field)
        self.field.amount_changed.connect(self._show_change)
        cart.quoted.connect(self._show_quote)
        self._show_quote()

    def begin_again(self) -> None:
        """The next customer hands over something else."""
        self.field.clear()

    def _show_quote(self) -> None:
        quote = self._cart.quote
        if quote is not None:
            pieces = denominations(self._cart.currency, exponent(self._cart.currency))
            self._offer(quick_sums(quote.cash_due, pieces))
            self.field.setPlaceholderText(isolate(show(self._cart.money(quote.cash_due))))
            self._show_change()

    def _offer(self, sums: tuple[int, ...]) -> None:
        for button in self.sums:
            button.hide()
            button.deleteLater()
        self.sums = [self._sum(amount) for amount in sums]
        for button in self.sums:
            self._sums_row.addWidget(button)

    def _sum(self, amount: int) -> Button:
        button = Button(isolate(show_short(self._cart.money(amount))), "quiet")
        button.setAccessibleName(_("{amount} given").format(amount=show(self._cart.money(amount))))
        button.clicked.connect(lambda: self.field.show_amount(amount))
        return button

    def _show_change(self) -> None:
        quote, given = self._cart.quote, self.field.amount
        if quote is None:
            return
        over = 0 if given is None else given - quote.cash_due
        self._change_word.setText(_("Change") if over >= 0 else _("Still open"))
        self.change.show_money(self._cart.money(abs(over)))
        self.change.setProperty("tone", "danger" if over < 0 else "ok" if over else "")
        self.change.style().unpolish(self.change)
        self.change.style().polish(self.change)

    def _lay_out(self) -> None:
        given = QHBoxLayout()
        given.addWidget(Label(_("Given"), "label"))
        given.addWidget(self.field, 1)
        given.addSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._change_word, 0, Qt.AlignmentFlag.AlignTrailing)
        words.addWidget(self.change)
        given.addLayout(words)
        self._sums_row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(given)
        column.addLayout(self._sums_row)


class SplitTenders(QWidget):
    """Several ways of paying, one after the other, until nothing is left. `complete` tells that it is so."""

    complete = Signal()

    def __init__(self, cart: Cart) -> None:
        super().__init__()
        self._cart = cart
        self.tenders: tuple[TenderAsked, ...] = ()
        self.field = MoneyField(_("Amount of this part"), cart.currency)
        self.left = Label("", "strong")
        self._why = Label("", "label", wrap=True)
        self._why.setProperty("tone", "danger")
        self.number = Field(_("Number, if you keep it"), "sticky-note")
        self.ways: dict[str, Button] = {}
        self._methods: dict[str, PaymentMethod] = {}
        self._ways = QGridLayout()
        self._rows = QVBoxLayout()
        self._lay_out()
        self.setFocusProxy(self.field)
        cart.quoted.connect(self._show)
        self._show()

    def offer(self, methods: Mapping[str, PaymentMethod]) -> None:
        """A button for each way of paying of the house."""
        for button in self.ways.values():
            self._ways.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._methods = dict(methods)
        self.ways = {name: self._way(name, method) for name, method in methods.items()}
        for place, button in enumerate(self.ways.values()):
            self._ways.addWidget(button, place // 2, place % 2)
        self.number.setVisible(any(method.needs_reference for method in methods.values()))
        self._show()

    def _way(self, name: str, method: PaymentMethod) -> Button:
        known = {"card": _("By card"), CASH: _("In cash")}
        words = known.get(name) if method.name in ("Card", "Cash") else None
        icon = {"card": "credit-card", CASH: "banknote"}.get(method.kind, "wallet")
        button = Button(words or _("By {way}").format(way=_(method.name)), "", icon)
        button.clicked.connect(lambda: self._add(name))
        return button

    def begin_again(self) -> None:
        """Nothing is paid yet."""
        self.tenders = ()
        self.field.clear()
        self._show()

    def begin_with(self, tender: TenderAsked) -> None:
        """Some of it has been handed over already."""
        self.tenders = (tender,)
        self._show()

    def _add(self, method: str) -> None:
        quote = self._cart.quote
        if quote is None:
            return
        try:
            self._try(quote, method)
        except Refused as refusal:
            self._tell(word(refusal))

    def _try(self, quote: Quote, method: str) -> None:
        if self.field.refusal is not None:
            raise self.field.refusal
        so_far = settled(quote, self.tenders)
        given = self.field.amount
        if given is None:
            given = so_far.open_cash if self._methods[method].gives_change else so_far.open
        asked = (*self.tenders, asked_of(self._methods[method], given, self.number.text().strip()))
        now = settled(quote, asked)
        self.tenders = asked
        self.field.clear()
        self.number.clear()
        self._show()
        if now.settled:
            self.complete.emit()

    def _remove(self, place: int) -> None:
        self.tenders = (*self.tenders[:place], *self.tenders[place + 1 :])
        self._show()

    def _show(self) -> None:
        self._tell("")
        _clear(self._rows)
        for place, tender in enumerate(self.tenders):
            self._rows.addWidget(
                _TenderRow(self._cart, tender, self._name_of(tender), lambda place=place: self._remove(place))
            )
        quote = self._cart.quote
        if quote is None:
            return
        try:
            state = settled(quote, self.tenders)
        except Refused as refusal:  # the cart became cheaper than what was paid by card
            self._tell(word(refusal))
            return
        for part in (self.field, self.number, *self.ways.values()):
            part.setEnabled(not state.settled)
        self.left.setText(self._words(state))
        self.field.setPlaceholderText(isolate(show(self._cart.money(state.open or state.open_cash))))

    def _name_of(self, tender: TenderAsked) -> str:
        named = (each for each in self._methods.values() if each.id == tender.method_id)
        return _(next(named, self._methods[tender.method]).name)

    def _words(self, state: Settlement) -> str:
        if not state.settled:
            return _("{amount} left").format(amount=isolate(show(self._cart.money(state.open or state.open_cash))))
        if state.change:
            return _("Change {amount}").format(amount=isolate(show(self._cart.money(state.change))))
        return _("Nothing left to pay")

    def _tell(self, words: str) -> None:
        self._why.setText(words)
        self._why.setVisible(bool(words))

    def _lay_out(self) -> None:
        self._rows.setSpacing(4)
        self.number.setMaxLength(40)
        self._ways.setSpacing(8)
        part = QHBoxLayout()
        part.addWidget(self.left, 1)
        part.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._rows)
        column.addLayout(part)
        column.addWidget(self.number)
        column.addWidget(self._why)
        column.addLayout(self._ways)


class _TenderRow(QWidget):
    """One part that has been paid, and a way to take it back."""

    def __init__(self, cart: Cart, tender: TenderAsked, name: str, remove: Callable[[], None]) -> None:
        super().__init__()
        out = IconButton("x", _("Take {way} out").format(way=name), "bare", "text2", 28)
        out.clicked.connect(remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.addWidget(Label(name, "strong"), 1)
        row.addWidget(Amount(cart.money(tender.given)))
        row.addWidget(out)


def show_short(money: Money) -> str:
    """A round sum without its empty decimals: `€100`, so that three fit beside each other."""
    full = show(money)
    zeros = "0" * exponent(money.currency)
    for mark in (".", ",", "٫"):
        if zeros and f"{mark}{zeros}" in full and money.amount % 10 ** len(zeros) == 0:
            return full.replace(f"{mark}{zeros}", "", 1)
    return full


def _clear(rows: QVBoxLayout) -> None:
    while (item := rows.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
