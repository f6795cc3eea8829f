"""Signing in and approving by clicks and keys."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from bizet_core.business.settings.operations import EditBusiness, edit_business
from bizet_core.business.staff.operations import SetPin, set_pin
from bizet_core.store import Actor
from bizet_desk.desk import Desk
from tests.conftest import Clock
from tests.support.makers import OWNER_PIN, STAFF_PIN, Salon, refused
from tests.support.widget_driver import UiDriver
from ui.kit.forms.approval import Approval, ask_approval
from ui.main.lock_screen import LockScreen
from ui.main.sign_in import SignInController


@pytest.fixture
def salon(salon: Salon) -> Salon:
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin=STAFF_PIN))
    return salon


@pytest.fixture
def screen(desk: Desk, salon: Salon, qtbot: QtBot) -> tuple[SignInController, UiDriver]:
    desk.sign_out()
    screen = LockScreen("Salon Carmen")
    return SignInController(desk, screen), UiDriver(qtbot, screen)


def type_pin(hands: UiDriver, pin: str) -> None:
    field = hands.seen(QLineEdit, "PIN of")
    QTest.keyClicks(field, pin)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.feature("14.1.3")
def test_a_face_and_the_right_pin_let_in(screen: tuple[SignInController, UiDriver], salon: Salon, qtbot: QtBot) -> None:
    porter, hands = screen
    hands.press("Inês Duarte")
    with qtbot.waitSignal(porter.signed_in) as told:
        type_pin(hands, STAFF_PIN)
    assert told.args is not None
    actor: Actor = told.args[0]
    assert (actor.staff, actor.everything) == (salon.ines, False)


def test_the_pad_types_a_pin_too(screen: tuple[SignInController, UiDriver], salon: Salon, qtbot: QtBot) -> None:
    porter, hands = screen
    hands.press("Carmen Reis")
    for digit in OWNER_PIN:
        hands.press(digit)
    with qtbot.waitSignal(porter.signed_in):
        hands.press("Sign in")


def test_somebody_without_a_pin_has_no_face(screen: tuple[SignInController, UiDriver]) -> None:
    _porter, hands = screen
    hands.reads("Inês Duarte")
    assert "Bea Costa" not in hands.words()


def test_a_wrong_pin_is_told_with_the_tries_that_are_left(screen: tuple[SignInController, UiDriver]) -> None:
    _porter, hands = screen
    hands.press("Inês Duarte")
    type_pin(hands, "999999")
    hands.reads("This is not the right PIN. You can try 4 more times.")
    assert hands.seen(QLineEdit, "PIN of").text() == ""


def test_too_many_wrong_pins_cost_a_wait_that_even_the_right_one_cannot_shorten(
    screen: tuple[SignInController, UiDriver], clock: Clock, qtbot: QtBot
) -> None:
    porter, hands = screen
    hands.press("Inês Duarte")
    for left in ("4 more times", "3 more times", "2 more times", "once more", "Wait"):
        type_pin(hands, "999999")
        hands.reads(left)
    type_pin(hands, "999999")
    hands.reads("Wait")
    type_pin(hands, STAFF_PIN)
    hands.reads("Too many wrong PINs. Try again at")
    clock.pass_by(minutes=20)
    with qtbot.waitSignal(porter.signed_in):
        type_pin(hands, STAFF_PIN)


def test_another_person_switches_by_their_own_pin(
    screen: tuple[SignInController, UiDriver], salon: Salon, qtbot: QtBot
) -> None:
    porter, hands = screen
    hands.press("Inês Duarte")
    QTest.keyClicks(hands.seen(QLineEdit, "PIN of"), "135")
    hands.press("Carmen Reis")
    assert hands.seen(QLineEdit, "PIN of Carmen").text() == ""
    with qtbot.waitSignal(porter.signed_in) as told:
        type_pin(hands, OWNER_PIN)
    assert told.args is not None
    assert told.args[0].staff == salon.owner


# --------------------------------------------------------------------------------------------------------- approving


@pytest.fixture
def asked(desk: Desk, salon: Salon, qtbot: QtBot) -> Iterator[tuple[Approval, UiDriver, list[UUID]]]:
    """Inês is at the desk and wants to change the name of the business."""
    desk.sign_in(salon.actor(salon.ines))
    window, given = QWidget(), list[UUID]()
    qtbot.addWidget(window)
    window.show()
    approve = partial(ask_approval, desk)
    dialog = approve(window, "settings.change", given.append)
    yield dialog, UiDriver(qtbot, dialog), given  # noqa: PT022  # the window must outlive the dialog


@pytest.mark.feature("3.1.3")
def test_a_managers_pin_and_reason_allow_one_action_once(
    asked: tuple[Approval, UiDriver, list[UUID]], desk: Desk, salon: Salon
) -> None:
    dialog, hands, given = asked
    rename = EditBusiness(name="Carmen & Inês")
    with refused("not_permitted"):
        desk.do_now(edit_business, rename)
    hands.reads("Change the business and its settings")
    hands.choose("Approved by", "Carmen Reis")
    hands.write("Their PIN", OWNER_PIN)
    hands.write("Reason", "New sign above the door")
    hands.press("Approve")
    hands.wait(lambda: bool(given) and not isValid(dialog))
    desk.do_now(edit_business, rename, approval=given[0])
    with refused("approval_void"):
        desk.do_now(edit_business, EditBusiness(name="Again"), approval=given[0])


def test_a_wrong_pin_approves_nothing_and_keeps_the_reason(asked: tuple[Approval, UiDriver, list[UUID]]) -> None:
    dialog, hands, given = asked
    hands.choose("Approved by", "Carmen Reis")
    hands.write("Their PIN", STAFF_PIN)
    hands.write("Reason", "Because")
    hands.press("Approve")
    hands.reads("This is not the right PIN.")
    assert dialog.isVisible()
    assert not given
    assert hands.seen(QLineEdit, "Reason").text() == "Because"


def test_only_those_who_may_are_offered_and_escape_cancels(asked: tuple[Approval, UiDriver, list[UUID]]) -> None:
    dialog, hands, given = asked
    hands.reads("Approve")
    box = dialog.form.fields.boxes["approver"].entry
    assert "Inês Duarte" not in [box.editor.itemText(i) for i in range(box.editor.count())]  # type: ignore[attr-defined]
    QTest.keyClick(hands.seen(QLineEdit, "Reason"), Qt.Key.Key_Escape)
    hands.wait(lambda: not isValid(dialog))
    assert not given
