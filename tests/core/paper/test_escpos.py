"""Receipts as ESC/POS, read back by our own interpreter and from its picture."""

import io
import itertools

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bizet_core.describe.languages.language import Locale
from bizet_core.paper.blocks import Align, Barcode, Cell, Cut, Paper, Picture, Qr, Row, Style
from bizet_core.paper.escpos import CODE_PAGES, LETTER_HEIGHT, PRESETS, ROW_HEIGHT, PrinterSettings, encode
from bizet_core.paper.raster_text import row_picture
from bizet_core.selling.receipts.rules import Receipt, drawer_pulse, lay_out
from bizet_desk.devices.escpos_picture import picture_of
from bizet_desk.devices.escpos_reader import PictureRow, Reader, TextRow, read
from tests.core.paper.makers import a_business, a_line, a_receipt, png

ROLL = PRESETS["80mm"]
NAMES = {
    "Arabic": "علي حسن",
    "Hebrew": "שרה לוי",
    "Thai": "สมชาย ใจดี",
    "Chinese": "王伟",
    "Japanese": "珈琲ブレンド",
    "Korean": "김민준",
    "Polish": "Żółć Łódź",
    "Hindi": "नमस्ते",
    "mixed": "Ana علي 王伟 Ж",
}


def printed(receipt: Receipt, settings: PrinterSettings = ROLL, reader: Reader | None = None) -> Reader:
    return (reader or Reader()).feed(encode(lay_out(receipt, settings.ruler), settings).data)


def codes_in(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture)}


def one_row(text: str, style: Style = Style.PLAIN) -> Paper:
    return Paper((Row((Cell(text, 48),), style), Cut()), 48)


def pictures(reader: Reader) -> list[Image.Image]:
    return [row.image for row in reader.rows if isinstance(row, PictureRow)]


def test_a_receipt_is_read_back_word_for_word() -> None:
    paper = printed(a_receipt())
    lines = paper.text.splitlines()
    assert "Receipt T1-000042              12/03/2026, 10:42" in lines
    assert "Cut & finish                           42,00 € A" in lines
    assert "Front desk                        Served by Inês" in lines
    assert paper.cuts == 1
    assert not paper.unknown
    assert not paper.drawer


@pytest.mark.parametrize("name", sorted(CODE_PAGES))
def test_the_euro_is_printed_on_every_code_page(name: str) -> None:
    """Where the page has no €, its row is a picture: never another letter, never a `?`."""
    settings = PrinterSettings(code_page=name)
    reader = read(encode(one_row("42,00 €"), settings).data)
    if name in ("CP858", "CP1252"):
        assert reader.text == "42,00 €"
        return
    assert not reader.text
    wanted = row_picture(Row((Cell("42,00 €", 48),)), 576, LETTER_HEIGHT, ROW_HEIGHT, rtl=False)
    assert ImageChops.difference(pictures(reader)[0], wanted.image).getbbox() is None


def test_a_printer_in_chinese_mode_prints_the_euro_too() -> None:
    assert "42,00 € A" in printed(a_receipt(), reader=Reader(chinese=True)).text


def test_a_printer_whose_switches_say_germany_prints_brackets_too() -> None:
    receipt = a_receipt(customer="Ana [VIP] {1}")
    assert "Ana [VIP] {1}" in printed(receipt, reader=Reader(national=2)).text


def test_a_printer_with_its_own_numbers_for_pages_gets_its_number() -> None:
    data = encode(one_row("€"), PrinterSettings(code_page_number=7)).data
    assert b"\x1bt\x07" in data


@pytest.mark.parametrize("script", NAMES)
def test_names_of_any_script_are_printed_as_pictures_of_themselves(script: str) -> None:
    reader = read(encode(one_row(NAMES[script]), ROLL).data)
    assert not reader.text
    drawn = row_picture(Row((Cell(NAMES[script], 48),)), 576, LETTER_HEIGHT, ROW_HEIGHT, rtl=False)
    assert not drawn.missing
    assert ImageChops.difference(pictures(reader)[0], drawn.image).getbbox() is None


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(NAMES, 2)))
def test_two_names_never_look_the_same(one: str, other: str) -> None:
    rows = [
        row_picture(Row((Cell(NAMES[n], 48),)), 576, LETTER_HEIGHT, ROW_HEIGHT, rtl=False).image for n in (one, other)
    ]
    assert rows[0].size != rows[1].size or ImageChops.difference(*rows).getbbox() is not None


def test_an_emoji_that_no_font_has_is_a_numbered_box_and_is_told() -> None:
    job = encode(one_row("Ana \U0001faf8 \U0010fffd"), ROLL)
    assert [trouble.code for trouble in job.troubles] == ["receipt_missing_letters"]
    assert "\U0010fffd" in job.troubles[0].facts["letters"]
    plain = encode(one_row("Ana"), PrinterSettings(code_page="")).data
    assert pictures(read(job.data))[0].tobytes() != pictures(read(plain))[0].tobytes()


def test_right_to_left_paper_is_mirrored() -> None:
    arabic = Locale("ar", "AE", "AED", "Asia/Dubai")
    row = Row((Cell("قص شعر", 36), Cell("42.00", 12, Align.END)))
    image = row_picture(row, 576, LETTER_HEIGHT, ROW_HEIGHT, rtl=True).image
    ink = ImageChops.invert(image)
    assert ink.crop((0, 0, 144, 30)).getbbox() is not None  # the amount at the left edge
    assert ink.crop((400, 0, 576, 30)).getbbox() is not None  # the name at the right one
    assert not printed(a_receipt(locale=arabic)).text


