"""Text as pictures: fonts found, boxes for what nobody can draw, rows that hold together."""

import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont

from bizet_core.paper import fonts, raster_text
from bizet_core.paper.blocks import Align, Cell, Row, Style
from bizet_core.paper.fonts import OWN, Face, _face, face_for, own_face
from bizet_core.paper.raster_text import drawn, measure, row_picture


def test_our_own_font_has_what_european_receipts_need() -> None:
    face = own_face(False)
    assert all(face.covers(char) for char in "€£¥₺₽₴₹×−·…ßÆØŁŽşğİıΩЖђ0123456789")
    assert not face.covers("王")


@pytest.mark.parametrize("name", ["InterPaper-Regular.ttf", "NotoSansMono-Bold.ttf"])
def test_coverage_is_what_the_font_really_draws(name: str) -> None:
    face = _face(OWN / name)
    assert face is not None
    font = ImageFont.truetype(str(OWN / name), 40, layout_engine=ImageFont.Layout.BASIC)
    nothing = ink(font, "\U0010fffd")
    for code in range(0x21, 0x3000):
        char = chr(code)
        if unicodedata.category(char)[0] not in "CZM":
            assert face.covers(char) == (ink(font, char) != nothing), char


def ink(font: ImageFont.FreeTypeFont, char: str) -> bytes:
    image = Image.new("L", (120, 80))
    ImageDraw.Draw(image).text((30, 60), char, 255, font=font, anchor="ls")
    return image.tobytes()


@pytest.mark.parametrize("data", [b"", b"no font", b"\0\1\0\0" + b"\0" * 40, b"ttcf" + b"\xff" * 40])
def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.ttf"
    path.write_bytes(data)
    face = _face(path)
    assert face is None or not face.starts


def test_ranges_are_searched_at_their_edges() -> None:
    face = Face(Path("x"), 0, (65, 97), (70, 99))
    assert [face.covers(char) for char in "@AFGac d"] == [False, True, True, False, True, True, False, False]


def test_figures_stand_under_each_other() -> None:
    assert len({measure(digit * 4, 40) for digit in "0123456789"}) == 1


def test_a_letter_that_no_font_has_is_a_box_and_is_told() -> None:
    picture = drawn("a\U0010fffdb", 22)
    assert picture.missing == {"\U0010fffd"}
    assert measure("a\U0010fffdb", 22) > measure("ab", 22) + 15


def test_two_unknown_letters_are_told_apart_on_paper() -> None:
    one, other = (drawn(char, 22).image for char in ("\U0010fffd", "\U0010fffc"))
    assert one.size != other.size or ImageChops.difference(one, other).getbbox()


def test_invisible_marks_leave_no_trace() -> None:
    assert drawn("\u200fa\u200d", 22).missing == frozenset()
    assert measure("\u200e42\u200f", 22) == measure("42", 22)


def test_arabic_letters_are_joined() -> None:
    assert measure("علي", 40) < sum(measure(char, 40) for char in "علي") * 0.95


def test_a_text_too_wide_for_its_cell_is_narrowed_and_keeps_clear_of_the_amount() -> None:
    row = Row((Cell("W" * 60, 36), Cell("42,00 €", 12, Align.END)))
    without = Row((Cell("W" * 60, 36), Cell("", 12)))
    full, name = (row_picture(r, 576, 22, 30, rtl=False).image for r in (row, without))
    assert full.width == 576
    assert ImageChops.invert(name).crop((436, 0, 576, 30)).getbbox() is None


@pytest.mark.parametrize("style", Style)
def test_marks_above_and_below_are_not_cut_off(style: Style) -> None:
    picture = row_picture(Row((Cell("น้ำ ỗ Å الله ปู่", 48),), style), 576, 22, 30, rtl=False)
    ink = picture.image if style is Style.BANNER else ImageChops.invert(picture.image)
    box = ink.getbbox()
    assert box is not None
    assert box[1] >= 0
    assert box[3] <= picture.image.height
    alone = drawn("น้ำ ỗ Å الله ปู่", round(22 * {Style.TALL: 1.5, Style.LARGE: 1.8, Style.BANNER: 1.6}.get(style, 1)))
    assert picture.image.height >= alone.image.height


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=12), st.booleans(), st.booleans())
def test_every_character_is_drawn_or_told(text: str, bold: bool, rtl: bool) -> None:
    picture = drawn(text, 22, bold=bold, rtl=rtl)
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        if face_for(char, bold) is None and category not in ("Cf", "Mn", "Me", "Cc", "Zl", "Zp", "Zs"):
            assert char in picture.missing or "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0000"


def test_a_table_of_characters_in_an_old_form_is_read() -> None:
    """Format 4 with a range given by glyph numbers, as older fonts have it."""
    segments = struct.pack(">7H", 4, 0, 0, 4, 0, 0, 0)
    ends, starts = struct.pack(">2HH", 67, 0xFFFF, 0), struct.pack(">2H", 65, 0xFFFF)
    deltas, offsets, glyphs = struct.pack(">2H", 0, 1), struct.pack(">2H", 4, 0), struct.pack(">3H", 5, 0, 7)
    table = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + segments + ends + starts + deltas + offsets + glyphs
    font = b"\0\1\0\0" + struct.pack(">HHHH", 1, 0, 0, 0) + b"cmap" + struct.pack(">III", 0, 28, len(table)) + table
    from bizet_core.paper.fonts import _ranges

    assert sorted(_ranges(font)) == [(65, 65), (67, 67)]


@pytest.fixture
def without_raqm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer without FriBidi."""
    monkeypatch.setattr(fonts, "has_raqm", lambda: False)
    monkeypatch.setattr(raster_text, "has_raqm", lambda: False)
    fonts._opened.cache_clear()
    yield
    fonts._opened.cache_clear()


@pytest.mark.usefixtures("without_raqm")
def test_without_a_shaper_arabic_is_told_and_hebrew_still_reads_from_right_to_left() -> None:
    assert "ع" in drawn("علي", 22, rtl=True).missing
    hebrew = drawn("שרה", 22, rtl=True)
    assert hebrew.missing == frozenset()
    turned, first = hebrew.image, drawn("ש", 22, rtl=True).image
    assert ImageChops.invert(turned).getbbox() is not None
    right = turned.crop((turned.width - first.width, 0, turned.width, turned.height))
    left = turned.crop((0, 0, first.width, turned.height))
    ink = [sum(ImageChops.invert(part).histogram()[128:]) for part in (right, left, first)]
    assert abs(ink[0] - ink[2]) < abs(ink[1] - ink[2])


@pytest.mark.skipif(face_for("🎉", False) is None, reason="no emoji font on this computer")
def test_emoji_are_drawn_in_grey_and_take_the_room_of_a_letter() -> None:
    party = drawn("🎉", 22)
    assert party.missing == frozenset()
    assert sum(ImageChops.invert(party.image).histogram()[128:]) > 30
    assert measure("🎉", 22) < 2 * 22
    assert measure("👩\u200d🎨", 22) < 4 * 22
