"""What was done, by clicks and keys: narrowed, read on while scrolling, opened, exported, and hidden from others."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bizet_core.business.access.operations import NoteSession, note_session
from bizet_core.business.access.rules import Happened
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, edit_staff
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.people.customers.operations import AddNote, EditCustomer, add_note, edit_customer
from bizet_core.store import SYSTEM
from bizet_desk.desk import Desk
from bizet_desk.messages import teach
from bizet_desk.syncing.status import State, Status
from tests.conftest import Clock
from tests.support.makers import Salon, a_customer, a_person
from tests.support.widget_driver import UiDriver
from ui.business.settings.settings_screen import SettingsScreen
from ui.kit.shell.toast import Toast
from ui.oversight.activity.activity_page import ActivitySection


@pytest.fixture
def salon(salon: Salon, desk: Desk, clock: Clock) -> Salon:
    """The salon, and two days later Olivia's alert is changed by Inês and a note is written by Bea."""
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    clock.pass_by(days=2)
    alert = EditCustomer(customer=salon.olivia, alert="PPD allergy")
    desk.do_now(edit_customer, alert, actor=salon.actor(salon.ines))
    clock.pass_by(hours=1)
    desk.do_now(add_note, AddNote(customer=salon.wang, words="tea"), actor=salon.actor(salon.bea))
    return salon


@pytest.fixture
def hands(desk: Desk, salon: Salon, qtbot: QtBot, problems: Callable[[], list[str]]) -> UiDriver:
    window = QWidget()
    window.setObjectName("root")
    made = SettingsScreen(desk, Toast(window), salon.location)
    made.setParent(window)
    made.resize(1180, 800)
    hands = UiDriver(qtbot, window)
    hands.press("Activity")
    return hands


@pytest.fixture
def screen(hands: UiDriver) -> SettingsScreen:
    found = hands.screen.findChild(SettingsScreen)
    assert isinstance(found, SettingsScreen)
    return found


def section(screen: SettingsScreen) -> ActivitySection:
    found = screen.findChild(ActivitySection)
    assert isinstance(found, ActivitySection)
    return found


@pytest.mark.feature("17.2.2", "31.1.2")
def test_the_newest_stands_first_with_who_and_what_and_of_whom(hands: UiDriver) -> None:
    hands.reads("Note written")
    assert hands.cells()[1:4] == ["Bea Costa", "Note written", "王伟"]
    assert hands.cells()[5:8] == [
        "Inês Duarte",
        "Details of a customer changed · Alert from - to PPD allergy",
        "Olivia Hart",
    ]


@pytest.mark.feature("31.1.2")
def test_it_is_narrowed_to_a_person_and_to_words(hands: UiDriver) -> None:
    hands.choose("Person", "Inês")
    hands.wait(lambda: "Bea Costa" not in hands.cells() and len(hands.cells()) == 4)
    hands.choose("Person", "Everybody")
    hands.write("Search what was done", "note wei")
    hands.reads("Nothing like this was done in these days.")
    hands.write("Search what was done", "note bea")
    hands.wait(lambda: hands.cells()[1:] == ["Bea Costa", "Note written", "王伟"])


@pytest.mark.feature("31.1.2")
def test_it_is_narrowed_to_days_that_are_typed(hands: UiDriver) -> None:
    hands.reads("Note written")
    hands.write("Until", "12/03/2026")
    hands.wait(lambda: "Note written" not in hands.cells() and "Business set up" in hands.cells())
    hands.write("From", "1/3/2026")
    hands.write("Until", "2/3/2026")
    hands.reads("Nothing like this was done in these days.")


