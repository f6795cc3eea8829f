"""What a service's settings do to the times that the desk offers and accepts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.booking.day_view.booking_details import BookingRow, OfBooking, booking
from bizet_core.booking.free_times.queries import FreeTime
from bizet_core.business.staff.operations import EditStaff, edit_staff
from bizet_core.catalogue.services.requests import NeedGiven
from bizet_desk.desk import Desk
from tests.conftest import Clock
from tests.support.makers import Salon, a_person, a_service
from tests.ui.booking.pressing import at
from ui.booking.calendar_controller import CalendarController
from ui.booking.new_booking_panel import NewBooking
from ui.kit.shell.toast import Toast


@pytest.fixture
def offered(desk: Desk, salon: Salon, qtbot: QtBot) -> Callable[..., list[datetime]]:
    """The times that a new booking panel offers for a service with some person."""

    def times(service: UUID, staff: UUID | None) -> list[datetime]:
        panel = NewBooking(desk, salon.location, "EUR")
        qtbot.addWidget(panel)
        panel.show()
        qtbot.waitUntil(lambda: any(row.id == service for row in panel._services))
        panel.begin(staff)
        with qtbot.waitSignal(panel.draft.times, check_params_cb=bool) as told:
            panel.draft.add(next(row for row in panel._services if row.id == service))
        assert told.args is not None
        found: tuple[FreeTime, ...] = told.args[0]
        return [free.starts_at for free in found]

    return times


def booked(salon: Salon, service: UUID, start: datetime, staff: UUID | None = None) -> BookingRow:
    asked = Book(location=salon.location, starts_at=start, parts=(PartAsked(service=service, staff=staff),))
    return salon.store.ask(booking, OfBooking(booking=salon.store.do(book, asked).result))


Offered = Callable[[UUID, UUID | None], list[datetime]]


@pytest.mark.feature("1.2.2")
def test_time_to_clean_up_is_kept_free_after_a_booking(offered: Offered, salon: Salon) -> None:
    booked(salon, salon.cut, at(9), salon.ines)
    assert offered(salon.cut, salon.ines)[0] == at(10)


@pytest.mark.feature("1.2.4")
def test_a_service_begins_on_its_own_steps(offered: Offered, salon: Salon) -> None:
    hourly = a_service(salon.store, "Consultation", 20, 0, step_min=60)
    assert offered(hourly, salon.ines)[:3] == [at(9), at(10), at(11)]


@pytest.mark.feature("26.1.10")
def test_two_of_a_kind_are_kept_apart(offered: Offered, salon: Salon) -> None:
    heavy = a_service(salon.store, "Deep massage", 60, 9000, gap_min=45)
    booked(salon, heavy, at(9), salon.ines)
    assert offered(heavy, salon.ines)[0] == at(10, 45)


@pytest.mark.feature("3.2.4")
def test_nobody_gets_more_bookings_a_day_than_they_take(offered: Offered, salon: Salon) -> None:
    salon.store.do(edit_staff, EditStaff(staff=salon.ines, daily_limit=1))
    booked(salon, salon.cut, at(9), salon.ines)
    assert offered(salon.cut, salon.ines)[0] == at(9) + timedelta(days=1)


@pytest.mark.feature("3.2.3")
def test_bookings_for_anyone_go_round(salon: Salon) -> None:
    trim = a_service(salon.store, "Trim", 15, 1000, assign="round_robin")
    people = [booked(salon, trim, at(hour), None).parts[0].staff for hour in (9, 10, 11)]
    assert len(set(people)) == 3


@pytest.mark.feature("3.3.3")
def test_a_room_is_booked_beside_the_person(offered: Offered, salon: Salon) -> None:
    booked(salon, salon.massage, at(9), salon.ines)
    assert offered(salon.massage, salon.bea)[0] == at(10), "the room is taken though Bea is free"


def test_a_thing_for_two_is_offered_until_both_places_are_taken(offered: Offered, salon: Salon) -> None:
    wash = a_service(salon.store, "Wash", 30, 1500, needs=(NeedGiven(resource=salon.chair),))
    booked(salon, wash, at(9), salon.ines)
    assert offered(wash, salon.bea)[0] == at(9)
    booked(salon, wash, at(9), salon.bea)
    assert offered(wash, salon.owner)[0] == at(9, 30)


@pytest.mark.feature("1.2.3")
def test_a_booking_is_never_dragged_longer_than_the_service_allows(
    desk: Desk,
    salon: Salon,
    panel: NewBooking,
    qtbot: QtBot,
) -> None:
    short = a_service(salon.store, "Fitting", 30, 2000, min_length=15, max_length=60)
    part = booked(salon, short, at(9), salon.ines).parts[0].id
    toast = Toast(panel)
    diary = CalendarController(
        desk, toast, salon.location, "Europe/Lisbon", lambda: datetime(2026, 3, 12, 8, tzinfo=UTC)
    )
    qtbot.addWidget(diary.screen)
    diary.screen.show()
    qtbot.waitUntil(lambda: diary.card_of(part) is not None)
    diary.screen.surface.resize_requested.emit(part, at(9), at(10, 15))
    qtbot.waitUntil(lambda: toast.accessibleName() == "This service takes at most 60 minutes.")


TOMORROW = at(9) + timedelta(days=1)


@pytest.mark.feature("1.2.7")
def test_a_service_that_needs_a_night_before_is_not_offered_today(offered: Offered, salon: Salon) -> None:
    patch_test = a_service(salon.store, "Patch test", 15, 0, same_day=False)
    assert offered(patch_test, salon.ines)[0] == TOMORROW


@pytest.mark.feature("1.2.8")
def test_nothing_is_offered_beyond_the_window(offered: Offered, salon: Salon) -> None:
    short = a_service(salon.store, "Quick", 15, 900, window_days=1, step_min=240)
    days = {start.date() for start in offered(short, salon.ines)}
    assert days == {at(9).date(), TOMORROW.date()}, "at nine and at five, and no third day for a fifth time"


@pytest.mark.feature("1.2.9")
def test_after_the_cutoff_today_is_not_offered_any_more(offered: Offered, salon: Salon, clock: Clock) -> None:
    early = a_service(salon.store, "Early bird", 15, 900, cutoff_min=10 * 60)
    assert offered(early, salon.ines)[0] == at(9)
    clock.pass_by(hours=3)
    assert offered(early, salon.ines)[0] == TOMORROW


def test_a_desk_may_still_book_by_hand_what_is_not_offered(salon: Salon) -> None:
    patch_test = a_service(salon.store, "Patch test", 15, 0, same_day=False)
    assert booked(salon, patch_test, at(10), salon.ines).starts_at == at(10)


@pytest.mark.feature("20.2.2")
def test_somebody_in_another_zone_is_offered_in_their_own_hours(offered: Offered, salon: Salon) -> None:
    away = a_person(salon.store, "Ann in New York", salon.location, zone="America/New_York")
    assert offered(salon.cut, away)[0] == at(13), "nine o'clock in New York, four hours behind in mid-March"
