"""The very first start: no file, a few answers, and the owner is at a desk that opens again the next morning."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from bizet_core.describe.language import Locale, speak
from bizet_desk.places import places
from tests.hands import Hands
from ui.program import Program


def test_from_nothing_to_the_first_morning(tmp_path: Path, qtbot: QtBot) -> None:
    speak(Locale("en", "GB", "GBP", "Europe/London"))
    program = Program(places(tmp_path))
    program.places.make()
    try:
        assert program.open() is None, "there is nobody to sign in yet"
        assert program.first_run is not None
        hands = Hands(qtbot, program.first_run)
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
        program.close()
    again = Program(places(tmp_path))
    try:
        front = again.open()
        assert front is not None
        qtbot.waitUntil(lambda: front.lock_screen.who.text() == "Carmen Reis")
    finally:
        again.close()


def confirm(hands: Hands) -> None:
    """Type the group that is asked for, read from what was shown."""
    groups = re.findall(r"\b[A-Z0-9]{5,}\b", hands.words())
    hands.press("I have it on paper")
    found = re.search(r"Type group (\d+)", hands.words())
    assert found is not None
    hands.write("Type group", groups[int(found[1]) - 1])
    QTest.keyClick(hands.seen(QLineEdit, "Type group"), Qt.Key.Key_Return)
