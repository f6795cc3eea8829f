"""Who did what and when, by example: worded, narrowed, paged, and no further than a person may see."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace as replace_in

from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import SetStatus, book, move_booking, set_status
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked
from bizet_core.business.locations.operations import AddLocation, EditLocation, add_location, edit_location
from bizet_core.business.resources.operations import EditResource, edit_resource
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import (
    BringBackStaff,
    EditStaff,
    RemoveStaff,
    SetPin,
    bring_back_staff,
    edit_staff,
    remove_staff,
    set_pin,
)
from bizet_core.catalogue.services.operations import edit_service
from bizet_core.catalogue.services.requests import EditService, PersonGiven
from bizet_core.catalogue.timetable.operations import AddTimeOff, Hours, SetHours, add_time_off, set_hours
from bizet_core.describe.languages.language import Locale, reading
from bizet_core.oversight.activity.queries import Activity, Deed, Page, Place, activity
from bizet_core.oversight.activity.rules import Topic
from bizet_core.people.customers.operations import AddNote, EditCustomer, add_note, edit_customer
from bizet_core.store import Request, Store, Undo, undo
from bizet_core.store.operations.operation import Operation
from tests.conftest import Clock
from tests.support.makers import Salon, a_customer, a_person, refused

SINCE, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
ENGLISH = Locale("en", "GB", "EUR", "Europe/Lisbon")


@pytest.fixture
def salon(salon: Salon, clock: Clock) -> Salon:
    """The salon, a minute after it was set up."""
    clock.pass_by(minutes=1)
    return salon


def page(salon: Salon, **how: Any) -> Page:
    actor = how.pop("actor", None)
    asked = Activity(**{"since": SINCE, "until": UNTIL, **how})
    found: Page = salon.store.ask(activity, asked, **({"actor": actor} if actor else {}))
    return found


def deeds(salon: Salon, **how: Any) -> tuple[Deed, ...]:
    return page(salon, **how).deeds


def newest(salon: Salon) -> tuple[str, str, str]:
    first = deeds(salon)[0]
    with reading(ENGLISH):
        return first.actor, first.words(), first.about


def booked(salon: Salon, hour: int = 10, **more: Any) -> UUID:
    starts_at = datetime(2026, 3, 13, hour, tzinfo=UTC)
    asked = Book(
        location=salon.location, starts_at=starts_at, parts=(PartAsked(service=salon.cut, staff=salon.ines),), **more
    )
    made: UUID = salon.store.do(book, asked, actor=salon.actor(salon.bea)).result
    return made


@pytest.mark.feature("17.2.2", "31.1.2")
def test_it_says_who_moved_whose_booking_from_when_to_when(salon: Salon, clock: Clock) -> None:
    visit = booked(salon, customer=salon.olivia)
    clock.pass_by(minutes=1)
    later = datetime(2026, 3, 13, 15, 30, tzinfo=UTC)
    salon.store.do(move_booking, MoveBooking(booking=visit, starts_at=later), actor=salon.actor(salon.ines))
    assert newest(salon) == (
        "Inês Duarte",
        "Booking moved · from 13 Mar 2026, 10:00 to 13 Mar 2026, 15:30",
        "Olivia Hart",
    )
    [moved, made] = deeds(salon, subject="booking")
    assert (moved.subject_id, moved.can_open, made.words()[:12]) == (visit, True, "Booking made")


@pytest.mark.feature("31.1.2")
def test_it_says_what_a_customers_details_were_and_are(salon: Salon) -> None:
    asked = EditCustomer(customer=salon.olivia, alert="PPD allergy", preferred_staff=salon.bea)
    salon.store.do(edit_customer, asked, actor=salon.actor(salon.ines))
    who, what, whose = newest(salon)
    assert (who, whose) == ("Inês Duarte", "Olivia Hart")
    assert what.startswith("Details of a customer changed · ")
    assert "Alert from – to PPD allergy" in what
    assert "Prefers from – to Bea Costa" in what


def test_what_was_taken_back_is_told_by_what_it_had_been(salon: Salon, clock: Clock) -> None:
    bea = salon.actor(salon.bea)
    done = salon.store.do(edit_customer, EditCustomer(customer=salon.olivia, alert="x"), actor=bea)
    clock.pass_by(seconds=5)
    salon.store.do(undo, Undo(op=done.op_id), actor=bea)
    assert newest(salon) == ("Bea Costa", "Taken back · Details of a customer changed", "Olivia Hart")


def test_a_booking_of_somebody_stands_in_it_once(salon: Salon, clock: Clock) -> None:
    visit = booked(salon, customer=salon.olivia)
    clock.pass_by(minutes=1)
    asked = SetStatus(booking=visit, status=Status.CANCELLED, reason="is ill")
    salon.store.do(set_status, asked, actor=salon.actor(salon.bea))
    told = [deed.words() for deed in deeds(salon, staff=salon.bea)]
    assert told[0] == "Status of a booking changed · from Confirmed to Cancelled · is ill"
    assert len(told) == 2


def test_setting_up_is_one_line(salon: Salon) -> None:
    assert [deed.name for deed in deeds(salon)].count("first_run.set_up") == 1


@pytest.mark.feature("31.1.2")
def test_it_is_narrowed_to_days_a_person_and_words(salon: Salon, clock: Clock) -> None:
    begun = clock.now
    booked(salon, 10, customer=salon.olivia)
    clock.pass_by(days=1)
    salon.store.do(add_note, AddNote(customer=salon.wang, words="tea"), actor=salon.actor(salon.ines))
    whole = deeds(salon, since=begun)
    assert [deed.staff for deed in whole] == [salon.ines, salon.bea]
    assert deeds(salon, since=begun, staff=salon.bea) == whole[1:]
    assert deeds(salon, since=begun, until=begun + timedelta(hours=1)) == whole[1:]
    assert deeds(salon, since=begun, words="olívia BOOKING") == whole[1:]
    assert deeds(salon, since=begun, words="王伟 note") == whole[:1]
    assert deeds(salon, since=begun, words="nothing like it") == ()


def test_pages_follow_each_other_without_a_gap_or_a_line_twice(salon: Salon) -> None:
    whole = deeds(salon, limit=1000)
    found: list[Deed] = []
    before: Place | None = None
    for _ in range(len(whole) + 1):
        part = page(salon, limit=3, before=before)
        found += part.deeds
        before = part.rest
        if before is None:
            break
    assert tuple(found) == whole
    assert len({deed.id for deed in found}) == len(found) > 10
    assert [deed.at for deed in found] == sorted((deed.at for deed in found), reverse=True)


def test_rare_words_are_looked_for_a_part_at_a_time(
    salon: Salon, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    salon.store.do(add_note, AddNote(customer=salon.wang, words="tea"))
    for name in ("Ann", "Ben", "Cid", "Dan", "Eli"):
        clock.pass_by(minutes=1)
        a_customer(salon.store, name)
    monkeypatch.setattr("bizet_core.oversight.activity.queries.LOOKED_AT", 4)
    first = page(salon, words="note written", limit=2)
    assert first.deeds == ()
    assert first.rest is not None
    rest = page(salon, words="note written", limit=2, before=first.rest)
    assert [deed.about for deed in rest.deeds] == ["王伟"]


@pytest.mark.feature("17.2.2")
def test_staff_see_what_they_did_and_managers_what_all_did(salon: Salon) -> None:
    booked(salon)
    bea, ines = salon.actor(salon.bea), salon.actor(salon.ines)
    assert [deed.name for deed in deeds(salon, staff=salon.bea, actor=bea)] == ["bookings.book"]
    for whose in (None, salon.bea):
        with refused("not_permitted"):
            page(salon, staff=whose, actor=ines)
    boss = salon.actor(a_person(salon.store, "Rui", salon.location, Role.MANAGER))
    assert salon.bea in {deed.staff for deed in deeds(salon, actor=boss)}
    helper = salon.actor(a_person(salon.store, "Eva", salon.location, Role.CONTRACTOR))
    with refused("not_permitted"):
        page(salon, staff=helper.staff, actor=helper)


# -------------------------------------------------------------------------------- people, roles and who gives what


def words_of(salon: Salon, **how: Any) -> list[str]:
    """What was done, the oldest first."""
    with reading(ENGLISH):
        return [deed.words() for deed in reversed(deeds(salon, **how))]


def one_after_the_other(salon: Salon, clock: Clock, *changes: tuple[Operation[Any, Any], Request]) -> None:
    """Each in a minute of its own."""
    for operation, request in changes:
        clock.pass_by(minutes=1)
        salon.store.do(operation, request)


@pytest.mark.feature("31.3.1")
def test_a_persons_history_says_what_was_and_is(salon: Salon, store: Store, clock: Clock) -> None:
    rui = a_person(store, "Rui", salon.location)
    one_after_the_other(
        salon,
        clock,
        (edit_staff, EditStaff(staff=rui, role=Role.MANAGER, title="Stylist")),
        (set_pin, SetPin(staff=rui, pin="918273")),
        (edit_service, EditService(service=salon.colour, staff=(PersonGiven(staff=rui),))),
        (edit_service, EditService(service=salon.colour, staff=(PersonGiven(staff=salon.ines),))),
        (add_time_off, AddTimeOff(resource=rui, first_day=date(2026, 4, 7), last_day=date(2026, 4, 9))),
        (remove_staff, RemoveStaff(staff=rui)),
        (bring_back_staff, BringBackStaff(staff=rui)),
    )
    added, *rest = words_of(salon, about=rui)
    assert {added, rest.pop(0)} == {
        "Person added · Role from – to Staff",
        "Weekly hours set · from – to Tue–Sat 09:00–18:00; breaks Tue–Sat 13:00–14:00",
    }
    assert rest == [
        "Page or role of a person changed · Role from Staff to Manager · Title from – to Stylist",
        "PIN set",
        "Gives a service from now on · Colour",
        "Gives a service no more · Colour",
        "Time off added · 7 Apr 2026 to 9 Apr 2026",
        "Person removed",
        "Person brought back",
    ]
    assert not any("918273" in words for words in words_of(salon))


@pytest.mark.feature("31.3.1")
def test_a_service_says_who_gave_it_and_gives_it(salon: Salon, store: Store, clock: Clock) -> None:
    clock.pass_by(minutes=1)
    both = (PersonGiven(staff=salon.ines), PersonGiven(staff=salon.bea))
    store.do(edit_service, EditService(service=salon.colour, staff=both, same_day=False))
    assert newest(salon) == (
        "Bizet",
        "Service changed · Can be booked for today from Yes to No · "
        "Who does it from Inês Duarte to Inês Duarte and Bea Costa",
        "Colour",
    )
    assert words_of(salon, about=salon.bea)[-1] == "Gives a service from now on · Colour"
    assert "Gives a service from now on · Colour" not in words_of(salon), "in the whole log the service says so"


@pytest.mark.feature("31.3.1")
def test_hours_rooms_and_places_say_what_was_and_is(salon: Salon, store: Store, clock: Clock) -> None:
    clock.pass_by(minutes=1)
    week = (Hours(weekdays=(0, 2), time=(600, 720)), Hours(weekdays=(5,), time=(540, 1500)))
    store.do(set_hours, SetHours(resource=salon.bea, hours=week))
    assert newest(salon)[1] == (
        "Weekly hours set · from Tue–Sat 09:00–18:00; breaks Tue–Sat 13:00–14:00 "
        "to Mon Wed 10:00–12:00, Sat 09:00–01:00"
    )
    clock.pass_by(minutes=1)
    annex = store.do(add_location, AddLocation(name="Annex")).result
    clock.pass_by(minutes=1)
    store.do(edit_resource, EditResource(resource=salon.room, parent_id=annex, capacity=3, position=7))
    assert newest(salon)[1:] == (
        "Room or thing changed · How many at once from 1 to 3 · Location from Salon Carmen to Annex", "Room 1",
    )  # fmt: skip
    clock.pass_by(minutes=1)
    store.do(edit_location, EditLocation(location=annex, name="Anexo", address="Rua 1"))
    assert newest(salon)[1:] == (
        "Location changed · Address from – to Rua 1 · Name from Annex to Anexo", "Anexo",
    )  # fmt: skip


@pytest.mark.feature("31.3.1")
def test_each_line_is_of_one_sort_of_thing(lived_in: Salon) -> None:
    store = lived_in.store
    asked = Activity(since=SINCE, until=UNTIL.replace(year=2027), limit=1000)
    whole = store.ask(activity, asked).deeds
    by_topic = {topic: store.ask(activity, replace_in(asked, topic=topic)).deeds for topic in Topic}
    assert all(by_topic.values())
    assert sorted(deed.id for deed in whole if deed.subject != "lease_pool") == sorted(
        deed.id for found in by_topic.values() for deed in found
    )
    assert {deed.name for deed in by_topic[Topic.SESSIONS]} == {"access.note_session"}
    assert {"timetable.set_hours", "staff.set_pin"} <= {deed.name for deed in by_topic[Topic.PEOPLE]}


def test_what_was_taken_back_of_a_person_stands_there_once(salon: Salon, store: Store, clock: Clock) -> None:
    bea = salon.actor(salon.bea)
    done = store.do(edit_staff, EditStaff(staff=salon.bea, name="Beatriz", bio="x"), actor=bea)
    clock.pass_by(seconds=5)
    store.do(undo, Undo(op=done.op_id), actor=bea)
    assert words_of(salon, staff=salon.bea)[-1] == "Taken back · Page or role of a person changed"
    assert len(words_of(salon, staff=salon.bea)) == 2
