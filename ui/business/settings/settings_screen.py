"""The settings on one screen: pages at the side as features declare them, each made when it is first opened."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from bizet_core.store.operations.actor import Actor
from bizet_desk.backups.backup_schedule import Safe
from bizet_desk.desk import NOBODY, Desk
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.business.settings.context import SettingsContext
from ui.business.settings.side_bar import SideBar
from ui.kit import theme
from ui.kit.entries import Entry, entries_of, permitted, with_surroundings
from ui.kit.forms.form_context import FormContext
from ui.kit.forms.list_page import Catalogue, CatalogueSection
from ui.kit.shell.toast import Toast

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow

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
        self._desk = desk
        self._context = SettingsContext(
            FormContext(desk, toast, location),
            safe,
            sync,
            self.show_history,
            self.device_changed.emit,
            self.opened.emit,
        )
        self._made: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self.side = SideBar(with_surroundings(entries_of("settings"), self._context))
        self.side.chosen.connect(self.open_section)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(self._stack, 1)
        theme.on_change(self._dress)
        self._know(desk.actor)
        desk.actor_changed.connect(self._know)
        if self.side.shown:
            self.open_section(self.side.shown[0])

    def widget(self) -> QWidget:
        """Itself."""
        return self

    def take_focus(self) -> None:
        """On the section that is open."""
        button = self.side.buttons.get(self.side.current)
        (button or self.side.finder).setFocus(Qt.FocusReason.OtherFocusReason)

    def scanned(self, code: str) -> bool:
        """Nothing is scanned here."""
        return False

    def open_section(self, id: str) -> QWidget:
        """Show a section: `business`, `staff`, `services`, `desk`, `data` …"""
        if id not in self._made:
            self._made[id] = self._make(self.side.entries[id])
            self._stack.addWidget(self._made[id])
        self._stack.setCurrentWidget(self._made[id])
        self.side.show_current(id)
        return self._made[id]

    def show_history(self, id: UUID, name: str) -> None:
        """What was done to one thing."""
        section: Any = self.open_section("activity")
        section.narrow(id, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _make(self, entry: Entry) -> QWidget:
        target = entry.resolve()
        if isinstance(target, Catalogue):
            section = CatalogueSection(self._context.office, target, entry.label)
            section.history_asked.connect(self.show_history)
            return section
        made: QWidget = target(self._context)
        return made

    def _know(self, actor: Actor) -> None:
        """Whoever is at the desk is led to what they may see; what is open stays open, as everywhere."""
        if actor is not NOBODY:
            may_see = {entry.id for entry in permitted(self.side.entries.values(), actor)}
            self.side.show_only(may_see | {self.side.current})

    def _dress(self) -> None:
        self.side.setFixedWidth(min(theme.px(SIDE), max(self.width() // 3, 120)))


def settings_page(front: "MainWindow") -> SettingsScreen:
    """The settings as a destination."""
    screen = SettingsScreen(front.desk, front.toast, front.place.location, front.safe, front.sync)
    screen.opened.connect(front.open_subject)
    return screen
