"""Who is at a desk, told to the activity log: beside what they do, never before it, and never in their way.

The answer to a PIN is there already when a line about it is asked for. Where the line cannot be written, as on a full
disk or at a kiosk, the log of this computer says so and nobody else.
"""

import structlog

from bizet_core.base.refusals import Refused
from bizet_core.business.access.operations import Approved, Locked, NoteSession, WrongPin, note_session
from bizet_core.business.access.rules import Happened
from bizet_core.store import Actor
from bizet_desk.desk import Desk

log = structlog.get_logger()


def tell(desk: Desk, actor: Actor, what: Happened) -> None:
    """Leave a line about somebody, or none where nobody is meant."""
    _send(desk, actor, NoteSession(what=what))


def tell_wrong_pin(desk: Desk, answer: WrongPin | Locked) -> None:
    """Leave a line about the person whose PIN was tried; while they have to wait no PIN is looked at."""
    if isinstance(answer, WrongPin):
        tell(desk, answer.whose, of_wrong_pin(answer))


def tell_approved(desk: Desk, yes: Approved, permission: str, reason: str) -> None:
    """Leave a line about whoever said yes, for whom and why."""
    about = {"permission": permission, "whom": desk.actor.name, "reason": reason}
    _send(desk, yes.approver, NoteSession(what=Happened.APPROVED, **about))


def of_wrong_pin(answer: WrongPin) -> Happened:
    """Whether the next try is free."""
    return Happened.SHUT_OUT if answer.wait else Happened.WRONG_PIN


def _send(desk: Desk, actor: Actor, line: NoteSession) -> None:
    if actor.staff is not None:
        desk.do(note_session, line, actor=Actor(actor.staff, actor.name), refused=leave_it)


def leave_it(refusal: Refused) -> None:
    """It could not be written. People are told by their own work what is the matter."""
    log.warning("session_not_noted", code=refusal.code)
