"""The first run goes on after it was cut off: the business is there, but its recovery key was not put away.

The key was shown once and is kept nowhere, so there is a new one; and only for the owner, whose PIN is asked first.
"""

from collections.abc import Callable
from typing import Annotated

from bizet_core.base.refusals import Refused
from bizet_core.business.access.operations import SignedIn, SignIn, sign_in
from bizet_core.business.access.queries import Signer, Signers, signers
from bizet_core.business.staff.model import Role
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_, _
from bizet_core.store import Done, Request
from bizet_desk.desk import Desk
from bizet_desk.session_log import tell_wrong_pin
from ui.kit.fields import Form
from ui.kit.forms.approval import wrong_pin
from ui.setup.first_run.steps import STEPS, Steps


class OwnersPin(Request):
    """The PIN that was chosen before."""

    pin: Annotated[str, Field(N_("Your PIN"), kind="pin", secret=True)]


class ResumedRun(Steps):
    """Asks for the owner's PIN, then hands over the key that `new_key` makes."""

    def __init__(self, desk: Desk, business: str, new_key: Callable[[], str]) -> None:
        super().__init__(desk)
        self._business, self._new_key = business, new_key
        self.form: Form[OwnersPin] = Form(OwnersPin, save=N_("Go on"))
        self.form.cancel.hide()
        self.form.submitted.connect(self._send)
        words = _("Setting up was interrupted before your recovery key was put away. You get a new one now.")
        self.show_step(_("Welcome back to {business}").format(business=business), words, self.form, STEPS - 1)
        self.form.set_busy(True)  # until it is known whose PIN it is
        desk.ask(signers, Signers(), owner=self, then=self._know)
        self.form.focus_first()

    def _know(self, people: tuple[Signer, ...]) -> None:
        self._owner = next(person.id for person in people if person.role is Role.OWNER)
        self.form.set_busy(False)

    def _send(self, asked: OwnersPin) -> None:
        self.form.set_busy(True)
        self._desk.do(
            sign_in, SignIn(staff=self._owner, pin=asked.pin), owner=self, then=self._answer, refused=self._refuse
        )

    def _answer(self, done: Done) -> None:
        self.form.set_busy(False)
        if isinstance(done.result, SignedIn):
            self.hand_over_key(self._new_key(), self._business, done.result.actor)
        else:
            self.form.show_refusal(wrong_pin(done.result))
            tell_wrong_pin(self._desk, done.result)

    def _refuse(self, refusal: Refused) -> None:
        self.form.set_busy(False)
        self.form.show_refusal(refusal)
