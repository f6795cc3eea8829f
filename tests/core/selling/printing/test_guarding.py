"""A clock that is put back delays neither a receipt nor what follows an operation."""

from datetime import timedelta

from bizet_core.selling.printing.operations import OfJob, PutOffJob, QueueJob, put_off_job, queue_job, start_job
from bizet_core.selling.printing.queries import PrintQueue, next_job
from bizet_core.selling.printing.rules import JobKind
from bizet_core.store import Store
from tests.conftest import Clock


def test_a_receipt_that_waits_is_printed_though_the_clock_was_put_back(store: Store, clock: Clock) -> None:
    job = store.do(queue_job, QueueJob(kind=JobKind.RECEIPT)).result
    store.do(start_job, OfJob(job=job))
    store.do(put_off_job, PutOffJob(job=job, problem="printer_offline", reached_paper=False))
    clock.now -= timedelta(hours=3)
    answer = store.ask(next_job, PrintQueue())
    assert answer.job == job or (answer.wait is not None and answer.wait <= timedelta(minutes=1))
