"""What every part of the register stands on: the desk, its place, what it prints on, whom it asks for approval."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.sentences import word
from bizet_desk.desk import Desk
from ui.kit.shell.toast import Toast


class Paper(Protocol):
    """What is printed because somebody asks; drawer, first receipt and Z report follow from what is done."""

    def copy(self, sale: UUID) -> None:
        """Print a document's receipt once more."""
        ...

    def z_report(self, closing: UUID) -> None:
        """Print what a closed day came to once more."""
        ...


Approve = Callable[[QWidget, str, Callable[[UUID], None]], object]
"""`approve(over, permission, then)` asks a manager for their PIN; `then` gets the approval to go on with."""


@dataclass(frozen=True, slots=True)
class Counter:
    """One place where things are sold. Without `paper` nothing is printed, without `approve` nobody else is asked."""

    desk: Desk
    toast: Toast
    location: UUID
    currency: str
    zone: str
    paper: Paper | None = None
    approve: Approve | None = None

    @property
    def device(self) -> UUID:
        """Whose drawer it is."""
        return self.desk.store.identity.device

    def money(self, amount: int) -> Money:
        """An amount in the currency of this counter."""
        return Money(amount, self.currency)

    def say(self, refusal: Refused) -> None:
        """Tell a refusal where nothing nearer can show it."""
        self.toast.say(word(refusal), "triangle-alert")

    def approved(self, over: QWidget, refusal: Refused, again: Callable[[UUID], None]) -> bool:
        """Whether a manager is being asked instead of refusing; then `again` is called with the approval."""
        if refusal.code != "not_permitted" or self.approve is None:
            return False
        self.approve(over, str(refusal.facts["permission"]), again)
        return True
