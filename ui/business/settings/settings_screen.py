"""The settings on one screen: sections at the side, each made when it is first opened."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import N_, _
from bizet_desk.backups.backup_schedule import Safe
from bizet_desk.desk import Desk
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.business.settings.business_pages import DeskSection, business_section
from ui.business.settings.data_page import DataSection
from ui.business.settings.sections import LISTS
from ui.kit import theme
from ui.kit.forms.form_context import FormContext
from ui.kit.forms.list_page import Catalogue, CatalogueSection
from ui.kit.shell.toast import Toast
from ui.kit.widgets import Button
from ui.oversight.activity.activity_page import ActivitySection

SIDE = 248  # pixels before zoom


class SettingsScreen(QWidget):
    """`device_changed(settings)` when this desk's own settings were saved; `opened(subject, id)` when something is to
    be shown that stands elsewhere. `safe` is what backups are made with, `sync` what keeps the desk agreed.
    """

    device_changed = Signal(object)
    opened = Signal(str, object)

    def __init__(
        self,
        desk: Desk,
        toast: Toast,
        location: UUID,
        safe: Safe | None = None,
        sync: KeepingUp | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._office = FormContext(desk, toast, location)
        self._safe, self._sync = safe, sync
        self._makers = self._sections()
        self._made: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self.buttons: dict[str, Button] = {}
        self._side = self._side_bar()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._stack, 1)
        theme.on_change(self._dress)
        self.open_section("business")

    def widget(self) -> QWidget:
        """Itself."""
        return self

    def take_focus(self) -> None:
        """On the section that is open."""
        current = next(button for button in self.buttons.values() if button.isChecked())
        current.setFocus(Qt.FocusReason.OtherFocusReason)

    def scanned(self, code: str) -> bool:
        """Nothing is scanned here."""
        return False

    def open_section(self, id: str) -> QWidget:
        """Show a section: `business`, `staff`, `services`, `desk`, `data` …"""
        if id not in self._made:
            self._made[id] = self._makers[id]()
            self._stack.addWidget(self._made[id])
        self._stack.setCurrentWidget(self._made[id])
        for name, button in self.buttons.items():
            button.setChecked(name == id)
        return self._made[id]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _sections(self) -> dict[str, Callable[[], QWidget]]:
        lists = {id: partial(self._list_section, about, label) for id, label, _icon, about in LISTS}
        made: dict[str, Callable[[], QWidget]] = {
            "business": partial(business_section, self._office),
            **lists,
            "desk": self._desk_section,
            "activity": self._activity_section,
            "data": partial(DataSection, self._office, self._safe),
        }
        if self._sync is not None:
            made["devices"] = partial(self._devices_section, self._sync)
        return made

    def show_history(self, id: UUID, name: str) -> None:
        """What was done to one thing."""
        section = self.open_section("activity")
        assert isinstance(section, ActivitySection)
        section.narrow(id, name)

    def _list_section(self, about: Catalogue, label: str) -> QWidget:
        section = CatalogueSection(self._office, about, label)
        section.history_asked.connect(self.show_history)
        return section

    def _devices_section(self, sync: KeepingUp) -> QWidget:
        from ui.business.devices.devices_page import DevicesSection  # it stands on the settings' own parts

        return DevicesSection(self._office, sync)

    def _desk_section(self) -> QWidget:
        section = DeskSection(self._office)
        section.changed.connect(self.device_changed)
        return section

    def _activity_section(self) -> QWidget:
        section = ActivitySection(self._office, self._sync)
        section.opened.connect(self.opened)
        return section

    def _side_bar(self) -> QWidget:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        labels = [("business", N_("Business"), "settings")]
        labels += [(id, label, icon) for id, label, icon, _about in LISTS]
        labels += [("desk", N_("This desk"), "printer")]
        if self._sync is not None:
            labels.append(("devices", N_("Devices"), "qr-code"))
        labels += [("activity", N_("Activity"), "history"), ("data", N_("Data"), "cloud")]
        for id, label, icon in labels:
            button = Button(_(label), "side", icon)
            button.setCheckable(True)
            button.clicked.connect(partial(self.open_section, id))
            self.buttons[id] = button
            self._column.addWidget(button)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return scroll

    def _dress(self) -> None:
        self._column.setSpacing(theme.px(4))
        edge = theme.px(12)
        self._column.setContentsMargins(edge, theme.px(16), edge, theme.px(16))
        self._side.setFixedWidth(min(theme.px(SIDE), max(self.width() // 3, 120)))
