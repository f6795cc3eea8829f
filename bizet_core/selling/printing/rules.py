"""What becomes of a print job: waiting, printing, done, failed. Pure: the time comes in as milliseconds since 1970.

    waiting ──start──▶ printing ──finish──▶ done
       ▲                  │
       └──── put_off ─────┤ (paper, cable: tried again)
                          └──▶ failed (nobody came within half an hour, or a drawer that did not open)

A job whose bytes may have reached paper is printed again marked COPY: two originals of one receipt must not exist. A
drawer is never opened late: whoever pressed the key has gone, and the next customer stands in front of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from bizet_core.base.instants import MINUTE
from bizet_core.base.refusals import Refused

SECOND = 1000
PATIENCE = 30 * MINUTE
"""How long a job tries by itself; after that a person says whether it is still wanted."""
WAITS = (2 * SECOND, 3 * SECOND, 5 * SECOND, 10 * SECOND, 20 * SECOND)
FOR_A_PERSON = 3 * SECOND
BY_HAND = ("printer_out_of_paper", "printer_cover_open", "printer_offline")
"""What a person at the printer puts right: looked at often, so that paper put in prints at once."""


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"


class JobKind(StrEnum):
    """What a job puts on paper; a drawer job puts nothing."""

    RECEIPT = "receipt"
    DRAWER = "drawer"
    TEST = "test"
    Z_REPORT = "z_report"


class NotPrintedError(Refused):
    """A printer did not do a job. `reached_paper` says that some of it may stand on paper."""

    def __init__(self, code: str, *, reached_paper: bool, **facts: object) -> None:
        super().__init__(code, **facts)
        self.reached_paper = reached_paper


@dataclass(frozen=True, slots=True)
class Job:
    """A print job as the rules see it; instants in milliseconds since 1970."""

    kind: str
    queued_at: int
    due_at: int
    id: UUID | None = None
    state: State = State.WAITING
    copy: bool = False
    tries: int = 0
    done_at: int | None = None
    problem: str = ""


def queued(kind: str, now: int, *, copy: bool = False) -> Job:
    """A new job, due at once."""
    return Job(kind, now, now, copy=copy)


def start(job: Job, now: int) -> Job:
    """The job at the printer. Kept before the first byte is sent, so that a crash is seen afterwards."""
    return replace(job, state=State.PRINTING, tries=job.tries + 1, due_at=now)


def finish(job: Job, now: int) -> Job:
    """The job on paper."""
    return replace(job, state=State.DONE, done_at=now, problem="")


def put_off(job: Job, now: int, problem: str, *, reached_paper: bool) -> Job:
    """The job after a printer did not do it: tried again in a moment, or given up."""
    if job.kind == JobKind.DRAWER:
        return _failed(job, now, "drawer_not_opened")
    late = replace(job, copy=job.copy or (reached_paper and job.kind == JobKind.RECEIPT))
    if now - job.queued_at >= PATIENCE:
        return _failed(late, now, problem)
    return replace(late, state=State.WAITING, due_at=now + wait_after(job.tries, problem), problem=problem)


def give_up(job: Job, now: int, problem: str) -> Job:
    """The job when trying again cannot help: what it prints is gone, or we are at fault."""
    return _failed(job, now, problem)


def recover(job: Job, now: int) -> Job:
    """The job after a crash. One that was at the printer may be on paper; the age it had counts no more."""
    if job.state not in (State.WAITING, State.PRINTING):
        return job
    if job.kind == JobKind.DRAWER:
        return _failed(job, now, "drawer_not_opened")
    copy = job.copy or (job.state == State.PRINTING and job.kind == JobKind.RECEIPT)
    return replace(job, state=State.WAITING, copy=copy, queued_at=now, due_at=now, tries=0)


def retry(job: Job, now: int) -> Job:
    """A failed job tried once more because a person asked for it; a drawer too, for somebody stands there."""
    return replace(job, state=State.WAITING, queued_at=now, due_at=now, tries=0, problem="")


def wait_after(tries: int, problem: str) -> int:
    """Milliseconds until the next try."""
    return FOR_A_PERSON if problem in BY_HAND else WAITS[min(max(tries, 1), len(WAITS)) - 1]


def next_of(jobs: Iterable[Job], now: int) -> tuple[Job | None, int | None]:
    """(the job to print now, when to look again). Drawers first, then in order; a job put off holds up the later ones,
    since the printer that refused it would refuse them, and receipts come out in the order of the sales.
    """
    waiting = [job for job in jobs if job.state == State.WAITING]
    if not waiting:
        return None, None
    first = min(waiting, key=lambda job: (job.kind != JobKind.DRAWER, job.queued_at))
    is_due = first.due_at <= now or first.due_at > now + WAITS[-1]  # the clock was put back since
    return (first, None) if is_due else (None, first.due_at)


def _failed(job: Job, now: int, problem: str) -> Job:
    return replace(job, state=State.FAILED, done_at=now, problem=problem)
