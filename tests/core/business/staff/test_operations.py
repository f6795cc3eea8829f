"""People come, change and go; their PINs are nobody else's."""

from uuid import UUID

import pytest
from sqlalchemy import select

from bizet_core.business.access.operations import SignedIn, SignIn, sign_in
from bizet_core.business.resources.operations import EditResource, edit_resource
from bizet_core.business.staff.model import Role, staff
from bizet_core.business.staff.operations import (
    AddStaff,
    BringBackStaff,
    EditStaff,
    RemoveStaff,
    SetPin,
    add_staff,
    bring_back_staff,
    edit_staff,
    remove_staff,
    set_pin,
)
from bizet_core.business.staff.queries import OnePerson, People, Person, people, person
from bizet_core.store import Store, Undo, undo
from bizet_core.store.journal.journal import histories
from tests.support.makers import OWNER_PIN, Salon, a_person, invalid, refused, sent_by
from tests.sync.desks.replaying import replay


def page(salon: Salon, id: UUID) -> Person:
    return salon.store.ask(person, OnePerson(staff=id))


def test_a_profile_keeps_photo_bio_and_contact_in_normal_form(salon: Salon) -> None:
    asked = EditStaff(
        staff=salon.ines, title="Senior  stylist", bio="Curls.\r\nColour.", phone="912 345 678", email="I@Salon.PT",
        photo="ab" * 32, daily_limit=8,
    )  # fmt: skip
    salon.store.do(edit_staff, asked)
    found = page(salon, salon.ines)
    assert (found.title, found.bio) == ("Senior stylist", "Curls.\nColour.")
    assert (found.phone, found.email) == ("+351912345678", "I@salon.pt")
    assert (found.photo, found.daily_limit) == ("ab" * 32, 8)


def test_an_edit_of_name_and_title_is_one_step_and_one_undo(salon: Salon) -> None:
    done = salon.store.do(edit_staff, EditStaff(staff=salon.ines, name="Inês D.", title="Stylist"))
    assert page(salon, salon.ines).name == "Inês D."
    salon.store.do(undo, Undo(op=done.op_id))
    assert (page(salon, salon.ines).name, page(salon, salon.ines).title) == ("Inês Duarte", "")


def test_what_cannot_be_is_refused_by_field(salon: Salon) -> None:
    with invalid("name", "phone", "email", "daily_limit"):
        salon.store.do(
            add_staff,
            AddStaff(name="x" * 500, phone="call me", email="at home", daily_limit=0, parent_id=salon.location),
        )
    assert len(salon.store.ask(people, People())) == 3


def test_one_who_leaves_is_kept_and_can_come_back(salon: Salon) -> None:
    done = salon.store.do(remove_staff, RemoveStaff(staff=salon.bea))
    assert [one.name for one in salon.store.ask(people, People())] == ["Carmen Reis", "Inês Duarte"]
    assert len(salon.store.ask(people, People(inactive=True))) == 3
    salon.store.do(undo, Undo(op=done.op_id))
    salon.store.do(remove_staff, RemoveStaff(staff=salon.bea))
    salon.store.do(bring_back_staff, BringBackStaff(staff=salon.bea))
    assert page(salon, salon.bea).active


def test_the_last_owner_who_can_sign_in_stays(salon: Salon) -> None:
    a_person(salon.store, "Second owner without a PIN", salon.location, Role.OWNER)
    with refused("last_owner"):
        salon.store.do(remove_staff, RemoveStaff(staff=salon.owner))
    with refused("last_owner"):
        salon.store.do(edit_staff, EditStaff(staff=salon.owner, role=Role.STAFF))
    a_person(salon.store, "Third", salon.location, Role.OWNER, pin="975310")
    salon.store.do(remove_staff, RemoveStaff(staff=salon.owner))


def test_two_desks_cannot_each_remove_one_of_two_owners(salon: Salon, server_store: Store) -> None:
    """Each desk sees the other owner still there; the server, where both arrive, keeps one."""
    second = a_person(salon.store, "Second", salon.location, Role.OWNER, pin="975310")
    for line in sent_by(salon.store):
        replay(server_store, line)
    server_store.do(remove_staff, RemoveStaff(staff=second))
    salon.store.do(remove_staff, RemoveStaff(staff=salon.owner))
    with refused("last_owner"):
        replay(server_store, sent_by(salon.store)[-1])


