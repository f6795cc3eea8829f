"""From the sale to the paper: drawer, receipt, what the printer refuses, and copies."""

from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.business.settings.rules import DeviceSettings
from bizet_core.describe.languages.sentences import word
from bizet_core.paper.escpos import PRESETS, encode
from bizet_core.selling.printing.operations import (
    OfJob,
    PrintAgain,
    QueueJob,
    drop_job,
    print_again,
    queue_job,
    retry_job,
    start_job,
)
from bizet_core.selling.printing.rules import JobKind
from bizet_core.selling.receipts.rules import lay_out
from bizet_core.selling.sales.operations import Refund, refund
from bizet_core.selling.sales.queries import OfSale
from bizet_core.selling.sales.queries import sale as one_sale
from bizet_core.selling.till.operations import MoveCash, move_cash
from bizet_core.store import Actor
from bizet_core.store.tables.ids import new_id
from bizet_desk.devices.escpos_reader import PictureRow, TextRow
from bizet_desk.devices.printer_simulator import PrinterSimulator
from bizet_desk.printing.print_queue import PrintQueue, printer_settings
from tests.conftest import Clock
from tests.core.paper.makers import a_receipt
from tests.core.selling.printing.makers import Counter, Direct, patient
from tests.support.makers import Salon, refused
from tests.support.patience import PATIENCE


@pytest.fixture
def printer() -> Iterator[PrinterSimulator]:
    with PrinterSimulator() as simulator:
        yield simulator


@pytest.fixture
def counter(salon: Salon, clock: Clock, printer: PrinterSimulator) -> Counter:
    return Counter(salon, clock, printer)


def copies(printer: PrinterSimulator) -> int:
    """How many receipts begin with a black banner."""
    banners = [row for row in printer.paper.rows if isinstance(row, PictureRow) and _is_black(row)]
    return len(banners) // 2  # one at each end


def _is_black(row: PictureRow) -> bool:
    return sum(row.image.histogram()[:128]) > row.image.width * row.image.height / 2


@pytest.mark.feature("36.1.5")
def test_a_cash_sale_opens_the_drawer_and_prints_its_receipt(counter: Counter, printer: PrinterSimulator) -> None:
    sale = counter.sell("Cut & finish")
    assert [job.kind for job in counter.jobs] == ["drawer", "receipt"]
    counter.print_all()
    number = counter.store.ask(one_sale, OfSale(sale=sale)).row.number
    assert printer.paper.drawer == [2]
    assert f"Receipt {number}" in printer.paper.text
    assert "Cut & finish" in printer.paper.text
    assert printer.paper.cuts == 1
    assert {code.text for code in zxingcpp.read_barcodes(printer.picture())} == {f"BZR:{number}"}
    assert (counter.jobs, counter.told, copies(printer)) == ((), [], 0)


def test_a_card_sale_leaves_the_drawer_shut(counter: Counter, printer: PrinterSimulator) -> None:
    counter.sell(method="card")
    counter.print_all()
    assert printer.paper.drawer == []
    assert printer.paper.cuts == 1


def test_a_refund_in_cash_opens_the_drawer_and_says_refund(counter: Counter, printer: PrinterSimulator) -> None:
    sale = counter.sell()
    counter.print_all()
    line = counter.store.ask(one_sale, OfSale(sale=sale)).lines[0]
    counter.store.do(refund, Refund(sale=sale, quantities={line.id: 1000}, reason="Not happy"))
    counter.store.pump()
    counter.print_all()
    assert printer.paper.drawer == [2, 2]
    assert "Reason: Not happy" in printer.paper.text


def test_the_drawer_opens_for_change(counter: Counter, printer: PrinterSimulator) -> None:
    counter.store.do(move_cash, MoveCash(amount=0, reason="Change for a note"))
    counter.store.pump()
    counter.print_all()
    assert printer.paper.drawer == [2]
    assert printer.paper.cuts == 0


