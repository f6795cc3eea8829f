"""Dates, times of day and lengths of time as people type them."""

from datetime import UTC, date, datetime

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.dates import read_date, read_instant, show_instant
from bizet_core.describe.formats.times import read_range, read_span, read_wall, show_span, show_wall
from bizet_core.describe.languages.language import Locale, regional
from bizet_core.describe.languages.sentences import word
from tests.core.describe.readers import BANGKOK, BERLIN, CAIRO, LONDON

CHICAGO = regional("en", "US", "America/Chicago")
MARCH_12 = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("typed", "reader"),
    [
        ("12/03/2026", LONDON),
        ("12.3.26", BERLIN),
        ("3/12/2026", CHICAGO),
        ("12 March 2026", LONDON),
        ("Mar 12, 2026", CHICAGO),
        ("12. März 2026", BERLIN),
        ("2026-03-12", CHICAGO),
        ("١٢/٣/٢٠٢٦", CAIRO),
        ("12/3/2569", BANGKOK),
        ("12 มีนาคม 2569", BANGKOK),
        ("2026年3月12日", regional("ja", "JP")),
    ],
)
def test_a_date_is_read_in_the_readers_order(typed: str, reader: Locale) -> None:
    assert read_date(typed, reader) == MARCH_12


@pytest.mark.parametrize("typed", ["31/02/2026", "12/03", "12 Foo 2026", "tomorrow", "1/2/3/4", "99/99/9999"])
def test_what_is_no_date_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        read_date(typed, LONDON)
    assert word(caught.value, LONDON) == f"“{typed}” is not a date. Write it like 28/03/2026."


@pytest.mark.parametrize("typed", ["01/01/0001 00:00", "9999-12-31T23:59:59-05:00", "31/12/9999 23:59"])
def test_the_ends_of_the_calendar_are_no_dates(typed: str) -> None:
    with pytest.raises(Refused, match=r"not_a"):
        read_instant(typed, BERLIN)


def test_an_instant_is_typed_in_the_readers_zone() -> None:
    assert read_instant("12/03/2026 14:30", BERLIN) == datetime(2026, 3, 12, 13, 30, tzinfo=UTC)
    assert read_instant("3/12/2026 2:30 pm", CHICAGO) == datetime(2026, 3, 12, 19, 30, tzinfo=UTC)
    assert read_instant("2026-03-12T14:30:00+05:30", BERLIN) == datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def test_a_program_must_send_an_offset() -> None:
    with pytest.raises(Refused, match="no_offset"):
        read_instant("2026-03-12T14:30:00", BERLIN)


def test_both_times_of_an_autumn_night_are_told_apart() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert show_instant(first, LONDON) == "25/10/2026, 01:30 +01:00"
    assert show_instant(second, LONDON) == "25/10/2026, 01:30 +00:00"
    with pytest.raises(Refused) as caught:
        read_instant("25/10/2026 01:30", LONDON)
    expected = "01:30 comes twice that night. Add +01:00 for the first or +00:00 for the second."
    assert word(caught.value, LONDON) == expected
    assert read_instant("25/10/2026 01:30 +00:00", LONDON) == second


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(Refused, match="time_skipped"):
        read_instant("29/03/2026 01:30", LONDON)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("14:30", 870),
        ("1430", 870),
        ("14.30", 870),
        ("14h30", 870),
        ("9", 540),
        ("2:30 pm", 870),
        ("12am", 0),
        ("12 p.m.", 720),
        ("24:00", 1440),
        ("26:00", 1560),
        ("02:00 +1", 1560),
        ("٩:٣٠", 570),
    ],
)
def test_a_time_of_day_is_read_however_it_is_written(typed: str, minutes: int) -> None:
    assert read_wall(typed, LONDON) == minutes


@pytest.mark.parametrize("typed", ["25:99", "14:60", "13 pm", "0 am", "noon", "99", "-1", ""])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not_a_time"):
        read_wall(typed, LONDON)


def test_the_time_of_the_next_day_says_so() -> None:
    assert show_wall(26 * 60, LONDON) == "02:00 +1"


def test_a_shift_may_end_after_midnight() -> None:
    assert read_range("22:00–02:00", LONDON) == (22 * 60, 26 * 60)
    assert read_range("9-5pm", LONDON) == (9 * 60, 17 * 60)
    assert read_range("9:00 to 17:30", LONDON) == (9 * 60, 17 * 60 + 30)
    with pytest.raises(Refused, match="not_a_time_range"):
        read_range("9:00", LONDON)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90),
        ("90 min", 90),
        ("1 h 30", 90),
        ("1:30", 90),
        ("1.5 h", 90),
        ("1h30m", 90),
        ("2 days", 2880),
        ("٤٥", 45),
    ],
)
def test_a_length_of_time_is_read_however_it_is_written(typed: str, minutes: int) -> None:
    assert read_span(typed, LONDON) == minutes


def test_a_length_of_time_may_be_in_the_readers_own_words() -> None:
    assert read_span("1 Stunde 30 Minuten", BERLIN) == 90
    assert read_span("1,5 Std.", BERLIN) == 90


@pytest.mark.parametrize("typed", ["soon", "-5", "1:75", "0.5", "3 weeks", "h"])
def test_what_is_no_length_of_time_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not_a_span"):
        read_span(typed, LONDON)


def test_a_wait_below_a_minute_is_told_in_seconds() -> None:
    assert show_span(20, LONDON) == "20 s"
    assert show_span(61, LONDON) == "2 min"
