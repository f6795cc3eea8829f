"""Every free time of a visit from the tables of both databases, and all that keeps one from being offered."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert

from bizet_core.base.instants import from_ms
from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import SetStatus, book, move_booking, set_status
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked
from bizet_core.booking.free_times.queries import FreeTimes, WhyNot, free_times, why_not_free
from bizet_core.business.resources.model import ResourceKind
from bizet_core.catalogue.services.requests import NeedGiven
from bizet_core.catalogue.timetable.model import timetable_rules
from bizet_core.catalogue.timetable.rules import Layer
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Store
from bizet_core.store.database.engines import suspend
from bizet_core.store.tables.ids import new_id
from tests.support.makers import Salon, a_person, a_resource, a_salon, a_service, refused


def at(hour: int, minute: int = 0, day: int = 12) -> datetime:
    """Lisbon keeps UTC in March, until the 29th; the 12th is a Thursday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture(params=["store", "server_store"])
def salon(request: pytest.FixtureRequest) -> Salon:
    """The same salon on the desk's encrypted file and on PostgreSQL."""
    store: Store = request.getfixturevalue(request.param)
    return a_salon(store)


def booked(salon: Salon, start: datetime, service: UUID, staff: UUID | None = None) -> UUID:
    part = PartAsked(service=service, staff=staff)
    id: UUID = salon.store.do(book, Book(location=salon.location, starts_at=start, parts=(part,))).result
    return id


def free(
    salon: Salon, service: UUID, staff: UUID | None = None, day: int = 12, **more: object
) -> dict[UUID, list[str]]:
    """Who is free when on a day, by the clock."""
    asked = FreeTimes(
        location=salon.location,
        parts=(PartAsked(service=service, staff=staff),),
        first=at(0, day=day),
        until=at(0, day=day) + timedelta(days=1),
        **more,  # type: ignore[arg-type]
    )
    found = salon.store.ask(free_times, asked)
    return {person.resource: [from_ms(start).strftime("%H:%M") for start in person.starts] for person in found}


def told(salon: Salon, start: datetime, service: UUID, staff: UUID | None = None) -> list[str]:
    """What people read about a time that is not offered."""
    asked = WhyNot(location=salon.location, parts=(PartAsked(service=service, staff=staff),), starts_at=start)
    return [word(why) for why in salon.store.ask(why_not_free, asked)]


def test_free_times_are_told_person_by_person(salon: Salon) -> None:
    booked(salon, at(9), salon.cut, salon.ines)
    booked(salon, at(11), salon.cut, salon.ines)
    found = free(salon, salon.cut)
    assert found[salon.ines][:3] == ["10:00", "12:00", "12:15"]
    assert found[salon.bea][:3] == ["09:00", "09:15", "09:30"]


def test_what_is_cancelled_is_free_again(salon: Salon) -> None:
    id = booked(salon, at(9), salon.cut, salon.ines)
    assert "09:00" not in free(salon, salon.cut)[salon.ines]
    salon.store.do(set_status, SetStatus(booking=id, status=Status.CANCELLED))
    assert "09:00" in free(salon, salon.cut)[salon.ines]


def test_a_thing_with_two_places_is_full_when_both_are_taken(salon: Salon) -> None:
    wash = a_service(salon.store, "Wash", 30, 1000, needs=(NeedGiven(resource=salon.chair),))
    booked(salon, at(10), wash, salon.ines)
    assert "10:00" in free(salon, wash)[salon.bea]
    booked(salon, at(10), wash, salon.bea)
    third = a_person(salon.store, "Third", salon.location)
    assert "10:00" not in free(salon, wash)[third]
    assert told(salon, at(10), wash, third) == ["Washing chair is full until 10:30."]