@pytest.mark.parametrize("off", [{"printer": ""}, {"print_receipts": False, "drawer": "none"}])
def test_nothing_is_queued_where_nothing_is_to_be_printed(
    salon: Salon, clock: Clock, printer: PrinterSimulator, off: dict[str, Any]
) -> None:
    counter = Counter(salon, clock, printer, off)
    counter.sell()
    assert counter.jobs == ()


def test_a_receipt_without_paper_is_told_once_and_prints_by_itself(counter: Counter, printer: PrinterSimulator) -> None:
    printer.load_paper(0)
    counter.sell(method="card")
    for _ in range(5):
        wait = counter.print_all()
        assert wait is not None
        assert 0 < wait <= 5
        counter.later(wait)
    assert counter.codes == ["printer_out_of_paper"]
    assert counter.jobs[0].problem == "printer_out_of_paper"
    printer.load_paper()
    counter.later(5)
    assert (printer.paper.cuts, copies(printer), counter.jobs) == (1, 0, ())


def test_a_receipt_cut_off_by_the_end_of_the_roll_comes_again_as_a_copy(
    counter: Counter, printer: PrinterSimulator
) -> None:
    printer.load_paper(6)
    counter.sell(method="card")
    counter.print_all()
    assert printer.paper.cuts == 0
    assert counter.jobs[0].copy
    printer.load_paper()
    counter.later(5)
    assert (printer.paper.cuts, copies(printer)) == (1, 1)


@pytest.mark.parametrize("after", [30, 200, 900, 3_000, 6_000, 9_000])
def test_a_receipt_torn_off_with_the_cable_comes_again_whole_as_a_copy(
    counter: Counter, printer: PrinterSimulator, after: int
) -> None:
    """Wherever the break is: a printer in the middle of a picture does not take the copy's beginning for its rest."""
    printer.faults.drop_after = after
    counter.sell(method="card")
    counter.print_all()
    assert counter.codes == ["printer_vanished"]
    torn = len(printer.paper.rows)
    counter.later(5)
    assert (printer.paper.cuts, copies(printer)) == (1, 1)
    again = "\n".join(row.text for row in printer.paper.rows[torn:] if isinstance(row, TextRow))
    assert "Salon Carmen" in again
    assert "Total" in again
    assert not printer.paper.unknown


def test_receipts_wait_for_each_other_and_come_in_order(counter: Counter, printer: PrinterSimulator) -> None:
    printer.faults.cover_open = True
    for name in ("First", "Second", "Third"):
        counter.sell(name, method="card")
        counter.print_all()
        counter.clock.pass_by(seconds=1)
    printer.faults.cover_open = False
    counter.later(5)
    text = printer.paper.text
    assert text.index("First") < text.index("Second") < text.index("Third")
    assert copies(printer) == 0


def test_a_drawer_that_did_not_open_is_told_and_never_opens_by_itself(
    counter: Counter, printer: PrinterSimulator
) -> None:
    printer.faults.offline = True
    counter.sell()
    counter.print_all()
    printer.faults.offline = False
    counter.later(60)
    assert printer.paper.drawer == []
    assert "drawer_not_opened" in counter.codes
    assert printer.paper.cuts == 1


def test_after_half_an_hour_a_person_decides(counter: Counter, printer: PrinterSimulator) -> None:
    printer.faults.offline = True
    counter.sell(method="card")
    counter.print_all()
    counter.later(31 * 60)
    assert counter.later(24 * 3600) is None
    (job,) = counter.jobs
    assert (job.state, job.problem) == ("failed", "printer_offline")
    printer.faults.offline = False
    counter.store.do(retry_job, OfJob(job=job.id))
    counter.print_all()
    assert printer.paper.cuts == 1


def test_a_receipt_printed_again_is_a_copy_and_its_sale_says_who_asked(
    counter: Counter, printer: PrinterSimulator
) -> None:
    sale = counter.sell(method="card")
    counter.print_all()
    counter.store.do(print_again, PrintAgain(sale=sale))
    counter.store.pump()
    counter.print_all()
    assert (printer.paper.cuts, copies(printer)) == (2, 1)
    with pytest.raises(Refused, match="gone"):
        counter.store.do(print_again, PrintAgain(sale=new_id()))


