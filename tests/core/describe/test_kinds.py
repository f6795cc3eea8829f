"""Whatever a kind shows it reads back, for every reader."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.formats.money import Money, exponent
from bizet_core.describe.formats.rich_text import clean
from bizet_core.describe.formats.text import lines, one_line
from bizet_core.describe.introspection import KINDS, kind_of
from bizet_core.describe.kinds.choices import Listed
from bizet_core.describe.languages.language import Locale
from bizet_core.describe.languages.sentences import word
from tests.core.describe.readers import READERS, named, readers

minutes = st.integers(0, 3000).map(lambda minute: timedelta(minutes=minute))
instants = st.integers(10_000_000, 47_000_000).map(lambda minute: datetime.fromtimestamp(minute * 60, UTC))  # to 2059
numbers = st.integers(-(10**12), 10**12)
ranges = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).map(lambda pair: (pair[0], pair[0] + pair[1]))
phones = st.sampled_from(
    ["+447700900142", "+4930123456", "+20221234567", "+66812345678", "+81312345678", "+12125550123"]
)

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(max_size=60).map(one_line).filter(bool),
    "long_text": st.text(max_size=200).map(lines).filter(bool),
    "rich_text": st.text(min_size=1, max_size=200).map(lines).filter(bool).map(clean).filter(bool),
    "pin": st.from_regex(r"[0-9]{4,8}", fullmatch=True),
    "whole": numbers,
    "quantity": numbers,
    "rate": numbers,
    "money": numbers,
    "minutes": st.integers(0, 100_000),
    "instant": instants,
    "date": st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    "wall_time": st.integers(0, 2879),
    "day_range": ranges,
    "phone": phones,
    "email": st.sampled_from(["ana@example.com", "o'neil+salon@example.co.uk", "δοκιμή@παράδειγμα.ελ"]),
    "yes_no": st.booleans(),
    "colour": st.sampled_from(["teal", "blue", "violet", "plum", "rose", "amber", "olive", "slate"]),
    "tax_class": st.text(max_size=40).map(one_line).filter(bool),
    "picture": st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
}
LISTED = ["weekday", "country", "language", "currency", "zone"]


def test_every_kind_of_value_is_tried_here() -> None:
    files = {"file", "image", "picture_file"}  # these are chosen, not typed
    assert set(VALUES) | set(LISTED) | files == set(KINDS)


@pytest.mark.parametrize("name", VALUES)
@given(st.data(), readers)
def test_what_is_shown_is_read_back(name: str, data: st.DataObject, reader: Locale) -> None:
    kind = KINDS[name](Field("Value"))
    value = data.draw(VALUES[name])
    assert kind.read(kind.show(value, reader), reader) == value


@pytest.mark.parametrize("name", VALUES)
@given(st.data(), readers)
def test_a_value_itself_is_read_as_it_is(name: str, data: st.DataObject, reader: Locale) -> None:
    kind = KINDS[name](Field("Value"))
    value = data.draw(VALUES[name])
    assert kind.read(value, reader) == value


@pytest.mark.parametrize("reader", READERS, ids=named)
@pytest.mark.parametrize("name", LISTED)
def test_everything_on_a_list_is_found_by_its_name_and_by_its_code(name: str, reader: Locale) -> None:
    kind = KINDS[name](Field("Value"))
    assert isinstance(kind, Listed)
    for option in kind.options(reader):
        assert kind.read(kind.show(option.value, reader), reader) == option.value
        assert kind.read(str(option.value), reader) == option.value


@given(st.sampled_from(["EUR", "JPY", "KWD", "USD", "GBP", "EGP", "INR", "THB", "CAD"]), numbers, readers)
def test_money_with_its_currency_is_read_back_where_that_is_the_currency(
    code: str, amount: int, reader: Locale
) -> None:
    there = Locale(reader.language, reader.region, code, reader.zone, reader.first_weekday)
    kind = kind_of(Money, Field("Price"))
    assert kind.read(kind.show(Money(amount, code), there), there) == Money(amount, code)
    assert exponent(code) in (0, 2, 3)


@given(minutes, readers)
def test_a_length_of_time_is_read_back(span: timedelta, reader: Locale) -> None:
    kind = kind_of(timedelta, Field("Length"))
    assert kind.read(kind.show(span, reader), reader) == span


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"text", "long_text", "rich_text", "tax_class"}))
@given(st.text(max_size=80), readers)
def test_no_text_breaks_a_kind(name: str, typed: str, reader: Locale) -> None:
    """Anything typed is either a value or refused with a sentence that has words."""
    if name in ("file", "image", "picture_file"):
        typed = f"/nowhere/{typed.replace(chr(0), '')}"
    assert "no words for the reason" not in outcome(name, typed, reader)


def outcome(name: str, typed: str, reader: Locale) -> str:
    kind = KINDS[name](Field("Value"))
    try:
        return kind.show(kind.read(typed, reader), reader)
    except Refused as refused:
        return word(refused, reader)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    "given_value", [1.5, float("nan"), b"bytes", {"a": 1}, [None], object()], ids=lambda value: type(value).__name__
)
def test_a_json_value_of_another_shape_is_refused(name: str, given_value: object) -> None:
    if name == "picture_file" and isinstance(given_value, bytes):
        return
    with pytest.raises(Refused):
        KINDS[name](Field("Value")).read(given_value, Locale())
