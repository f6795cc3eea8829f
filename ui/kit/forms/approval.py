"""A manager's yes: their PIN and a reason for one named action, asked where the action was refused.

approve = partial(ask_approval, desk)
approve(button, "sales.refund", lambda approval: desk.do(refund, asked, approval=approval))
"""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.business.access.operations import Approve, Approved, Locked, WrongPin, approve
from bizet_core.business.access.queries import Signer, Signers, signers
from bizet_core.business.access.rules import GRANTS, PERMISSIONS
from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.languages.language import N_, _
from bizet_core.store import ANY, Done
from bizet_desk.desk import Desk
from bizet_desk.owners import while_alive
from bizet_desk.session_log import tell_approved, tell_wrong_pin
from ui.kit import theme
from ui.kit.fields import Form
from ui.kit.widgets import Label, Note

WIDTH = 420


def ask_approval(desk: Desk, over: QWidget, permission: str, then: Callable[[UUID], None]) -> "Approval":
    """Ask over a widget's window; `then` gets the approval while that widget lives; nothing happens when cancelled."""
    dialog = Approval(desk, over.window(), permission)
    dialog.approved.connect(while_alive(over, then))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class Approval(QDialog):
    """`approved(id)` once somebody who may has said yes; the session itself gains nothing."""

    approved = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, permission: str) -> None:
        super().__init__(over)
        self.setObjectName("root")
        self.setWindowTitle(_("A manager's approval"))
        self._desk, self._permission = desk, permission
        self._reason = ""  # of what was asked last
        self.form: Form[Approve] = Form(Approve, {"permission": permission}, save=N_("Approve"))
        self.form.submitted.connect(self._send)
        self.form.cancelled.connect(self.reject)
        self.nobody = Note(_("Nobody here may approve this. Give a manager a PIN in the settings."), "lock", "warn")
        self.nobody.hide()
        self._lay_out()
        desk.ask(signers, Signers(), owner=self, then=self._offer)

    def _offer(self, people: tuple[Signer, ...]) -> None:
        able = [person for person in people if may_approve(person, self._permission)]
        self.form.offer("approver", [Option(person.id, person.name) for person in able])
        self.nobody.setVisible(not able)
        if len(able) == 1:
            self.form.put({"permission": self._permission, "approver": able[0].id})
        self.form.fields.boxes["pin" if len(able) == 1 else "approver"].entry.take_focus()

    def _send(self, asked: Approve) -> None:
        self.form.set_busy(True)
        self._reason = asked.reason
        self._desk.do(approve, asked, owner=self, then=self._answer, refused=self._refuse)

    def _answer(self, done: Done) -> None:
        self.form.set_busy(False)
        match done.result:
            case Approved(approval) as yes:
                self.approved.emit(approval)
                tell_approved(self._desk, yes, self._permission, self._reason)
                self.accept()
            case WrongPin() | Locked() as wrong:
                self.form.fields.boxes["pin"].entry.put("")
                self.form.show_refusal(wrong_pin(wrong))
                tell_wrong_pin(self._desk, wrong)

    def _refuse(self, refusal: Refused) -> None:
        self.form.set_busy(False)
        self.form.show_refusal(refusal)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        edge = theme.px(20)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(8))
        column.addWidget(Label(self.windowTitle(), "title"))
        column.addWidget(Label(_(PERMISSIONS.get(self._permission, self._permission)), "muted", wrap=True))
        column.addWidget(self.nobody)
        column.addWidget(self.form, 1)
        self.setMinimumSize(theme.px(WIDTH), theme.px(420))


def may_approve(person: Signer, permission: str) -> bool:
    """Whether somebody's role says yes for others to this; the operation asks again."""
    held = GRANTS[person.role]
    return held.get(permission) is ANY and held.get("approvals.give") is ANY


def wrong_pin(answer: WrongPin | Locked) -> Refused:
    """Why somebody's PIN was not taken; it stands at the field of the PIN."""
    if isinstance(answer, Locked):
        return Refused("pin_locked", field="pin", until=answer.until)
    if answer.tries_left:
        return Refused("wrong_pin", field="pin", count=answer.tries_left)
    return Refused("wrong_pin_wait", field="pin", wait=answer.wait)
