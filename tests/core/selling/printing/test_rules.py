"""What becomes of print jobs: order, patience, copies and drawers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.paper.messages import SENTENCES, STATUSES
from bizet_core.selling.printing import rules
from bizet_core.selling.printing.rules import PATIENCE, Job, JobKind, State
from bizet_desk.devices.receipt_printer import Status

NOW = 1_773_309_600_000


def a_job(kind: str = JobKind.RECEIPT, **other: object) -> Job:
    return Job(**{"kind": kind, "queued_at": NOW, "due_at": NOW, **other})  # type: ignore[arg-type]


def at_printer(kind: str = JobKind.RECEIPT) -> Job:
    return rules.start(rules.queued(kind, NOW), NOW)


def test_a_job_is_printed_once() -> None:
    done = rules.finish(at_printer(), NOW + 900)
    assert (done.state, done.done_at, done.copy) == (State.DONE, NOW + 900, False)
    assert rules.next_of([done], NOW + 10**9) == (None, None)


def test_a_job_that_did_not_reach_paper_waits_and_is_no_copy() -> None:
    put_off = rules.put_off(at_printer(), NOW, "printer_not_found", reached_paper=False)
    assert (put_off.state, put_off.copy) == (State.WAITING, False)
    assert put_off.due_at > NOW
    assert rules.next_of([put_off], NOW) == (None, put_off.due_at)


def test_a_job_that_may_have_reached_paper_comes_again_as_a_copy() -> None:
    assert rules.put_off(at_printer(), NOW, "printer_vanished", reached_paper=True).copy


def test_after_a_crash_what_was_at_the_printer_comes_again_as_a_copy_and_what_waited_does_not() -> None:
    assert rules.recover(at_printer(), NOW).copy
    waited = rules.recover(rules.queued(JobKind.RECEIPT, NOW), NOW)
    assert (waited.state, waited.copy) == (State.WAITING, False)


def test_a_test_page_is_never_called_a_copy() -> None:
    assert not rules.recover(at_printer(JobKind.TEST), NOW).copy


@pytest.mark.parametrize("reached_paper", [True, False])
def test_a_drawer_is_never_opened_late(reached_paper: bool) -> None:
    pulse = at_printer(JobKind.DRAWER)
    assert rules.put_off(pulse, NOW, "printer_not_found", reached_paper=reached_paper).state is State.FAILED
    assert rules.recover(pulse, NOW).state is State.FAILED
    assert rules.recover(rules.queued(JobKind.DRAWER, NOW), NOW).problem == "drawer_not_opened"


def test_paper_is_looked_for_every_few_seconds_however_long_it_takes() -> None:
    assert {rules.wait_after(tries, "printer_out_of_paper") for tries in range(200)} == {rules.FOR_A_PERSON}


def test_a_printer_that_is_gone_is_asked_less_and_less_often() -> None:
    waits = [rules.wait_after(tries, "printer_not_found") for tries in range(1, 20)]
    assert waits == sorted(waits)
    assert waits[-1] <= 30_000


def test_after_half_an_hour_a_person_decides() -> None:
    job = rules.put_off(at_printer(), NOW + PATIENCE, "printer_not_found", reached_paper=False)
    assert (job.state, job.problem) == (State.FAILED, "printer_not_found")
    again = rules.retry(job, NOW + 2 * PATIENCE)
    assert rules.next_of([again], NOW + 2 * PATIENCE) == (again, None)
    assert rules.put_off(
        rules.start(again, NOW + 2 * PATIENCE), NOW + 2 * PATIENCE, "x", reached_paper=False
    ).state == (State.WAITING)


def test_the_drawer_comes_first_and_receipts_in_the_order_of_the_sales() -> None:
    first, second = a_job(queued_at=NOW - 20), a_job(queued_at=NOW - 10)
    drawer = a_job(JobKind.DRAWER, queued_at=NOW)
    assert rules.next_of([second, first, drawer], NOW) == (drawer, None)
    assert rules.next_of([second, first], NOW) == (first, None)


def test_a_job_put_off_is_not_overtaken() -> None:
    first, second = a_job(queued_at=NOW - 20, due_at=NOW + 5), a_job(queued_at=NOW - 10)
    assert rules.next_of([first, second], NOW) == (None, NOW + 5)


@given(st.lists(st.tuples(st.sampled_from(["ok", "gone", "torn", "crash"]), st.integers(0, 60_000)), max_size=60))
def test_whatever_happens_there_is_one_original_at_most(story: list[tuple[str, int]]) -> None:
    job, now, originals = rules.queued(JobKind.RECEIPT, NOW), NOW, 0
    for event, pause in story:
        now += pause
        due, _ = rules.next_of([job], now)
        if due is None:
            continue
        job = rules.start(due, now)
        originals += event != "gone" and not job.copy
        if event == "ok":
            job = rules.finish(job, now)
        elif event == "crash":
            job = rules.recover(job, now)
        else:
            job = rules.put_off(job, now, "printer_not_found", reached_paper=event == "torn")
    assert originals <= 1


def test_every_status_of_a_printer_has_words() -> None:
    assert {status.value for status in Status} == set(STATUSES)
    assert {status.value for status in Status if not status.can_print} <= set(SENTENCES)
