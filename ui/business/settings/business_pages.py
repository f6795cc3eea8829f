"""The sections that are no lists: the business, its rules, and this desk with its printer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.business.settings.operations import (
    EditBusiness,
    EditDeviceSettings,
    EditHouseSettings,
    edit_business,
    edit_device_settings,
    edit_house_settings,
)
from bizet_core.business.settings.queries import Business, TheBusiness, TheSettings, business, device, house
from bizet_core.business.settings.rules import DeviceSettings, HouseSettings
from bizet_core.describe.languages.language import N_, _
from bizet_core.selling.printing.operations import QueueJob, queue_job
from bizet_core.selling.printing.rules import JobKind
from bizet_core.store import Done
from ui.business.settings.context import SettingsContext
from ui.kit import theme
from ui.kit.forms.form_context import Editing, FormContext, values_of
from ui.kit.forms.list_page import Tabs
from ui.kit.widgets import Button, Label


def business_section(context: SettingsContext) -> QWidget:
    """What is printed about the business, and the rules all desks share."""
    office = context.office
    return headed(
        N_("Business"),
        Tabs([(N_("Name and receipt"), lambda: _about(office)), (N_("Rules of the house"), lambda: _rules(office))]),
    )


def _about(office: FormContext) -> QWidget:
    page = Editing(office, EditBusiness, edit_business)

    def show(found: Business | None) -> None:
        if found is not None:
            page.put(values_of(EditBusiness, found))

    office.desk.watch(page, business, TheBusiness, show)
    return page


def _rules(office: FormContext) -> QWidget:
    page = Editing(office, EditHouseSettings, edit_house_settings)

    def show(found: HouseSettings) -> None:
        page.put(values_of(EditHouseSettings, found))

    office.desk.watch(page, house, TheSettings, show)
    return page


class DeskSection(QWidget):
    """How this desk looks and prints. `changed(settings)` once they are saved; colours and size change at once."""

    changed = Signal(object)

    def __init__(self, office: FormContext) -> None:
        super().__init__()
        self._office = office
        self._settings = DeviceSettings()
        self.page = Editing(office, EditDeviceSettings, edit_device_settings, then=self._saved)
        self.test = Button(_("Print a test page"), "quiet", "printer")
        self.test.clicked.connect(self._print_test)
        self.drawer = Button(_("Open the drawer"), "quiet", "wallet")
        self.drawer.clicked.connect(self._open_drawer)
        row = QHBoxLayout()
        row.addWidget(self.test)
        row.addWidget(self.drawer)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(headed(N_("This desk"), self.page), 1)
        column.addLayout(row)
        column.setContentsMargins(0, 0, 0, theme.px(16))
        office.desk.watch(self, device, TheSettings, self._show)

    def _show(self, found: DeviceSettings) -> None:
        self._settings = found
        self.page.put(values_of(EditDeviceSettings, found))
        self.test.setEnabled(bool(found.printer))
        self.drawer.setEnabled(bool(found.printer) and found.drawer == "printer")

    def _saved(self, _done: Done) -> None:
        self._office.desk.ask(device, TheSettings(), owner=self, then=self._wear)

    def _wear(self, found: DeviceSettings) -> None:
        theme.apply("system" if found.theme == "auto" else found.theme, found.zoom / 100)
        self.changed.emit(found)

    def _print_test(self) -> None:
        from bizet_desk.printing.print_queue import printer_settings
        from bizet_desk.printing.printer_test_page import test_page

        printed = test_page(printer_settings(self._settings))
        self._queue(QueueJob(kind=JobKind.TEST, data=printed), _("The test page is on its way to the printer."))

    def _open_drawer(self) -> None:
        self._queue(QueueJob(kind=JobKind.DRAWER), _("The drawer opens."))

    def _queue(self, job: QueueJob, words: str) -> None:
        self._office.act(self, queue_job, job, words)


def desk_section(context: SettingsContext) -> DeskSection:
    """This desk as a page of the settings."""
    section = DeskSection(context.office)
    section.changed.connect(context.device_changed)
    return section


def headed(title: str, page: QWidget) -> QWidget:
    """A page under its title, no wider than can be read."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(*(theme.px(n) for n in (20, 16, 20, 16)))
    column.addWidget(Label(_(title), "heading"))
    page.setMaximumWidth(theme.px(860))
    column.addWidget(page, 1)
    return whole
