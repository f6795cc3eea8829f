"""Booking at the desk by clicks and keys: on a real store, through the real threads."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_desk.desk import Desk
from tests.conftest import Clock
from tests.support.makers import Salon
from tests.ui.booking.pressing import at, click
from ui.booking.new_booking_panel import NewBooking


@pytest.mark.feature("8.3.3")
def test_a_click_on_empty_time_and_a_service_is_a_booking(
    panel: NewBooking, desk: Desk, salon: Salon, qtbot: QtBot
) -> None:
    panel.begin(salon.ines, at(10))
    click(qtbot, panel, "Cut & finish")
    with qtbot.waitSignal(panel.booked) as told:
        click(qtbot, panel, "Book")
    assert told.args is not None
    made = desk.ask_now(booking, OfBooking(booking=told.args[0].result))
    assert (made.starts_at, made.parts[0].staff, made.customer) == (at(10), salon.ines, None)


@pytest.mark.feature("1.2.1", "3.2.1")
def test_without_a_time_the_first_free_one_is_chosen_for_anyone(
    panel: NewBooking, desk: Desk, salon: Salon, qtbot: QtBot, clock: Clock
) -> None:
    panel.begin()
    click(qtbot, panel, "Colour")
    qtbot.waitUntil(lambda: panel.book_button.isEnabled())
    with qtbot.waitSignal(panel.booked) as told:
        click(qtbot, panel, "Book")
    assert told.args is not None
    made = desk.ask_now(booking, OfBooking(booking=told.args[0].result))
    assert made.starts_at == at(9)
    assert made.parts[0].any_staff


@pytest.mark.feature("1.1.2", "1.1.9")
def test_a_longer_length_and_an_extra_change_time_and_price(panel: NewBooking, salon: Salon, qtbot: QtBot) -> None:
    panel.begin(salon.ines, at(10))
    click(qtbot, panel, "Cut & finish")
    click(qtbot, panel, "Gloss")
    assert (panel.draft.minutes, panel.draft.price) == (60, 4700)
    panel.draft.set_length(0, salon.length(salon.cut, 60))
    assert (panel.draft.minutes, panel.draft.price) == (75, 5700)
    assert panel.total.text().endswith("€57.00\u2069")


@pytest.mark.feature("3.2.2", "3.2.5")
def test_only_those_who_do_it_are_offered(panel: NewBooking, salon: Salon, qtbot: QtBot) -> None:
    panel.begin()
    click(qtbot, panel, "Colour")
    qtbot.waitUntil(lambda: panel.staff.count() > 1)
    assert [panel.staff.itemText(i) for i in range(panel.staff.count())] == ["Anyone who can", "Inês Duarte"]


def test_a_taken_time_is_told_in_a_sentence_and_nothing_chosen_is_lost(
    panel: NewBooking, salon: Salon, qtbot: QtBot
) -> None:
    panel.begin(salon.ines, at(10))
    click(qtbot, panel, "Cut & finish")
    with qtbot.waitSignal(panel.booked):
        click(qtbot, panel, "Book")
    panel.begin(salon.ines, at(10))
    click(qtbot, panel, "Cut & finish")
    click(qtbot, panel, "Book")
    qtbot.waitUntil(lambda: panel.problem.isVisible())
    assert panel.problem.accessibleName() == "Inês Duarte is taken until 11:00."
    assert len(panel.draft.choices) == 1


@pytest.mark.feature("2.2.3")
def test_a_customer_is_found_while_typing_or_added_by_enter(panel: NewBooking, salon: Salon, qtbot: QtBot) -> None:
    panel.begin(salon.ines, at(10))
    type_customer(panel, "900 142", qtbot)
    assert panel.draft.customer == salon.olivia
    panel.begin(salon.ines, at(10))
    type_customer(panel, "Somchai", qtbot)
    assert panel.draft.customer not in (None, salon.olivia)


def test_a_phone_number_that_is_none_is_told_and_stays_typed(panel: NewBooking, qtbot: QtBot) -> None:
    panel.begin()
    field = panel.customer.bar.field
    qtbot.keyClicks(field, "+351 00000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.customer.problem.isVisible())
    assert field.text() == "+351 00000"


def type_customer(panel: NewBooking, typed: str, qtbot: QtBot) -> None:
    field = panel.customer.bar.field
    qtbot.keyClicks(field, typed)
    with qtbot.waitSignal(panel.customer.chosen):
        qtbot.keyClick(field, Qt.Key.Key_Return)
