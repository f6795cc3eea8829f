"""The open cart as screens see it: kept on disk after every touch, priced after every touch, paid in the end."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import msgspec
from PySide6.QtCore import QObject, Signal

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import Money
from bizet_core.selling.carts.operations import (
    CartContent,
    CartLine,
    DiscountGiven,
    DropCart,
    ParkCart,
    SaveCart,
    TakeParked,
    drop_cart,
    park_cart,
    save_cart,
    take_parked,
)
from bizet_core.selling.carts.queries import Carts, OpenCart, ParkedCart, open_cart, parked
from bizet_core.selling.pricing.rules import Quote
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.selling.sales.queries import PriceCart, priced
from bizet_core.selling.sales.rules import Settlement
from bizet_core.store import Done
from bizet_core.store.tables.ids import new_id
from bizet_desk.desk import Desk
from bizet_desk.owners import is_alive, owner_of

EMPTY = CartContent()
Change = Callable[[CartContent], CartContent]


@dataclass(frozen=True, slots=True)
class Paid:
    """A cart that has just been sold, for whoever shows the change and prints the receipt."""

    sale: UUID
    total: Money
    change: Money
    in_cash: bool
    customer: UUID | None
    booking: UUID | None


class Cart(QObject):
    """Holds one cart. What people do to it while it is being paid waits, and is done to the next one."""

    changed = Signal()  # the content or the customer
    quoted = Signal()  # `quote` belongs to the content again
    refused = Signal(object)  # a cart that cannot be priced, kept or parked
    sold = Signal(object)  # Paid
    was_parked = Signal(str)  # the name it can be found by

    def __init__(self, desk: Desk, location: UUID, currency: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._location, self.currency = desk, location, currency
        self.id = new_id()
        self.content: CartContent = EMPTY
        self.customer: UUID | None = None
        self.quote: Quote | None = None
        self.is_paying = False
        self._untouched: CartContent | None = None  # a visit's own lines, which need no keeping
        self._is_kept = False
        self._waiting: list[Change] = []
        self._when_priced: list[Callable[[Quote], None]] = []

    # --------------------------------------------------------------------------------------------- what is in it

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to sell."""
        return not self.content.lines

    @property
    def is_touched(self) -> bool:
        """Whether somebody would miss it: it holds more than what a visit put there by itself."""
        return not self.is_empty and self.content != self._untouched

    def line(self, id: UUID) -> CartLine | None:
        """A line by its id."""
        return next((line for line in self.content.lines if line.id == id), None)

    def money(self, amount: int) -> Money:
        """An amount in the cart's currency."""
        return Money(amount, self.currency)

    def add(self, line: CartLine) -> None:
        """Put a line in; one more of what is there already makes no second line."""
        self._change(lambda content: with_line(content, line))

    def remove(self, id: UUID) -> None:
        """Take a line out."""
        self._change(lambda c: msgspec.structs.replace(c, lines=tuple(x for x in c.lines if x.id != id)))

    def remove_last(self) -> None:
        """Take the last line out."""
        if self.content.lines:
            self.remove(self.content.lines[-1].id)

    def set_quantity(self, id: UUID, quantity: int) -> None:
        """How many of a line, in thousandths."""
        self._change_line(id, quantity=quantity)

    def set_line_discount(self, id: UUID, discount: DiscountGiven | None) -> None:
        """Take something off a line, or no longer."""
        self._change_line(id, discount=discount)

    def set_discount(self, discount: DiscountGiven | None) -> None:
        """Take something off the whole order, or no longer."""
        self._change(lambda c: msgspec.structs.replace(c, discount=discount))

    def set_tip(self, tip: int) -> None:
        """A tip in minor units; 0 for none."""
        self._change(lambda c: msgspec.structs.replace(c, tip=tip))

    def set_customer(self, customer: UUID | None) -> None:
        """Whose cart it is."""
        if customer != self.customer:
            self.customer = customer
            self._keep()
            self.changed.emit()

    def empty(self) -> None:
        """Begin anew, with nothing."""
        self._untouched = None
        self._begin(EMPTY, None)

    # ------------------------------------------------------------------------------------- coming back, being left

    def restore(self) -> None:
        """Take up the cart that was open when the desk last stopped, however it stopped."""
        self._desk.ask(open_cart, Carts(), owner=self, then=self._restored)

    def open_visit(self, content: CartContent, customer: UUID | None) -> None:
        """Show what a visit owes. A cart that somebody was filling is parked first, and this visit's own taken up."""
        if content.booking == self.content.booking and (self.is_touched or owes(content) == owes(self.content)):
            return
        if self.is_touched:
            self.park("")
        self._untouched = content
        self._begin(content, customer)
        self._look_for_own()

    def leave_visit(self) -> None:
        """The visit is no longer looked at: what nobody touched goes, the rest stays in the cart."""
        if self.content.booking is not None and not self.is_touched:
            self.empty()

    def park(self, label: str) -> None:
        """Put the cart aside under a name; every desk sees it."""
        content, customer, kept = self.content, self.customer, self._untouched
        request = ParkCart(content=content, label=label or label_of(content), customer=customer)

        def put_aside(_done: Done) -> None:
            self.was_parked.emit(request.label)
            self._look_for_own()  # somebody may be back already at the visit that was just parked

        def come_back(refusal: Refused) -> None:
            self._untouched = kept
            self._begin(content, customer)
            self.refused.emit(refusal)

        self._desk.do(park_cart, request, owner=self, then=put_aside, refused=come_back)
        self.empty()

    def take_up(self, id: UUID, customer: UUID | None) -> None:
        """Go on with a parked cart; one that is being filled is parked instead."""
        if self.is_touched:
            self.park("")

        def taken(done: Done) -> None:
            self._untouched = None
            self._begin(done.result, customer)

        self._desk.do(take_parked, TakeParked(parked=id), owner=self, then=taken, refused=self.refused.emit)

    # ----------------------------------------------------------------------------------------------------- paying

    def when_priced(self, act: Callable[[Quote], None]) -> None:
        """Call with the quote of the content as it is now: at once, or as soon as it is there."""
        if self.quote is not None:
            act(self.quote)
        elif not self.is_empty:
            self._when_priced.append(act)

    def pay(
        self,
        tenders: tuple[TenderAsked, ...],
        settlement: Settlement,
        refused: Callable[[Refused], None],
        approval: UUID | None = None,
    ) -> None:
        """Sell it. Nothing is lost by a refusal: the cart stays as it was."""
        if self.is_paying or self.is_empty:
            return
        self.is_paying = True
        content, customer = self.content, self.customer
        request = Sell(content=content, tenders=tenders, location=self._location, customer=customer, cart=self.id)

        def paid(done: Done) -> None:
            self._untouched, self._is_kept = None, False
            self._end_paying(lambda: self._begin(EMPTY, None))
            total = self.money(settlement.due + settlement.rounding)
            in_cash = any(tender.method == "cash" for tender in tenders)
            change = self.money(settlement.change)
            self.sold.emit(Paid(done.result, total, change, in_cash, customer, content.booking))

        def stay(refusal: Refused) -> None:
            self._end_paying(lambda: None)
            (refused if is_alive(owner_of(refused)) else self.refused.emit)(refusal)

        self._desk.do(sell, request, owner=self, then=paid, refused=stay, approval=approval)

    def _end_paying(self, then: Callable[[], None]) -> None:
        self.is_paying = False
        then()
        waiting, self._waiting = self._waiting, []
        for change in waiting:
            self._change(change)

    # ------------------------------------------------------------------------------------------------ every touch

    def _change(self, change: Change) -> None:
        if self.is_paying:
            self._waiting.append(change)
            return
        changed = change(self.content)
        if changed != self.content:
            self.content = changed if changed.lines else EMPTY
            self._touched()

    def _change_line(self, id: UUID, **changes: object) -> None:
        def change(content: CartContent) -> CartContent:
            lines = (msgspec.structs.replace(x, **changes) if x.id == id else x for x in content.lines)
            return msgspec.structs.replace(content, lines=tuple(lines))

        self._change(change)

    def _begin(self, content: CartContent, customer: UUID | None) -> None:
        if self._is_kept:
            self._desk.do(drop_cart, DropCart(cart=self.id), owner=self)
        self.id, self._is_kept = new_id(), False
        self.content, self.customer = content, customer
        self._touched()

    def _touched(self) -> None:
        self.quote = None
        self._keep()
        self.changed.emit()
        if self.is_empty:
            self._when_priced.clear()
        else:
            self._desk.ask(
                priced, PriceCart(content=self.content), owner=self, then=self._priced, refused=self._not_priced
            )

    def _keep(self) -> None:
        """Write it down, unless it is only what a visit says anyway."""
        if self.is_touched:
            self._is_kept = True
            saved = SaveCart(cart=self.id, content=self.content, customer=self.customer)
            self._desk.do(save_cart, saved, owner=self, refused=self.refused.emit)
        elif self._is_kept:
            self._is_kept = False
            self._desk.do(drop_cart, DropCart(cart=self.id), owner=self)

    def _priced(self, quote: Quote) -> None:
        if self.is_empty:
            return
        self.quote = quote
        waiting, self._when_priced = self._when_priced, []
        self.quoted.emit()
        for act in waiting:
            act(quote)

    def _not_priced(self, refusal: Refused) -> None:
        self._when_priced.clear()
        self.refused.emit(refusal)

    def _restored(self, found: OpenCart | None) -> None:
        if found is not None and self.is_empty:
            self.id, self._is_kept = found.id, True
            self.content, self.customer = found.content, found.customer
            self._touched()

    def _look_for_own(self) -> None:
        if self.content.booking is not None:
            self._desk.ask(parked, Carts(), owner=self, then=self._take_up_own)

    def _take_up_own(self, carts: tuple[ParkedCart, ...]) -> None:
        """A visit whose cart was parked goes on where it was left."""
        mine = next((x for x in carts if x.booking is not None and x.booking == self.content.booking), None)
        if mine is not None and not self.is_touched:
            self.take_up(mine.id, mine.customer)


def with_line(content: CartContent, line: CartLine) -> CartContent:
    """The content with a line more, or with one more of an equal line."""
    for place, there in enumerate(content.lines):
        if _is_more_of(there, line):
            more = msgspec.structs.replace(there, quantity=there.quantity + line.quantity)
            lines = (*content.lines[:place], more, *content.lines[place + 1 :])
            return msgspec.structs.replace(content, lines=lines)
    return msgspec.structs.replace(content, lines=(*content.lines, line))


def owes(content: CartContent) -> tuple[object, ...]:
    """The parts of a visit in a cart and their prices: what tells whether it is still the same visit."""
    return (content.booking, *((line.part, line.unit_price, line.name) for line in content.lines))


def label_of(content: CartContent) -> str:
    """A name that a colleague recognises: what the cart begins with."""
    names = [line.name for line in content.lines]
    return (", ".join(names[:2]) + (" …" if len(names) > 2 else ""))[:60]


def _is_more_of(there: CartLine, line: CartLine) -> bool:
    if line.part is not None or there.part is not None or line.item is None:
        return False
    own = {"id": line.id, "quantity": line.quantity, "detail": line.detail}  # the detail may count the stock
    return msgspec.structs.replace(there, **own) == line
