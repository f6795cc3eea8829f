"""What waits to be printed, and what did not come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import to_ms
from bizet_core.selling.printing import rules
from bizet_core.selling.printing.model import print_jobs
from bizet_core.selling.printing.rules import Job, State
from bizet_core.store import Permission, Read, Request, query

USE = Permission("printing.use")


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job of the queue; `problem` is the code of what the printer said last."""

    id: UUID
    kind: str
    subject: UUID | None
    state: str
    copy: bool
    tries: int
    queued_at: datetime
    due_at: datetime
    problem: str


@dataclass(frozen=True, slots=True)
class Next:
    """The job to print now, or how long to wait; neither when nothing is queued."""

    job: UUID | None
    wait: timedelta | None


class PrintQueue(Request):
    """All of it."""


@query(needs=USE)
def open_jobs(read: Read, asked: PrintQueue) -> tuple[JobRow, ...]:
    """What is not on paper yet, oldest first: waiting, printing and failed."""
    rows = open_rows(read)
    return tuple(
        JobRow(r.id, r.kind, r.subject_id, r.state, r.copy, r.tries, r.queued_at, r.due_at, r.problem) for r in rows
    )


@query(needs=USE)
def next_job(read: Read, asked: PrintQueue) -> Next:
    """What the printer should do now."""
    job, due = rules.next_of(map(job_of, open_rows(read)), to_ms(read.now))
    wait = None if due is None else timedelta(milliseconds=due - to_ms(read.now))
    return Next(job.id if job else None, wait)


def open_rows(read: Read) -> Sequence[Any]:
    """Rows of the queue that are not done, oldest first."""
    wanted = select(print_jobs).where(print_jobs.c.state != State.DONE.value)
    return read.all(wanted.order_by(print_jobs.c.queued_at, print_jobs.c.id))


def job_of(row: Any) -> Job:
    """A row as the rules see it."""
    return Job(
        kind=row.kind,
        queued_at=to_ms(row.queued_at),
        due_at=to_ms(row.due_at),
        id=row.id,
        state=State(row.state),
        copy=row.copy,
        tries=row.tries,
        done_at=None if row.done_at is None else to_ms(row.done_at),
        problem=row.problem,
    )
