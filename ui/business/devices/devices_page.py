"""The settings' section of devices: linking while there is no server, then the list, adding one, or what they keep."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import N_
from bizet_desk.syncing.status import Status
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.business.devices.add_device import AddPage
from ui.business.devices.device_list import DeviceList
from ui.business.devices.leases_page import KeptPage
from ui.business.devices.link_server import LinkPage
from ui.business.settings.business_pages import headed
from ui.business.settings.context import SettingsContext
from ui.kit.forms.form_context import FormContext


class DevicesSection(QWidget):
    """Follows how this computer stands with its server."""

    def __init__(self, office: FormContext, sync: KeepingUp) -> None:
        super().__init__()
        self._office, self._sync = office, sync
        self.link, self.list = LinkPage(office, sync), DeviceList(office, sync)
        self._page: AddPage | KeptPage | None = None  # in front of the list
        self._stack = QStackedWidget()
        self._stack.addWidget(self.link)
        self._stack.addWidget(self.list)
        self.list.adding.connect(self.add)
        self.list.keeping.connect(self.show_kept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(headed(N_("Devices"), self._stack))
        sync.changed.connect(self._show)
        sync.told.connect(self._told)
        self._show(sync.status)

    def add(self) -> None:
        """Invite a device."""
        self._turn_to(AddPage(self._office, self._sync))

    def show_kept(self) -> None:
        """Show what devices keep for themselves."""
        self._turn_to(KeptPage(self._office, self._sync))

    def _turn_to(self, page: AddPage | KeptPage) -> None:
        self._page = page
        page.ended.connect(self._end)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _end(self) -> None:
        page, self._page = self._page, None
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()
        self._show(self._sync.status)

    def _show(self, status: Status) -> None:
        if not status.is_linked:
            self._stack.setCurrentWidget(self.link)
        elif self._page is None:
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


def devices_section(context: SettingsContext) -> DevicesSection:
    """Devices as a page of the settings, where something keeps this one agreed."""
    assert context.sync is not None
    return DevicesSection(context.office, context.sync)
