"""The settings by clicks and keys, on a real store through the real threads."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_core.business.locations.queries import OneLocation, location
from bizet_core.business.resources.queries import Resources, all_resources
from bizet_core.business.settings.queries import TheBusiness, TheSettings, business, device, house
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.queries import OnePerson, People, people, person
from bizet_core.catalogue.products.queries import Products, all_products
from bizet_core.catalogue.services.queries import Categories, Services, all_services, categories
from bizet_core.catalogue.taxes.queries import Rates, rates
from bizet_core.catalogue.timetable.queries import Departures, WeekOf, departures, week
from bizet_core.catalogue.timetable.rules import Layer
from bizet_core.describe.languages.language import Locale, speak
from bizet_desk.desk import Desk
from tests.support.makers import OWNER_PIN, TUESDAY_TO_SATURDAY, Salon
from tests.support.widget_driver import UiDriver
from ui.business.settings.settings_screen import SettingsScreen
from ui.kit import theme
from ui.kit.shell.toast import Toast


@pytest.fixture
def salon(salon: Salon) -> Salon:
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    return salon


@pytest.fixture
def hands(desk: Desk, salon: Salon, qtbot: QtBot, problems: Callable[[], list[str]]) -> UiDriver:
    window = QWidget()
    window.setObjectName("root")
    toast = Toast(window)
    screen = SettingsScreen(desk, toast, salon.location)
    screen.setParent(window)
    screen.resize(1180, 800)
    return UiDriver(qtbot, window)


def undo(hands: UiDriver) -> None:
    hands.press("Undo")
    hands.wait(lambda: "Undone" in hands.words())


@pytest.mark.feature("3.1.1", "3.1.2")
def test_a_persons_profile_is_changed_and_the_change_taken_back(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Staff")
    hands.open_row("Inês Duarte")
    hands.write("About", "Ten years of colour")
    hands.write("E-mail", "ines@example.com")
    hands.choose("Role", "Manager")
    hands.press("Save")
    hands.reads("Saved.")
    ines = desk.ask_now(person, OnePerson(staff=salon.ines))
    assert (ines.bio, ines.email, ines.role) == ("Ten years of colour", "ines@example.com", Role.MANAGER)
    undo(hands)
    assert desk.ask_now(person, OnePerson(staff=salon.ines)).bio == ""


def test_a_person_is_added_and_opened(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Staff")
    hands.press("Add a person")
    hands.write("Name", "Chloé Petit")
    hands.press("Add a person")  # once more: what is typed stays
    QTest.keyClick(hands.seen(QLineEdit, "Name"), Qt.Key.Key_Return)
    hands.reads("Chloé Petit")
    added = next(one for one in desk.ask_now(people, People()) if one.name == "Chloé Petit")
    assert added.parent_id == salon.location


def test_an_address_that_is_none_is_told_at_its_field_and_stays_typed(
    hands: UiDriver, desk: Desk, salon: Salon
) -> None:
    hands.press("Staff")
    hands.open_row("Inês Duarte")
    hands.write("E-mail", "ines at home")
    hands.press("Save")
    hands.reads("ines at home")
    assert hands.seen(QLineEdit, "E-mail").property("wrong") == "true"
    assert desk.ask_now(person, OnePerson(staff=salon.ines)).email == ""


@pytest.mark.feature("3.1.4", "1.2.5", "1.2.6")
def test_a_week_has_split_hours_breaks_and_days_of_their_own(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Staff")
    hands.open_row("Bea Costa")
    hands.press("Hours")
    hands.wait(lambda: "09:00" in hands.seen(QLineEdit, "Tuesday, open").text())
    hands.write("Monday, open", "9-12, 14-17:30")
    hands.write("Tuesday, open", "")
    hands.write("Tuesday, breaks", "")
    hands.write("Saturday, breaks", "13-13:30")
    hands.press("Save the week")
    hands.reads("Hours saved.")
    found = desk.ask_now(week, WeekOf(resource=salon.bea))
    by_day = {(day, each.time) for each in found.hours for day in each.weekdays}
    assert {(0, (540, 720)), (0, (840, 1050)), (5, (540, 1080))} <= by_day
    assert not any(day == 1 for day, _time in by_day)
    breaks = {(day, each.time, each.label) for each in found.breaks for day in each.weekdays}
    assert {(5, (780, 810), ""), (4, (780, 840), "Lunch")} <= breaks


def test_hours_that_cannot_be_read_are_told_under_their_day(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    before = desk.ask_now(week, WeekOf(resource=salon.bea))
    hands.press("Staff")
    hands.open_row("Bea Costa")
    hands.press("Hours")
    hands.wait(lambda: "09:00" in hands.seen(QLineEdit, "Tuesday, open").text())
    hands.write("Wednesday, open", "nine to five")
    hands.press("Save the week")
    hands.reads("“nine” is not a time of day")
    assert hands.seen(QLineEdit, "Wednesday, open").text() == "nine to five"
    assert desk.ask_now(week, WeekOf(resource=salon.bea)) == before


@pytest.mark.feature("3.1.5")
def test_vacation_is_added_and_taken_back(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Staff")
    hands.open_row("Inês Duarte")
    hands.press("Time off and other days")
    hands.press("Add time off")
    hands.write("First day", "06/04/2026")
    hands.write("Last day", "10/04/2026")
    hands.press("Add time off")
    hands.reads("Vacation")
    asked = Departures(first_day=date(2026, 4, 1), last_day=date(2026, 4, 30), resource=salon.ines)
    (off,) = desk.ask_now(departures, asked)
    assert (off.kind, off.first_day, off.last_day) == (Layer.TIME_OFF, date(2026, 4, 6), date(2026, 4, 10))
    hands.open_row("Vacation")
    hands.press("Take it back")
    hands.wait(lambda: desk.ask_now(departures, asked) == ())


def test_bookings_in_a_vacation_are_told_and_stay(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    visit = Book(
        location=salon.location,
        starts_at=datetime(2026, 4, 7, 9, tzinfo=UTC),  # ten o'clock in a Lisbon summer
        parts=(PartAsked(service=salon.cut, staff=salon.ines),),
        customer=salon.olivia,
    )
    id = desk.do_now(book, visit).result
    hands.press("Staff")
    hands.open_row("Inês Duarte")
    hands.press("Time off and other days")
    hands.press("Add time off")
    hands.write("First day", "06/04/2026")
    hands.write("Last day", "10/04/2026")
    hands.press("Add time off")
    hands.reads("1 booking lies in this time and stays as it is: Olivia Hart, 7 Apr 2026, 10:00")
    assert desk.ask_now(booking, OfBooking(booking=id)).status is Status.CONFIRMED
    undo(hands)


@pytest.mark.feature("3.1.6")
def test_other_hours_on_one_day_take_the_place_of_the_weeks(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Staff")
    hands.open_row("Inês Duarte")
    hands.press("Time off and other days")
    hands.press("Add other hours")
    hands.write("First day", "06/04/2026")
    hands.write("Last day", "06/04/2026")
    hands.write("Hours on these days", "12:00–20:00")
    hands.press("Add other hours")
    hands.reads("Other hours")
    asked = Departures(first_day=date(2026, 4, 6), last_day=date(2026, 4, 6), resource=salon.ines)
    (other,) = desk.ask_now(departures, asked)
    assert (other.kind, other.times) == (Layer.OVERRIDE, ((720, 1200),))


def test_a_pin_is_set_and_never_shown(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Staff")
    hands.open_row("Bea Costa")
    hands.press("PIN")
    hands.reads("Bea Costa has no PIN yet")
    hands.write("New PIN", OWNER_PIN)
    hands.press("Set PIN")
    hands.reads("Choose another PIN.")  # the owner's
    hands.write("New PIN", "864213")
    hands.press("Set PIN")
    hands.reads("PIN set.")
    assert hands.seen(QLineEdit, "New PIN").text() == ""
    assert desk.ask_now(person, OnePerson(staff=salon.bea)).has_pin


@pytest.mark.feature("3.1.3")
def test_what_a_role_may_do_stands_on_a_page(hands: UiDriver) -> None:
    hands.press("Staff")
    hands.open_row("Inês Duarte")
    hands.press("Rights")
    hands.reads("Sell and take payment")
    assert "Refund" not in hands.cells()
    assert "Themselves" in hands.cells()


def test_whoever_leaves_can_come_back(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Staff")
    hands.open_row("Bea Costa")
    hands.press("Remove")
    hands.reads("Has left")
    assert not desk.ask_now(person, OnePerson(staff=salon.bea)).active


@pytest.mark.feature("4.1.1", "4.2.1", "4.2.2")
def test_the_place_has_a_name_an_address_and_contact(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Location and hours")
    hands.open_row("Salon Carmen")
    hands.write("Address", "Rua Augusta 1")
    hands.write("Phone", "213 456 789")
    hands.write("E-mail", "ola@example.com")
    hands.press("Save")
    hands.reads("Saved.")
    place = desk.ask_now(location, OneLocation(location=salon.location))
    assert (place.address, place.phone, place.email) == ("Rua Augusta 1", "+351213456789", "ola@example.com")


@pytest.mark.feature("4.2.3")
def test_opening_hours_are_set_and_copied_to_every_open_day(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Location and hours")
    hands.open_row("Salon Carmen")
    hands.press("Opening hours")
    hands.wait(lambda: "09:00" in hands.seen(QLineEdit, "Tuesday, open").text())
    hands.write("Tuesday, open", "10:00–20:00")
    hands.press("Every open day like the first")
    hands.press("Save the week")
    hands.reads("Hours saved.")
    (hours,) = desk.ask_now(week, WeekOf(resource=salon.location)).hours
    assert (hours.weekdays, hours.time) == (TUESDAY_TO_SATURDAY, (600, 1200))


@pytest.mark.feature("1.1.1")
def test_a_service_is_added_with_its_length_and_price(hands: UiDriver, desk: Desk) -> None:
    hands.press("Services")
    hands.press("Add a service")
    hands.write("Name", "Beard trim")
    hands.press("Add to Lengths and prices")
    hands.write("Length", "20 min")
    hands.write("Price", "18")
    hands.choose("Category", "Hair")
    QTest.keyClick(hands.seen(QLineEdit, "Name"), Qt.Key.Key_Return)
    hands.reads("Added.")
    made = next(row for row in desk.ask_now(all_services, Services()) if row.name == "Beard trim")
    assert (made.category, made.lengths[0].minutes, made.lengths[0].price.amount) == ("Hair", 20, 1800)


@pytest.mark.feature("1.1.4")
def test_a_service_is_changed_and_keeps_its_lengths(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Services")
    hands.open_row("Cut & finish")
    hands.wait(lambda: hands.seen(QLineEdit, "Name").text() == "Cut & finish")
    hands.write("Name", "Cut & blow-dry")
    QTest.keyClick(hands.seen(QLineEdit, "Name"), Qt.Key.Key_Return)
    hands.reads("Cut & blow-dry")
    row = next(row for row in desk.ask_now(all_services, Services()) if row.id == salon.cut)
    assert [length.minutes for length in row.lengths] == [45, 60]


@pytest.mark.feature("1.1.3")
def test_categories_are_added_and_renamed(hands: UiDriver, desk: Desk) -> None:
    hands.press("Categories")
    hands.press("Add a category")
    hands.write("Name", "Nails")
    QTest.keyClick(hands.seen(QLineEdit, "Name"), Qt.Key.Key_Return)
    hands.reads("Nails")
    assert "Nails" in [one.name for one in desk.ask_now(categories, Categories())]


def test_a_product_changes_its_price_and_is_counted(hands: UiDriver, desk: Desk) -> None:
    hands.press("Products")
    hands.open_row("Shampoo")
    hands.write("Price", "15.90")
    hands.press("Save")
    hands.reads("15,90 €")
    hands.press("Stock")
    hands.write("In stock", "9")
    hands.press("Save")
    hands.wait(lambda: desk.ask_now(all_products, Products())[0].stock == 9)
    assert desk.ask_now(all_products, Products())[0].price.amount == 1590


@pytest.mark.feature("3.3.1", "3.3.4")
def test_a_chair_for_two_becomes_one_for_three(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Rooms and equipment")
    hands.open_row("Washing chair")
    hands.write("How many at once", "3")
    hands.press("Save")
    hands.reads("Saved.")
    assert next(r for r in desk.ask_now(all_resources, Resources()) if r.id == salon.chair).capacity == 3


@pytest.mark.feature("3.3.2")
def test_a_room_has_hours_of_its_own(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.press("Rooms and equipment")
    hands.open_row("Room 1")
    hands.press("Hours")
    hands.write("Friday, open", "14:00–18:00")
    hands.press("Save the week")
    hands.reads("Hours saved.")
    assert desk.ask_now(week, WeekOf(resource=salon.room)).hours[0].weekdays == (4,)


def test_a_tax_rate_is_added(hands: UiDriver, desk: Desk) -> None:
    hands.press("Taxes")
    hands.press("Add a tax rate")
    hands.choose("Class of goods", "Reduced")
    hands.write("As printed", "VAT 9 %")
    hands.write("Rate", "9")
    QTest.keyClick(hands.seen(QLineEdit, "As printed"), Qt.Key.Key_Return)
    hands.reads("VAT 9 %")
    assert 90_000 in [rate.rate for rate in desk.ask_now(rates, Rates())]


def test_the_business_and_its_rules_are_changed(hands: UiDriver, desk: Desk) -> None:
    hands.wait(lambda: hands.seen(QLineEdit, "Name of the business").text() == "Salon Carmen")
    hands.write("Name of the business", "Salão Carmen")
    hands.press("Save")
    hands.reads("Saved.")
    assert desk.ask_now(business, TheBusiness()).name == "Salão Carmen"
    hands.press("Rules of the house")
    hands.wait(lambda: hands.seen(QLineEdit, "Start times every").text() == "15")
    hands.write("Start times every", "10")
    hands.write("Refunds above this need a manager", "20")
    hands.press("Save")
    hands.wait(lambda: desk.ask_now(house, TheSettings()).slot_interval == 10)
    assert desk.ask_now(house, TheSettings()).refund_limit == 2000


def test_this_desk_changes_its_colours_at_once_and_queues_a_test_page(hands: UiDriver, desk: Desk) -> None:
    hands.press("This desk")
    hands.choose("Colours", "Dark")
    hands.write("Receipt printer", "192.168.1.40:9100")
    hands.press("Save")
    hands.wait(lambda: theme.look().theme == "dark")
    assert desk.ask_now(device, TheSettings()).printer == "192.168.1.40:9100"
    hands.press("Print a test page")
    hands.reads("The test page is on its way")


def test_what_is_not_permitted_is_asked_of_a_manager_and_nothing_typed_is_lost(
    hands: UiDriver, desk: Desk, salon: Salon
) -> None:
    desk.sign_in(salon.actor(salon.ines))
    hands.press("Products")
    hands.open_row("Shampoo")
    hands.write("Price", "99")
    hands.press("Save")
    hands.choose("Approved by", "Carmen Reis")
    hands.write("Their PIN", OWNER_PIN)
    hands.write("Reason", "New price list")
    hands.press("Approve")
    hands.wait(lambda: desk.ask_now(all_products, Products())[0].price.amount == 9900)
    hands.press("Undo")  # what took a manager's approval takes one to take back
    hands.choose("Approved by", "Carmen Reis")
    hands.write("Their PIN", OWNER_PIN)
    hands.write("Reason", "Old price list")
    hands.press("Approve")
    hands.wait(lambda: desk.ask_now(all_products, Products())[0].price.amount == 1450)


def test_a_row_is_kept_from_right_to_left_too(hands: UiDriver, desk: Desk, salon: Salon) -> None:
    hands.screen.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    hands.press("Staff")
    hands.open_row("Inês Duarte")
    hands.write("Title", "Stylist")
    hands.press("Save")
    hands.reads("Saved.")
    table = hands.seen(QTableView, "Staff")
    hands.wait(lambda: table.currentIndex().isValid())
    assert table.currentIndex().data() == "Inês Duarte"
