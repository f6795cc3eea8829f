"""Scenes of several computers: linking to a server, inviting another, comparing words, and the server away."""

from bizet_core.describe.languages.language import N_
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_desk.syncing.joining.invitation import read_invitation
from bizet_desk.syncing.joining.joining import Joining
from bizet_desk.syncing.status import State
from ui.business.devices.devices_page import DevicesSection
from ui.business.devices.pairing_codes import TypedForm
from ui.business.settings.settings_screen import SettingsScreen
from ui.tools.gallery.scene import scene
from ui.tools.gallery.stage import Stage

ADDRESS = "sync.example"


def _devices(stage: Stage) -> DevicesSection:
    screen = stage.front.go("settings")
    assert isinstance(screen, SettingsScreen)
    section = screen.open_section("devices")
    assert isinstance(section, DevicesSection)
    stage.settle()
    return section


def _becomes(stage: Stage, state: State) -> None:
    sync = stage.front.sync
    assert sync is not None
    stage.wait(lambda: sync.status.state is state)


@scene("devices/alone", needs_server=True)
def alone(stage: Stage) -> None:
    """What a server is for."""
    _devices(stage)


@scene("devices/link wrong", after="devices/alone")
def link_wrong(stage: Stage) -> None:
    """The set-up code is another's."""
    section = _devices(stage)
    section.link.form.put({"address": ADDRESS, "code": "AAAAA-AAAAA", "name": "Front desk"})
    section.link.form.submit()
    stage.wait(section.link.form.save.isEnabled)


@scene("devices/listed", after="devices/link wrong")
def listed(stage: Stage) -> None:
    """Linked, with this computer in the list."""
    assert stage.server is not None
    section = _devices(stage)
    section.link.form.put({"address": ADDRESS, "code": stage.server.set_up_code(), "name": "Front desk"})
    section.link.form.submit()
    _becomes(stage, State.AGREED)


@scene("connection/agreed", after="devices/listed")
def agreed(stage: Stage) -> None:
    """Everything is on the server as well."""
    stage.front.go("calendar")
    stage.front.show_connection()


@scene("devices/inviting", after="connection/agreed")
def inviting(stage: Stage) -> None:
    """Another computer is asked to come."""
    section = _devices(stage)
    section.add()
    stage.settle()


@scene("devices/invitation", after="devices/inviting")
def invitation(stage: Stage) -> None:
    """The code to scan or to type."""
    stage.write(N_("Name of the device"), "Empfang am Hintereingang")
    stage.press(N_("Go on"))
    _becomes(stage, State.AGREED)


@scene("devices/comparing words", after="devices/invitation")
def comparing(stage: Stage) -> None:
    """Six words on two screens."""
    assert stage.server is not None
    typed = stage.front.findChild(TypedForm)
    assert isinstance(typed, TypedForm)
    Joining(read_invitation(typed.words.text()), stage.server.network, stage.clock).ask()
    stage.find_button(N_("They are the same"))


@scene("devices/two", after="devices/comparing words")
def two(stage: Stage) -> None:
    """Both are in."""
    stage.press(N_("They are the same"))
    _becomes(stage, State.AGREED)


@scene("devices/kept", after="devices/two")
def kept(stage: Stage) -> None:
    """What devices keep for themselves."""
    _devices(stage).show_kept()


@scene("devices/kept unknown", after="devices/kept")
def kept_unknown(stage: Stage) -> None:
    """The server does not answer."""
    assert stage.server is not None
    stage.server.cut()
    _devices(stage).show_kept()


@scene("connection/offline", after="devices/kept unknown")
def offline(stage: Stage) -> None:
    """Changes wait to be sent."""
    for n in range(4):
        stage.desk.do_now(add_customer, AddCustomer(name=f"Guest {n}"))
    _becomes(stage, State.OFFLINE)
    stage.front.go("calendar")
    stage.front.show_connection()
