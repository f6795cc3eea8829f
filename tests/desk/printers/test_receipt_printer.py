"""Printing over a real socket to a printer that fails as printers do."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from escpos.printer import Network
from PIL import ImageChops

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.sentences import word
from bizet_core.paper.escpos import PRESETS, encode
from bizet_core.selling.printing.rules import NotPrintedError
from bizet_core.selling.receipts.rules import drawer_pulse, lay_out
from bizet_desk.devices.escpos_picture import picture_of
from bizet_desk.devices.escpos_reader import read
from bizet_desk.devices.printer_simulator import PrinterSimulator
from bizet_desk.devices.receipt_printer import FilePrinter, NetworkPrinter, Printer, Status, Waits, printer_at
from tests.core.paper.makers import a_business, a_line, a_receipt, png
from tests.support.patience import PATIENCE

ROLL = PRESETS["80mm"]
NAMES = ("علي حسن", "สมชาย ใจดี", "王伟", "Ana 😀", "Žofie", "שרה")


def a_job(**other: object) -> bytes:
    return encode(lay_out(a_receipt(**other), ROLL.ruler), ROLL).data


def fast(printer: PrinterSimulator, **how: bool) -> NetworkPrinter:
    return NetworkPrinter("127.0.0.1", printer.port, waits=Waits(connect=1, answer=0.2, receipt=0.6), **how)


@pytest.fixture
def printer() -> Iterator[PrinterSimulator]:
    with PrinterSimulator() as simulator:
        yield simulator


def refusal(printer: Printer, job: bytes) -> NotPrintedError:
    with pytest.raises(NotPrintedError) as caught:
        printer.print(job)
    return caught.value


def test_a_receipt_comes_out_of_the_library_s_own_network_printer(printer: PrinterSimulator) -> None:
    """python-escpos's Network as it is; the bytes are ours."""
    receipt = a_receipt(
        business=a_business(logo=png()), lines=tuple(a_line(name) for name in NAMES), barcode="T1-000042"
    )
    job = encode(lay_out(receipt, ROLL.ruler), ROLL).data
    device = Network("127.0.0.1", printer.port, timeout=5)
    device.open()
    device._raw(job)
    device.close()
    assert printer.wait_for_calls(1, PATIENCE)
    assert printer.received == job
    assert "Change" in printer.paper.text
    assert {code.text for code in zxingcpp.read_barcodes(printer.picture())} == {receipt.qr, "T1-000042"}
    assert ImageChops.difference(printer.picture(), picture_of(read(job).rows)).getbbox() is None


def test_a_receipt_of_forty_lines_is_printed_and_proved(printer: PrinterSimulator) -> None:
    lines = tuple(a_line(f"{NAMES[i % 6]} {i}", 100 + i) for i in range(40))
    fast(printer).print(a_job(lines=lines))
    assert printer.paper.cuts == 1
    assert "Change" in printer.paper.text
    assert printer.paper.questions == []


def test_the_drawer_opens_by_the_right_pin(printer: PrinterSimulator) -> None:
    fast(printer).print(encode(drawer_pulse(), ROLL).data)
    assert printer.paper.drawer == [2]
    assert not printer.paper.rows


def test_paper_out_before_the_receipt_sends_nothing() -> None:
    with PrinterSimulator(paper_lines=0) as printer:
        said = refusal(fast(printer), a_job())
        assert (said.code, said.reached_paper) == ("printer_out_of_paper", False)
        assert word(said).startswith("The receipt printer is out of paper. Put in a new roll")
        assert len(printer.received) == 9  # three questions


def test_paper_out_in_the_middle_is_noticed_and_the_rest_is_not_printed() -> None:
    with PrinterSimulator(paper_lines=12) as printer:
        said = refusal(fast(printer), a_job())
        assert (said.code, said.reached_paper) == ("printer_out_of_paper", True)
        assert "Receipt T1-000042" in printer.paper.text
        assert "Total" not in printer.paper.text
        printer.load_paper()
        fast(printer).print(encode(lay_out(a_receipt().as_copy(), ROLL.ruler), ROLL).data)
        assert "Total" in printer.paper.text
        assert printer.paper.cuts == 1


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_cable_pulled_in_the_middle_is_noticed(share: float) -> None:
    job = a_job()
    with PrinterSimulator(drop_after=9 + int(len(job) * share)) as printer:
        said = refusal(fast(printer), job)
        assert (said.code, said.reached_paper) == ("printer_vanished", True)
        assert "marked COPY" in word(said)


def test_a_cable_pulled_before_the_first_byte_is_no_copy() -> None:
    with PrinterSimulator(drop_after=4) as printer:
        said = refusal(fast(printer), a_job())
        assert (said.code, said.reached_paper) == ("printer_not_found", False)


def test_the_cable_pulled_from_a_printer_that_tells_nothing_is_noticed_too() -> None:
    with PrinterSimulator(drop_after=100, mute=True) as printer:
        assert refusal(fast(printer, tells_status=False), a_job()).code == "printer_vanished"


