"""The bookings of a day in the story of everything."""

from datetime import UTC, datetime
from typing import Any

from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import (
    EndHolds,
    SetBookingCustomer,
    SetBookingNote,
    SetStatus,
    book,
    end_holds,
    move_booking,
    resize_booking,
    set_booking_customer,
    set_booking_note,
    set_status,
)
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked, ResizeBooking
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def book_and_move(salon: Salon) -> None:
    store = salon.store
    visit = store.do(book, a_visit(salon, 9)).result
    part = store.ask(booking, OfBooking(booking=visit)).parts[0]
    store.do(move_booking, MoveBooking(booking=visit, starts_at=at(10), staff=salon.bea))
    store.do(resize_booking, ResizeBooking(booking=visit, part=part.id, ends_at=at(11)))
    store.do(set_booking_customer, SetBookingCustomer(booking=visit, customer=salon.olivia))
    store.do(set_booking_note, SetBookingNote(booking=visit, note="tea"))
    store.do(set_status, SetStatus(booking=visit, status=Status.ARRIVED))
    store.do(book, a_visit(salon, 15, status=Status.HOLD, hold_until=store.clock()))
    store.do(end_holds, EndHolds())


def a_visit(salon: Salon, hour: int, **more: Any) -> Book:
    part = PartAsked(service=salon.cut, staff=salon.ines, addons=(salon.gloss,))
    return Book(location=salon.location, starts_at=at(hour), parts=(part,), **more)


def at(hour: int) -> datetime:
    return datetime(2026, 3, 12, hour, tzinfo=UTC)


STORY = (Chapter(Part.MORNING, book_and_move),)
