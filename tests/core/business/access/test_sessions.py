"""What a desk tells of who is at it: one line each, bounded, of people who work here, and never a PIN."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from bizet_core.business.access.operations import NoteSession, SignIn, WrongPin, note_session, sign_in
from bizet_core.business.access.rules import Happened
from bizet_core.business.devices.rules import may_send
from bizet_core.business.staff.operations import RemoveStaff, SetPin, remove_staff, set_pin
from bizet_core.describe.languages.language import Locale, reading
from bizet_core.oversight.activity.queries import Activity, Deed, activity
from bizet_core.oversight.activity.rules import Topic
from bizet_core.store import SYSTEM, Actor, Undo, undo
from tests.conftest import Clock
from tests.core.oversight.activity.test_queries import SINCE, UNTIL
from tests.support.makers import STAFF_PIN, Salon, refused, sent_by

ENGLISH = Locale("en", "GB", "EUR", "Europe/Lisbon")


@pytest.fixture
def salon(salon: Salon, clock: Clock) -> Salon:
    salon.store.do(set_pin, SetPin(staff=salon.ines, pin=STAFF_PIN))
    clock.pass_by(minutes=1)
    return salon


def note(salon: Salon, who: UUID, what: Happened, **more: Any) -> None:
    salon.store.do(note_session, NoteSession(what=what, **more), actor=salon.actor(who))


def told(salon: Salon, **how: Any) -> list[tuple[str, str, str]]:
    """Who, what and concerning whom: the oldest first."""
    asked = Activity(**{"since": SINCE, "until": UNTIL, "topic": Topic.SESSIONS, **how})
    deeds: tuple[Deed, ...] = salon.store.ask(activity, asked).deeds
    with reading(ENGLISH):
        return [(deed.actor, deed.words(), deed.about) for deed in reversed(deeds)]


@pytest.mark.feature("31.3.1")
def test_somebody_comes_and_leaves(salon: Salon, clock: Clock) -> None:
    for what in (Happened.SIGNED_IN, Happened.LOCKED, Happened.SIGNED_IN, Happened.LOCKED_ITSELF, Happened.CLOSED):
        note(salon, salon.ines, what)
        clock.pass_by(minutes=1)
    ines = "Inês Duarte"
    assert told(salon) == [
        (ines, "Signed in", ines),
        (ines, "Desk locked", ines),
        (ines, "Signed in", ines),
        (ines, "Desk locked itself: nobody had touched it for a while", ines),
        (ines, "Bizet closed while signed in", ines),
    ]
    assert len(told(salon, staff=salon.ines)) == 5
    assert told(salon, staff=salon.bea) == []


@pytest.mark.feature("31.3.1")
def test_a_wrong_pin_is_told_of_the_person_it_was_tried_for_but_not_as_their_doing(salon: Salon) -> None:
    wrong = salon.store.do(sign_in, SignIn(staff=salon.ines, pin="999999")).result
    assert isinstance(wrong, WrongPin)
    salon.store.do(note_session, NoteSession(what=Happened.WRONG_PIN), actor=wrong.whose)
    assert told(salon) == [("Somebody", "Wrong PIN entered", "Inês Duarte")]


@pytest.mark.feature("31.3.1")
def test_an_approval_says_what_was_approved_for_whom_and_why(salon: Salon) -> None:
    note(salon, salon.owner, Happened.APPROVED, permission="sales.refund", whom="Bea Costa", reason="a regular")
    assert told(salon) == [("Carmen Reis", "Approved with a PIN · Refund, for Bea Costa · a regular", "Carmen Reis")]


def test_no_line_holds_a_pin(salon: Salon) -> None:
    before = len(sent_by(salon.store))
    for pin in ("918273", STAFF_PIN):
        salon.store.do(sign_in, SignIn(staff=salon.ines, pin=pin))
    assert len(sent_by(salon.store)) == before, "comparing a PIN is this desk's own"
    note(salon, salon.ines, Happened.WRONG_PIN)
    [line] = sent_by(salon.store)[before:]
    assert not any(pin in part for part in (line.body, line.header) for pin in (b"918273", STAFF_PIN.encode()))


def test_somebody_who_hammers_does_not_fill_the_journal(salon: Salon, clock: Clock) -> None:
    def lines() -> int:
        return len(sent_by(salon.store))

    before = lines()
    for _ in range(60):
        note(salon, salon.ines, Happened.WRONG_PIN)
    with refused("noted_enough"):
        note(salon, salon.ines, Happened.WRONG_PIN)
    note(salon, salon.bea, Happened.WRONG_PIN)
    assert lines() == before + 61
    clock.pass_by(minutes=61)
    note(salon, salon.ines, Happened.WRONG_PIN)
    assert lines() == before + 62


def test_trying_all_pins_of_a_person_for_a_day_leaves_some_thirty_lines(salon: Salon, clock: Clock) -> None:
    """Each wrong one that is looked at has its line; while somebody waits none is looked at."""
    looked_at = 0
    for _ in range(24 * 60):
        answer = salon.store.do(sign_in, SignIn(staff=salon.ines, pin="999999")).result
        looked_at += isinstance(answer, WrongPin)
        clock.pass_by(minutes=1)
    assert 5 < looked_at < 40


def test_a_script_leaves_one_line_an_hour(salon: Salon, clock: Clock) -> None:
    note(salon, salon.owner, Happened.COMMAND_LINE)
    clock.pass_by(minutes=59)
    with refused("noted_enough"):
        note(salon, salon.owner, Happened.COMMAND_LINE)
    clock.pass_by(minutes=2)
    note(salon, salon.owner, Happened.COMMAND_LINE)
    assert [words for _who, words, _about in told(salon)] == ["Signed in on the command line"] * 2


def test_a_clock_that_was_years_ahead_silences_nobody(salon: Salon, clock: Clock) -> None:
    clock.pass_by(days=800)
    note(salon, salon.owner, Happened.COMMAND_LINE)
    clock.pass_by(days=-800)
    note(salon, salon.owner, Happened.COMMAND_LINE)
    assert len(told(salon)) == 1


@pytest.mark.parametrize("who", [lambda _: SYSTEM, lambda _: Actor(None, "Kiosk"), lambda salon: left(salon)])
def test_of_nobody_of_visitors_and_of_who_has_left_nothing_is_told(salon: Salon, who: Callable[[Salon], Actor]) -> None:
    actor, before = who(salon), sent_by(salon.store)
    with refused("gone"):
        salon.store.do(note_session, NoteSession(what=Happened.WRONG_PIN), actor=actor)
    assert sent_by(salon.store) == before


def left(salon: Salon) -> Actor:
    actor = salon.actor(salon.bea)
    salon.store.do(remove_staff, RemoveStaff(staff=salon.bea))
    return actor


def test_it_is_not_taken_back(salon: Salon) -> None:
    bea = salon.actor(salon.bea)
    done = salon.store.do(note_session, NoteSession(what=Happened.SIGNED_IN), actor=bea)
    assert not done.undoable
    before = sent_by(salon.store)
    with refused("undo_not_for_this"):
        salon.store.do(undo, Undo(op=done.op_id), actor=bea)
    assert sent_by(salon.store) == before


def test_a_desk_sends_it_and_a_kiosk_whose_visitors_sign_in_nowhere_does_not() -> None:
    assert may_send("desk", note_session)
    assert not may_send("kiosk", note_session)
