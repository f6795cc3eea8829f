"""The side bar of the settings by clicks and keys: groups, finding a page, and who is led where."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bizet_core.business.staff.model import Role
from bizet_core.describe.languages.language import Locale, speak
from bizet_desk.desk import Desk
from tests.support.makers import Salon, a_person
from tests.support.widget_driver import UiDriver
from ui.business.settings.settings_screen import SettingsScreen
from ui.kit.shell.toast import Toast


@pytest.fixture
def hands(desk: Desk, salon: Salon, qtbot: QtBot, problems: Callable[[], list[str]]) -> UiDriver:
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    window = QWidget()
    window.setObjectName("root")
    screen = SettingsScreen(desk, Toast(window), salon.location)
    screen.setParent(window)
    screen.resize(1180, 800)
    return UiDriver(qtbot, window)


def screen_of(hands: UiDriver) -> SettingsScreen:
    found = hands.screen.findChild(SettingsScreen)
    assert isinstance(found, SettingsScreen)
    return found


def test_pages_stand_in_groups_in_their_order(hands: UiDriver) -> None:
    side = screen_of(hands).side
    assert list(side.headings) == ["business", "people", "offer", "desk", "records"]
    assert side.shown == (
        "business", "locations", "things", "taxes", "staff", "services", "categories", "products",
        "desk", "activity", "data",
    )  # fmt: skip
    assert "What is on offer" in hands.words()
    assert "devices" not in side.entries, "nothing keeps this desk agreed"


def test_a_page_is_found_by_what_it_is_about_and_opened_by_enter(hands: UiDriver) -> None:
    side = screen_of(hands).side
    hands.write("Find a setting", "vacat")
    assert side.shown == ("staff",)
    assert [id for id, heading in side.headings.items() if heading.isVisible()] == ["people"]
    QTest.keyClick(hands.seen(QLineEdit, "Find a setting"), Qt.Key.Key_Return)
    assert side.current == "staff"
    hands.reads("Add a person")


def test_every_word_counts_and_the_beginning_of_a_word_is_enough(hands: UiDriver) -> None:
    side = screen_of(hands).side
    hands.write("Find a setting", "pric")
    assert side.shown == ("services", "products")
    hands.write("Find a setting", "stock pric")
    assert side.shown == ("products",)
    hands.write("Find a setting", "ax")
    assert side.shown == ()
    hands.reads("No setting is called so.")
    QTest.keyClick(hands.seen(QLineEdit, "Find a setting"), Qt.Key.Key_Escape)
    assert len(side.shown) == 11
    assert "No setting is called so." not in hands.words()


def test_the_arrows_lead_from_the_field_through_the_pages(hands: UiDriver) -> None:
    side = screen_of(hands).side
    hands.write("Find a setting", "pric")
    finder = hands.seen(QLineEdit, "Find a setting")
    QTest.keyClick(finder, Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget() or finder, Qt.Key.Key_Down)
    assert side.buttons["products"].hasFocus()
    QTest.keyClick(side.buttons["products"], Qt.Key.Key_Return)
    assert side.current == "products"
    QTest.keyClick(side.buttons["products"], Qt.Key.Key_Up)
    assert side.buttons["services"].hasFocus()


def test_whoever_may_not_see_a_page_is_not_led_there(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    side = screen_of(hands).side
    desk.sign_in(salon.actor(a_person(desk.store, "Eva", salon.location, Role.CONTRACTOR)))
    assert {"activity", "data"} & set(side.shown) == set()
    hands.write("Find a setting", "backup")
    assert side.shown == ()
    desk.sign_in(salon.actor(salon.owner))
    assert side.shown == ("data",)


def test_in_german_it_is_found_by_german_words(desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    speak(Locale("de", "DE", "EUR", "Europe/Berlin"))
    window = QWidget()
    screen = SettingsScreen(desk, Toast(window), salon.location)
    screen.setParent(window)
    hands = UiDriver(qtbot, window)
    field = hands.seen(QLineEdit, "Einstellung suchen")
    field.setText("urlaub")
    assert hands.seen(QPushButton, "Team").isVisible()
    assert screen.side.shown == ("staff",)