def test_a_printer_that_is_not_there_is_told_by_its_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        gone = NetworkPrinter("127.0.0.1", taken.getsockname()[1])
        said = refusal(gone, a_job())
        assert (said.code, said.reached_paper) == ("printer_not_found", False)
        assert "127.0.0.1" in word(said)
        assert gone.status() is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({}, Status.READY),
        ({"paper_low": True}, Status.PAPER_LOW),
        ({"paper_lines": 0}, Status.OUT_OF_PAPER),
        ({"cover_open": True}, Status.COVER_OPEN),
        ({"offline": True}, Status.OFFLINE),
        ({"cutter_jammed": True}, Status.FAULT),
    ],
)
def test_the_status_is_told_and_only_a_ready_printer_gets_bytes(fault: dict[str, bool], status: Status) -> None:
    with PrinterSimulator(**fault) as printer:
        assert fast(printer).status() is status
        before = len(printer.received)
        if status.can_print:
            fast(printer).print(a_job())
            assert printer.paper.cuts == 1
            return
        said = refusal(fast(printer), a_job())
        assert (said.code, said.reached_paper) == (status.value, False)
        assert len(printer.received) - before <= 9
        assert "no words" not in word(said)


def test_a_printer_that_never_answers_prints_without_proof() -> None:
    with PrinterSimulator(mute=True) as printer:
        device = fast(printer)
        device.print(a_job())
        device.print(a_job())
        assert printer.wait_for_calls(2, PATIENCE)
        assert printer.paper.cuts == 2
        assert device.status() is Status.READY


def test_a_printer_that_has_stopped_answering_gets_no_receipt(printer: PrinterSimulator) -> None:
    device = fast(printer)
    device.print(a_job())
    printer.faults.mute = True
    assert device.status() is Status.SILENT
    said = refusal(device, a_job())
    assert (said.code, said.reached_paper) == ("printer_silent", False)
    assert printer.paper.cuts == 1


@pytest.mark.parametrize(
    ("place", "host", "port"),
    [
        ("192.168.1.40", "192.168.1.40", 9100),
        (" till-printer:9101 ", "till-printer", 9101),
        ("[fe80::1]:9100", "fe80::1", 9100),
    ],
)
def test_addresses_are_read_as_people_type_them(place: str, host: str, port: int) -> None:
    printer = printer_at(place)
    assert isinstance(printer, NetworkPrinter)
    assert (printer.host, printer.port) == (host, port)


@pytest.mark.parametrize("place", ["/dev/usb/lp0", "./receipts.bin", "~/receipts.bin", r"C:\\receipts.bin"])
def test_paths_are_files(place: str) -> None:
    assert isinstance(printer_at(place), FilePrinter)


@pytest.mark.parametrize("place", ["", "the printer", "192.168.1.40:99999", "a:b:c"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(Refused) as caught:
        printer_at(place)
    assert caught.value.code == "printer_place_unclear"


def test_a_printer_that_stops_reading_is_not_waited_for_forever(printer: PrinterSimulator) -> None:
    job = a_job() + b"\n" * 12_000_000  # more than the buffers of a connection
    printer.hold()
    said = refusal(fast(printer, tells_status=False), job)
    printer.go_on()
    assert (said.code, said.reached_paper) == ("printer_stalled", True)


def test_two_jobs_at_once_do_not_mix(printer: PrinterSimulator) -> None:
    device = NetworkPrinter("127.0.0.1", printer.port)
    jobs = [a_job(number=f"T1-{i:06}", qr="") for i in range(4)]
    threads = [threading.Thread(target=device.print, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    receipts = [text.strip() for text in printer.paper.text.split("Salon Carmen")[1:]]
    assert sorted(receipts) == sorted(read(job).text.split("Salon Carmen")[1].strip() for job in jobs)


def test_a_status_question_inside_a_picture_is_answered_out_of_turn(printer: PrinterSimulator) -> None:
    """The simulator is as strict as the real ones: this is what `_without_commands` is for."""
    with socket.create_connection(("127.0.0.1", printer.port)) as caller:
        caller.sendall(b"\x1dv0\0\x08\0\x01\0\x10\x04\x01\x10\x14\x01\x00\x01")
        assert caller.recv(1) == b"\x12"
    assert printer.wait_for_calls(1, PATIENCE)
    assert printer.paper.drawer == [2]


def test_a_file_collects_jobs(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / "receipts.bin")
    assert printer.status() is Status.READY
    printer.print(a_job())
    printer.print(a_job(number="T1-000043"))
    reader = read((tmp_path / "receipts.bin").read_bytes())
    assert reader.cuts == 2
    assert "T1-000043" in reader.text


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / "gone" / "receipts.bin")
    said = refusal(printer, a_job())
    assert (said.code, said.reached_paper) == ("printer_file_trouble", False)
    assert "gone" in word(said)
    assert printer.status() is Status.NOT_FOUND


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's device without room")
def test_a_device_without_paper_says_so() -> None:
    said = refusal(FilePrinter(Path("/dev/full")), a_job())
    assert (said.code, said.reached_paper) == ("printer_out_of_paper", True)
