"""The first run by clicks and keys: from an empty file to an owner at the desk."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from bizet_core.business.settings.queries import TheBusiness, business
from bizet_core.catalogue.services.queries import Services, all_services
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.store import Actor
from bizet_desk.desk import Desk
from bizet_desk.storage.recovery_key import RecoveryKey, new_recovery_key
from resources.sample import TRADES
from tests.support.widget_driver import UiDriver
from ui.setup.first_run import FirstRun
from ui.setup.first_run.recovery_key_page import RecoveryStep


@pytest.fixture
def key() -> RecoveryKey:
    return new_recovery_key()


@pytest.fixture
def run(desk: Desk, key: RecoveryKey, qtbot: QtBot, problems: Callable[[], list[str]]) -> tuple[FirstRun, UiDriver]:
    speak(Locale("en", "GB", "GBP", "Europe/London"))
    desk.sign_out()
    made = FirstRun(desk, key.words)
    return made, UiDriver(qtbot, made)


def answer(hands: UiDriver, trade: str) -> None:
    hands.choose("Country", "Portugal")
    hands.press("Go on")
    hands.press(trade)
    hands.write("Name of the business", "Salão Carmen")
    hands.write("Your name", "Carmen Reis")
    hands.write("Your PIN", "246810")
    hands.press("Begin")
    hands.reads("Your recovery key")


def type_group(hands: UiDriver, key: RecoveryKey) -> None:
    hands.press("I have it on paper")
    found = re.search(r"Type group (\d)", hands.words())
    assert found is not None
    hands.write("Type group", key.groups[int(found[1]) - 1].lower())
    QTest.keyClick(hands.seen(QLineEdit, "Type group"), Qt.Key.Key_Return)


def test_four_answers_make_a_business_with_an_owner_at_the_desk(
    run: tuple[FirstRun, UiDriver], desk: Desk, key: RecoveryKey, qtbot: QtBot
) -> None:
    wizard, hands = run
    answer(hands, "Salon and barber")
    with qtbot.waitSignal(wizard.done) as told:
        type_group(hands, key)
    assert told.args is not None
    actor: Actor = told.args[0]
    desk.sign_in(actor)
    made = desk.ask_now(business, TheBusiness())
    assert (made.name, made.country, made.currency, made.zone) == ("Salão Carmen", "PT", "EUR", "Europe/Lisbon")
    assert (actor.name, actor.everything) == ("Carmen Reis", True)
    assert len(desk.ask_now(all_services, Services())) == len(TRADES["salon"].services)


def test_a_group_typed_wrongly_confirms_nothing(run: tuple[FirstRun, UiDriver], key: RecoveryKey) -> None:
    _wizard, hands = run
    answer(hands, "Something else")
    hands.press("I have it on paper")
    assert key.groups[0] not in hands.words()
    hands.write("Type group", "AAAAA")
    hands.press("Confirm")
    hands.reads("Look at the paper once more.")


def test_the_key_is_saved_as_a_page_to_print(run: tuple[FirstRun, UiDriver], tmp_path: Path) -> None:
    _wizard, hands = run
    answer(hands, "Something else")
    file = tmp_path / "key.pdf"
    hands.seen(RecoveryStep, "").save_to(file)
    hands.reads("Saved as key.pdf.")
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_pin_too_short_is_told_and_nothing_is_begun(run: tuple[FirstRun, UiDriver], desk: Desk) -> None:
    _wizard, hands = run
    hands.press("Go on")
    hands.press("Something else")
    hands.write("Name of the business", "Salon")
    hands.write("Your name", "Ana")
    hands.write("Your PIN", "12")
    hands.press("Begin")
    hands.wait(lambda: hands.seen(QLineEdit, "Your PIN").property("wrong") == "true")
    assert hands.seen(QLineEdit, "Your name").text() == "Ana"
    assert desk.ask_now(business, TheBusiness()) is None
