"""Signing in: the desk says who may, and whether the PIN on the lock screen is right."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from bizet_core.base.refusals import Refused
from bizet_core.business.access.operations import Locked, SignedIn, SignIn, WrongPin, sign_in
from bizet_core.business.access.queries import Signers, signers
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Done
from bizet_desk.desk import Desk
from bizet_desk.session_log import tell_wrong_pin
from ui.kit.forms.approval import wrong_pin
from ui.main.lock_screen import LockScreen


class SignInController(QObject):
    """Stands at a lock screen; `signed_in(actor)` when a PIN was right."""

    signed_in = Signal(object)

    def __init__(self, desk: Desk, screen: LockScreen) -> None:
        super().__init__(screen)
        self._desk, self._screen = desk, screen
        self._look()
        screen.answer_by(self._try)

    def ask(self) -> None:
        """Show who may sign in, and forget what was typed."""
        self._screen.forget()
        self._look()

    def _look(self) -> None:
        self._desk.ask(signers, Signers(), owner=self, then=self._screen.show_people)

    def _try(self, person: UUID, pin: str) -> None:
        self._desk.do(sign_in, SignIn(staff=person, pin=pin), owner=self, then=self._answer, refused=self._refuse)

    def _answer(self, done: Done) -> None:
        match done.result:
            case SignedIn(actor):
                self._screen.told.hide()
                self.signed_in.emit(actor)
            case WrongPin() | Locked() as wrong:
                self._refuse(wrong_pin(wrong))
                tell_wrong_pin(self._desk, wrong)

    def _refuse(self, refusal: Refused) -> None:
        self._screen.tell(word(refusal))
