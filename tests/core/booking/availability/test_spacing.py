"""Bookings that follow each other: pauses, rows and full days, as the starts they forbid."""

from bizet_core.base.instants import HOUR, MINUTE
from bizet_core.base.spans import covers
from bizet_core.booking.availability.spacing import Daily, Gap, Spacing, Streak
from tests.support.times import ms

HALF = 30 * MINUTE


def at(time: str) -> int:
    return ms(f"2026-06-12 {time}")


def booked(*starts: str) -> list[tuple[int, int]]:
    return [(at(start), at(start) + HALF) for start in starts]


def forbids(rule: Spacing, time: str, reach: tuple[int, int] = (0, HALF)) -> bool:
    return covers(list(rule.forbidden(reach)), at(time), at(time) + 1)


def test_a_gap_counts_on_both_sides() -> None:
    rule = Gap(15 * MINUTE, booked("10:00"))
    assert [forbids(rule, time) for time in ("09:15", "09:16", "10:44", "10:45")] == [False, True, True, False]


def test_a_gap_counts_to_when_the_person_is_there() -> None:
    rule = Gap(15 * MINUTE, booked("10:00"))
    assert not forbids(rule, "09:40", (HOUR + 5 * MINUTE, HOUR + HALF))  # they begin at 10:45


def test_a_row_may_not_grow_at_either_end() -> None:
    rule = Streak(2, 20 * MINUTE, booked("09:00", "09:30"))
    assert [forbids(rule, time) for time in ("08:10", "08:11", "08:30")] == [False, True, True]
    assert [forbids(rule, time) for time in ("10:00", "10:19", "10:20")] == [True, True, False]


def test_a_row_that_is_short_may_grow() -> None:
    assert not forbids(Streak(3, 20 * MINUTE, booked("09:00", "09:30")), "10:00")


def test_two_rows_may_not_become_one_too_long() -> None:
    rule = Streak(2, 15 * MINUTE, booked("09:00", "10:00"))
    assert forbids(rule, "09:30")
    assert not forbids(rule, "10:30")


def test_what_fits_between_with_pauses_joins_no_row() -> None:
    assert not forbids(Streak(2, 15 * MINUTE, booked("09:00", "10:30")), "09:45")


def test_a_day_is_full_on_the_clocks_of_its_zone() -> None:
    late = [(at("23:10"), at("23:40"))]  # past midnight in Lisbon
    rule = Daily(1, "Europe/Lisbon", late)
    assert not forbids(rule, "22:30")
    assert forbids(rule, "23:50")


def test_a_day_with_room_takes_another() -> None:
    assert not forbids(Daily(2, "UTC", booked("09:00")), "10:00")