def test_who_may_not_print_prints_nothing(counter: Counter) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        counter.store.do(queue_job, QueueJob(kind=JobKind.TEST, data=b"x"), actor=Actor(None, "Nobody"))


def test_bytes_that_are_ready_are_printed_as_they_are(counter: Counter, printer: PrinterSimulator) -> None:
    sheet = encode(lay_out(a_receipt(), PRESETS["80mm"].ruler), PRESETS["80mm"]).data
    counter.store.do(queue_job, QueueJob(kind=JobKind.TEST, data=sheet))
    counter.print_all()
    assert "T1-000042" in printer.paper.text


def test_a_receipt_whose_sale_is_gone_does_not_hold_up_the_others(counter: Counter, printer: PrinterSimulator) -> None:
    counter.store.do(queue_job, QueueJob(kind=JobKind.RECEIPT, subject=new_id()))
    counter.sell(method="card")
    counter.print_all()
    assert [(job.state, job.problem) for job in counter.jobs] == [("failed", "gone")]
    assert printer.paper.cuts == 1


def test_letters_that_no_font_has_are_told_with_the_receipt(counter: Counter, printer: PrinterSimulator) -> None:
    counter.sell("Cut \U0010fffd", method="card")
    counter.print_all()
    assert counter.codes == ["receipt_missing_letters"]
    assert "\U0010fffd" in word(counter.told[0])
    assert printer.paper.cuts == 1


def test_a_printer_moved_in_the_settings_is_used_at_once(counter: Counter, printer: PrinterSimulator) -> None:
    with PrinterSimulator() as other:
        counter.sell("Here", method="card")
        counter.print_all()
        counter.store.do(edit_device_settings, EditDeviceSettings(printer=f"127.0.0.1:{other.port}", paper=58))
        counter.sell("There", method="card")
        counter.print_all()
        assert "There" in other.paper.text
        assert "There" not in printer.paper.text


def test_a_job_is_dropped_unless_it_is_being_printed(counter: Counter) -> None:
    counter.sell(method="card")
    (job,) = counter.jobs
    counter.store.do(start_job, OfJob(job=job.id))
    for what in (drop_job, retry_job):
        with refused("job_is_printing"):
            counter.store.do(what, OfJob(job=job.id))
    counter.queue.recover()
    counter.store.do(drop_job, OfJob(job=job.id))
    assert counter.jobs == ()


def test_what_was_at_the_printer_when_the_desk_died_comes_again_as_a_copy(
    counter: Counter, printer: PrinterSimulator
) -> None:
    counter.sell("First")
    counter.sell("Second", method="card")
    drawer, first, _second = counter.jobs
    for job in (drawer, first):
        counter.store.do(start_job, OfJob(job=job.id))  # and then the lights went out
    reopened = PrintQueue(Direct(counter.store), counter.told.append, patient)
    reopened.recover()
    while reopened.step() == 0.0:
        pass
    assert printer.paper.drawer == []
    assert (printer.paper.cuts, copies(printer)) == (2, 1)


def test_old_jobs_are_forgotten_after_a_week(counter: Counter, clock: Clock) -> None:
    counter.sell(method="card")
    counter.print_all()
    clock.pass_by(days=8)
    counter.sell(method="card")
    counter.print_all()
    with counter.store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM print_job").scalar() == 1


def test_the_thread_prints_what_is_sold_and_ends(salon: Salon, clock: Clock, printer: PrinterSimulator) -> None:
    counter = Counter(salon, clock, printer)
    counter.queue.start()
    try:
        counter.sell(method="card")
        assert printer.wait_for_calls(1, PATIENCE)
    finally:
        assert counter.queue.stop()
    assert printer.paper.cuts == 1


@pytest.mark.parametrize(("typed", "page"), [("cp858", "CP858"), (" CP852 ", "CP852"), ("latin?", ""), ("", "")])
def test_a_code_page_nobody_knows_is_none(typed: str, page: str) -> None:
    assert printer_settings(DeviceSettings(code_page=typed)).code_page == page
    assert printer_settings(DeviceSettings(paper=58)).columns == 32
