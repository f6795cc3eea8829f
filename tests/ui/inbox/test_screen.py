"""The Inbox by clicks and keys, on a real store through the real threads."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bizet_core.base.instants import to_ms
from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.business.devices.operations import JoinDevice, LockDevice, join_device, lock_device
from bizet_core.describe.formats.numbers import plain
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.oversight.inbox.after_restore.lost_rows import card_of
from bizet_core.oversight.inbox.operations import TellLost, tell_lost
from bizet_core.oversight.inbox.queries import HowMany, OpenCards, one_card, open_cards, waiting_cards
from bizet_core.oversight.inbox.requests import LostCard, OfCard
from bizet_core.store import Actor
from bizet_core.store.journal.cards import CardKind, CardState, put_card
from bizet_core.store.tables.ids import new_id
from bizet_desk.desk import Desk
from tests.support.makers import Salon
from tests.support.widget_driver import UiDriver
from ui.kit.shell.toast import Toast
from ui.oversight.inbox.card_view import InboxCard
from ui.oversight.inbox.inbox_screen import InboxScreen


@pytest.fixture
def salon(salon: Salon) -> Salon:
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    return salon


@pytest.fixture
def window(desk: Desk, salon: Salon, qtbot: QtBot, problems: Callable[[], list[str]]) -> QWidget:
    window = QWidget()
    window.setObjectName("root")
    return window


def shown(window: QWidget, desk: Desk, qtbot: QtBot) -> tuple[InboxScreen, UiDriver]:
    screen = InboxScreen(desk, Toast(window))
    screen.setParent(window)
    screen.resize(1180, 800)
    hands = UiDriver(qtbot, window)
    window.activateWindow()
    return screen, hands


def a_clash_of_edits(salon: Salon, minutes_ago: int = 0) -> UUID:
    """As the authority writes one: somebody at Desk 2 wanted another alert for Olivia."""
    store, me = salon.store, salon.store.identity
    with store.transaction() as connection:
        then = store.clock() - timedelta(minutes=minutes_ago)
        work = store.work_for(connection, new_id(), Actor(None, "Bea Costa"), then, me.device, me.inc)
        facts = {"field": "alert", "now": "", "ours": {"alert": "Latex"}}
        with store.capturing(work):
            return put_card(
                work, CardKind.REFUSED, "changed_meanwhile", "customers.edit_customer", facts,
                subject="customer", subject_id=salon.olivia,
            )  # fmt: skip


def a_lost_booking(salon: Salon) -> UUID:
    """As a server tells of one that it has lost, and that a computer still had."""
    store, op, visit = salon.store, new_id(), new_id()
    when = {"at": to_ms(datetime(2026, 3, 13, 10, tzinfo=UTC))}
    ours = {"customer": str(salon.olivia), "starts_at": when, "services": "Cut", "staff": str(salon.ines)}
    about = {"facts": {"what": "booking", "n": 4, "ours": ours}, "subject": "booking", "subject_id": visit}
    by = {"device": store.identity.device, "actor": None, "actor_name": "Bizet", "at": store.clock()}
    card = LostCard(op=op, code="lost_row", name="bookings.book", amount=None, currency="", rows=(), **about, **by)
    store.do(tell_lost, TellLost(cards=(card,)))
    return card_of(op)


def hours_there_again(salon: Salon) -> UUID:
    """As a server asks about Bea's week, which somebody had removed after the backup."""
    store, op = salon.store, new_id()
    week = [["resource_id", "Bea Costa"], ["weekdays", 0b111110], ["hours", [540, 1080]]]
    lunch = [["label", "Lunch"], ["resource_id", "Bea Costa"], ["weekdays", 0b111110], ["hours", [780, 840]]]
    facts = {"what": "timetable_rule", "n": 2, "again": [week, lunch]}
    about = {"facts": facts, "subject": "timetable_rule", "subject_id": new_id()}
    by = {"device": store.identity.device, "actor": None, "actor_name": "", "at": store.clock()}
    card = LostCard(op=op, code="removed_after_backup", name="", amount=None, currency="", rows=(), **about, **by)
    store.do(tell_lost, TellLost(cards=(card,)))
    return card_of(op)


