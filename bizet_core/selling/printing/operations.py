"""Queue what is to be printed, keep what became of it, and print a receipt again.

The queue belongs to this device and is not journaled; that somebody printed a receipt again is.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.base.refusals import Refused
from bizet_core.business.settings.queries import device_settings_of
from bizet_core.business.settings.rules import DeviceSettings
from bizet_core.describe.languages.language import N_
from bizet_core.selling.printing import rules
from bizet_core.selling.printing.model import print_jobs
from bizet_core.selling.printing.queries import USE, job_of, open_rows
from bizet_core.selling.printing.rules import Job, JobKind, State
from bizet_core.selling.sales.documents import DocumentMade
from bizet_core.selling.sales.model import sales
from bizet_core.selling.till.operations import CashMoved, TillClosed
from bizet_core.store import Cause, Request, Work, operation

KEPT = timedelta(days=7)
"""How long what is printed stays in the queue's table."""


class QueueJob(Request):
    """A receipt by its document, or bytes that are ready for the printer."""

    kind: JobKind
    subject: UUID | None = None
    data: bytes = b""
    copy: bool = False


class JobQueued(QueueJob):
    """The same with its id."""

    id: UUID


@operation(needs=USE, local=True)
def queue_job(work: Work, given: JobQueued) -> UUID:
    """Put a job into this device's queue."""
    job = rules.queued(given.kind, to_ms(work.now), copy=given.copy)
    _write(work, given.id, job, kind=given.kind.value, subject_id=given.subject, bytes=given.data)
    return given.id


@queue_job.prepare
def _pin_job(work: Work, asked: QueueJob) -> JobQueued:
    return JobQueued(id=work.new_id(), kind=asked.kind, subject=asked.subject, data=asked.data, copy=asked.copy)


class OfJob(Request):
    """Which job."""

    job: UUID


class Started(Request):
    """What the printer is to do now; without a subject, `data` is ready for it."""

    job: UUID
    kind: JobKind
    subject: UUID | None
    data: bytes
    copy: bool
    problem: str


@operation(needs=USE, local=True)
def start_job(work: Work, given: OfJob) -> Started:
    """Note that a job goes to the printer now, before its first byte does: after a crash it may be on paper."""
    row = work.get(print_jobs, given.job)
    _write(work, given.job, rules.start(job_of(row), to_ms(work.now)))
    return Started(
        job=row.id, kind=JobKind(row.kind), subject=row.subject_id, data=row.bytes, copy=row.copy, problem=row.problem
    )


@operation(needs=USE, local=True)
def finish_job(work: Work, given: OfJob) -> None:
    """Note that a job is on paper, and forget those that have been for a week."""
    row = work.get(print_jobs, given.job)
    _write(work, given.job, rules.finish(job_of(row), to_ms(work.now)), bytes=b"")
    old = select(print_jobs.c.id).where(print_jobs.c.state == State.DONE.value, print_jobs.c.done_at < work.now - KEPT)
    work.delete_all(print_jobs, [row.id for row in work.all(old.order_by(print_jobs.c.id))])


class PutOffJob(OfJob):
    """Why a printer did not do it, and whether some of it may stand on paper."""

    problem: str
    reached_paper: bool


@operation(needs=USE, local=True)
def put_off_job(work: Work, given: PutOffJob) -> None:
    """Try a job again in a moment, or give it up for a person to decide."""
    row = work.get(print_jobs, given.job)
    changed = rules.put_off(job_of(row), to_ms(work.now), given.problem, reached_paper=given.reached_paper)
    _write(work, given.job, changed)


class GiveUpJob(OfJob):
    """Why trying again cannot help."""

    problem: str


@operation(needs=USE, local=True)
def give_up_job(work: Work, given: GiveUpJob) -> None:
    """Leave a job that cannot be printed for a person to see."""
    row = work.get(print_jobs, given.job)
    _write(work, given.job, rules.give_up(job_of(row), to_ms(work.now), given.problem))


@operation(needs=USE, local=True)
def retry_job(work: Work, given: OfJob) -> None:
    """Try a job again now, because a person asks for it."""
    row = work.get(print_jobs, given.job)
    if row.state == State.PRINTING:
        raise Refused("job_is_printing")
    _write(work, given.job, rules.retry(job_of(row), to_ms(work.now)))


@operation(needs=USE, local=True)
def drop_job(work: Work, given: OfJob) -> None:
    """Take a job out of the queue; the receipt can still be printed from its sale."""
    if work.get(print_jobs, given.job).state == State.PRINTING:
        raise Refused("job_is_printing")
    work.delete(print_jobs, given.job)


class RecoverJobs(Request):
    """Everything that a crash may have left."""


@operation(needs=USE, local=True)
def recover_jobs(work: Work, given: RecoverJobs) -> int:
    """After a start: what was at the printer comes again as a copy, drawers stay shut. Returns how many will print."""
    left = [row for row in open_rows(work) if row.state != State.FAILED]
    for row in left:
        _write(work, row.id, rules.recover(job_of(row), to_ms(work.now)))
    return sum(row.kind != JobKind.DRAWER for row in left)


class PrintAgain(Request):
    """Which sale, refund or void."""

    sale: UUID


@operation(needs=USE, said=N_("Receipt printed again"))
def print_again(work: Work, given: PrintAgain) -> None:
    """Print a receipt once more, marked COPY; the document's history says who asked for it."""
    work.get(sales, given.sale)
    work.note(sales, given.sale)


def print_copy(cause: Cause, given: PrintAgain) -> None:
    """The copy into this device's queue."""
    cause.do(queue_job, QueueJob(kind=JobKind.RECEIPT, subject=given.sale, copy=True))


def print_document(cause: Cause, given: DocumentMade) -> None:
    """Drawer, then receipt, once the document is committed."""
    device = device_settings_of(cause.read)
    if any(tender.method == "cash" for tender in given.tenders):
        _open_drawer(cause, device)
    if device.printer and device.print_receipts:
        cause.do(queue_job, QueueJob(kind=JobKind.RECEIPT, subject=given.id))


def print_closing(cause: Cause, given: TillClosed) -> None:
    """The Z report of a closed till."""
    if device_settings_of(cause.read).printer:
        cause.do(queue_job, QueueJob(kind=JobKind.Z_REPORT, subject=given.id))


def open_for_cash(cause: Cause, given: CashMoved) -> None:
    """The drawer for cash put in, taken out or changed."""
    _open_drawer(cause, device_settings_of(cause.read))


def _open_drawer(cause: Cause, device: DeviceSettings) -> None:
    if device.printer and device.drawer == "printer":
        cause.do(queue_job, QueueJob(kind=JobKind.DRAWER))


def _write(work: Work, id: UUID, job: Job, **other: object) -> None:
    row = {
        "state": job.state.value,
        "copy": job.copy,
        "tries": job.tries,
        "queued_at": from_ms(job.queued_at),
        "due_at": from_ms(job.due_at),
        "done_at": None if job.done_at is None else from_ms(job.done_at),
        "problem": job.problem,
    }
    work.save(print_jobs, id, **row, **other)
