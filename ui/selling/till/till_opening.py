"""Open the till with the cash in the drawer: where the till is, and in the panel when a sale finds it shut."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate
from bizet_core.describe.languages.sentences import word
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.selling.till.queries import OfDevice, left_in_drawer
from bizet_core.store import Done
from ui.kit.widgets import Button, Label
from ui.selling.cart.discounts import InlineForm, row_of
from ui.selling.payment.money_field import MoneyField
from ui.selling.till_context import Counter


class OpeningForm(InlineForm):
    """The float, with what the last count left as the first suggestion: two touches on a usual day."""

    opened = Signal()

    def __init__(self, counter: Counter, why: str) -> None:
        super().__init__(_("Open the till"))
        self._counter = counter
        self.field = MoneyField(_("Opening float"), counter.currency)
        self.field.setPlaceholderText(isolate(show(counter.money(0))))
        self.open_button = Button(_("Open the till"), "primary")
        self.column.addWidget(Label(why, "label", wrap=True))
        self.column.addLayout(row_of(Label(_("Cash in the drawer"), "label"), self.field))
        self.finish(self.open_button)
        self.open_button.clicked.connect(self.open_now)
        self.field.returnPressed.connect(self.open_now)
        self.setFocusProxy(self.field)
        counter.desk.ask(left_in_drawer, OfDevice(device=counter.device), owner=self, then=self._suggest)

    def open_now(self) -> None:
        """Open it with the sum that stands in the field; an empty field is an empty drawer."""
        if self.field.refusal is not None:
            self.tell(word(self.field.refusal))
            return
        self._open(None)

    def _open(self, approval: UUID | None) -> None:
        asked = OpenTill(float=self.field.amount or 0)
        self._counter.desk.do(open_till, asked, owner=self, then=self._opened, refused=self._refuse, approval=approval)

    def _suggest(self, amount: int | None) -> None:
        if amount is not None and not self.field.text():
            self.field.show_amount(amount)
            self.field.selectAll()

    def _opened(self, done: Done) -> None:
        self._end()

    def _refuse(self, refusal: Refused) -> None:
        if refusal.code == "till_open_already":
            self._end()
        elif not self._counter.approved(self, refusal, self._open):
            self.tell(word(refusal))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self) -> None:
        self.opened.emit()
        self.closed.emit()
