"""Add a device: its name, an invitation to scan or type within ten minutes, and six words to compare."""

from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bizet_core.business.devices.model import DeviceState
from bizet_core.business.devices.operations import (
    InviteDevice,
    OfDevice,
    admit_device,
    invite_device,
    revoke_device,
)
from bizet_core.business.devices.queries import DeviceRow, Devices, all_devices
from bizet_core.business.devices.rules import CODE_LIVES, six_words
from bizet_core.describe.languages.language import N_, _, isolate
from bizet_core.store import Done
from bizet_desk.syncing.joining.invitation import Invitation, new_code
from bizet_desk.syncing.sync_thread import KeepingUp
from bizet_desk.syncing.transport.address import address_of
from ui.business.devices.pairing_codes import QrCode, SixWords, TypedForm
from ui.kit import theme
from ui.kit.fields.flow_layout import Flow
from ui.kit.forms.form_context import Editing, FormContext
from ui.kit.shell.progress import Spinner
from ui.kit.widgets import Button, Label, Note
from ui.kit.widgets.scrolling import Scrolled

LOOK_MS = 2_000  # while somebody stands before this page


class AddPage(QWidget):
    """`ended` when the device is in, was turned away, or nobody wants it any more."""

    ended = Signal()

    def __init__(self, office: FormContext, sync: KeepingUp) -> None:
        super().__init__()
        self._office, self._sync = office, sync
        self._invitation: Invitation | None = None
        self._id: UUID | None = None
        self._until: datetime | None = None
        self._asking: DeviceRow | None = None
        self._steps = QStackedWidget()
        back = Button(_("Back to the list"), "ghost", "chevron-left")
        back.clicked.connect(self.ended)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._steps, 1)
        self._clock = QTimer(self, interval=1_000)
        self._clock.timeout.connect(self.tick)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(sync.try_now)
        self._ask()

    # --------------------------------------------------------------------------------------------------- which device

    def _ask(self) -> None:
        self._code = new_code()
        self.form = Editing(
            self._office, InviteDevice, invite_device, initial={"code": self._code}, leave_out=("code",),
            words=N_("The invitation is made."), save=N_("Go on"), then=self._invited,
        )  # fmt: skip
        self.form.form.cancelled.connect(self.ended)
        words = _("A kiosk lets visitors book and check in; it holds no lists of customers. A desk holds everything.")
        self._show(_titled(_("Add a device"), words, self.form))
        self.form.form.focus_first()

    def _invited(self, done: Done) -> None:
        self._id = done.result
        business = self._office.desk.store.identity.business
        self._invitation = Invitation(self._sync.status.address, business, self._code)
        self._until = self._office.desk.store.clock() + CODE_LIVES
        self._show(self._invitation_page(self._invitation))
        self.tick()
        self._clock.start()
        self._looking.start()
        self._office.desk.watch(self, all_devices, Devices, self._find)

    # ----------------------------------------------------------------------------------------------- scanned or typed

    def _invitation_page(self, invitation: Invitation) -> QWidget:
        self.left = Label("", "strong", wrap=True)
        self.again = Button(_("Make a new invitation"), "primary")
        self.again.clicked.connect(self._begin_again)
        self.again.hide()
        row, typed = Flow(), QWidget()
        beside = QVBoxLayout(typed)
        row.add(QrCode(invitation.text, _("The invitation as a QR code")))
        beside.addWidget(Label(_("Or type it there:"), "muted"))
        beside.addWidget(TypedForm(invitation), 0, Qt.AlignmentFlag.AlignLeading)
        beside.addStretch(1)
        row.add(typed)
        waiting = QHBoxLayout()
        self.spinner = Spinner()
        waiting.addWidget(self.spinner)
        waiting.addWidget(self.left, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        column.addWidget(row)
        if address_of(invitation.address).is_here:
            near = _(
                "Your server is reached at {address}, which only this computer knows. Another one needs the server's "
                "own name: link to it by that."
            )
            column.addWidget(Note(near.format(address=isolate(invitation.address)), "triangle-alert", "warn"))
        column.addLayout(waiting)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        words = _("Start Bizet on the new computer and choose “This business has a server already”. Then scan this.")
        return _titled(_("The invitation"), words, page)

    def tick(self) -> None:
        """A second has passed."""
        if self._until is None or self._asking is not None:
            return
        left = max(0, int((self._until - self._office.desk.store.clock()).total_seconds()))
        if left:
            words = _("Waiting for the new computer. The invitation holds for {time} more.")
            self.left.setText(words.format(time=isolate(f"{left // 60}:{left % 60:02}")))
            return
        self._stop()
        self.left.setText(_("The ten minutes are over; nobody can join with this any more."))
        self.spinner.hide()
        self.again.show()

    def _begin_again(self) -> None:
        self._until = self._id = self._invitation = None
        self._ask()

    # -------------------------------------------------------------------------------------------------- the six words

    def _find(self, found: tuple[DeviceRow, ...]) -> None:
        mine = next((each for each in found if self._id is not None and each.invitation == self._id), None)
        if mine is None or self._invitation is None:
            return
        if self._asking is None and mine.state is DeviceState.ASKING:
            self._asking = mine
            self._stop()
            self._show(self._words_page(mine, self._invitation))

    def _words_page(self, asking: DeviceRow, invitation: Invitation) -> QWidget:
        same = Button(_("They are the same"), "primary", "check")
        same.clicked.connect(partial(self._decide, asking, is_same=True))
        differ = Button(_("They differ"), "danger", "x")
        differ.clicked.connect(partial(self._decide, asking, is_same=False))
        row = QHBoxLayout()
        row.addWidget(same)
        row.addWidget(differ)
        row.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        column.addWidget(SixWords(six_words(invitation.code, asking.key, self._sync.status.server_key)))
        column.addWidget(Note(_("If one word differs, somebody else has answered: let nobody in."), "lock", "info"))
        column.addLayout(row)
        column.addStretch(1)
        words = _("Are these the words on the screen of {name}?").format(name=isolate(asking.name))
        return _titled(_("Compare six words"), words, page)

    def _decide(self, asking: DeviceRow, *, is_same: bool) -> None:
        operation = admit_device if is_same else revoke_device
        words = _("{name} is in.") if is_same else _("{name} was turned away.")
        told = words.format(name=isolate(asking.name))
        self._office.act(self, operation, OfDevice(device=asking.id), told, then=lambda _done: self.ended.emit())

    def _stop(self) -> None:
        self._clock.stop()
        self._looking.stop()

    def _show(self, page: QWidget) -> None:
        before = self._steps.currentWidget()
        scrolled = Scrolled(page)
        self._steps.addWidget(scrolled)
        self._steps.setCurrentWidget(scrolled)
        if before is not None:
            self._steps.removeWidget(before)
            before.deleteLater()


def _titled(title: str, words: str, page: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(8))
    column.addWidget(Label(title, "title"))
    column.addWidget(Label(words, "muted", wrap=True))
    column.addWidget(page, 1)
    return whole
