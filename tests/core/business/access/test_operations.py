"""Signing in and approving: right PINs, wrong ones, and the wait that makes guessing slow."""

import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bizet_core.business.access.operations import (
    Approve,
    Approved,
    Locked,
    SignedIn,
    SignIn,
    WrongPin,
    approve,
    sign_in,
)
from bizet_core.business.access.queries import RolesAndPermissions, Signers, roles, signers
from bizet_core.business.settings.operations import EditBusiness, edit_business
from bizet_core.business.staff import pins
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import RemoveStaff, SetPin, remove_staff, set_pin
from bizet_core.catalogue.timetable.operations import Hours, SetHours, set_hours
from bizet_core.people.customers.operations import AddNote, EditCustomer, add_note, edit_customer
from bizet_core.store import Actor, Done, Store, Undo, undo
from bizet_core.store.journal.journal import Header, journal
from bizet_core.store.tables.ids import new_id
from tests.conftest import SHOPS_COST, Clock
from tests.support.makers import OWNER_PIN, STAFF_PIN, Salon, a_person, invalid, refused


@pytest.fixture
def salon(salon: Salon) -> Salon:
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin=STAFF_PIN))
    return salon


def try_pin(salon: Salon, pin: str, who: UUID | None = None) -> object:
    return salon.store.do(sign_in, SignIn(staff=who or salon.ines, pin=pin)).result


def test_the_right_pin_signs_in_with_the_role_s_permissions(salon: Salon) -> None:
    result = try_pin(salon, STAFF_PIN)
    assert isinstance(result, SignedIn)
    assert (result.actor.staff, result.actor.name) == (salon.ines, "Inês Duarte")
    assert result.actor.scope("sales.make")
    assert not result.actor.scope("sales.refund")


def test_a_pin_typed_in_arabic_digits_is_the_same_pin(salon: Salon) -> None:
    assert isinstance(try_pin(salon, "١٣٥٧٩٠"), SignedIn)


def test_switching_takes_less_than_two_seconds(salon: Salon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins, "COST", SHOPS_COST)
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin=STAFF_PIN))
    began = time.process_time()
    assert isinstance(try_pin(salon, STAFF_PIN), SignedIn)
    assert time.process_time() - began < 2


def test_the_pin_of_a_colleague_is_wrong(salon: Salon) -> None:
    assert isinstance(try_pin(salon, OWNER_PIN), WrongPin)


def test_without_the_pepper_of_the_business_even_the_right_pin_is_wrong(salon: Salon) -> None:
    from dataclasses import replace

    stolen = Store(salon.store.engine, replace(salon.store.identity, pepper=b"other"), clock=salon.store.clock)
    assert isinstance(stolen.do(sign_in, SignIn(staff=salon.ines, pin=STAFF_PIN)).result, WrongPin)


def test_five_wrong_pins_lock_for_half_a_minute_and_the_sixth_for_longer(salon: Salon, clock: Clock) -> None:
    tries, ines = [try_pin(salon, "0000") for _ in range(5)], Actor(salon.ines, "Inês Duarte")
    assert tries[:4] == [WrongPin(left, timedelta(0), ines) for left in (4, 3, 2, 1)]
    assert tries[4] == WrongPin(0, timedelta(seconds=30), ines)
    assert try_pin(salon, STAFF_PIN) == Locked(clock.now + timedelta(seconds=30)), "even the right one is not looked at"
    clock.pass_by(seconds=31)
    assert try_pin(salon, "0000") == WrongPin(0, timedelta(seconds=60), ines)
    clock.pass_by(seconds=61)
    assert isinstance(try_pin(salon, STAFF_PIN), SignedIn)
    assert try_pin(salon, "0000") == WrongPin(4, timedelta(0), ines), "a right one begins the count anew"


def test_a_lock_of_one_person_does_not_keep_the_others_out(salon: Salon) -> None:
    for _ in range(6):
        try_pin(salon, "0000")
    assert isinstance(try_pin(salon, OWNER_PIN, salon.owner), SignedIn)
    shown = {one.name: one.locked_until for one in salon.store.ask(signers, Signers())}
    assert shown["Carmen Reis"] is None
    assert shown["Inês Duarte"] is not None


def test_somebody_who_has_left_or_never_came_cannot_sign_in(salon: Salon) -> None:
    salon.store.do(remove_staff, RemoveStaff(staff=salon.ines))
    assert isinstance(try_pin(salon, STAFF_PIN), WrongPin)
    assert isinstance(try_pin(salon, STAFF_PIN, new_id()), WrongPin)
    assert [one.name for one in salon.store.ask(signers, Signers())] == ["Carmen Reis"]


def test_somebody_without_a_pin_cannot_sign_in_with_an_empty_one(salon: Salon) -> None:
    assert isinstance(try_pin(salon, "", salon.bea), WrongPin)


def test_signing_in_leaves_no_line_in_the_journal(salon: Salon) -> None:
    before = _names(salon.store)
    try_pin(salon, STAFF_PIN)
    assert _names(salon.store) == before