def test_a_moved_booking_does_not_stand_in_its_own_way(salon: Salon) -> None:
    wash = a_service(salon.store, "Wash", 60, 1000, needs=(NeedGiven(resource=salon.chair),))
    booked(salon, at(10), wash, salon.bea)
    id = booked(salon, at(10), wash, salon.ines)
    salon.store.do(move_booking, MoveBooking(booking=id, starts_at=at(10, 30)))
    with refused("not_free_full"):
        booked(salon, at(10, 30), a_service(salon.store, "Rinse", 30, 500, needs=(NeedGiven(resource=salon.chair),)))


def test_terms_of_a_service_hold_unless_the_desk_looks_past_them(salon: Salon) -> None:
    careful = a_service(salon.store, "Patch test", 30, 0, notice_min=4 * 60, window_days=3)
    assert free(salon, careful, salon.ines)[salon.ines][0] == "12:00"  # it is eight o'clock
    assert free(salon, careful, salon.ines, terms=False)[salon.ines][0] == "09:00"
    assert free(salon, careful, salon.ines, day=17) == {}
    assert told(salon, at(10), careful, salon.ines) == ["That is too soon. Choose a later time."]


def test_two_of_a_service_keep_their_pause(salon: Salon) -> None:
    deep = a_service(salon.store, "Deep massage", 30, 4000, gap_min=45)
    booked(salon, at(10), deep, salon.ines)
    found = free(salon, deep, salon.ines)[salon.ines]
    assert [time for time in found if "09:00" <= time < "11:30"] == ["11:15"]
    assert "10:30" in free(salon, salon.cut, salon.ines)[salon.ines]
    with pytest.raises(Refused, match="too_close"):
        booked(salon, at(10, 30), deep, salon.ines)


def test_what_may_not_follow_directly_waits_for_the_next_slot(salon: Salon) -> None:
    apart = a_service(salon.store, "Consultation", 30, 0, back_to_back=False)
    booked(salon, at(10), a_service(salon.store, "Fringe", 30, 1000), salon.ines)
    found = free(salon, apart, salon.ines)[salon.ines]
    assert [time for time in found if "09:00" <= time <= "10:45"] == ["09:00", "09:15", "10:45"]


def test_a_person_takes_so_many_visits_a_day(salon: Salon) -> None:
    few = a_person(salon.store, "Few", salon.location, daily_limit=2)
    both = (PartAsked(service=salon.cut, staff=few), PartAsked(service=salon.cut, staff=few))
    salon.store.do(book, Book(location=salon.location, starts_at=at(9), parts=both))
    assert free(salon, salon.cut, few) != {}, "a visit of two services is one"
    booked(salon, at(15), salon.cut, few)
    assert free(salon, salon.cut, few) == {}
    assert free(salon, salon.cut, few, day=13) != {}


def test_everything_in_the_way_is_told(salon: Salon) -> None:
    booked(salon, at(12), salon.cut, salon.ines)
    assert told(salon, at(12, 30), salon.cut, salon.ines) == [
        "Inês Duarte is on a break until 14:00. Lunch",
        "Inês Duarte is taken until 13:00.",
    ]
    assert told(salon, at(11), salon.cut, salon.ines) == []


def test_whoever_has_left_does_not_get_the_hours_of_the_place(salon: Salon) -> None:
    gone = a_resource(salon.store, "Loan room", salon.location, ResourceKind.ROOM)
    _hours_until(salon.store, gone, datetime(2026, 1, 31, tzinfo=UTC).toordinal())
    lent = a_service(salon.store, "Loan", 60, 0, needs=(NeedGiven(resource=gone),))
    assert free(salon, lent, salon.ines) == {}


def _hours_until(store: Store, resource: UUID, last_day: int) -> None:
    """Hours with a last day: no screen makes them yet, an import may."""
    row = {
        "layer": Layer.HOURS,
        "opens": True,
        "weekdays": 127,
        "start_min": 0,
        "end_min": 1440,
        "last_day": last_day,
    }
    keys = {"business_id": store.identity.business, "id": new_id(), "last_op": new_id(), "resource_id": resource}
    with store.engine.begin() as connection:
        suspend(connection)
        connection.execute(insert(timetable_rules), {**keys, **row})
