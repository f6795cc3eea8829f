"""How soon, how far ahead and how long: terms as facts, days being those of the location's clocks."""

from bizet_core.base.instants import HOUR, MINUTE
from bizet_core.booking.availability.booking_terms import Terms, bookable, length_obstacles, start_obstacles, strictest
from tests.support.times import ms

NOW = ms("2026-06-12 15:30", "Europe/Lisbon")


def first(**terms: object) -> int:
    return bookable(Terms("Europe/Lisbon", **terms), NOW)[0]  # type: ignore[arg-type]


def test_without_terms_anything_from_now_on_may_be_booked() -> None:
    assert first() == NOW


def test_notice_is_elapsed_time() -> None:
    assert first(notice=24 * HOUR) == NOW + 24 * HOUR


def test_without_same_day_booking_tomorrow_is_the_first_day() -> None:
    assert first(same_day=False) == ms("2026-06-13 00:00", "Europe/Lisbon")


def test_after_the_cutoff_today_is_over() -> None:
    assert first(cutoff_min=16 * 60) == NOW
    assert first(cutoff_min=15 * 60 + 30) == ms("2026-06-13 00:00", "Europe/Lisbon")


def test_a_cutoff_may_lie_on_the_day_before() -> None:
    six_in_the_evening_before, three_before = -6 * 60, -9 * 60
    assert first(cutoff_min=six_in_the_evening_before) == ms("2026-06-13 00:00", "Europe/Lisbon")
    assert first(cutoff_min=three_before) == ms("2026-06-14 00:00", "Europe/Lisbon")


def test_a_window_ends_with_its_last_day_whole() -> None:
    window = bookable(Terms("Europe/Lisbon", window_days=30), NOW)
    assert window == (NOW, ms("2026-07-13 00:00", "Europe/Lisbon"))


def test_today_is_the_day_of_the_locations_clocks() -> None:
    late = ms("2026-06-12 23:30")  # already the 13th in Lisbon
    assert bookable(Terms("Europe/Lisbon", same_day=False), late)[0] == ms("2026-06-14 00:00", "Europe/Lisbon")


def test_the_strictest_term_wins() -> None:
    assert first(notice=72 * HOUR, same_day=False) == NOW + 72 * HOUR


def test_each_broken_term_is_told_with_its_limit() -> None:
    terms = Terms("Europe/Lisbon", notice=HOUR, same_day=False, cutoff_min=0, window_days=0)
    early, late = NOW - MINUTE, ms("2026-06-13 10:00", "Europe/Lisbon")
    midnight = ms("2026-06-13 00:00", "Europe/Lisbon")
    assert [(o.code, o.ends_at) for o in start_obstacles(terms, NOW, early)] == [
        ("past", NOW),
        ("too_soon", NOW + HOUR),
        ("not_today", midnight),
        ("too_late_today", midnight),
    ]
    assert [(o.code, o.starts_at) for o in start_obstacles(terms, NOW, late)] == [("too_far", midnight)]


def test_a_visit_keeps_the_strictest_terms_of_its_services() -> None:
    colour = Terms("UTC", notice=24 * HOUR, window_days=60, cutoff_min=18 * 60, shortest=HOUR)
    cut = Terms("UTC", notice=HOUR, same_day=False, cutoff_min=16 * 60, longest=2 * HOUR)
    assert strictest([colour, cut]) == Terms("UTC", 24 * HOUR, 60, False, 16 * 60)
    assert strictest([cut]) == cut


def test_a_booking_has_a_shortest_and_a_longest_length() -> None:
    terms = Terms("UTC", shortest=30 * MINUTE, longest=2 * HOUR)
    codes = [[o.code for o in length_obstacles(terms, minutes * MINUTE)] for minutes in (15, 30, 120, 121)]
    assert codes == [["too_short"], [], [], ["too_long"]]
