"""How this computer stands with its server: few words for the top bar, and in the panel what they mean."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _, isolate, ngettext
from bizet_desk.syncing.status import Stage, State, Status
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.kit import theme
from ui.kit.shell.progress import Progress
from ui.kit.widgets import Button, Icon, IconButton, Label

LOOKS: Mapping[State, tuple[str, str]] = {
    State.ALONE: ("ok", "check"),
    State.AGREED: ("ok", "check-check"),
    State.SENDING: ("info", "cloud"),
    State.OFFLINE: ("warn", "cloud-off"),
    State.REFUSED: ("danger", "triangle-alert"),
}
"""Tone and icon."""


class Standing(QFrame):
    """A card that says how we stand, with a way to try at once."""

    def __init__(self, sync: KeepingUp) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._sync = sync
        self.icon, self.title = Icon("check", "ok", 20), Label("", "strong", wrap=True)
        self.sentence, self.unsent = Label("", "muted", wrap=True), Label("", "caption", wrap=True)
        self.agreed, self.where = Label("", "caption", wrap=True), Label("", "caption", wrap=True)
        self.differed = Label("", "caption", wrap=True)
        self.progress = Progress()
        self._is_counting = False
        self.try_now = Button(_("Try now"), "quiet", "cloud")
        self.try_now.clicked.connect(sync.try_now)
        self._lay_out()
        sync.changed.connect(self.show_status)
        self.show_status(sync.status)

    def show_status(self, status: Status) -> None:
        """Say it anew."""
        tone, icon = LOOKS[status.state]
        self.icon.show_icon(icon, tone)
        self.title.setText(status.chip())
        self.sentence.setText(status.sentence())
        for label, text in (
            (self.agreed, status.last_agreed()),
            (self.unsent, _waiting(status.unsent)),
            (self.where, _("Server: {address}").format(address=isolate(status.address))),
        ):
            label.setText(text)
            label.setVisible(status.is_linked)
        self.differed.setText(status.fetched_again())
        self.differed.setVisible(status.is_linked and bool(status.fetched_again()))
        self.try_now.setVisible(status.is_linked)
        self._count(status)

    def _count(self, status: Status) -> None:
        if status.progress is None:
            self._is_counting = False
            self.progress.finish()
            return
        if not self._is_counting:
            self._is_counting = True
            self.progress.begin(counted(status.progress.stage))
        self.progress.advance(status.progress.done, status.progress.total)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.addWidget(self.icon)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        for part in (self.sentence, self.agreed, self.differed, self.unsent, self.where, self.progress):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.try_now)
        row.addStretch(1)
        column.addLayout(row)


class ConnectionPanel(QWidget):
    """In the panel, when the chip of the top bar was pressed: `devices` opens the page of them."""

    devices = Signal()
    closed = Signal()

    def __init__(self, sync: KeepingUp) -> None:
        super().__init__()
        self.setAccessibleName(_("Server"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(n) for n in (20, 16, 20, 18)))
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.addWidget(Label(_("This computer and its server"), "title", wrap=True), 1)
        close = IconButton("x", _("Close panel"), "bare", "text2", 36)
        close.clicked.connect(self.closed)
        head.addWidget(close)
        column.addLayout(head)
        self.standing = Standing(sync)
        column.addWidget(self.standing)
        devices = Button(_("Devices"), "quiet", "settings")
        devices.clicked.connect(self.devices)
        column.addWidget(devices)
        column.addStretch(1)


def counted(stage: Stage) -> str:
    """What is counted while a long round runs."""
    return _("changes sent") if stage is Stage.SENDING else _("changes taken over")


def _waiting(unsent: int) -> str:
    if not unsent:
        return _("Nothing waits to be sent.")
    words = ngettext("{count} change waits to be sent.", "{count} changes wait to be sent.", unsent)
    return words.format(count=isolate(str(unsent)))
