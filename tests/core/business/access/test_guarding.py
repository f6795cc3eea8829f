"""Guessing a PIN stays slow by every way, whatever the clock does; an approval is for its five minutes only."""

from datetime import timedelta

from bizet_core.business.access.operations import Approve, Locked, SignedIn, SignIn, WrongPin, approve, sign_in
from bizet_core.business.staff.operations import SetPin, set_pin
from bizet_core.selling.sales.operations import VoidSale, void_sale
from bizet_core.store.tables.ids import new_id
from tests.conftest import Clock
from tests.support.makers import OWNER_PIN, STAFF_PIN, Salon, refused


def test_nobody_finds_a_colleagues_pin_by_choosing_their_own(salon: Salon) -> None:
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin=STAFF_PIN))
    ines = salon.actor(salon.ines)
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin=OWNER_PIN), actor=ines)
    assert isinstance(salon.store.do(sign_in, SignIn(staff=salon.ines, pin=OWNER_PIN)).result, SignedIn)


def locked_out(salon: Salon) -> None:
    for _ in range(5):
        assert isinstance(salon.store.do(sign_in, SignIn(staff=salon.owner, pin="0000")).result, WrongPin)
    assert isinstance(salon.store.do(sign_in, SignIn(staff=salon.owner, pin=OWNER_PIN)).result, Locked)


def test_a_clock_that_was_ahead_by_a_year_locks_nobody_out_for_a_year(salon: Salon, clock: Clock) -> None:
    clock.pass_by(days=365)
    locked_out(salon)
    clock.now -= timedelta(days=365)
    told = salon.store.do(sign_in, SignIn(staff=salon.owner, pin=OWNER_PIN)).result
    assert isinstance(told, SignedIn)


def test_a_clock_put_back_a_little_does_not_shorten_the_wait(salon: Salon, clock: Clock) -> None:
    locked_out(salon)
    clock.now -= timedelta(seconds=20)
    assert isinstance(salon.store.do(sign_in, SignIn(staff=salon.owner, pin=OWNER_PIN)).result, Locked)


def test_an_approval_does_not_grow_young_again_when_the_clock_is_put_back(salon: Salon, clock: Clock) -> None:
    asked = Approve(approver=salon.owner, pin=OWNER_PIN, permission="sales.void", reason="mistake")
    yes = salon.store.do(approve, asked).result.approval
    clock.now -= timedelta(hours=2)
    with refused("approval_void"):
        salon.store.do(void_sale, VoidSale(sale=new_id(), reason="?"), actor=salon.actor(salon.bea), approval=yes)
