"""What nobody may bring about: time given twice, counted things oversold, bookings changed by those who may not."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from bizet_core.booking.bookings.model import Status, claims
from bizet_core.booking.bookings.operations import (
    SetBookingNote,
    SetStatus,
    book,
    move_booking,
    resize_booking,
    set_booking_note,
    set_status,
)
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked, ResizeBooking
from bizet_core.booking.bookings.time_claims import ClaimMade, take
from bizet_core.business.locations.operations import AddLocation, add_location
from bizet_core.business.resources.operations import EditResource, edit_resource
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import RemoveStaff, remove_staff
from bizet_core.catalogue.services.requests import NeedGiven, PersonGiven
from bizet_core.store import Request, Store, Undo, Work, operation, undo
from bizet_core.store.tables.ids import new_id
from tests.conftest import Clock
from tests.core.booking.bookings.test_operations import at, booked, cut, seen
from tests.support.makers import Salon, a_person, a_resource, a_salon, a_service, invalid, refused


class ClaimBeside(Request):
    """As a device that was away would claim it: one thing, alone, at the time of another claim."""

    booking: UUID
    claim: UUID


@operation(needs=None)
def claim_beside(work: Work, given: ClaimBeside) -> None:
    """Claim again what somebody has."""
    there = work.get(claims, given.claim)
    again = ClaimMade(id=given.booking, resource_id=there.resource_id, part_id=None, starts_at=there.starts_at,
                      ends_at=there.ends_at)  # fmt: skip
    take(work, given.booking, [again])


def become(salon: Salon, id: UUID, status: Status) -> UUID:
    return salon.store.do(set_status, SetStatus(booking=id, status=status)).op_id


def massage(salon: Salon, staff: UUID) -> PartAsked:
    return PartAsked(service=salon.massage, staff=staff)


def live_on(salon: Salon, resource: UUID) -> list[tuple[datetime, datetime]]:
    mine = select(claims).where(claims.c.resource_id == resource, claims.c.live).order_by(claims.c.starts_at)
    with salon.store.engine.connect() as connection:
        return [(row.starts_at, row.ends_at) for row in connection.execute(mine)]


def test_a_booking_that_comes_back_takes_its_room_again(salon: Salon) -> None:
    given_up = booked(salon, at(9), massage(salon, salon.ines))
    become(salon, given_up, Status.CANCELLED)
    become(salon, given_up, Status.CONFIRMED)
    with refused("not_free_taken"):
        booked(salon, at(9), massage(salon, salon.bea))


def test_a_booking_does_not_come_back_when_its_room_is_taken(salon: Salon) -> None:
    given_up = booked(salon, at(9), massage(salon, salon.ines))
    become(salon, given_up, Status.CANCELLED)
    booked(salon, at(9), massage(salon, salon.bea))
    with refused("not_free_taken"):
        become(salon, given_up, Status.CONFIRMED)


def test_a_hold_past_its_time_does_not_keep_a_booking_from_coming_back(salon: Salon, clock: Clock) -> None:
    given_up = booked(salon, at(9), cut(salon, salon.ines))
    become(salon, given_up, Status.CANCELLED)
    booked(salon, at(9), cut(salon, salon.ines), status=Status.HOLD, hold_until=clock.now + timedelta(minutes=5))
    clock.pass_by(minutes=6)
    become(salon, given_up, Status.CONFIRMED)
    assert seen(salon, given_up).status is Status.CONFIRMED


def test_a_booking_over_another_holds_its_time_once_the_other_is_gone(salon: Salon) -> None:
    first = booked(salon, at(9), cut(salon, salon.ines))
    over = booked(salon, at(9), cut(salon, salon.ines), overbook_reason="twins")
    cancelled = become(salon, first, Status.CANCELLED)
    with refused("not_free_taken"):
        booked(salon, at(9), cut(salon, salon.ines))
    assert not seen(salon, over).overbooked
    salon.store.do(undo, Undo(op=cancelled))
    assert seen(salon, over).overbooked
    assert len(live_on(salon, salon.ines)) == 1


def test_a_booking_over_another_holds_its_time_once_the_other_moves_away(salon: Salon) -> None:
    first = booked(salon, at(9), cut(salon, salon.ines))
    booked(salon, at(9), cut(salon, salon.ines), overbook_reason="twins")
    salon.store.do(move_booking, MoveBooking(booking=first, starts_at=at(15)))
    with refused("not_free_taken"):
        booked(salon, at(9), cut(salon, salon.ines))


def test_what_was_booked_over_and_then_cancelled_never_comes_to_life(salon: Salon) -> None:
    first = booked(salon, at(9), cut(salon, salon.ines))
    over = booked(salon, at(9), cut(salon, salon.ines), overbook_reason="twins")
    become(salon, over, Status.CANCELLED)
    become(salon, first, Status.CANCELLED)
    booked(salon, at(9), cut(salon, salon.ines))


def washing(salon: Salon) -> UUID:
    return a_service(salon.store, "Wash", 30, 1500, needs=(NeedGiven(resource=salon.chair),))


def both_chairs(salon: Salon) -> None:
    wash = washing(salon)
    for person in (salon.ines, salon.bea):
        booked(salon, at(9), PartAsked(service=wash, staff=person))


def test_there_are_never_fewer_places_than_are_booked(salon: Salon, clock: Clock) -> None:
    both_chairs(salon)
    with refused("capacity_booked") as told:
        salon.store.do(edit_resource, EditResource(resource=salon.chair, capacity=1))
    assert told[0].facts["booked"] == 2
    clock.pass_by(hours=12)  # what is over needs no chair any more
    salon.store.do(edit_resource, EditResource(resource=salon.chair, capacity=1))


def test_more_places_are_not_undone_once_they_are_booked(salon: Salon) -> None:
    salon.store.do(edit_resource, EditResource(resource=salon.chair, capacity=1))
    more = salon.store.do(edit_resource, EditResource(resource=salon.chair, capacity=2))
    both_chairs(salon)
    with refused("capacity_booked"):
        salon.store.do(undo, Undo(op=more.op_id))


@pytest.mark.parametrize("which", ["store", "server_store"])
def test_a_thing_of_which_there_is_one_left_is_not_given_beside_an_older_claim(
    which: str, request: pytest.FixtureRequest
) -> None:
    """Claims made while there were two are counted, those made since are not; both databases keep them apart."""
    store: Store = request.getfixturevalue(which)
    salon = a_salon(store)
    id = booked(salon, at(9), PartAsked(service=washing(salon), staff=salon.ines))
    store.do(edit_resource, EditResource(resource=salon.chair, capacity=1))
    other = booked(salon, at(15), cut(salon, salon.bea))
    held = select(claims).where(claims.c.booking_id == id, claims.c.resource_id == salon.chair)
    with store.engine.connect() as connection:
        claim = dict(connection.execute(held).one()._mapping)
    assert claim["counted"]
    with refused("slot_taken"):
        store.do(claim_beside, ClaimBeside(booking=other, claim=claim["id"]))


def test_alternatives_of_a_service_take_the_same_number_of_places(salon: Salon) -> None:
    hall = a_resource(salon.store, "Hall", salon.location, capacity=4)
    with refused("needs_differ"):
        a_service(
            salon.store, "Circle", 30, 1500, needs=(NeedGiven(resource=salon.room), NeedGiven(resource=hall, units=4))
        )


def test_nothing_is_booked_with_nobody_to_do_it(salon: Salon) -> None:
    stones = a_service(
        salon.store, "Hot stones", 30, 4000,
        needs=(NeedGiven(resource=salon.room),), staff=(PersonGiven(staff=salon.ines),),
    )  # fmt: skip
    salon.store.do(remove_staff, RemoveStaff(staff=salon.ines))
    with refused("not_free_not_offered"):
        booked(salon, at(9), PartAsked(service=stones))


def test_a_booking_stays_at_its_location(salon: Salon) -> None:
    porto = salon.store.do(add_location, AddLocation(name="Porto")).result
    rui = a_person(salon.store, "Rui", porto)
    id = booked(salon, at(9), cut(salon, salon.ines))
    with refused("staff_elsewhere"):
        salon.store.do(move_booking, MoveBooking(booking=id, starts_at=at(10), staff=rui))
    with refused("staff_elsewhere"):
        booked(salon, at(9), cut(salon, rui))


def test_a_part_of_another_booking_moves_nothing(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon, salon.ines))
    other = seen(salon, booked(salon, at(15), cut(salon, salon.ines))).parts[0].id
    with refused("gone"):
        salon.store.do(move_booking, MoveBooking(booking=id, starts_at=at(10), part=other))
    with refused("gone"):
        salon.store.do(resize_booking, ResizeBooking(booking=id, part=other, ends_at=at(11)))
    assert seen(salon, id).starts_at == at(9)


def test_a_colour_made_shorter_than_its_processing_keeps_the_person_busy(salon: Salon) -> None:
    id = booked(salon, at(9), PartAsked(service=salon.colour))
    part = seen(salon, id).parts[0].id
    salon.store.do(resize_booking, ResizeBooking(booking=id, part=part, ends_at=at(9, 20)))
    assert live_on(salon, salon.ines) == [(at(9), at(9, 20))]


def test_no_visit_lasts_for_days(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon, salon.ines))
    part = seen(salon, id).parts[0].id
    with refused("too_long"):
        salon.store.do(
            resize_booking,
            ResizeBooking(booking=id, part=part, ends_at=at(9) + timedelta(days=9), overbook_reason="marathon"),
        )


def test_booking_over_another_needs_its_own_permission(salon: Salon) -> None:
    ines = salon.actor(salon.ines)
    id = booked(salon, at(9), cut(salon, salon.ines))
    other = booked(salon, at(15), cut(salon, salon.ines))
    over = Book(location=salon.location, starts_at=at(9), parts=(cut(salon, salon.ines),), overbook_reason="twins")
    with refused("not_permitted") as told:
        salon.store.do(book, over, actor=ines)
    assert told[0].facts["permission"] == "bookings.overbook"
    move = MoveBooking(booking=other, starts_at=at(9), overbook_reason="twins")
    with refused("not_permitted"):
        salon.store.do(move_booking, move, actor=ines)
    longer = ResizeBooking(booking=id, part=seen(salon, id).parts[0].id, ends_at=at(16), overbook_reason="twins")
    with refused("not_permitted"):
        salon.store.do(resize_booking, longer, actor=ines)


def test_an_approval_lets_one_booking_stand_over_another(salon: Salon) -> None:
    from bizet_core.business.access.operations import Approve, approve
    from tests.support.makers import OWNER_PIN

    booked(salon, at(9), cut(salon, salon.ines))
    asked = Approve(approver=salon.owner, pin=OWNER_PIN, permission="bookings.overbook", reason="twins")
    yes = salon.store.do(approve, asked).result.approval
    over = Book(location=salon.location, starts_at=at(9), parts=(cut(salon, salon.ines),), overbook_reason="twins")
    salon.store.do(book, over, actor=salon.actor(salon.ines), approval=yes)
    with refused("approval_void"):
        salon.store.do(book, over, actor=salon.actor(salon.ines), approval=yes)


def test_a_contractor_leaves_the_bookings_of_others_alone(salon: Salon) -> None:
    guest = salon.actor(a_person(salon.store, "Gil", salon.location, Role.CONTRACTOR))
    id = booked(salon, at(9), cut(salon, salon.ines))
    part = seen(salon, id).parts[0].id
    for verb, asked in (
        (move_booking, MoveBooking(booking=id, starts_at=at(10))),
        (resize_booking, ResizeBooking(booking=id, part=part, ends_at=at(10))),
        (set_status, SetStatus(booking=id, status=Status.CANCELLED)),
        (set_booking_note, SetBookingNote(booking=id, note="mine")),
    ):
        with refused("not_permitted"):
            salon.store.do(verb, asked, actor=guest)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.NO_SHOW, Status.COMPLETED, Status.HOLD])
def test_a_new_booking_is_no_past_one_and_no_hold_without_an_end(salon: Salon, status: Status) -> None:
    with refused("status_new"):
        booked(salon, at(9), cut(salon, salon.ines), status=status)


def test_marks_that_turn_text_around_never_get_into_a_note(salon: Salon) -> None:
    id = booked(salon, at(9), cut(salon, salon.ines), note="a\x00b")
    assert seen(salon, id).note == "ab"
    salon.store.do(set_booking_note, SetBookingNote(booking=id, note="c\x00d"))
    assert seen(salon, id).note == "cd"
    with refused("invalid"):
        salon.store.do(set_booking_note, SetBookingNote(booking=id, note="x" * 10_000_000))


def test_ids_that_name_nothing_here_are_refused_in_words(salon: Salon) -> None:
    with refused("refers_to_gone"):
        booked(salon, at(9), cut(salon, salon.ines), customer=new_id())
    with refused("staff_elsewhere"):
        booked(salon, at(9), cut(salon, salon.room))


def test_a_start_at_the_edge_of_the_calendar_is_refused(salon: Salon) -> None:
    for start in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)):
        with invalid("starts_at"):
            booked(salon, start, cut(salon, salon.ines))
