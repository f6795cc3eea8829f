"""The same receipt as PDF: real text, embedded font, other scripts as pictures that carry their text."""

import base64
import re
import zlib

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bizet_core.describe.languages.language import Locale
from bizet_core.paper.blocks import Encoded
from bizet_core.paper.pdf import A4, MM, ROLL, Form, pdf_of
from bizet_core.selling.receipts.rules import Receipt, lay_out
from tests.core.paper.makers import a_business, a_line, a_receipt, png


def as_pdf(receipt: Receipt, form: Form = ROLL) -> Encoded:
    return pdf_of(lambda ruler: lay_out(receipt, ruler), form)


def drawing(pdf: bytes) -> str:
    """All that is drawn, as PDF operators."""
    pages = []
    for stream in re.findall(rb"ASCII85Decode /FlateDecode.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        data = zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>")))
        pages.append(data.decode("latin-1"))
    return "\n".join(page for page in pages if " Tf" in page)


def texts(pdf: bytes) -> list[str]:
    return re.findall(r"\(((?:[^()\\]|\\.)*)\) Tj", drawing(pdf))


def spoken(pdf: bytes) -> list[str]:
    return [bytes.fromhex(hexes)[2:].decode("utf-16-be") for hexes in re.findall(r"ActualText <(\w+)>", drawing(pdf))]


@pytest.mark.parametrize("form", [ROLL, A4])
def test_the_receipt_is_real_text_in_an_embedded_font(form: Form) -> None:
    pdf = as_pdf(a_receipt(), form).data
    assert {"Receipt T1-000042", "Cut & finish", "Total", "Change", "Thank you, see you soon!"} <= set(texts(pdf))
    assert b"/FontFile2" in pdf
    assert b"/ToUnicode" in pdf


def test_title_author_and_language_are_told_to_readers() -> None:
    pdf = as_pdf(a_receipt(locale=Locale("pt", "PT", "EUR", "Europe/Lisbon"))).data
    assert b"/Title (Receipt T1-000042)" in pdf
    assert b"/Author (Salon Carmen)" in pdf
    assert b"/Lang (pt-PT)" in pdf
    assert b"/DisplayDocTitle true" in pdf


@pytest.mark.parametrize("name", ["علي حسن", "שרה לוי", "สมชาย ใจดี", "王伟", "김민준"])
def test_other_scripts_are_pictures_that_carry_their_text(name: str) -> None:
    made = as_pdf(a_receipt(customer=name))
    assert any(name in text for text in spoken(made.data))
    assert not made.troubles


def test_letters_that_no_font_has_are_told() -> None:
    made = as_pdf(a_receipt(customer="Ana \U0010fffd"))
    assert [trouble.code for trouble in made.troubles] == ["receipt_missing_letters"]


def test_the_roll_is_as_long_as_the_receipt_and_eighty_millimetres_wide() -> None:
    short, long = (size_of(as_pdf(a_receipt(lines=(a_line(),) * n)).data) for n in (1, 40))
    assert short[0] == long[0] == pytest.approx(80 * MM, abs=0.1)
    assert long[1] - short[1] > 39 * 8.5


def test_a_long_receipt_on_a4_has_numbered_pages() -> None:
    made = as_pdf(a_receipt(lines=(a_line(),) * 120), A4).data
    pages = made.count(b"/Type /Page\n") + made.count(b"/Type /Page ")
    assert pages > 2
    assert f"Page {pages} of {pages}" in texts(made)
    assert all(y > 0 for y in map(float, re.findall(r"1 0 0 1 \S+ (\S+) Tm", drawing(made))))


def size_of(pdf: bytes) -> tuple[float, float]:
    found = re.search(rb"/MediaBox \[\s*0 0 (\S+) (\S+)", pdf)
    assert found is not None
    return float(found[1]), float(found[2])


def test_its_codes_scan() -> None:
    pdf = as_pdf(a_receipt(barcode="T1-000042"), A4).data
    paper = Image.new("L", (1700, 2400), 255)
    pen = ImageDraw.Draw(paper)
    for x, y, wide, high in re.findall(r"(\S+) (\S+) (\S+) (\S+) re\b", drawing(pdf)):
        left, top = float(x) * 2.8, 2400 - (float(y) + float(high)) * 2.8
        pen.rectangle((left, top, left + float(wide) * 2.8 - 1, top + float(high) * 2.8 - 1), 0)
    assert {found.text for found in zxingcpp.read_barcodes(paper)} == {a_receipt().qr, "T1-000042"}


@pytest.mark.parametrize("data", [b"no picture", png()[:200]])
def test_a_broken_logo_does_not_hold_up_the_receipt(data: bytes) -> None:
    made = as_pdf(a_receipt(business=a_business(logo=data)))
    assert [trouble.code for trouble in made.troubles] == ["receipt_logo_unreadable"]
    assert "Total" in texts(made.data)


def test_the_same_receipt_makes_the_same_file() -> None:
    assert as_pdf(a_receipt()).data == as_pdf(a_receipt()).data


@given(name=st.text(st.characters(exclude_categories=()), max_size=40))
@settings(max_examples=40)
def test_no_text_breaks_a_pdf(name: str) -> None:
    assert as_pdf(a_receipt(lines=(a_line(name),))).data.startswith(b"%PDF")
