"""Devices by clicks: linking, adding with six words, sending away, leaving; and the chip with its panel."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from bizet_core.business.devices.model import DeviceState
from bizet_core.business.devices.queries import Devices, all_devices
from bizet_core.business.locations.queries import Locations, all_locations
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_desk.syncing.joining.invitation import Invitation, read_invitation
from bizet_desk.syncing.joining.joining import Joining
from bizet_desk.syncing.status import State
from tests.conftest import Clock
from tests.simulator.world import ServerSide
from tests.support.screens import plain_look  # noqa: F401
from tests.support.widget_driver import UiDriver
from tests.sync.desks.shop import Shop
from ui.business.devices.add_device import AddPage
from ui.business.devices.connection_chip import ConnectionPanel
from ui.business.devices.devices_page import DevicesSection
from ui.business.devices.pairing_codes import QrCode, SixWords, TypedForm
from ui.business.settings.settings_screen import SettingsScreen
from ui.kit.shell.toast import Toast


@pytest.fixture
def shop(shops: Callable[..., Shop]) -> Shop:
    """A salon that stands alone, with its owner at the desk."""
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    shop = shops()
    shop.begin()
    assert shop.desk is not None
    shop.desk.sign_in(shop.actor)
    return shop


@pytest.fixture
def hands(shop: Shop) -> UiDriver:
    window = QWidget()
    window.setObjectName("root")
    toast = Toast(window)
    assert shop.desk is not None
    assert shop.opened is not None
    (location,) = shop.opened.store.ask(all_locations, Locations())
    screen = SettingsScreen(shop.desk, toast, location.id, sync=shop.sync)
    screen.setParent(window)
    screen.resize(1180, 800)
    hands = UiDriver(shop.qtbot, window)
    hands.press("Devices")
    return hands


def link(hands: UiDriver, server: ServerSide) -> None:
    hands.write("Address of the server", "sync.example")
    hands.write("Set-up code", server.control.new_setup_code())
    hands.press("Link")
    hands.reads("Front desk")


def invite(hands: UiDriver, shop: Shop) -> Invitation:
    hands.press("Add a device")
    hands.write("Name of the device", "Kiosk at the door")
    hands.choose("What it is for", "Kiosk")
    hands.press("Go on")
    typed = hands.seen(TypedForm, "").words.text()
    shop.becomes(State.AGREED)
    return read_invitation(typed)


def device_named(shop: Shop, name: str) -> DeviceState:
    assert shop.opened is not None
    return next(each.state for each in shop.opened.store.ask(all_devices, Devices()) if each.name == name)


def test_a_business_is_linked_by_address_and_code(hands: UiDriver, shop: Shop, server: ServerSide) -> None:
    hands.reads("A business with one computer needs none.")
    link(hands, server)
    hands.reads("Everything on this computer is on the server as well.")
    hands.reads("Server: https://sync.example")


def test_what_is_wrong_with_a_link_is_told_and_what_was_typed_stays(hands: UiDriver) -> None:
    hands.write("Address of the server", "sync.example")
    hands.write("Set-up code", "AAAAA-AAAAA")
    hands.press("Link")
    hands.reads("This set-up code is wrong")
    hands.write("Address of the server", "http://sync.example")
    hands.press("Link")
    hands.reads("is not encrypted")
    hands.write("Address of the server", "other.example")
    hands.press("Link")
    hands.reads("The server does not answer.")


def test_who_may_not_change_devices_links_nothing(hands: UiDriver, shop: Shop) -> None:
    assert shop.desk is not None
    shop.desk.sign_out()
    hands.write("Address of the server", "sync.example")
    hands.write("Set-up code", "AAAAA-AAAAA")
    hands.press("Link")
    hands.reads("may not")
    assert shop.sync is not None
    assert shop.sync.status.state is State.ALONE


def test_a_device_is_added_by_a_code_and_six_words(
    hands: UiDriver, shop: Shop, server: ServerSide, clock: Clock
) -> None:
    link(hands, server)
    invitation = invite(hands, shop)
    assert hands.seen(QrCode, "The invitation as a QR code").isVisible()
    hands.reads("The invitation holds for 10:00 more.")
    joining = Joining(invitation, shop.wires, clock)
    words = joining.ask()
    assert ", ".join(words) in hands.seen(SixWords, "Six words").accessibleName()
    hands.press("They are the same")
    hands.reads("Kiosk at the door is in.")
    shop.becomes(State.AGREED)
    assert joining.look() is not None
    assert device_named(shop, "Kiosk at the door") is DeviceState.ACTIVE


def test_a_device_whose_words_differ_is_turned_away(
    hands: UiDriver, shop: Shop, server: ServerSide, clock: Clock
) -> None:
    link(hands, server)
    Joining(invite(hands, shop), shop.wires, clock).ask()
    hands.press("They differ")
    hands.reads("Kiosk at the door was turned away.")
    assert device_named(shop, "Kiosk at the door") is DeviceState.REVOKED


def test_an_invitation_that_is_over_says_so_and_another_is_made(
    hands: UiDriver, shop: Shop, server: ServerSide, clock: Clock
) -> None:
    link(hands, server)
    before = invite(hands, shop)
    clock.pass_by(minutes=3, seconds=30)
    hands.seen(AddPage, "").tick()
    hands.reads("The invitation holds for 6:30 more.")
    clock.pass_by(minutes=7)
    hands.seen(AddPage, "").tick()
    hands.reads("The ten minutes are over")
    hands.press("Make a new invitation")
    hands.write("Name of the device", "Kiosk at the door")
    hands.press("Go on")
    assert read_invitation(hands.seen(TypedForm, "").words.text()).code != before.code


def test_a_device_is_sent_away_after_a_second_look(
    hands: UiDriver, shop: Shop, server: ServerSide, clock: Clock
) -> None:
    link(hands, server)
    Joining(invite(hands, shop), shop.wires, clock).ask()
    hands.press("They are the same")
    hands.open_row("Kiosk at the door")
    hands.press("Send away")
    hands.reads("What it has sold is kept.")
    hands.press("Keep it as it is")
    assert device_named(shop, "Kiosk at the door") is DeviceState.ACTIVE
    hands.press("Send away")
    hands.press("Yes, send it away")
    hands.reads("Kiosk at the door was sent away.")
    hands.wait(lambda: "Sent away" in hands.cells())


def test_this_computer_is_not_sent_away_from_itself(hands: UiDriver, shop: Shop, server: ServerSide) -> None:
    link(hands, server)
    hands.open_row("Front desk")
    section = hands.screen.findChild(DevicesSection)
    assert isinstance(section, DevicesSection)
    assert not section.list.send_away.isEnabled()


def test_leaving_is_refused_while_changes_are_here_only(hands: UiDriver, shop: Shop, server: ServerSide) -> None:
    link(hands, server)
    shop.becomes(State.AGREED)
    shop.wires.is_cut = True
    for n in range(4):
        shop.do(add_customer, AddCustomer(name=f"Guest {n}"))
    hands.reads("4 changes are safe on this computer")
    hands.press("Leave the server")
    hands.press("Yes, leave the server")
    hands.reads("4 changes are not sent yet")
    shop.wires.is_cut = False
    hands.press("Try now")
    hands.reads("Everything on this computer is on the server as well.")
    hands.press("Leave the server")
    hands.press("Yes, leave the server")
    hands.reads("A business with one computer needs none.")


@pytest.mark.feature("35.1.1")
def test_the_panel_behind_the_chip_says_what_waits_and_tries_at_once(shop: Shop, server: ServerSide) -> None:
    assert shop.sync is not None
    assert shop.link(server.control.new_setup_code()) is None
    shop.becomes(State.AGREED)
    hands = UiDriver(shop.qtbot, ConnectionPanel(shop.sync))
    hands.reads("Last agreed: 12 Mar 2026")
    hands.reads("Nothing waits to be sent.")
    shop.wires.is_cut = True
    shop.do(add_customer, AddCustomer(name="Offline"))
    hands.reads("Offline · 1 change safe on this PC")
    hands.reads("1 change waits to be sent.")
    shop.wires.is_cut = False
    hands.press("Try now")
    hands.reads("Agreed")
