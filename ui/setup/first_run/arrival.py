"""The data of the business comes to a fresh computer: how far it is, and what to do when the server does not answer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _
from bizet_desk.syncing.status import State, Status
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.business.devices.connection_chip import counted
from ui.kit import theme
from ui.kit.shell.progress import Progress
from ui.kit.widgets import Button, Note
from ui.setup.first_run.join_business import centre, titled


class Arriving(QWidget):
    """`arrived` once everything is here. The computer may be switched off meanwhile; it goes on at its next start."""

    arrived = Signal()

    def __init__(self, sync: KeepingUp) -> None:
        super().__init__()
        self._is_there = self._is_getting = False
        self.progress, self.problem = Progress(), Note("", "cloud-off", "warn")
        self.try_now = Button(_("Try now"), "primary", "cloud")
        self.try_now.clicked.connect(sync.try_now)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        for part in (self.progress, self.problem, self.try_now):
            column.addWidget(part)
        column.addStretch(1)
        words = _("This takes a moment. If the computer is switched off meanwhile, it goes on at its next start.")
        steps = titled(_("Everything is coming here"), words, page)
        centre(self, steps)
        sync.changed.connect(self.show_status)
        self.show_status(sync.status)

    def show_status(self, status: Status) -> None:
        """Say how far it is."""
        if self._is_there:
            return
        if status.state is State.AGREED:
            self._is_there = True
            self.progress.finish()
            self.arrived.emit()
            return
        self._show_progress(status)
        has_stopped = status.state in (State.OFFLINE, State.REFUSED)
        self.problem.say(status.sentence())
        self.problem.setVisible(has_stopped)
        self.try_now.setVisible(has_stopped)

    def _show_progress(self, status: Status) -> None:
        is_getting = status.state is State.SENDING or status.progress is not None
        if is_getting and not self._is_getting:
            self.progress.begin(_("Getting the business's data"))
        elif not is_getting:
            self.progress.finish()
        self._is_getting = is_getting
        if status.progress is not None:
            self.progress.begin_counting(counted(status.progress.stage))
            self.progress.advance(status.progress.done, status.progress.total)
