"""What a server is for, and the form that brings this business to one."""

from typing import Annotated

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_, _
from bizet_core.store import ANY, Request
from bizet_desk.syncing.joining.linking import Introduction
from bizet_desk.syncing.sync_thread import KeepingUp
from bizet_desk.syncing.transport.address import address_of
from ui.kit import theme
from ui.kit.fields import Form
from ui.kit.forms.form_context import FormContext
from ui.kit.widgets import Label, Note

CHANGE = "devices.change"


class LinkTo(Request):
    """Where the server is, its set-up code, and what this computer is called there."""

    address: Annotated[
        str, Field(N_("Address of the server"), min_length=1, max_length=200, example="sync.example.com")
    ]
    code: Annotated[
        str, Field(N_("Set-up code"), min_length=1, max_length=40, help=N_("The server printed it when it was set up."))
    ]
    name: Annotated[str, Field(N_("Name of this computer"), min_length=1, max_length=60)]


class LinkPage(QWidget):
    """Shown while the desk stands alone."""

    def __init__(self, office: FormContext, sync: KeepingUp) -> None:
        super().__init__()
        self._office, self._sync = office, sync
        self.form: Form[LinkTo] = Form(LinkTo, {"name": _("Front desk")}, save=N_("Link"))
        self.form.cancel.hide()
        self.form.submitted.connect(self._link)
        why = _(
            "With a server several computers work as one: what is booked or sold on one appears on the others. Each "
            "goes on by itself when the network is gone. A business with one computer needs none."
        )
        first = _("What is on this computer is sent there first, and everything stays here as well.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(Label(why, wrap=True))
        column.addWidget(Note(first, "cloud", "info"))
        column.addWidget(self.form, 1)

    def refuse(self, refusal: Refused) -> None:
        """Why it was not linked; what was typed stays."""
        self.form.set_busy(False)
        self.form.show_refusal(refusal)

    def _link(self, asked: LinkTo) -> None:
        try:
            if self._office.desk.actor.scope(CHANGE) is not ANY:
                raise Refused("not_permitted", permission=CHANGE)
            said = Introduction(address_of(asked.address).url, asked.code, asked.name, self._office.location)
        except Refused as refusal:
            self.form.show_refusal(refusal)
            return
        self.form.set_busy(True)
        self._sync.link(said)
