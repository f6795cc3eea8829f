"""The very first start: no file, a few answers, and the owner is at a desk that opens again the next morning."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from bizet_core.describe.languages.language import Locale, speak
from bizet_desk.storage.paths import places
from bizet_desk.storage.recovery_key import read_recovery_key
from tests.support.widget_driver import UiDriver
from ui.startup.application import Application


def test_from_nothing_to_the_first_morning(tmp_path: Path, qtbot: QtBot) -> None:
    speak(Locale("en", "GB", "GBP", "Europe/London"))
    program = Application(places(tmp_path))
    program.places.make()
    try:
        assert program.open() is None, "there is nobody to sign in yet"
        assert program.first_run is not None
        hands = UiDriver(qtbot, program.first_run)
        hands.choose("Country", "Portugal")
        hands.press("Go on")
        hands.press("Salon and barber")
        hands.write("Name of the business", "Salão Carmen")
        hands.write("Your name", "Carmen Reis")
        hands.write("Your PIN", "246810")
        hands.press("Begin")
        hands.reads("Your recovery key")
        confirm(hands)
        qtbot.waitUntil(lambda: program.front is not None and program.front.window_ is not None)
        assert program.front is not None
        assert program.front.shell.current == "calendar"
    finally:
        switch_off(program)
    again = Application(places(tmp_path))
    try:
        front = again.open()
        assert front is not None
        qtbot.waitUntil(lambda: front.lock_screen.who.text() == "Carmen Reis")
    finally:
        switch_off(again)


def switch_off(program: Application) -> None:
    program.close()
    if program.front is not None:
        program.front.deleteLater()


def confirm(hands: UiDriver) -> None:
    """Type the group that is asked for, read from what was shown."""
    groups = re.findall(r"\b[A-Z0-9]{5,}\b", hands.words())
    hands.press("I have it on paper")
    found = re.search(r"Type group (\d+)", hands.words())
    assert found is not None
    hands.write("Type group", groups[int(found[1]) - 1])
    QTest.keyClick(hands.seen(QLineEdit, "Type group"), Qt.Key.Key_Return)


def test_a_first_run_cut_off_before_the_key_is_on_paper_goes_on_there_with_a_new_key(
    tmp_path: Path, qtbot: QtBot
) -> None:
    speak(Locale("en", "GB", "GBP", "Europe/London"))
    program = Application(places(tmp_path))
    program.places.make()
    try:
        program.open()
        assert program.first_run is not None
        hands = UiDriver(qtbot, program.first_run)
        hands.choose("Country", "Portugal")
        hands.press("Go on")
        hands.press("Something else")
        hands.write("Name of the business", "Salão Carmen")
        hands.write("Your name", "Carmen Reis")
        hands.write("Your PIN", "246810")
        hands.press("Begin")
        hands.reads("Your recovery key")
        first = shown(hands)
    finally:
        switch_off(program)  # as if the power had gone: nothing is written on the way out

    again = Application(places(tmp_path))
    try:
        assert again.open() is None, "not past the recovery key"
        assert again.first_run is not None
        assert again.opened is not None
        hands = UiDriver(qtbot, again.first_run)
        hands.reads("Welcome back to Salão Carmen")
        hands.write("Your PIN", "000000")
        hands.press("Go on")
        hands.reads("This is not the right PIN.")
        assert shown(hands) == []
        hands.write("Your PIN", "246810")
        hands.press("Go on")
        hands.reads("Your recovery key")
        second = shown(hands)
        assert len(second) == 8
        assert second != first
        assert read_recovery_key("-".join(second)).public == again.opened.keys.recovery
        confirm(hands)
        qtbot.waitUntil(lambda: again.front is not None and again.front.window_ is not None)
    finally:
        switch_off(again)

    third = Application(places(tmp_path))
    try:
        assert third.open() is not None, "once it is on paper, it is not asked for any more"
    finally:
        switch_off(third)


def shown(hands: UiDriver) -> list[str]:
    """The groups of the key on the screen."""
    return re.findall(r"\b[A-Z0-9]{5}\b", hands.words())