def test_what_is_done_now_stands_there_at_once(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.reads("Note written")
    desk.do_now(edit_customer, EditCustomer(customer=salon.wang, alert="Latex"))
    hands.reads("Alert from - to Latex")


def test_older_lines_come_while_scrolling(
    hands: UiDriver, screen: SettingsScreen, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.reads("Note written")
    for n in range(250):
        a_customer(desk.store, f"Customer {n}")
    made = section(screen)
    table = made.rows.table
    hands.wait(lambda: "more while scrolling" in hands.words())
    assert len(made.rows.model.rows) < 250
    table.setFocus()
    for _ in range(4):
        QTest.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        hands.wait(lambda: made._coming is None)
    hands.wait(lambda: "Business set up" in hands.cells())
    names = [line.about for line in made.rows.model.rows if line.about.startswith("Customer ")]
    assert sorted(names) == sorted({f"Customer {n}" for n in range(250)})


def test_a_line_is_read_whole_and_opens_what_it_is_about(hands: UiDriver, screen: SettingsScreen, salon: Salon) -> None:
    opened: list[tuple[object, ...]] = []
    screen.opened.connect(lambda *what: opened.append(what))
    hands.open_row("PPD allergy")
    assert opened == [("customer", salon.olivia)]
    hands.reads(
        "Customer Olivia Hart · Details of a customer changed · Alert from - to PPD allergy · Inês Duarte · 14/03"
    )
    hands.press("Open")
    assert opened == [("customer", salon.olivia)] * 2


def test_a_desk_that_is_offline_says_that_what_others_did_is_missing(hands: UiDriver, screen: SettingsScreen) -> None:
    hands.reads("Note written")
    agreed_at = datetime(2026, 3, 14, 7, 30, tzinfo=UTC)
    section(screen).show_status(Status(State.OFFLINE, agreed_at=agreed_at))
    hands.reads("What other desks did is not here yet. Last agreed: 14 Mar 2026, 07:30")
    section(screen).show_status(Status(State.AGREED, agreed_at=agreed_at))
    assert "What other desks did" not in hands.words()
    assert "Note written" in hands.cells()


def test_the_slash_leads_to_the_search(hands: UiDriver, screen: SettingsScreen) -> None:
    hands.reads("Note written")
    made = section(screen)
    made.window().activateWindow()
    made.rows.table.setFocus()
    QTest.keyClick(made.rows.table, Qt.Key.Key_Slash)
    assert hands.seen(QLineEdit, "Search what was done").hasFocus()


@pytest.mark.feature("17.2.2")
def test_it_is_exported_for_a_spreadsheet(hands: UiDriver, screen: SettingsScreen, tmp_path: Path) -> None:
    hands.choose("Person", "Inês")
    hands.wait(lambda: len(hands.cells()) == 4)
    path = tmp_path / "activity.csv"
    section(screen).save(path)
    hands.reads("1 line exported.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["When", "Person", "Device", "What", "Sort of thing", "Concerning"],
            ["2026-03-14T08:00:00+00:00", "Inês Duarte", "",
             "Details of a customer changed · Alert from – to PPD allergy", "Customer", "Olivia Hart"],
        ]  # fmt: skip


def test_a_folder_that_is_not_there_is_said(hands: UiDriver, screen: SettingsScreen, tmp_path: Path) -> None:
    teach()
    hands.reads("Note written")
    section(screen).save(tmp_path / "nowhere" / "activity.csv")
    hands.reads("This could not be written to")
    assert section(screen).export.isEnabled()


@pytest.mark.feature("17.2.2")
def test_whoever_comes_next_sees_no_more_than_they_may(
    hands: UiDriver, screen: SettingsScreen, desk: Desk, salon: Salon
) -> None:
    hands.reads("Inês Duarte")
    desk.sign_in(salon.actor(salon.bea))
    assert hands.cells() == []
    hands.wait(lambda: hands.cells()[1:] == ["Bea Costa", "Note written", "王伟"])
    assert not section(screen).export.isVisible()
    assert [box.accessibleName() for box in screen.findChildren(QComboBox) if box.isVisible()] == ["Sort of thing"]
    desk.sign_in(SYSTEM)
    hands.reads("Inês Duarte")


@pytest.mark.feature("31.3.1")
def test_who_was_signed_in_and_when_is_a_page_of_its_own_and_is_exported(
    hands: UiDriver, screen: SettingsScreen, desk: Desk, salon: Salon, clock: Clock, tmp_path: Path
) -> None:
    bea = salon.actor(salon.bea)
    desk.do_now(note_session, NoteSession(what=Happened.WRONG_PIN), actor=bea)
    clock.pass_by(minutes=1)
    desk.do_now(note_session, NoteSession(what=Happened.SIGNED_IN), actor=bea)
    hands.choose("Sort of thing", "Signing in and out")
    hands.wait(lambda: len(hands.cells()) == 8)
    assert hands.cells()[1:4] == ["Bea Costa", "Signed in", "Bea Costa"]
    assert hands.cells()[5:] == ["Somebody", "Wrong PIN entered", "Bea Costa"]
    section(screen).save(tmp_path / "sessions.csv")
    hands.reads("2 lines exported.")
    with (tmp_path / "sessions.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[1:4] for row in csv.reader(file)][1:] == [
            ["Bea Costa", "", "Signed in"], ["Somebody", "", "Wrong PIN entered"],
        ]  # fmt: skip
    hands.choose("Sort of thing", "Customers")
    hands.wait(lambda: "Note written" in hands.cells() and "Signed in" not in hands.cells())
    hands.choose("Sort of thing", "Everything")
    hands.wait(lambda: {"Note written", "Signed in"} <= set(hands.cells()))


@pytest.mark.feature("31.3.1")
def test_from_a_persons_page_the_history_leads_to_what_was_done_about_them(
    hands: UiDriver, screen: SettingsScreen, desk: Desk, salon: Salon
) -> None:
    desk.do_now(edit_staff, EditStaff(staff=salon.bea, title="Colourist"))
    hands.press("Staff")
    hands.open_row("Bea Costa")
    hands.press("History")
    hands.reads("Title from - to Colourist")
    hands.reads("Only about Bea Costa")
    assert "Weekly hours set" in " ".join(hands.cells())
    assert {cell for cell in hands.cells() if cell in ("Olivia Hart", "王伟", "Inês Duarte")} == set()
    assert section(screen).filter.days.first == date(2025, 3, 14), "a year of it"
    hands.press("Only about Bea Costa")
    hands.wait(lambda: "王伟" in hands.cells())
    assert section(screen).filter.days.first == date(2026, 3, 8)
    assert "Only about" not in hands.words()


def test_whoever_sees_no_history_is_not_led_there(
    hands: UiDriver, screen: SettingsScreen, desk: Desk, salon: Salon
) -> None:
    helper = a_person(desk.store, "Eva", salon.location, Role.CONTRACTOR)
    hands.press("Staff")
    hands.open_row("Bea Costa")
    hands.seen(QAbstractButton, "History")
    desk.sign_in(salon.actor(helper))
    hands.wait(lambda: "History" not in hands.words())
    assert "Profile" in hands.words()