def test_a_manager_hires_staff_but_no_owner_and_touches_none(salon: Salon) -> None:
    mia = salon.actor(a_person(salon.store, "Mia", salon.location, Role.MANAGER))
    salon.store.do(add_staff, AddStaff(name="New", parent_id=salon.location), actor=mia)
    for forbidden in (Role.OWNER, Role.ADMIN, Role.MANAGER):
        with refused("role_above"):
            salon.store.do(add_staff, AddStaff(name="New", role=forbidden, parent_id=salon.location), actor=mia)
    with refused("role_above"):
        salon.store.do(edit_staff, EditStaff(staff=salon.owner, title="Boss"), actor=mia)
    with refused("role_above"):
        salon.store.do(set_pin, SetPin(staff=salon.owner, pin="111222"), actor=mia)
    with refused("role_above"):
        salon.store.do(edit_staff, EditStaff(staff=salon.ines, role=Role.MANAGER), actor=mia)


def test_no_detour_through_resources_changes_a_person(salon: Salon) -> None:
    mia = salon.actor(a_person(salon.store, "Mia", salon.location, Role.MANAGER))
    with refused("resource_elsewhere"):
        salon.store.do(edit_resource, EditResource(resource=salon.owner, active=False), actor=mia)


def test_staff_change_their_own_page_and_pin_only(salon: Salon) -> None:
    ines = salon.actor(salon.ines)
    salon.store.do(edit_staff, EditStaff(staff=salon.ines, bio="I love curls."), actor=ines)
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin="777123"), actor=ines)
    with refused("role_above"):
        salon.store.do(edit_staff, EditStaff(staff=salon.ines, role=Role.OWNER), actor=ines)
    with refused("not_permitted"):
        salon.store.do(edit_staff, EditStaff(staff=salon.bea, bio="…"), actor=ines)
    with refused("not_permitted"):
        salon.store.do(set_pin, SetPin(staff=salon.bea, pin="888123"), actor=ines)


def test_a_pin_is_one_person_s_alone(salon: Salon) -> None:
    with refused("pin_taken"):
        salon.store.do(set_pin, SetPin(staff=salon.ines, pin=OWNER_PIN))
    with refused("pin_taken"):
        salon.store.do(add_staff, AddStaff(name="New", parent_id=salon.location, pin=OWNER_PIN))
    salon.store.do(set_pin, SetPin(staff=salon.owner, pin=OWNER_PIN))  # one's own may be set again


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "", "١٢٣"])
def test_a_pin_has_four_to_eight_digits(salon: Salon, pin: str) -> None:
    with invalid("pin"):
        salon.store.do(set_pin, SetPin(staff=salon.ines, pin=pin))


def test_a_new_pin_takes_the_place_of_the_old_one_and_is_not_undone(salon: Salon) -> None:
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin="1111"))
    done = salon.store.do(set_pin, SetPin(staff=salon.ines, pin="2222"))
    assert not isinstance(salon.store.do(sign_in, SignIn(staff=salon.ines, pin="1111")).result, SignedIn)
    assert isinstance(salon.store.do(sign_in, SignIn(staff=salon.ines, pin="2222")).result, SignedIn)
    with refused("undo_not_for_this"):
        salon.store.do(undo, Undo(op=done.op_id))


def test_equal_pins_leave_different_verifiers_and_the_pin_nowhere(salon: Salon) -> None:
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin="314159"))
    first = _verifier(salon)
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin="314159"))
    assert first.startswith("$argon2id$")
    assert _verifier(salon) != first
    assert all(b"314159" not in line.body for line in sent_by(salon.store))


def test_edits_of_different_fields_on_two_desks_both_hold_and_a_clash_is_told(
    salon: Salon, server_store: Store
) -> None:
    for line in sent_by(salon.store):
        replay(server_store, line)
    salon.store.do(edit_staff, EditStaff(staff=salon.ines, title="Stylist"))
    salon.store.do(edit_staff, EditStaff(staff=salon.ines, bio="Curls"))
    server_store.do(edit_staff, EditStaff(staff=salon.ines, bio="Colour"))
    *_, title, bio = sent_by(salon.store)
    replay(server_store, title)
    with refused("changed_meanwhile"):
        replay(server_store, bio)
    found = server_store.ask(person, OnePerson(staff=salon.ines))
    assert (found.title, found.bio) == ("Stylist", "Colour")


def test_the_history_says_who_changed_a_person(salon: Salon) -> None:
    salon.store.do(edit_staff, EditStaff(staff=salon.ines, title="Stylist"), actor=salon.actor(salon.owner))
    with salon.store.engine.connect() as connection:
        of_ines = select(histories).where(histories.c.subject == "staff", histories.c.subject_id == salon.ines)
        told = [(row.name, row.actor_name) for row in connection.execute(of_ines.order_by(histories.c.at))]
    assert told[-1] == ("staff.edit_staff", "Carmen Reis")


def _verifier(salon: Salon) -> str:
    with salon.store.engine.connect() as connection:
        return str(connection.execute(select(staff.c.pin).where(staff.c.id == salon.ines)).scalar_one())
