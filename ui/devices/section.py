"""The settings' section of devices: linking while there is no server, then the list, or adding one."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from bizet_core.describe.language import N_
from bizet_core.refusals import Refused
from bizet_desk.syncing.keeping_up import KeepingUp
from bizet_desk.syncing.status import Status
from ui.devices.adding import AddPage
from ui.devices.linking import LinkPage
from ui.devices.listing import DeviceList
from ui.settings.house import headed
from ui.settings.office import Office


class DevicesSection(QWidget):
    """Follows how this computer stands with its server."""

    def __init__(self, office: Office, sync: KeepingUp) -> None:
        super().__init__()
        self._office, self._sync = office, sync
        self.link, self.list = LinkPage(office, sync), DeviceList(office, sync)
        self._adding: AddPage | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.link)
        self._stack.addWidget(self.list)
        self.list.adding.connect(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(headed(N_("Devices"), self._stack))
        sync.changed.connect(self._show)
        sync.told.connect(self._told)
        self._show(sync.status)

    def add(self) -> None:
        """Invite a device."""
        self._adding = AddPage(self._office, self._sync)
        self._adding.ended.connect(self._end_adding)
        self._stack.addWidget(self._adding)
        self._stack.setCurrentWidget(self._adding)

    def _end_adding(self) -> None:
        page, self._adding = self._adding, None
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()
        self._show(self._sync.status)

    def _show(self, status: Status) -> None:
        if not status.is_linked:
            self._stack.setCurrentWidget(self.link)
        elif self._adding is None:
            self._stack.setCurrentWidget(self.list)

    def _told(self, refusal: Refused | None) -> None:
        """What came of linking or leaving."""
        self.link.form.set_busy(False)
        if refusal is None:
            self.link.form.show_refusal(None)
        elif self._sync.status.is_linked:
            self.list.refuse(refusal)
        else:
            self.link.refuse(refusal)
