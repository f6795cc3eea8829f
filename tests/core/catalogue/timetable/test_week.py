"""A week's hours as people enter them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.catalogue.timetable.week import Entered, fault_of, mask_of, weekdays_of, whole_day

WEEKDAYS = (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        ([(WEEKDAYS, 540, 720), (WEEKDAYS, 840, 1080)], None),  # split hours
        ([(WEEKDAYS, 540, 720), (WEEKDAYS, 720, 1080)], None),  # that touch
        ([((6,), 1320, 1560)], None),  # Sunday night into Monday
        ([((6,), 1320, 1560), ((0,), 60, 300)], "hours_overlap"),  # which meets Monday's early shift
        ([(WEEKDAYS, 540, 1080), ((2,), 600, 660)], "hours_overlap"),
        ([(WEEKDAYS, 1080, 540)], "ends_too_early"),
        ([(WEEKDAYS, 540, 540)], "ends_too_early"),
        ([((), 540, 1080)], "weekdays_missing"),
        ([((7,), 540, 1080)], "weekdays_missing"),
        ([(WEEKDAYS, 540, 540 + 1441)], "hours_odd"),
        ([(WEEKDAYS, -5, 60)], "hours_odd"),
        ([], None),
    ],
)
def test_hours_are_taken_or_refused_with_a_reason(hours: list[Entered], fault: str | None) -> None:
    assert fault_of(hours) == fault


@given(st.sets(st.integers(0, 6)))
def test_weekdays_survive_their_mask(days: set[int]) -> None:
    assert set(weekdays_of(mask_of(days))) == days


@pytest.mark.parametrize(("ends", "day"), [([], (0, 1440)), ([1080, 720], (0, 1440)), ([1560, 1080], (120, 1560))])
def test_a_day_off_ends_when_the_night_shift_would(ends: list[int], day: tuple[int, int]) -> None:
    assert whole_day(ends) == day
