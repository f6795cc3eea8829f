"""Importing at the desk by clicks: files from other programs, previewed, taken over, taken back."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bizet_core.booking.calendar_import.operations import calendar_of
from bizet_core.booking.calendar_import.queries import OfCalendar, imported
from bizet_core.business.staff.operations import AddStaff, add_staff
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.people.customers.queries import Customers, FindCustomers, all_customers, find_customers
from bizet_core.setup.customer_import.operations import BATCH
from bizet_desk.desk import Desk
from tests.core.booking.calendar_import.test_operations import DENTIST, SECRET, ics
from tests.support.makers import Salon
from tests.support.widget_driver import UiDriver
from ui.business.settings.settings_screen import SettingsScreen
from ui.kit.shell.toast import Toast
from ui.setup.imports.calendar_import import CalendarImport
from ui.setup.imports.customer_import import CustomerImport

LIST = "Name;Telefon;Info\nAna Silva;912 345 678;mag Tee\nOlivia Hart;+44 7700 900142;\nkaputt;keine Nummer;\n"


@pytest.fixture
def salon(salon: Salon) -> Salon:
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    return salon


@pytest.fixture
def hands(desk: Desk, salon: Salon, qtbot: QtBot, problems: Callable[[], list[str]]) -> UiDriver:
    window = QWidget()
    window.setObjectName("root")
    screen = SettingsScreen(desk, Toast(window), salon.location)
    screen.setParent(window)
    screen.resize(1180, 800)
    hands = UiDriver(qtbot, window)
    hands.press("Data")
    return hands


@pytest.mark.feature("2.1.7")
def test_a_list_is_previewed_imported_and_taken_back(hands: UiDriver, desk: Desk, tmp_path: Path) -> None:
    before = desk.ask_now(all_customers, Customers())
    file = tmp_path / "kunden.csv"
    file.write_text(LIST, "utf-8")
    hands.seen(CustomerImport, "").take(file)
    hands.reads("2 rows can be imported. 1 cannot. 1 seem to be here already.")
    assert "Is here already" in hands.cells()
    hands.press("Import 2 customers")
    hands.reads("The list is imported.")
    (ana,) = desk.ask_now(find_customers, FindCustomers(typed="ana silva"))
    assert ana.phone == "+351912345678"
    assert len(desk.ask_now(all_customers, Customers())) == len(before) + 1
    hands.press("Undo import")
    hands.reads("The import was taken back.")
    assert desk.ask_now(all_customers, Customers()) == before


def test_an_import_is_taken_back_as_a_whole_from_where_it_is_told(hands: UiDriver, desk: Desk, tmp_path: Path) -> None:
    before = desk.ask_now(all_customers, Customers())
    file = tmp_path / "list.csv"
    file.write_text("Name\n" + "".join(f"Guest {n}\n" for n in range(BATCH + 1)), "utf-8")
    hands.seen(CustomerImport, "").take(file)
    hands.press(f"Import {BATCH + 1} customers")
    hands.reads("The list is imported.")
    hands.press("Staff")  # the page is left, what was told stands there still
    hands.press("Undo")
    hands.reads("The import was taken back.")
    assert desk.ask_now(all_customers, Customers()) == before


def test_a_column_is_read_as_something_else_when_a_person_says_so(hands: UiDriver, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "kunden.csv"
    file.write_text(LIST, "utf-8")
    hands.seen(CustomerImport, "").take(file)
    hands.reads("2 rows can be imported.")
    hands.choose("What “Info” holds", "Alert")
    hands.reads("mag Tee")
    hands.press("Import 2 customers")
    hands.reads("The list is imported.")
    (ana,) = desk.ask_now(find_customers, FindCustomers(typed="ana silva"))
    assert ana.alert == "mag Tee"


def test_a_file_that_is_no_list_is_told_in_a_sentence(hands: UiDriver, tmp_path: Path) -> None:
    file = tmp_path / "kunden.csv"
    file.write_bytes(b"PK\x03\x04 a workbook")
    hands.seen(CustomerImport, "").take(file)
    hands.reads("This is a workbook of a spreadsheet program.")


@pytest.mark.feature("8.2.4")
def test_a_calendar_is_imported_as_busy_time_once(hands: UiDriver, desk: Desk, salon: Salon, tmp_path: Path) -> None:
    file = tmp_path / "work.ics"
    file.write_bytes(ics(DENTIST, SECRET))
    hands.press("Import a calendar")
    hands.choose("Whose calendar", "Inês Duarte")
    hands.seen(CalendarImport, "").take(file)
    hands.reads("2 entries take time.")
    assert "Therapy" not in hands.cells()
    for _time in range(2):
        hands.press("Import 2 entries")
        hands.reads("The calendar is here.")
    asked = OfCalendar(calendar=calendar_of(salon.ines, "work"), since=datetime(2026, 1, 1, tzinfo=UTC))
    assert len(desk.ask_now(imported, asked)) == 2


def test_whose_calendar_it_is_stays_chosen_when_somebody_joins(hands: UiDriver, desk: Desk) -> None:
    hands.press("Import a calendar")
    hands.choose("Whose calendar", "Inês Duarte")
    desk.do_now(add_staff, AddStaff(name="Ada Ferreira"))
    who = hands.seen(CalendarImport, "").who
    hands.wait(lambda: who.findText("Ada Ferreira") >= 0)
    assert who.currentText() == "Inês Duarte"


def test_sample_data_goes_and_comes_back(hands: UiDriver, desk: Desk) -> None:
    desk.do_now(add_customer, AddCustomer(name="Sam Ple", sample=True))
    hands.press("Sample data")
    hands.press("Remove sample data")
    hands.wait(lambda: len(desk.ask_now(all_customers, Customers())) == 2)
    hands.press("Undo")
    hands.wait(lambda: len(desk.ask_now(all_customers, Customers())) == 3)
