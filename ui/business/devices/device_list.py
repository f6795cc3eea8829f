"""Who belongs to this business: every desk and kiosk, with what can be done about the one that is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.business.devices.operations import OfDevice, admit_device, revoke_device
from bizet_core.business.devices.queries import DeviceRow, Devices, all_devices
from bizet_core.business.locations.queries import Location, Locations, all_locations
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_, _, isolate
from bizet_core.describe.languages.sentences import word
from bizet_core.store import ANY
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.business.devices.connection_chip import Standing
from ui.business.devices.link_server import CHANGE
from ui.kit import theme
from ui.kit.fields import Rows
from ui.kit.fields.flow_layout import Flow
from ui.kit.forms.confirm import Confirm
from ui.kit.forms.form_context import FormContext
from ui.kit.widgets import Button, Note

ROLES: Mapping[DeviceRole, str] = {DeviceRole.DESK: N_("Desk"), DeviceRole.KIOSK: N_("Kiosk")}
STATES: Mapping[DeviceState, str] = {
    DeviceState.ASKING: N_("Waits to be let in"),
    DeviceState.ACTIVE: N_("In use"),
    DeviceState.LOCKED: N_("Locked: two copies have spoken"),
    DeviceState.REVOKED: N_("Sent away"),
}


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device in the list."""

    id: UUID
    name: Annotated[str, Field(N_("Name"))]
    role: Annotated[str, Field(N_("What it is for"))]
    location: Annotated[str, Field(N_("Location"))]
    state: Annotated[str, Field(N_("State"))]
    joined: Annotated[datetime, Field(N_("Joined"))]


class DeviceList(QWidget):
    """`adding` when somebody wants to add one; `keeping` when they want to see what devices keep for themselves."""

    adding = Signal()
    keeping = Signal()

    def __init__(self, office: FormContext, sync: KeepingUp) -> None:
        super().__init__()
        self._office, self._sync = office, sync
        self._me = office.desk.store.identity.device
        self._found: dict[UUID, DeviceRow] = {}
        self._places: dict[UUID, str] = {}
        self.rows = Rows(DeviceLine, N_("Devices"), N_("The list comes with the first answer of the server."))
        self.rows.chosen.connect(self._offer)
        self.add = Button(_("Add a device"), "primary", "plus")
        self.send_away = Button(_("Send away"), "danger")
        self.let_in = Button(_("Let it in again"), "quiet")
        self.kept = Button(_("What devices keep"), "quiet", "hourglass")
        self.leave = Button(_("Leave the server"), "quiet", "cloud-off")
        self.sure, self.problem = Confirm(), Note("", "triangle-alert", "danger")
        self._connect()
        self._lay_out()
        self._offer(None)
        office.desk.watch(self, all_locations, lambda: Locations(inactive=True), self._know_places)
        office.desk.watch(self, all_devices, Devices, self._show, self.refuse)

    def refuse(self, refusal: Refused) -> None:
        """Say why something was not done."""
        self.problem.say(word(refusal))
        self.problem.show()

    # ---------------------------------------------------------------------------------------------------- what is shown

    def _know_places(self, found: tuple[Location, ...]) -> None:
        self._places = {place.id: place.name for place in found}
        self._show(tuple(self._found.values()))

    def _show(self, found: tuple[DeviceRow, ...]) -> None:
        self._found = {row.id: row for row in found}
        chosen = self.rows.selected()
        self.rows.show_rows([self._line(row) for row in found])
        for place, line in enumerate(self.rows.model.rows):
            if chosen is not None and line.id == chosen.id:
                self.rows.choose(place)
        self._offer(self.rows.selected())

    def _line(self, row: DeviceRow) -> DeviceLine:
        where = self._places.get(row.location, "") if row.location is not None else ""
        state = _("This computer") if row.id == self._me else _(STATES[row.state])
        return DeviceLine(row.id, row.name, _(ROLES[row.role]), where, state, row.joined_at)

    def _offer(self, line: DeviceLine | None) -> None:
        """What can be done about this one."""
        self.sure.forget()
        row = self._found.get(line.id) if line is not None else None
        is_other = row is not None and row.id != self._me
        self.send_away.setEnabled(is_other and row is not None and row.state is not DeviceState.REVOKED)
        self.let_in.setVisible(is_other and row is not None and row.state is DeviceState.LOCKED)

    # ----------------------------------------------------------------------------------------------------- what is done

    def _ask_to_send_away(self) -> None:
        row = self._chosen()
        if row is not None:
            words = _(
                "{name} gets nothing more from the server. To come back it needs a new invitation and is a new device "
                "then. What it has sold is kept."
            )
            told = words.format(name=isolate(row.name))
            self.sure.ask(told, _("Yes, send it away"), partial(self._send_away, row))

    def _send_away(self, row: DeviceRow) -> None:
        told = _("{name} was sent away.").format(name=isolate(row.name))
        self._office.act(self, revoke_device, OfDevice(device=row.id), told, refused=self.refuse)

    def _let_in_again(self) -> None:
        row = self._chosen()
        if row is not None:
            told = _("{name} is in.").format(name=isolate(row.name))
            self._office.act(self, admit_device, OfDevice(device=row.id), told, refused=self.refuse)

    def _ask_to_leave(self) -> None:
        self.problem.hide()
        if self._office.desk.actor.scope(CHANGE) is not ANY:
            self.refuse(Refused("not_permitted", permission=CHANGE))
            return
        words = _("This computer then works on its own again, with all it has. What others do no longer comes here.")
        self.sure.ask(words, _("Yes, leave the server"), self._sync.leave)

    def _chosen(self) -> DeviceRow | None:
        line = self.rows.selected()
        return self._found.get(line.id) if line is not None else None

    def _connect(self) -> None:
        self.add.clicked.connect(self.adding)
        self.kept.clicked.connect(self.keeping)
        self.send_away.clicked.connect(self._ask_to_send_away)
        self.let_in.clicked.connect(self._let_in_again)
        self.leave.clicked.connect(self._ask_to_leave)

    def _lay_out(self) -> None:
        self.problem.hide()
        self.standing = Standing(self._sync)
        buttons = Flow()
        for button in (self.add, self.kept, self.send_away, self.let_in):
            buttons.add(button)
        buttons.add(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.standing)
        column.addWidget(self.rows, 1)
        column.addWidget(self.sure)
        column.addWidget(self.problem)
        column.addWidget(buttons)
