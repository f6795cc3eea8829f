"""Undo never brings back what somebody else removed, never comes too late, and never takes the last key away."""

from sqlalchemy import select

from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book
from bizet_core.business.access.operations import Approve, approve
from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, SetPin, edit_staff, set_pin
from bizet_core.catalogue.services.operations import EditService, edit_service
from bizet_core.catalogue.services.queries import Services, all_services
from bizet_core.catalogue.services.requests import LengthGiven
from bizet_core.store import Store, Undo, undo
from bizet_core.store.journal.journal import before_image
from tests.conftest import Clock
from tests.core.booking.bookings.test_operations import at, cut
from tests.support.makers import OWNER_PIN, STAFF_PIN, Salon, a_resource, refused


def lengths(salon: Salon) -> dict[int, int]:
    service = next(row for row in salon.store.ask(all_services, Services()) if row.id == salon.cut)
    return {length.minutes: length.price.amount for length in service.lengths}


def test_what_was_removed_since_does_not_come_back(salon: Salon) -> None:
    short = LengthGiven(id=salon.length(salon.cut, 45), minutes=45, price=3500)
    long = LengthGiven(id=salon.length(salon.cut, 60), minutes=60, price=9900)
    dearer = salon.store.do(edit_service, EditService(service=salon.cut, lengths=(short, long)))
    salon.store.do(edit_service, EditService(service=salon.cut, lengths=(short,)))
    with refused("undo_changed_since"):
        salon.store.do(undo, Undo(op=dearer.op_id))
    assert lengths(salon) == {45: 3500}


def test_what_was_removed_by_the_operation_itself_comes_back(salon: Salon) -> None:
    short = LengthGiven(id=salon.length(salon.cut, 45), minutes=45, price=3500)
    removed = salon.store.do(edit_service, EditService(service=salon.cut, lengths=(short,)))
    a_resource(salon.store, "Room 2", salon.location)
    salon.store.do(undo, Undo(op=removed.op_id))
    assert lengths(salon) == {45: 3500, 60: 4500}


def test_the_last_owner_stays_one_whatever_is_undone(salon: Salon) -> None:
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin=STAFF_PIN))
    carmen = salon.actor(salon.owner)
    handed_over = salon.store.do(edit_staff, EditStaff(staff=salon.ines, role=Role.OWNER), actor=carmen)
    salon.store.do(edit_staff, EditStaff(staff=salon.owner, role=Role.STAFF), actor=salon.actor(salon.ines))
    with refused("last_owner"):
        salon.store.do(undo, Undo(op=handed_over.op_id), actor=salon.actor(salon.owner))
    assert salon.actor(salon.ines).everything


def test_after_a_week_nothing_is_undone(salon: Salon, clock: Clock) -> None:
    done = salon.store.do(edit_staff, EditStaff(staff=salon.ines, title="Stylist"))
    clock.pass_by(days=7, seconds=1)
    with refused("undo_too_old"):
        salon.store.do(undo, Undo(op=done.op_id))


def test_undoing_a_booking_leaves_its_time_to_the_one_made_over_it(salon: Salon) -> None:
    visit = Book(location=salon.location, starts_at=at(9), parts=(cut(salon, salon.ines),))
    first = salon.store.do(book, visit)
    over = Book(location=salon.location, starts_at=at(9), parts=(cut(salon, salon.ines),), overbook_reason="twins")
    salon.store.do(book, over)
    salon.store.do(undo, Undo(op=first.op_id))
    with refused("not_free_taken"):
        salon.store.do(book, visit)


def test_images_that_undo_cannot_use_are_forgotten(store: Store, clock: Clock) -> None:
    store.do(add_resource, AddResource(name="Room 1"))
    clock.pass_by(days=6)
    recent = store.do(add_resource, AddResource(name="Room 2"))
    clock.pass_by(days=2)
    assert store.forget_images() > 0
    with store.engine.connect() as connection:
        left = set(connection.execute(select(before_image.c.op_id)).scalars())
    assert left == {recent.op_id}


def test_a_desk_that_waits_for_its_server_keeps_the_images_of_what_is_pending(store: Store, clock: Clock) -> None:
    store.authority = False
    store.do(add_resource, AddResource(name="Room 1"))
    clock.pass_by(days=30)
    assert store.forget_images() == 0


def test_who_may_not_do_a_thing_any_more_does_not_undo_it_either(salon: Salon) -> None:
    salon.store.do(edit_staff, EditStaff(staff=salon.ines, role=Role.MANAGER))
    dearer = LengthGiven(id=salon.length(salon.cut, 45), minutes=45, price=9900)
    asked = EditService(service=salon.cut, lengths=(dearer,))
    done = salon.store.do(edit_service, asked, actor=salon.actor(salon.ines))
    salon.store.do(edit_staff, EditStaff(staff=salon.ines, role=Role.STAFF))
    with refused("not_permitted") as told:
        salon.store.do(undo, Undo(op=done.op_id), actor=salon.actor(salon.ines))
    assert told[0].facts["permission"] == "services.change"
    assert lengths(salon) == {45: 9900}
    given = Approve(approver=salon.owner, pin=OWNER_PIN, permission="services.change", reason="a slip")
    yes = salon.store.do(approve, given).result.approval
    salon.store.do(undo, Undo(op=done.op_id), actor=salon.actor(salon.ines), approval=yes)
    assert lengths(salon) == {45: 3500, 60: 4500}
