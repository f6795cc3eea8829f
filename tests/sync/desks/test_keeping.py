"""What devices keep for themselves, by clicks: seen, taken back with a reason, and as it was last known."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.business.devices.operations import JoinDevice, join_device
from bizet_core.business.leases.model import LeaseKind
from bizet_core.business.leases.operations import GrantLease, MakePool, grant_lease, make_pool
from bizet_core.business.locations.queries import Locations, all_locations
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.store import Store
from bizet_core.store.tables.ids import new_id
from bizet_desk.syncing.status import State
from tests.conftest import Clock
from tests.simulator.rows import rows
from tests.simulator.world import ServerSide
from tests.support.makers import Salon
from tests.support.screens import plain_look  # noqa: F401
from tests.support.widget_driver import UiDriver
from tests.sync.desks.shop import Shop
from ui.business.devices.leases_page import KeptPage
from ui.business.settings.settings_screen import SettingsScreen
from ui.kit.shell.toast import Toast


@pytest.fixture
def shop(shops: Callable[..., Shop]) -> Shop:
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    return shops()


@pytest.fixture
def salon(shop: Shop, server: ServerSide) -> Salon:
    """A salon, linked, with its owner at the desk."""
    salon = shop.begin()
    assert shop.desk is not None
    shop.desk.sign_in(shop.actor)
    assert shop.link(server.control.new_setup_code()) is None
    shop.becomes(State.AGREED)
    return salon


@pytest.fixture
def hands(shop: Shop, salon: Salon) -> UiDriver:
    window = QWidget()
    window.setObjectName("root")
    assert shop.desk is not None
    assert shop.opened is not None
    (location,) = shop.opened.store.ask(all_locations, Locations())
    screen = SettingsScreen(shop.desk, Toast(window), location.id, sync=shop.sync)
    screen.setParent(window)
    screen.resize(1180, 800)
    hands = UiDriver(shop.qtbot, window)
    hands.press("Devices")
    return hands


def at_server(shop: Shop, server: ServerSide) -> Store:
    assert shop.opened is not None
    return server.stores.of(shop.opened.store.identity.business)


@pytest.fixture
def back_room(shop: Shop, salon: Salon, server: ServerSide, clock: Clock) -> UUID:
    """A desk that keeps Inês's next eight hours, and six of ten tickets, and was last heard of five hours ago."""
    with shop.wires.lock:
        return keeping(at_server(shop, server), salon, server, clock)


def keeping(store: Store, salon: Salon, server: ServerSide, clock: Clock) -> UUID:
    device, pool = new_id(), new_id()
    about = {"name": "Back room", "role": DeviceRole.DESK, "state": DeviceState.ACTIVE, "key": bytes(32)}
    store.do(join_device, JoinDevice(id=device, **about))
    server.control.hear(store.identity.business, device)
    clock.pass_by(hours=5)
    hours = {"resource": salon.ines, "starts_at": clock(), "ends_at": clock() + timedelta(hours=8)}
    holder = {"device": device, "inc": 1}
    store.do(grant_lease, GrantLease(id=new_id(), kind=LeaseKind.TIME, **hours, **holder))
    store.do(make_pool, MakePool(id=pool, size=10))
    store.do(grant_lease, GrantLease(id=new_id(), kind=LeaseKind.AMOUNT, pool=pool, many=6, **holder))
    return device


def states(shop: Shop, server: ServerSide) -> list[str]:
    with shop.wires.lock:
        return sorted(row["state"] for row in rows(at_server(shop, server))["lease"])


def test_who_holds_what_is_shown(hands: UiDriver, back_room: UUID) -> None:
    hands.press("What devices keep")
    for words in ("Time of Inês Duarte", "Back room", "5 hours ago", "6 of 6 left", "Stock to share out"):
        hands.reads(words)
    hands.reads("As the server said at")


def test_nothing_kept_says_so(hands: UiDriver) -> None:
    hands.press("What devices keep")
    hands.reads("No device keeps anything for itself.")
    hands.press("Back to the list")
    hands.reads("Front desk")


def test_what_is_taken_back_needs_a_reason_and_says_what_follows(
    hands: UiDriver, back_room: UUID, shop: Shop, server: ServerSide
) -> None:
    hands.press("What devices keep")
    hands.open_row("Time of Inês Duarte")
    hands.press("Take this back")
    hands.reads("What was sold from it meanwhile shows up in the Inbox.")
    hands.press("Yes, take it back")
    hands.reads("Fill this in.")
    assert states(shop, server) == ["active", "active"]
    hands.write("Reason", "It was stolen")
    hands.press("Yes, take it back")
    hands.wait(lambda: "Time of Inês Duarte" not in hands.cells())
    assert states(shop, server) == ["active", "forced"]
    with shop.wires.lock:
        history = rows(at_server(shop, server))["history"]
    told = next(row for row in history if row["name"] == "leases.force_lease")
    assert (told["subject_id"], told["facts"]) == (back_room, {"reason": "It was stolen"})


def test_without_the_server_the_list_is_what_it_last_said_and_taking_back_goes_out_later(
    hands: UiDriver, back_room: UUID, shop: Shop, server: ServerSide
) -> None:
    hands.press("What devices keep")
    hands.reads("Back room")
    shop.wires.is_cut = True
    hands.press("Look again")
    hands.reads("This is what it said at")
    hands.reads("Back room")
    hands.open_row("Stock to share out")
    hands.press("Take this back")
    hands.write("Reason", "It was stolen")
    hands.press("Yes, take it back")
    hands.reads("Is being taken back")
    shop.wires.is_cut = False
    assert shop.sync is not None
    shop.sync.try_now()
    hands.wait(lambda: "Stock to share out" not in hands.cells())
    assert states(shop, server) == ["active", "forced"]


def test_a_list_that_never_came_says_why(hands: UiDriver, shop: Shop) -> None:
    shop.wires.is_cut = True
    hands.press("What devices keep")
    hands.reads("What devices keep is not known here while the server does not answer.")


def test_a_manager_may_and_a_stylist_asks_one(hands: UiDriver, back_room: UUID, shop: Shop, salon: Salon) -> None:
    assert shop.desk is not None
    hands.press("What devices keep")
    hands.open_row("Time of Inês Duarte")
    shop.desk.sign_in(salon.actor(salon.ines))
    hands.press("Take this back")
    hands.write("Reason", "It was stolen")
    hands.press("Yes, take it back")
    hands.reads("may not")


def test_the_keyboard_alone_takes_back(hands: UiDriver, back_room: UUID, shop: Shop, server: ServerSide) -> None:
    hands.press("What devices keep")
    hands.reads("Time of Inês Duarte")
    page = hands.seen(KeptPage, "")
    table = page.findChild(QTableView)
    assert isinstance(table, QTableView)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home)
    button = hands.seen(QPushButton, "Take this back")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    field = hands.screen.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "It was stolen")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.wait(lambda: states(shop, server) == ["active", "forced"])
