"""This business has a server already: an invitation, six words, and then everything comes here."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import _
from bizet_core.describe.languages.sentences import word
from bizet_core.sync.wire.enrolment import Joined
from bizet_desk.syncing.joining.invitation import read_invitation
from bizet_desk.syncing.joining.joining import Joining
from bizet_desk.syncing.transport.carrier import UnreachableError
from bizet_desk.syncing.transport.network import Network
from ui.business.devices.pairing_codes import SixWords
from ui.kit import theme
from ui.kit.background import BackgroundTask
from ui.kit.shell.progress import Spinner
from ui.kit.widgets import Button, Label, Note

WIDTH = 560
LOOK_MS = 2_000


class JoinBusiness(QWidget):
    """`admitted(joining, joined)` once somebody at the other screen has said yes; `left` to begin a business here."""

    admitted = Signal(object, object)
    left = Signal()

    def __init__(self, network: Network, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._network, self._clock = network, clock
        self._joining: Joining | None = None
        self._is_looking = False  # a slow server is asked once at a time
        self._steps = QStackedWidget()
        self._asking, self._looking = BackgroundTask(self), BackgroundTask(self)
        self._asking.done.connect(self._compare)
        self._asking.refused.connect(self._refuse)
        self._looking.done.connect(self._look_at)
        self._looking.refused.connect(self._turned_away)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.problem = Note("", "triangle-alert", "danger")
        self.problem.hide()
        self._steps.addWidget(self._invitation_step())
        centre(self, self._steps)

    def take_focus(self) -> None:
        """On the field for the invitation: a scanner types into it and presses Enter."""
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def look(self) -> None:
        """Ask the server whether we are let in."""
        joining = self._joining
        if joining is not None and not self._is_looking:
            self._is_looking = True
            self._looking.run(partial(_reached, joining.look))

    # ------------------------------------------------------------------------------------------------- the invitation

    def _invitation_step(self) -> QWidget:
        self.typed = QLineEdit()
        self.typed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.typed.setAccessibleName(_("Invitation"))
        self.typed.setPlaceholderText("BIZET1:…")
        self.typed.returnPressed.connect(self._ask)
        self.go_on = Button(_("Go on"), "primary")
        self.go_on.clicked.connect(self._ask)
        back = Button(_("Begin a new business instead"), "ghost")
        back.clicked.connect(self.left)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        for part in (self.typed, self.problem):
            column.addWidget(part)
        column.addWidget(self.go_on)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        words = _(
            "At a computer of the business open Settings, Devices, and choose “Add a device”. Scan the code that it "
            "shows with a scanner, or type it here."
        )
        return titled(_("Join your business"), words, page)

    def _ask(self) -> None:
        self.problem.hide()
        try:
            joining = Joining(read_invitation(self.typed.text()), self._network, self._clock)
        except Refused as refusal:
            self._refuse(refusal)
            return
        self._joining = joining
        self.go_on.setEnabled(False)
        self._asking.run(partial(_reached, joining.ask))

    def _refuse(self, refusal: Refused) -> None:
        if self._joining is not None:
            self._joining.close()
        self._joining = None
        self.go_on.setEnabled(True)
        self.problem.say(word(refusal))
        self.problem.show()
        self.typed.selectAll()
        self.take_focus()

    # -------------------------------------------------------------------------------------------------- the six words

    def _compare(self, words: tuple[str, ...]) -> None:
        page = QWidget()
        column, row = QVBoxLayout(page), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        self.waiting = Label(_("Waiting for somebody to say there that the words are the same."), "strong", wrap=True)
        row.addWidget(Spinner())
        row.addWidget(self.waiting, 1)
        card = SixWords(words)
        column.addWidget(card)
        column.addLayout(row)
        column.addStretch(1)
        told = _("The other screen shows six words now. Let in nobody, and be let in by nobody, whose words differ.")
        self._turn(titled(_("Compare six words"), told, page))
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._timer.start()

    def _look_at(self, joined: Joined | None) -> None:
        self._is_looking = False
        if joined is not None and self._timer.isActive():
            self._timer.stop()
            self.admitted.emit(self._joining, joined)

    def _turned_away(self, refusal: Refused) -> None:
        """A server that does not answer is asked again; whoever was turned away may try another invitation."""
        self._is_looking = False
        if refusal.code == "server_silent":
            return
        self._timer.stop()
        self._steps.setCurrentIndex(0)
        self._refuse(refusal)

    def _turn(self, page: QWidget) -> None:
        self._steps.addWidget(page)
        self._steps.setCurrentWidget(page)


def _reached(ask: Callable[[], object]) -> object:
    """Whatever is wrong on the way is told as a refusal."""
    try:
        return ask()
    except UnreachableError as error:
        raise Refused("server_silent") from error


def titled(title: str, words: str, page: QWidget) -> QWidget:
    """A step under its title."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setSpacing(theme.px(12))
    column.addWidget(Label(title, "display", wrap=True))
    column.addWidget(Label(words, "muted", wrap=True))
    column.addWidget(page, 1)
    return whole


def centre(screen: QWidget, steps: QWidget) -> None:
    """Stand in the middle of the window, as the first run does."""
    screen.setObjectName("root")
    screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    steps.setFixedWidth(theme.px(WIDTH))
    steps.setMaximumHeight(theme.px(620))
    row, column = QHBoxLayout(), QVBoxLayout(screen)
    row.addStretch(1)
    row.addWidget(steps)
    row.addStretch(1)
    column.addStretch(1)
    column.addLayout(row, 8)
    column.addStretch(1)