def test_a_minus_and_a_thin_space_are_written_plainly_before_a_row_is_pictured() -> None:
    assert read(encode(one_row("1\u202f234,50 € −10\xa0% “Ana”…"), ROLL).data).text == '1 234,50 € -10 % "Ana"...'


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("native", [False, True])
def test_the_qr_code_scans_from_every_paper(preset: str, native: bool) -> None:
    base = PRESETS[preset]
    settings = PrinterSettings(columns=base.columns, dots=base.dots, code_page=base.code_page, native_qr=native)
    reader = printed(a_receipt(), settings)
    assert codes_in(picture_of(reader.rows, settings.dots)) == {a_receipt().qr}
    assert any(isinstance(row, PictureRow) and row.code for row in reader.rows) == native


@pytest.mark.parametrize("impl", ["bitImageRaster", "bitImageColumn", "graphics"])
def test_pictures_come_out_the_same_by_every_command(impl: str) -> None:
    settings = PrinterSettings(pictures=impl)
    paper = picture_of(printed(a_receipt(barcode="T1-000042", business=a_business(logo=png())), settings).rows)
    assert codes_in(paper) == {a_receipt().qr, "T1-000042"}


def test_the_barcode_scans() -> None:
    reader = read(encode(Paper((Barcode("T1-000042"), Cut()), 48), ROLL).data)
    assert codes_in(picture_of(reader.rows)) == {"T1-000042"}


def test_a_code_too_long_for_paper_is_left_out_and_told() -> None:
    job = encode(Paper((Qr("x" * 3000), Barcode("y" * 60), Cut()), 48), ROLL)
    assert [trouble.code for trouble in job.troubles] == ["receipt_code_too_long"] * 2
    assert read(job.data).cuts == 1


@pytest.mark.parametrize("width", [10, 700, 5000])
def test_a_logo_of_any_size_fits_the_paper(width: int) -> None:
    for settings in PRESETS.values():
        logo = encode(Paper((Picture(png(width, 300)),), settings.columns), settings)
        (image,) = pictures(read(logo.data))
        assert image.width == settings.dots
        assert ImageChops.invert(image).getbbox() is not None


@pytest.mark.parametrize("data", [b"no picture", png()[:200], b"", b"GIF89a"])
def test_a_broken_logo_does_not_hold_up_the_receipt(data: bytes) -> None:
    job = encode(lay_out(a_receipt(business=a_business(logo=data or b"\0")), ROLL.ruler), ROLL)
    assert [trouble.code for trouble in job.troubles] == ["receipt_logo_unreadable"]
    assert "Total" in read(job.data).text


def test_no_picture_opens_the_drawer_or_asks_for_the_status() -> None:
    """Real printers obey DLE DC4 and DLE EOT inside pictures."""
    dots = bytes([0x10, 0x14, 0x01, 0x00, 0x01, 0x10, 0x04, 0x01]) * 9 * 24
    noise = Image.frombytes("1", (576, len(dots) // 72), bytes(byte ^ 0xFF for byte in dots))
    file = io.BytesIO()
    noise.crop((72, 0, 504, noise.height)).save(file, "PNG")
    job = encode(Paper((Picture(file.getvalue()),), 48), ROLL).data
    assert b"\x10\x14" not in job
    assert b"\x10\x04" not in job


@pytest.mark.parametrize(("pin", "pulse"), [(2, b"\x1bp\x00"), (5, b"\x1bp\x01")])
def test_the_drawer_is_opened_by_its_pin_and_uses_no_paper(pin: int, pulse: bytes) -> None:
    job = encode(drawer_pulse(), PrinterSettings(drawer_pin=pin)).data
    assert pulse in job
    assert read(job).drawer == [pin]
    assert not read(job).rows


def test_each_job_starts_on_a_reset_printer() -> None:
    after_other = Reader().feed(b"\x1bt\x0f\x1bE\x01\x1d!\x77\x1ba\x02half a line")
    assert printed(a_receipt(), reader=after_other).text == printed(a_receipt()).text
    row = next(r for r in after_other.rows if isinstance(r, TextRow) and "Rua das Flores" in r.text)
    assert {(look.bold, look.wide, look.align) for _, look in row.spans} == {(False, 1, 0)}


@pytest.mark.parametrize(("cut", "cuts"), [("FULL", 1), ("PART", 1), ("", 0)])
def test_the_paper_is_cut_where_there_is_a_knife(cut: str, cuts: int) -> None:
    assert printed(a_receipt(), PrinterSettings(cut=cut)).cuts == cuts


def test_forty_lines_come_out_in_order() -> None:
    lines = tuple(a_line(f"Item number {i:02}", 100 + i) for i in range(40))
    text = printed(a_receipt(lines=lines)).text
    places = [text.index(f"Item number {i:02}") for i in range(40)]
    assert places == sorted(places)


@given(
    name=st.text(st.characters(exclude_categories=()), max_size=40),
    page=st.sampled_from([*CODE_PAGES, ""]),
    rtl=st.booleans(),
)
def test_no_text_breaks_a_job_or_becomes_a_question_mark(name: str, page: str, rtl: bool) -> None:
    settings = PrinterSettings(code_page=page)
    locale = Locale("he", "IL", "ILS", "Asia/Jerusalem") if rtl else Locale()
    receipt = a_receipt(lines=(a_line(name),), qr="", locale=locale)
    reader = printed(receipt, settings)
    assert reader.cuts == 1
    assert not reader.unknown
    assert not reader.drawer
    assert reader.text.count("?") <= name.count("?")
    assert "\ufffd" not in reader.text