def a_copied_device(desk: Desk) -> None:
    id = new_id()
    asked = JoinDevice(id=id, key=bytes(32), name="Desk 2", role=DeviceRole.DESK, state=DeviceState.ACTIVE)
    desk.do_now(join_device, asked)
    desk.do_now(lock_device, LockDevice(device=id))


def state(desk: Desk, card: UUID) -> CardState:
    found: CardState = desk.ask_now(one_card, OfCard(card=card)).state
    return found


def press(screen: InboxScreen, key: Qt.Key) -> None:
    QTest.keyClick(screen.current or screen, key)


def test_an_empty_inbox_says_so(window: QWidget, desk: Desk, qtbot: QtBot) -> None:
    _screen, hands = shown(window, desk, qtbot)
    hands.reads("All caught up.")


def test_a_card_says_what_happened_with_both_versions(window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    a_clash_of_edits(salon)
    _screen, hands = shown(window, desk, qtbot)
    hands.reads("The same was changed at two places. What came first stands.")
    for words in ("1 waiting", "Olivia Hart", "Bea Costa", "Alert: Latex", "Alert: -", "Keep ours", "Keep theirs"):
        assert words in hands.words()


def test_what_the_server_lost_says_what_it_was_and_is_left_out_by_a_click(
    window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot
) -> None:
    card = a_lost_booking(salon)
    screen, hands = shown(window, desk, qtbot)
    hands.reads("Lost at the server")
    for words in ("As a computer here still had it", "Services: Cut", "Customer: Olivia Hart", "Nothing of it stands."):
        assert words in hands.words()
    hands.press("Leave out")
    hands.reads("All caught up.")
    assert state(desk, card) is CardState.DONE
    hands.wait(lambda: screen._toast.offers_undo)
    press(screen, Qt.Key.Key_U)
    hands.reads("Bring back")
    assert state(desk, card) is CardState.OPEN


def test_what_was_removed_and_is_there_again_is_named_and_left_by_a_click(
    window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot
) -> None:
    card = hours_there_again(salon)
    screen, hands = shown(window, desk, qtbot)
    hands.reads("There again")
    hands.reads("Working hours or time off: some of this (2) was removed after the backup")
    for words in ("What is there again", "Bea Costa · Tue, Wed, Thu, Fri and Sat · 09:00-18:00", "Lunch · Bea Costa"):
        assert words in hands.words()
    assert "Nothing of it stands." not in hands.words()
    hands.press("Leave")
    hands.reads("All caught up.")
    assert state(desk, card) is CardState.DONE
    hands.wait(lambda: screen._toast.offers_undo)
    press(screen, Qt.Key.Key_U)
    hands.reads("Remove again")
    assert state(desk, card) is CardState.OPEN


def test_what_is_there_again_is_said_in_german_and_arabic(desk: Desk, salon: Salon) -> None:
    hours_there_again(salon)
    for locale, title, act, line in (
        (Locale("de", "DE", "EUR", "Europe/Lisbon"), "Wieder da", "Wieder entfernen", "Di, Mi, Do, Fr und Sa"),
        (Locale("ar", "EG", "EGP", "Europe/Lisbon"), "عاد من جديد", "احذف مجددًا", "الثلاثاء"),
    ):
        speak(locale)
        (card,) = desk.ask_now(open_cards, OpenCards())
        assert card.title == title
        assert card.choices[0][1] == act
        assert line in card.words(card.theirs[0])[1]
        assert "removed" not in card.sentence()


def test_the_screen_says_it_in_german_and_arabic(window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    a_lost_booking(salon)
    for locale, title, act in (
        (Locale("de", "DE", "EUR", "Europe/Lisbon"), "Auf dem Server verloren", "Zurückholen"),
        (Locale("ar", "EG", "EGP", "Europe/Lisbon"), "فُقد على الخادم", "استرجاع"),
    ):
        speak(locale)
        (card,) = desk.ask_now(open_cards, OpenCards())
        assert card.title == title
        assert card.choices[0][1] == act
        assert "Bring" not in card.sentence()


def test_theirs_is_kept_by_a_click_and_taken_back(window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    card = a_clash_of_edits(salon)
    screen, hands = shown(window, desk, qtbot)
    hands.press("Keep theirs")
    hands.reads("All caught up.")
    assert state(desk, card) is CardState.DONE
    hands.wait(lambda: screen._toast.offers_undo)
    press(screen, Qt.Key.Key_U)
    hands.reads("Keep theirs")
    assert state(desk, card) is CardState.OPEN


def test_keys_move_between_cards_and_settle_the_one_they_are_on(
    window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot
) -> None:
    newest, middle, oldest = (a_clash_of_edits(salon, minutes_ago) for minutes_ago in (0, 5, 9))
    screen, hands = shown(window, desk, qtbot)
    hands.reads("3 waiting")
    screen.take_focus()
    press(screen, Qt.Key.Key_J)
    press(screen, Qt.Key.Key_2)
    hands.reads("2 waiting")
    assert [state(desk, card) for card in (newest, middle, oldest)] == [
        CardState.OPEN, CardState.DONE, CardState.OPEN,
    ]  # fmt: skip
    assert screen.current is not None
    assert screen.current.card.id == oldest
    press(screen, Qt.Key.Key_K)
    press(screen, Qt.Key.Key_2)
    hands.reads("1 waiting")
    assert state(desk, newest) is CardState.DONE


def test_a_call_shows_the_number_and_leaves_the_keyboard_there(
    window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot
) -> None:
    card = a_clash_of_edits(salon)
    a_clash_of_edits(salon, 5)
    screen, hands = shown(window, desk, qtbot)
    hands.reads("2 waiting")
    screen.take_focus()
    press(screen, Qt.Key.Key_C)
    hands.reads("Call Olivia Hart: +447700900142")
    assert state(desk, card) is CardState.CALLING
    assert screen.current is not None
    assert screen.current.card.id == card
    press(screen, Qt.Key.Key_C)
    hands.wait(lambda: "Call Olivia Hart" not in hands.words())
    assert state(desk, card) is CardState.OPEN


def test_what_it_is_about_is_opened(window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    a_clash_of_edits(salon)
    screen, hands = shown(window, desk, qtbot)
    opened: list[tuple[object, ...]] = []
    screen.opened.connect(lambda *what: opened.append(what))
    hands.press("Open Olivia Hart")
    screen.take_focus()
    press(screen, Qt.Key.Key_O)
    assert opened == [("customer", salon.olivia)] * 2


def test_a_concern_that_needs_no_choice_is_marked_as_seen(window: QWidget, desk: Desk, qtbot: QtBot) -> None:
    a_copied_device(desk)
    _screen, hands = shown(window, desk, qtbot)
    hands.reads("Two copies of one device have spoken to the server.")
    assert "Keep theirs" not in hands.words()
    assert "Call" not in hands.words()
    hands.press("Mark as seen")
    hands.reads("All caught up.")


def test_a_refusal_is_told_and_the_card_stays(window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    a_clash_of_edits(salon)
    desk.sign_in(salon.actor(salon.bea))
    screen, hands = shown(window, desk, qtbot)
    hands.press("Keep theirs")
    hands.wait(lambda: "You may not do this" in screen._toast._text)
    assert desk.ask_now(waiting_cards, HowMany()) == 1


def test_a_card_is_read_aloud_with_whom_it_is_about(window: QWidget, desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    a_clash_of_edits(salon)
    _screen, hands = shown(window, desk, qtbot)
    card = hands.seen(InboxCard, "Not done. Olivia Hart. The same was changed")
    assert "Bea Costa" in plain(card.accessibleDescription())
