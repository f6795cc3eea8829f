"""The ESC/POS interpreter: what other programs' bytes put on paper, whole or in pieces."""

from typing import Any

import pytest
import zxingcpp
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bizet_core.paper.escpos import PRESETS, encode, library
from bizet_core.selling.receipts.rules import lay_out
from bizet_desk.devices.escpos_commands import Commands
from bizet_desk.devices.escpos_picture import CELL, MARGIN, picture_of
from bizet_desk.devices.escpos_reader import CutRow, FeedRow, PictureRow, Reader, TextRow, read
from tests.core.paper.makers import a_business, a_receipt, png


def escpos(profile: str = "default") -> Any:
    return Dummy(profile=profile)


def job_of(printer: Any) -> bytes:
    return bytes(printer.output)


def scanned(reader: Reader) -> set[tuple[str, str]]:
    return {(str(found.format), found.text) for found in zxingcpp.read_barcodes(picture_of(reader.rows))}


def test_the_library_on_its_own_sends_the_euro_to_a_page_that_does_not_have_it() -> None:
    """Why we choose the code page ourselves: the reader shows what the paper would show."""
    printer = escpos("TM-T88V")
    printer.text("1 €\n")
    assert read(job_of(printer)).text == "1 \ufffd"


def test_the_library_on_its_own_garbles_chinese() -> None:
    printer = escpos("TM-T88V")
    printer.text("珈琲\n")
    assert "珈" not in read(job_of(printer)).text


def test_styles_are_read() -> None:
    printer = escpos()
    printer.set(bold=True, underline=1, double_width=True, double_height=True, align="center", invert=True)
    printer.textln("COPY")
    (row,) = read(job_of(printer)).rows
    assert isinstance(row, TextRow)
    look = row.spans[0][1]
    assert (look.bold, look.underline, look.wide, look.high, look.align, look.inverted) == (True, True, 2, 2, 1, True)


@pytest.mark.parametrize("pages", [{"CP437": 0}, {"CP858": 19}, {"CP852": 18}, {"CP1252": 16}])
def test_code_pages_are_read(pages: dict[str, int]) -> None:
    ((name, number),) = pages.items()
    text = {"CP437": "Ñandú ½", "CP858": "€ Ærø", "CP852": "Žluťoučký kůň", "CP1252": "€ “Œuvre”"}[name]
    assert read(b"\x1bt" + bytes([number]) + text.encode(name.lower()) + b"\n").text == text


def test_an_unknown_page_shows_signs_of_the_unknown() -> None:
    assert read(b"\x1bt\xc8\xd5 1\n").text == "\ufffd 1"


@pytest.mark.parametrize("native", [True, False])
def test_qr_codes_scan_from_the_picture(native: bool) -> None:
    printer = escpos()
    printer.qr("https://example.org/t/1", size=6, native=native)
    assert ("QR Code", "https://example.org/t/1") in scanned(read(job_of(printer)))


@pytest.mark.parametrize(
    ("kind", "code", "read_as"), [("EAN13", "4006381333931", "EAN-13"), ("CODE128", "{BT1-000042", "Code 128")]
)
def test_barcodes_of_the_printer_scan_from_the_picture(
    kind: str, code: str, read_as: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printer = escpos()
    printer.barcode(code, kind, function_type="B", height=100, width=3)
    assert scanned(read(job_of(printer))) == {(read_as, code.removeprefix("{B"))}


def test_an_old_style_ean_ends_with_nul() -> None:
    assert scanned(read(b"\x1dk\x02400638133393\0text\n")) == {("EAN-13", "4006381333931")}


@pytest.mark.parametrize("impl", ["bitImageRaster", "bitImageColumn", "graphics"])
def test_pictures_are_the_same_by_every_command(impl: str) -> None:
    image = Image.new("1", (64, 48), 1)
    image.paste(0, (5, 7, 40, 30))
    printer = escpos("TM-T88V")
    printer.image(image, impl=impl)
    pictures = [row.image for row in read(job_of(printer)).rows if isinstance(row, PictureRow)]
    whole = Image.new("L", (64, 48), 255)
    y = 0
    for picture in pictures:
        whole.paste(picture.crop((0, 0, 64, picture.height)), (0, y))
        y += picture.height
    assert ImageChops.difference(whole, image.convert("L")).getbbox() is None


def test_cuts_feeds_and_drawers_are_counted() -> None:
    printer = escpos("TM-T88V")
    printer.cashdraw(2)
    printer.cashdraw(5)
    printer.text("a\n")
    printer.cut("PART")
    reader = read(job_of(printer))
    assert reader.drawer == [2, 5]
    assert reader.rows[-1] == CutRow(partial=True)
    assert FeedRow(180) in reader.rows


def test_a_line_too_long_goes_on_below() -> None:
    short, long = (picture_of(read(b"W" * n + b"\n").rows) for n in (48, 49))
    assert long.height - short.height == 30
    assert ImageChops.invert(long).crop((MARGIN, MARGIN + 30, MARGIN + CELL[0], MARGIN + 60)).getbbox() is not None


def test_what_nobody_knows_is_kept_apart() -> None:
    reader = read(b"\x1b\x07abc\n")
    assert reader.unknown == [b"\x1b\x07"]
    assert reader.text == "abc"


@pytest.mark.parametrize("preset", PRESETS)
def test_a_job_in_pieces_is_the_same_job(preset: str) -> None:
    settings = PRESETS[preset]
    receipt = a_receipt(business=a_business(logo=png()), barcode="T1-000042")
    job = encode(lay_out(receipt, settings.ruler), settings).data
    pieces = Reader()
    for at in range(0, len(job), 7):
        pieces.feed(job[at : at + 7])
    assert pieces.text.split() == read(job).text.split()
    whole, parts = (picture_of(reader.rows, settings.dots) for reader in (read(job), pieces))
    assert whole.size == parts.size


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    reader = Reader()
    reader.feed(data)
    picture_of(reader.rows)


@given(st.binary(max_size=200), st.integers(0, 200))
def test_commands_do_not_depend_on_how_bytes_arrive(data: bytes, at: int) -> None:
    whole, parts = Commands(), Commands()

    def flat(commands: Any) -> list[tuple[str, bytes]]:
        merged: list[tuple[str, bytes]] = []
        for command in commands:
            if merged and merged[-1][0] == command.name == "text":
                merged[-1] = ("text", merged[-1][1] + command.data)
            else:
                merged.append((command.name, command.data))
        return merged

    assert flat(whole.feed(data)) == flat([*parts.feed(data[:at]), *parts.feed(data[at:])])


def test_the_library_leaves_our_logging_alone() -> None:
    assert library().Dummy is Dummy
