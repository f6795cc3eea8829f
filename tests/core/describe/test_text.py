"""What people type, paste and send as text, and what is kept of it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.formats.rich_text import clean, text_of
from bizet_core.describe.formats.text import lines, one_line
from bizet_core.describe.introspection import KINDS
from bizet_core.describe.languages.sentences import word
from tests.core.describe.readers import LONDON

NAME = KINDS["text"](Field("Name", max_length=80))
NOTE = KINDS["long_text"](Field("Note"))


@pytest.mark.parametrize("name", ["محمد علي", "สมชาย ใจดี", "王伟", "Zoë O’Neil-Çelik", "👩🏽‍🦱 Ana", "می‌خواهم"])
def test_a_name_in_any_script_is_kept_to_the_letter(name: str) -> None:
    assert NAME.read(name, LONDON) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana \t Lopez\n", "Ana Lopez"),
        ("Ana\0Lopez", "AnaLopez"),
        ("\x1b[31mAna", "[31mAna"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("A\u2066n\u2069a", "Ana"),
        ("\ufeffAna", "Ana"),
        ("Ana\ud800", "Ana"),
        ("e\u0301", "é"),
    ],
)
def test_what_cannot_be_seen_or_stored_is_left_out(typed: str, kept: str) -> None:
    assert NAME.read(typed, LONDON) == kept


@given(st.text())
def test_keeping_text_twice_changes_nothing(text: str) -> None:
    for keep in (one_line, lines):
        assert keep(keep(text)) == keep(text)
        assert "\0" not in keep(text)
        keep(text).encode()


def test_a_note_keeps_its_lines() -> None:
    assert NOTE.read("one \r\ntwo\rthree\n\n", LONDON) == "one\ntwo\nthree"


def test_a_note_of_ten_megabytes_is_refused_with_its_length() -> None:
    with pytest.raises(Refused) as caught:
        NOTE.read("x" * 10_000_000, LONDON)
    assert word(caught.value, LONDON) == "Keep this to 20,000 characters; it has 10,000,000."


def test_a_text_must_reach_its_least_length() -> None:
    code = KINDS["text"](Field("Code", min_length=3))
    with pytest.raises(Refused) as caught:
        code.read("ab", LONDON)
    assert word(caught.value, LONDON) == "Use at least 3 characters."


def test_a_secret_keeps_its_spaces() -> None:
    assert KINDS["text"](Field("Password", secret=True)).read(" two  spaces ", LONDON) == " two  spaces "


def test_a_wrong_pin_is_not_repeated() -> None:
    with pytest.raises(Refused) as caught:
        KINDS["pin"](Field("PIN", secret=True)).read("12x4", LONDON)
    assert word(caught.value, LONDON) == "A PIN has 4 to 8 digits."
    assert "12x4" not in str(caught.value)


def test_a_pin_may_be_typed_in_arabic_digits_and_begin_with_zero() -> None:
    assert KINDS["pin"](Field("PIN")).read("٠١٢٣", LONDON) == "0123"


@pytest.mark.parametrize(
    "given_html",
    [
        "<p>Hi<script>alert(1)</script></p>",
        '<p onclick="x()">Hi</p>',
        '<p>Hi<img src="x" onerror="x()"></p>',
        '<p style="position:fixed">Hi</p>',
        '<p>Hi<iframe src="//x"></iframe></p>',
    ],
)
def test_formatted_text_runs_and_loads_nothing(given_html: str) -> None:
    assert clean(given_html) == "<p>Hi</p>"


def test_a_link_may_only_lead_to_a_page_an_address_or_a_phone() -> None:
    assert clean('<p><a href="javascript:x()">Hi</a></p>') == '<p><a rel="noopener">Hi</a></p>'
    assert 'href="https://example.com"' in clean("[Hi](https://example.com)")


def test_markdown_becomes_formatted_text() -> None:
    assert clean("**Bold** and\n\n- one\n- two") == (
        "<p><strong>Bold</strong> and</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )
    assert clean("1 < 2 <script>") == "<p>1 &lt; 2 &lt;script&gt;</p>"


def test_formatted_text_has_words_for_lists_and_receipts() -> None:
    assert text_of("<p>Fish &amp; <strong>chips</strong></p><ul><li>one</li></ul>") == "Fish & chips\none"


@given(st.text())
def test_cleaning_formatted_text_twice_changes_nothing(text: str) -> None:
    once = clean(lines(text))
    assert clean(lines(once)) == once
