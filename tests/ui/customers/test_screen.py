"""Customers by clicks and keys, on a real store through the real threads."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.people.customers.operations import AddNote, EditCustomer, add_note, edit_customer
from bizet_core.people.customers.queries import FindCustomers, OneCustomer, customer, find_customers, notes
from bizet_desk.desk import Desk
from tests.desk.gate import Gate
from tests.support.makers import Salon, a_customer
from tests.support.widget_driver import UiDriver
from ui.kit.shell.toast import Toast
from ui.people.customers.customers_screen import CustomersScreen


@pytest.fixture
def salon(salon: Salon) -> Salon:
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    return salon


@pytest.fixture
def screen(
    desk: Desk, salon: Salon, qtbot: QtBot, problems: Callable[[], list[str]]
) -> tuple[CustomersScreen, UiDriver]:
    window = QWidget()
    window.setObjectName("root")
    made = CustomersScreen(desk, Toast(window))
    made.setParent(window)
    made.resize(1180, 800)
    hands = UiDriver(qtbot, window)
    hands.reads("Olivia Hart")
    return made, hands


def visit(salon: Salon) -> Book:
    part = PartAsked(service=salon.cut, staff=salon.ines)
    starts = datetime(2026, 3, 13, 10, tzinfo=UTC)
    return Book(location=salon.location, starts_at=starts, parts=(part,), customer=salon.olivia)


@pytest.mark.feature("2.1.5")
def test_the_page_begins_with_the_alert_and_shows_the_next_visit(
    screen: tuple[CustomersScreen, UiDriver], desk: Desk, salon: Salon
) -> None:
    _page, hands = screen
    desk.do_now(edit_customer, EditCustomer(customer=salon.olivia, alert="PPD allergy"))
    desk.do_now(book, visit(salon))
    hands.open_row("Olivia Hart")
    hands.reads("PPD allergy")
    hands.reads("Cut & finish")
    assert "+447700900142 · olivia@example.com" in hands.words()


@pytest.mark.feature("2.1.5")
def test_who_is_typed_is_found_and_opened_by_enter(screen: tuple[CustomersScreen, UiDriver], salon: Salon) -> None:
    page, hands = screen
    page.take_focus()
    hands.write("Find a customer", "900 142")
    QTest.keyClick(page.finder, Qt.Key.Key_Return)
    hands.reads("Has not been here yet")
    assert page.sides.page is not None
    assert "王伟" not in hands.cells()


def test_whoever_is_not_found_is_added_by_enter(screen: tuple[CustomersScreen, UiDriver], desk: Desk) -> None:
    page, hands = screen
    hands.write("Find a customer", "Zoë Blanc")
    QTest.keyClick(page.finder, Qt.Key.Key_Return)
    hands.wait(lambda: hands.seen(QLineEdit, "Name").text() == "Zoë Blanc")
    QTest.keyClick(hands.seen(QLineEdit, "Name"), Qt.Key.Key_Return)
    hands.reads("Customer added.")
    (found,) = desk.ask_now(find_customers, FindCustomers(typed="zoe"))
    assert found.name == "Zoë Blanc"


@pytest.mark.feature("2.2.1", "2.2.2", "2.2.3")
def test_names_phone_and_address_are_changed_in_a_form(
    screen: tuple[CustomersScreen, UiDriver], desk: Desk, salon: Salon
) -> None:
    _page, hands = screen
    hands.open_row("Olivia Hart")
    hands.press("Edit")
    hands.write("First name", "Olivia")
    hands.write("Last name", "Hart")
    hands.write("Phone", "912 345 678")
    hands.write("E-mail", "o.hart@example.com")
    hands.press("Save")
    hands.reads("o.hart@example.com")
    row = desk.ask_now(customer, OneCustomer(customer=salon.olivia))
    assert (row.given_name, row.family_name) == ("Olivia", "Hart")
    assert (row.phone, row.email) == ("+351912345678", "o.hart@example.com")


@pytest.mark.feature("2.2.8")
def test_a_note_is_written_and_stands_first(screen: tuple[CustomersScreen, UiDriver], desk: Desk, salon: Salon) -> None:
    _page, hands = screen
    hands.open_row("Olivia Hart")
    hands.write("Note", "Prefers mornings")
    hands.press("Add note")
    hands.reads("Prefers mornings")
    hands.wait(lambda: hands.seen(QPlainTextEdit, "Note").toPlainText() == "")
    (noted,) = desk.ask_now(notes, OneCustomer(customer=salon.olivia))
    assert noted.words == "Prefers mornings"


def test_all_of_a_long_note_is_shown_when_asked_for(
    screen: tuple[CustomersScreen, UiDriver], desk: Desk, salon: Salon
) -> None:
    _page, hands = screen
    with hands.qtbot.waitSignal(desk.changed):  # else the list is shown anew, and shortened, after the press
        desk.do_now(add_note, AddNote(customer=salon.olivia, words="well " * 3000 + "the end"))
    hands.open_row("Olivia Hart")
    hands.press("Show all of it")
    hands.reads("the end")


def test_all_of_a_note_comes_although_the_list_is_drawn_anew_meanwhile(
    screen: tuple[CustomersScreen, UiDriver], desk: Desk, salon: Salon, gate: Gate
) -> None:
    _page, hands = screen
    desk.do_now(add_note, AddNote(customer=salon.olivia, words="well " * 3000 + "the end"))
    hands.open_row("Olivia Hart")
    hands.seen(QAbstractButton, "Show all of it")
    hands.write("Note", "half a sent")
    with gate.on_the_reader(desk):
        with hands.qtbot.waitSignal(desk.changed):
            desk.do_now(add_note, AddNote(customer=salon.olivia, words="Somebody else wrote this"))
        hands.press("Show all of it")  # the list is asked for already, and drawn anew before this is answered
    hands.reads("the end")
    hands.reads("Somebody else wrote this")
    desk.do_now(add_note, AddNote(customer=salon.olivia, words="And this"))
    hands.reads("And this")
    assert "the end" in hands.words(), "it stays open"
    assert hands.seen(QPlainTextEdit, "Note").toPlainText() == "half a sent"


@pytest.mark.feature("2.2.10")
def test_the_history_tells_what_happened(screen: tuple[CustomersScreen, UiDriver], desk: Desk, salon: Salon) -> None:
    _page, hands = screen
    desk.do_now(book, visit(salon))
    hands.open_row("Olivia Hart")
    hands.press("History")
    hands.reads("Cut & finish")
    hands.reads("Confirmed")
    assert "Customer added" in hands.words()


def test_the_list_goes_on_where_it_ends(screen: tuple[CustomersScreen, UiDriver], desk: Desk) -> None:
    page, hands = screen
    for number in range(150):
        a_customer(desk.store, f"Guest {number:03}")
    hands.wait(lambda: len(page.rows.model.rows) == 100)
    bar = page.rows.table.verticalScrollBar()
    hands.wait(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    hands.wait(lambda: len(page.rows.model.rows) == 152)


def test_booking_again_is_asked_of_the_calendar(
    screen: tuple[CustomersScreen, UiDriver], salon: Salon, qtbot: QtBot
) -> None:
    page, hands = screen
    page.open_customer(salon.olivia)
    with qtbot.waitSignal(page.book_again) as told:
        hands.press("Book")
    assert told.args == [salon.olivia]


def test_somebody_who_may_be_known_already_is_told_of(screen: tuple[CustomersScreen, UiDriver], salon: Salon) -> None:
    _page, hands = screen
    hands.press("Add customer")
    hands.write("Name", "Olivia Hart")
    hands.write("Phone", "+44 7700 900142")
    QTest.keyClick(hands.seen(QLineEdit, "Name"), Qt.Key.Key_Return)
    hands.reads("This may be somebody known already")
