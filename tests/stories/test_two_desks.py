"""A salon grows: its owner links the desk to a server, a second computer joins, and a kiosk; they work as one."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.selling.sales.queries import SalesOn, sales_on
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store.tables.ids import new_id
from bizet_desk.syncing.joining.linking import unsent
from bizet_desk.syncing.status import State
from tests.simulator.network import Wires
from tests.simulator.rows import rows
from tests.support.makers import OWNER_PIN
from tests.support.screens import plain_look  # noqa: F401
from tests.support.widget_driver import UiDriver
from ui.business.devices.pairing_codes import SixWords, TypedForm
from ui.main.main_window import MainWindow
from ui.startup.application import Application


def sign_in(qtbot: QtBot, program: Application) -> UiDriver:
    front = program.front
    assert front is not None
    hands = UiDriver(qtbot, front)
    lock = front.lock_screen
    qtbot.waitUntil(lambda: lock.who.text() == "Carmen Reis")
    lock.pin.setText(OWNER_PIN)
    qtbot.keyClick(lock.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.window_ is not None)
    return hands


def open_devices(program: Application) -> None:
    settings: Any = front_of(program).go("settings")
    settings.open_section("devices")


def front_of(program: Application) -> MainWindow:
    assert program.front is not None
    return program.front


def link(hands: UiDriver, program: Application, wires: Wires) -> None:
    open_devices(program)
    hands.write("Address of the server", "sync.example")
    hands.write("Set-up code", wires.server.control.new_setup_code())
    hands.press("Link")
    hands.reads("Front desk")
    hands.wait(lambda: agreed(program))


def invite(hands: UiDriver, program: Application, name: str, role: str = "Desk") -> str:
    hands.press("Add a device")
    hands.write("Name of the device", name)
    hands.choose("What it is for", role)
    hands.press("Go on")
    text = hands.seen(TypedForm, "").words.text()
    hands.wait(lambda: agreed(program))
    return text


def agreed(program: Application) -> bool:
    assert program.sync is not None
    assert program.opened is not None
    return program.sync.status.state is State.AGREED and unsent(program.opened.store) == 0


def join(qtbot: QtBot, program: Application, invitation: str, first: UiDriver) -> None:
    """At the new computer, with somebody at the first who compares the words."""
    assert program.first_run is not None
    UiDriver(qtbot, program.first_run).press("This business has a server already")
    assert program.joining is not None
    hands = UiDriver(qtbot, program.joining)
    hands.write("Invitation", invitation)
    hands.press("Go on")
    there = hands.seen(SixWords, "Six words").accessibleName()
    assert first.seen(SixWords, "Six words").accessibleName() == there
    first.press("They are the same")
    first.reads("is in.")


def arrive(qtbot: QtBot, program: Application) -> None:
    """The new computer asks until it is let in, and takes everything."""
    joining = program.joining
    assert joining is not None

    def there() -> None:
        if program.arriving is None:
            joining.look()
        assert program.front is not None

    qtbot.waitUntil(there)


def open_the_till(program: Application, there: UiDriver) -> None:
    assert program.desk is not None
    program.desk.do_now(open_till, OpenTill(float=10_000))
    there.wait(lambda: agreed(program))


def sell_something(program: Application) -> None:
    assert program.desk is not None
    line = CartLine(
        id=new_id(), kind="custom", item=None, name="Fringe", unit_price=1500, tax_class="standard", quantity=1000
    )
    paid = TenderAsked(method="card", given=1500, reference="")
    location = front_of(program).place.location
    program.desk.do_now(sell, Sell(content=CartContent(lines=(line,)), tenders=(paid,), location=location))


def sold(program: Application) -> int:
    assert program.desk is not None
    return len(program.desk.ask_now(sales_on, SalesOn(day=date(2026, 3, 12), zone="Europe/Lisbon")))


def test_what_is_sold_on_one_computer_appears_on_the_other(
    first: Application, computer: Callable[[str], Application], wires: Wires, qtbot: QtBot
) -> None:
    here = sign_in(qtbot, first)
    assert front_of(first).shell.top_bar.connection.accessibleName() == "Saved on this PC"
    link(here, first, wires)
    assert front_of(first).shell.top_bar.connection.accessibleName() == "Agreed"
    second = computer("second")
    join(qtbot, second, invite(here, first, "Back office"), here)
    arrive(qtbot, second)
    open_the_till(second, sign_in(qtbot, second))
    sell_something(second)
    qtbot.waitUntil(lambda: sold(first) == 1)
    assert sold(second) == 1


@pytest.mark.feature("35.1.1")
def test_with_the_network_cut_the_second_computer_sells_and_says_so(
    first: Application, computer: Callable[[str], Application], wires: Wires, qtbot: QtBot
) -> None:
    here = sign_in(qtbot, first)
    link(here, first, wires)
    second = computer("second")
    join(qtbot, second, invite(here, first, "Back office"), here)
    arrive(qtbot, second)
    there = sign_in(qtbot, second)
    open_the_till(second, there)
    wires.is_cut = True
    sell_something(second)
    there.wait(lambda: "Offline · 1 change safe on this PC" in chip(second))
    there.press("Offline")
    there.reads("1 change waits to be sent.")
    wires.is_cut = False
    there.press("Try now")
    there.wait(lambda: chip(second) == "Agreed")
    qtbot.waitUntil(lambda: sold(first) == 1)


def test_a_computer_switched_off_while_everything_comes_goes_on_at_its_next_start(
    first: Application, computer: Callable[[str], Application], wires: Wires, qtbot: QtBot
) -> None:
    here = sign_in(qtbot, first)
    link(here, first, wires)
    second = computer("second")
    join(qtbot, second, invite(here, first, "Back office"), here)
    joining = second.joining
    assert joining is not None

    asked: list[str] = []

    def cut_at_the_pull(path: str) -> None:
        """The network goes as soon as the new computer was let in."""
        wires.is_cut = wires.is_cut or (path.endswith("/pull") and any(each.endswith("/joined") for each in asked))
        asked.append(path)

    here.wait(lambda: agreed(first))
    wires.before = cut_at_the_pull
    joining.look()
    qtbot.waitUntil(lambda: second.arriving is not None)
    assert second.arriving is not None
    UiDriver(qtbot, second.arriving).reads("The server does not answer.")
    second.close()
    wires.before = lambda _path: None
    wires.is_cut = False
    again = computer("second")
    qtbot.waitUntil(lambda: again.front is not None)
    sign_in(qtbot, again)


def test_a_kiosk_joins_and_holds_no_list_of_customers(
    first: Application, computer: Callable[[str], Application], wires: Wires, qtbot: QtBot
) -> None:
    here = sign_in(qtbot, first)
    link(here, first, wires)
    kiosk = computer("kiosk")
    join(qtbot, kiosk, invite(here, first, "At the door", "Kiosk"), here)
    arrive(qtbot, kiosk)
    assert kiosk.opened is not None
    assert first.opened is not None
    held, there = rows(kiosk.opened.store), rows(first.opened.store)
    assert [row["name"] for row in held["service"]] == [row["name"] for row in there["service"]]
    assert held["customer"] == []
    assert there["customer"] != []


def chip(program: Application) -> str:
    name: str = front_of(program).shell.top_bar.connection.accessibleName()
    return name.replace("\u2068", "").replace("\u2069", "")
