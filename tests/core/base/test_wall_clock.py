"""What clocks read: every change of the clocks, to the minute, and compared with zoneinfo for any instant."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.base.instants import HOUR, MINUTE, from_ms, to_ms
from bizet_core.base.wall_clock import EPOCH_DAY, day_of, end_before, first_at, reading_of, stretches
from tests.support.times import day, local, ms

LISBON, NEW_YORK, LORD_HOWE = "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe"


def test_a_time_that_does_not_exist_begins_when_the_clocks_jump() -> None:
    assert first_at(LISBON, day("2026-03-29"), 90) == ms("2026-03-29 02:00", LISBON)
    assert end_before(LISBON, day("2026-03-29"), 90) == ms("2026-03-29 02:00", LISBON)


def test_a_time_that_comes_twice_begins_the_first_time_and_ends_the_second() -> None:
    assert first_at(LISBON, day("2026-10-25"), 90) == ms("2026-10-25 01:30", LISBON)
    assert end_before(LISBON, day("2026-10-25"), 90) == ms("2026-10-25 01:30", LISBON, again=True)


def test_the_hour_after_a_repeated_hour_comes_once() -> None:
    assert first_at(LISBON, day("2026-10-25"), 120) == ms("2026-10-25 02:00", LISBON)
    assert end_before(LISBON, day("2026-10-25"), 60) == ms("2026-10-25 01:00", LISBON)


@pytest.mark.parametrize(
    ("zone", "on", "hours"),
    [
        (LISBON, "2026-03-29", 23.0),
        (LISBON, "2026-10-25", 25.0),
        (NEW_YORK, "2026-03-08", 23.0),
        (NEW_YORK, "2026-11-01", 25.0),
        (LORD_HOWE, "2026-10-04", 23.5),
        (LORD_HOWE, "2026-04-05", 24.5),
        ("Africa/Casablanca", "2026-02-15", 25.0),
        ("Asia/Beirut", "2026-03-29", 23.0),
    ],
)
def test_a_day_has_as_many_hours_as_its_clocks_leave_it(zone: str, on: str, hours: float) -> None:
    assert end_before(zone, day(on), 1440) - first_at(zone, day(on), 0) == hours * HOUR


def test_a_day_that_never_was_is_empty() -> None:
    assert stretches("Pacific/Apia", [day("2011-12-30")], 9 * 60, 17 * 60) == []


def test_a_shift_past_midnight_is_one_stretch() -> None:
    ((start, end),) = stretches(LISBON, [day("2026-10-24")], 22 * 60, 26 * 60)
    assert (local(start, LISBON), local(end, LISBON)) == ("22:00 +0100", "02:00 +0000")
    assert end - start == 5 * HOUR


def test_minutes_before_midnight_belong_to_the_day_before() -> None:
    assert first_at("UTC", day("2026-06-10"), -6 * 60) == ms("2026-06-09 18:00")


def test_a_zone_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        first_at("Mars/Olympus", day("2026-06-10"), 0)


ZONES = sorted(available_timezones() - {"localtime", "Factory"})
INSTANTS = st.integers(ms("1971-01-01") // MINUTE, ms("2060-01-01") // MINUTE).map(lambda minute: minute * MINUTE)


@given(st.sampled_from(ZONES), INSTANTS)
def test_every_reading_is_that_of_zoneinfo(zone: str, instant: int) -> None:
    there = from_ms(instant).astimezone(ZoneInfo(zone))
    assert day_of(zone, instant) == there.toordinal()
    assert reading_of(zone, instant) == to_ms(there.replace(tzinfo=UTC))


@given(st.sampled_from(ZONES), INSTANTS)
def test_no_earlier_minute_reads_so_and_no_later_one_reads_less(zone: str, instant: int) -> None:
    at = reading_of(zone, instant)
    on, minute = EPOCH_DAY + at // (1440 * MINUTE), at // MINUTE % 1440
    first, end = first_at(zone, on, minute), end_before(zone, on, minute + 1)
    assert first <= instant < end
    assert reading_of(zone, first - 1) < on_minute(on, minute) <= reading_of(zone, first)
    assert reading_of(zone, end - 1) < on_minute(on, minute + 1) <= reading_of(zone, end)


def on_minute(on: int, minute: int) -> int:
    return (on - EPOCH_DAY) * 1440 * MINUTE + minute * MINUTE


@given(
    st.sampled_from(ZONES),
    st.dates(date(1971, 1, 1), date(2060, 1, 1)),
    st.integers(1, 60),
    st.integers(-600, 2000),
    st.integers(1, 2000),
)
def test_many_days_at_once_are_the_days_one_by_one(zone: str, on: date, days: int, start: int, length: int) -> None:
    asked = [(on + timedelta(days=i)).toordinal() for i in range(days)]
    one_by_one = [(first_at(zone, d, start), end_before(zone, d, start + length)) for d in asked]
    assert stretches(zone, asked, start, start + length) == [(a, b) for a, b in one_by_one if a < b]
