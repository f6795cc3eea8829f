"""The Inbox in the program: a count on the rail, and what a card is about beside it."""

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from bizet_core.describe.formats.numbers import plain
from bizet_core.describe.languages.language import Locale, speak
from bizet_desk.desk import Desk
from tests.support.makers import Salon
from tests.support.widget_driver import UiDriver
from tests.ui.inbox.test_screen import a_clash_of_edits
from ui.main.main_window import MainWindow, Place
from ui.people.customers.customer_panel import CustomerPanel


def test_the_rail_counts_what_waits_and_a_card_opens_its_customer(desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    place = Place("Salon Carmen", salon.location, "Europe/Lisbon", "EUR", desk.store.clock)
    front = MainWindow(desk, place)
    hands = UiDriver(qtbot, front)
    front.enter(salon.actor(salon.owner))
    assert plain(hands.seen(QToolButton, "Inbox").accessibleName()) == "Inbox"
    a_clash_of_edits(salon)
    desk.changed.emit(frozenset({"inbox_card"}))
    hands.seen(QToolButton, "Inbox, 1 waiting").click()
    hands.press("Open Olivia Hart")
    hands.wait(lambda: isinstance(front.shell.panel.content(), CustomerPanel))
    hands.press("Keep theirs")
    hands.reads("All caught up.")
    hands.wait(lambda: plain(hands.seen(QToolButton, "Inbox").accessibleName()) == "Inbox")
