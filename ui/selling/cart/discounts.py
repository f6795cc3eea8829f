"""Small forms that open inside the panel: take something off, add a tip, name a parked cart. None of them is modal."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats import numbers
from bizet_core.describe.formats.money import parse, show
from bizet_core.describe.languages.language import _, isolate, reader
from bizet_core.describe.languages.sentences import word
from bizet_core.selling.carts.operations import DiscountGiven
from bizet_core.selling.pricing.rules import Quote
from ui.kit.widgets import Button, IconButton, Label
from ui.selling.cart.open_cart import Cart
from ui.selling.payment.money_field import MoneyField

PERCENTS = (5, 10, 15, 20)


class InlineForm(QFrame):
    """A card with a title that closes by X or Esc; `closed` is told however it went."""

    closed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName(title)
        out = IconButton("x", _("Close {form}").format(form=title), "bare", "text2", 28)
        out.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(Label(title, "strong"), 1)
        head.addWidget(out)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 8, 8, 10)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self._why = Label("", "label", wrap=True)
        self._why.setProperty("tone", "danger")
        self._why.hide()

    def tell(self, words: str) -> None:
        """Say what is wrong, under the field."""
        self._why.setText(words)
        self._why.setVisible(bool(words))

    def finish(self, *parts: QWidget) -> None:
        """Put the last row in, with the place for what is wrong above it."""
        self.column.addWidget(self._why)
        self.column.addLayout(row_of(*parts))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class DiscountForm(InlineForm):
    """Percent or an amount, with a reason. `given` gets it, or None to take it away."""

    def __init__(
        self, title: str, cart: Cart, there: DiscountGiven | None, given: Callable[[DiscountGiven | None], None]
    ) -> None:
        super().__init__(title)
        self._cart, self._given = cart, given
        self.much, self.reason = QLineEdit(), QLineEdit()
        self.much.setPlaceholderText(_("10 % or an amount"))
        self.much.setAccessibleName(_("Percent or amount"))
        self.reason.setPlaceholderText(_("Reason, as printed"))
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setMaxLength(80)
        self.quick = [self._percent(percent) for percent in PERCENTS]
        self.give = Button(_("Take it off"), "primary")
        self.none = Button(_("No discount"), "quiet")
        if there is None:
            self.none.hide()
        self.column.addLayout(row_of(*self.quick))
        self.column.addWidget(self.much)
        self.column.addWidget(self.reason)
        self.finish(self.none, self.give)
        if there is not None:
            self._show(there)
        self.give.clicked.connect(self._give)
        self.much.returnPressed.connect(self._give)
        self.reason.returnPressed.connect(self._give)
        self.none.clicked.connect(lambda: self._end(None))
        self.setFocusProxy(self.much)

    def _percent(self, percent: int) -> Button:
        button = Button(isolate(f"{percent} %"), "quiet")
        button.clicked.connect(lambda: self._write_percent(percent))
        return button

    def _write_percent(self, percent: int) -> None:
        self.much.setText(f"{percent} %")
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, there: DiscountGiven) -> None:
        self.reason.setText(there.label)
        if there.rate is not None:
            self.much.setText(f"{numbers.show(Decimal(there.rate) / 10_000, reader())} %")
        else:
            self.much.setText(show(self._cart.money(there.amount or 0)))

    def _give(self) -> None:
        try:
            given = discount_typed(self.much.text(), self.reason.text(), self._cart.currency)
        except Refused as refusal:
            self.tell(word(refusal))
            return
        self._end(given)

    def _end(self, given: DiscountGiven | None) -> None:
        self._given(given)
        self.closed.emit()


def discount_typed(size: str, reason: str, currency: str) -> DiscountGiven:
    """`10 %`, `7,5%` or `€5` with its reason; without one it is called a discount."""
    label = reason.strip() or _("Discount")
    bare = numbers.plain(size)
    if not bare.endswith(("%", "٪")):
        return DiscountGiven(label=label, amount=_above_zero(parse(size, currency).amount))
    percent = numbers.read(bare[:-1].strip(), reader())
    if percent > 100:
        raise Refused("discount_above_all")
    return DiscountGiven(label=label, rate=_above_zero(int(percent * 10_000)))


def _above_zero(size: int) -> int:
    if size <= 0:
        raise Refused("discount_not_positive")
    return size


class TipForm(InlineForm):
    """Suggested percents of what is bought, or any amount."""

    def __init__(self, cart: Cart, percents: tuple[int, ...]) -> None:
        super().__init__(_("Tip"))
        self._cart = cart
        self.field = MoneyField(_("Tip"), cart.currency)
        self.field.setPlaceholderText(_("Another amount"))
        self._percents = percents
        self.quick = [self._suggestion(percent) for percent in percents]
        self.none, self.give = Button(_("No tip"), "quiet"), Button(_("Add tip"), "primary")
        self.column.addLayout(row_of(*self.quick))
        self.column.addWidget(self.field)
        self.finish(self.none, self.give)
        self.none.clicked.connect(lambda: self._end(0))
        self.give.clicked.connect(self._give)
        self.field.returnPressed.connect(self._give)
        self.setFocusProxy(self.field)
        cart.when_priced(self._name_suggestions)

    def _suggestion(self, percent: int) -> Button:
        button = Button(isolate(f"{percent} %"), "quiet")
        button.clicked.connect(lambda: self._cart.when_priced(lambda quote: self._end(tip_of(quote.total, percent))))
        return button

    def _name_suggestions(self, quote: Quote) -> None:
        """What a press would come to, once the price is known."""
        for percent, button in zip(self._percents, self.quick, strict=True):
            amount = show(self._cart.money(tip_of(quote.total, percent)))
            button.setToolTip(amount)
            button.setAccessibleName(_("{percent} %, {amount}").format(percent=percent, amount=amount))

    def _give(self) -> None:
        if self.field.refusal is not None:
            self.tell(word(self.field.refusal))
        elif (self.field.amount or 0) < 0:
            self.tell(word(Refused("tip_below_zero")))
        else:
            self._end(self.field.amount or 0)

    def _end(self, tip: int) -> None:
        self._cart.set_tip(tip)
        self.closed.emit()


def tip_of(total: int, percent: int) -> int:
    """A percentage of a total, to the whole minor unit."""
    return (total * percent + 50) // 100


class ParkForm(InlineForm):
    """A name that a colleague will recognise."""

    def __init__(self, suggestion: str, park: Callable[[str], None]) -> None:
        super().__init__(_("Park this cart"))
        self._park = park
        self.field = QLineEdit(suggestion)
        self.field.setMaxLength(60)
        self.field.setAccessibleName(_("Name for this cart"))
        self.field.selectAll()
        self.give = Button(_("Park"), "primary")
        self.column.addWidget(self.field)
        self.finish(self.give)
        self.give.clicked.connect(self._give)
        self.field.returnPressed.connect(self._give)
        self.setFocusProxy(self.field)

    def _give(self) -> None:
        self._park(self.field.text().strip())
        self.closed.emit()


def row_of(*parts: QWidget) -> QHBoxLayout:
    """Parts beside each other."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    return row