def yes(salon: Salon, permission: str, **more: Any) -> Done:
    asked: dict[str, Any] = {
        "approver": salon.owner,
        "pin": OWNER_PIN,
        "reason": "She is new",
        "permission": permission,
        **more,
    }
    return salon.store.do(approve, Approve(**asked))


def test_an_approval_lets_one_named_action_through_and_both_names_stand_in_the_journal(salon: Salon) -> None:
    ines, asked = salon.actor(salon.ines), EditBusiness(receipt_footer="Come again")
    with refused("not_permitted"):
        salon.store.do(edit_business, asked, actor=ines)
    given = yes(salon, "settings.change").result
    assert isinstance(given, Approved)
    assert given.approver.name == "Carmen Reis"
    done = salon.store.do(edit_business, asked, actor=ines, approval=given.approval)
    header = _header(salon.store, done.op_id)
    assert (header.actor, header.approved[0].approver, header.approved[0].reason) == (
        salon.ines, salon.owner, "She is new",
    )  # fmt: skip
    with refused("approval_void"):
        salon.store.do(edit_business, EditBusiness(receipt_footer="Again"), actor=ines, approval=given.approval)


def test_an_approval_for_one_thing_does_not_serve_for_another(salon: Salon) -> None:
    given = yes(salon, "sales.refund").result
    with refused("approval_void"):
        salon.store.do(
            edit_business, EditBusiness(name="Salon"), actor=salon.actor(salon.ines), approval=given.approval
        )


def test_an_approval_needs_the_right_pin_and_counts_wrong_ones(salon: Salon) -> None:
    carmen = Actor(salon.owner, "Carmen Reis")
    assert yes(salon, "sales.refund", pin="0000").result == WrongPin(4, timedelta(0), carmen)
    for _ in range(4):
        yes(salon, "sales.refund", pin="0000")
    assert isinstance(yes(salon, "sales.refund").result, Locked)


def test_an_approval_needs_a_reason_and_somebody_who_may(salon: Salon) -> None:
    with invalid("reason"):
        yes(salon, "sales.refund", reason="  ")
    with refused("approver_may_not"):
        yes(salon, "sales.refund", approver=salon.ines, pin=STAFF_PIN)


def test_a_manager_approves_refunds_but_not_settings(salon: Salon) -> None:
    manager = a_person(salon.store, "Mia", salon.location, Role.MANAGER, pin="424242")
    assert isinstance(yes(salon, "sales.refund", approver=manager, pin="424242").result, Approved)
    with refused("approver_may_not"):
        yes(salon, "settings.change", approver=manager, pin="424242")


def test_staff_change_their_own_hours_and_nobody_else_s(salon: Salon) -> None:
    ines, mornings = salon.actor(salon.ines), (Hours(weekdays=(1,), time=(540, 720)),)
    salon.store.do(set_hours, SetHours(resource=salon.ines, hours=mornings), actor=ines)
    with refused("not_permitted"):
        salon.store.do(set_hours, SetHours(resource=salon.bea, hours=mornings), actor=ines)
    with refused("not_permitted"):
        salon.store.do(set_hours, SetHours(resource=salon.location, hours=mornings), actor=ines)


def test_whoever_did_a_thing_may_take_it_back(salon: Salon) -> None:
    ines, bea = salon.actor(salon.ines), salon.actor(salon.bea)
    mornings = SetHours(resource=salon.ines, hours=(Hours(weekdays=(1,), time=(540, 720)),))
    done = salon.store.do(set_hours, mornings, actor=ines)
    with refused("not_permitted"):
        salon.store.do(undo, Undo(op=done.op_id), actor=bea)
    salon.store.do(undo, Undo(op=done.op_id), actor=ines)


def test_a_contractor_writes_notes_but_does_not_change_customers(salon: Salon) -> None:
    guest = salon.actor(a_person(salon.store, "Gil", salon.location, Role.CONTRACTOR))
    salon.store.do(add_note, AddNote(customer=salon.olivia, words="Prefers mornings"), actor=guest)
    with refused("not_permitted"):
        salon.store.do(edit_customer, EditCustomer(customer=salon.olivia, alert="Nuts"), actor=guest)


def test_the_page_of_roles_shows_every_permission_in_words(salon: Salon) -> None:
    table = {row.permission: row for row in salon.store.ask(roles, RolesAndPermissions())}
    assert table["sales.refund"].label == "Refund"
    assert set(table["sales.refund"].scopes) == {"owner", "admin", "manager"}


def _names(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return list(connection.execute(select(journal.c.name).order_by(journal.c.n)).scalars())


def _header(store: Store, op_id: UUID) -> Header:
    import msgspec

    with store.engine.connect() as connection:
        raw = connection.execute(select(journal.c.header).where(journal.c.op_id == op_id)).scalar_one()
    return msgspec.msgpack.decode(raw, type=Header)
