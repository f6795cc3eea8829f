"""Sign in with a PIN, and approve one named action for somebody else with one.

Both write this device's own tables only. A wrong PIN is an answer and not a refusal: it has to be remembered.

What other desks are to know of it, that somebody was let in, left or was not let in, `note_session` writes into the
history, once the answer is there. It is an operation of its own, so that nobody waits for it or is kept out by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.access.model import pin_attempts
from bizet_core.business.access.queries import actor_of
from bizet_core.business.access.rules import FREE_TRIES, Happened, most_in_an_hour, wait_after
from bizet_core.business.resources.model import resources
from bizet_core.business.settings.checking import checked
from bizet_core.business.staff.model import staff
from bizet_core.business.staff.pins import is_pin
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import ANY, Actor, Request, Work, derive, operation
from bizet_core.store.journal.journal import histories
from bizet_core.store.operations.approval import approvals


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The PIN was right: this is who is at the desk now."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class Approved:
    """The PIN was right: give `approval` to `store.do` within five minutes."""

    approval: UUID
    approver: Actor


@dataclass(frozen=True, slots=True)
class WrongPin:
    """It was not the PIN of `whose`. `tries_left` without waiting; `wait` before the next try."""

    tries_left: int
    wait: timedelta
    whose: Actor


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many wrong PINs: none is looked at before `until`."""

    until: datetime


A_LITTLE = timedelta(hours=1)
"""How far a clock may be put back without anybody's wait being forgotten."""


class SignIn(Request):
    """Who is at the desk."""

    staff: Annotated[UUID, Field(N_("Who are you?"), choices="bizet_core.business.staff.queries:people")]
    pin: Annotated[str, Field(N_("PIN"), kind="pin", secret=True)]


@operation(needs=None, local=True)
def sign_in(work: Work, given: SignIn) -> SignedIn | WrongPin | Locked:
    """Compare a PIN with the person's own. After five wrong ones in a row each further one costs a longer wait."""
    wrong = _wrong_pin(work, given.staff, given.pin)
    return wrong or SignedIn(actor_of(work, given.staff))


class Approve(Request):
    """Somebody with more rights says yes to one action, with a reason."""

    approver: Annotated[UUID, Field(N_("Approved by"), choices="bizet_core.business.staff.queries:people")]
    pin: Annotated[str, Field(N_("Their PIN"), kind="pin", secret=True)]
    permission: str
    reason: Annotated[str, Field(N_("Reason"), min_length=1, max_length=200)]


@operation(needs=None, local=True)
def approve(work: Work, given: Approve) -> Approved | WrongPin | Locked:
    """Leave an approval that the next operation of this permission takes; the session itself gains nothing."""
    if wrong := _wrong_pin(work, given.approver, given.pin):
        return wrong
    approver = actor_of(work, given.approver)
    if approver.scope(given.permission) is not ANY or approver.scope("approvals.give") is not ANY:
        raise Refused("approver_may_not", name=approver.name)
    id = work.new_id()
    yes = {"approver": given.approver, "permission": given.permission, "reason": given.reason, "given_at": work.now}
    work.insert(approvals, id=id, **yes)
    return Approved(id, approver)


@approve.prepare
def _pin_approve(work: Work, asked: Approve) -> Approve:
    return checked(work, asked)


class NoteSession(Request):
    """What happened, to whoever acts. Of an approval: what was approved, for whom and why."""

    what: Happened
    permission: Annotated[str, Field(N_("May"), max_length=60)] = ""
    whom: Annotated[str, Field(N_("For whom"), max_length=80)] = ""
    reason: Annotated[str, Field(N_("Reason"), max_length=200)] = ""


SESSIONS: Mapping[str, str] = {
    Happened.SIGNED_IN: N_("Signed in"),
    Happened.LOCKED: N_("Desk locked"),
    Happened.LOCKED_ITSELF: N_("Desk locked itself: nobody had touched it for a while"),
    Happened.CLOSED: N_("Bizet closed while signed in"),
    Happened.COMMAND_LINE: N_("Signed in on the command line"),
    Happened.WRONG_PIN: N_("Wrong PIN entered"),
    Happened.SHUT_OUT: N_("Wrong PIN entered again: the next try has to wait"),
    Happened.APPROVED: N_("Approved with a PIN"),
}
"""What the activity log says of each."""


@operation(needs=None, said=N_("Came to a desk, or left it"), detail=N_("{permission}, for {whom}"), codes=SESSIONS)
def note_session(work: Work, given: NoteSession) -> None:
    """Tell the activity log that somebody came to this desk, left it, or tried to in vain. It writes nothing else."""
    told = {"permission": given.permission, "whom": given.whom, "reason": given.reason}
    work.note(staff, _whoever_acts(work), code=given.what.value, **{fact: said for fact, said in told.items() if said})


@note_session.prepare
def _pin_session(work: Work, asked: NoteSession) -> NoteSession:
    """Of people who work here only: a server would keep lines of others for somebody to settle."""
    asked, whose = checked(work, asked), _whoever_acts(work)
    if not work.get(resources, whose).active:
        raise Refused("gone", what=staff.name)
    if _noted(work, whose, asked.what) >= most_in_an_hour(asked.what):
        raise Refused("noted_enough")
    return asked


def _whoever_acts(work: Work) -> UUID:
    if work.actor.staff is None:
        raise Refused("gone", what=staff.name)
    return work.actor.staff


def _noted(work: Work, whose: UUID, what: Happened) -> int:
    """How often this was noted here within the hour."""
    c = histories.c
    lines = select(func.count()).select_from(histories).where(c.subject == staff.name, c.subject_id == whose)
    lately = c.at.between(work.now - timedelta(hours=1), work.now)
    return int(work.scalar(lines.where(lately, c.device == work.device, c.code == what.value)) or 0)


def _wrong_pin(work: Work, id: UUID, pin: str) -> WrongPin | Locked | None:
    """None if it is the right PIN of somebody who works here and need not wait."""
    before = work.first(select(pin_attempts).where(pin_attempts.c.staff_id == id))
    if before and before.locked_until and _is_waiting(work, before):
        return Locked(before.locked_until)
    if is_pin(work.pepper, pin, _verifier(work, id)):
        _remember(work, id, 0, None)
        return None
    failed = (before.failed if before else 0) + 1
    wait = wait_after(failed)
    _remember(work, id, failed, work.now + wait if wait else None)
    return WrongPin(max(0, FREE_TRIES - failed), wait, _named(work, id))


def _is_waiting(work: Work, before: Any) -> bool:
    """Whether the wait is not over. One that is longer than any was set by a clock that has been put right since."""
    left: timedelta = before.locked_until - work.now
    return timedelta(0) < left <= wait_after(before.failed) + A_LITTLE


def _remember(work: Work, id: UUID, failed: int, until: datetime | None) -> None:
    work.save(pin_attempts, derive(work.business, "pin", str(id)), staff_id=id, failed=failed, locked_until=until)


def _named(work: Work, id: UUID) -> Actor:
    """Somebody by name, without any rights."""
    found: Any = work.find(resources, id)
    return Actor(id, found.name if found else "")


def _verifier(work: Work, id: UUID) -> str:
    """Empty for somebody who has left or was never here: no PIN fits then."""
    found: Any = work.find(staff, id)
    place: Any = work.find(resources, id)
    return str(found.pin) if found and place and place.active else ""
