"""Hours, breaks, time off, overrides and closures as intervals with a sign: later sources override earlier ones."""

from bizet_core.base.instants import DAY, HOUR
from bizet_core.catalogue.timetable.rules import (
    Layer,
    Once,
    OpenTime,
    Rule,
    Weekly,
    hours_of,
    inside,
    layered,
    open_time,
)
from tests.support.times import clock, day, local, ms

LISBON, NEW_YORK, LORD_HOWE = "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe"
WEEKDAYS, SUNDAY = 0b0011111, 0b1000000


def hours(start: float, end: float, zone: str = LISBON, weekdays: int = 127) -> Weekly:
    return Weekly(Layer.HOURS, True, zone, int(start * 60), int(end * 60), weekdays)


def lunch(start: float, end: float) -> Weekly:
    return Weekly(Layer.BREAK, False, LISBON, int(start * 60), int(end * 60), label="Lunch")


def on(date: str, *rules: Rule, zone: str = LISBON) -> list[str]:
    """Open time of one day, as people say it."""
    opened = open_time(rules, (ms(f"{date} 00:00", zone), ms(f"{date} 00:00", zone) + DAY))
    return [f"{clock(start, zone)}–{clock(end, zone)}" for start, end in opened.spans]


def test_hours_hold_on_their_weekdays() -> None:
    assert on("2026-06-12", hours(9, 17, weekdays=WEEKDAYS)) == ["09:00–17:00"]  # a Friday
    assert on("2026-06-13", hours(9, 17, weekdays=WEEKDAYS)) == []


def test_hours_may_be_split() -> None:
    assert on("2026-06-12", hours(9, 12), hours(14, 17)) == ["09:00–12:00", "14:00–17:00"]


def test_hours_that_touch_are_one_open_time() -> None:
    assert on("2026-06-12", hours(9, 12), hours(12, 17)) == ["09:00–17:00"]


def test_hours_hold_from_their_first_to_their_last_day() -> None:
    summer = Weekly(Layer.HOURS, True, LISBON, 600, 960, first_day=day("2026-06-12"), last_day=day("2026-06-13"))
    assert [on(date, summer) for date in ("2026-06-11", "2026-06-12", "2026-06-13", "2026-06-14")] == [
        [],
        ["10:00–16:00"],
        ["10:00–16:00"],
        [],
    ]


def test_a_break_cuts_hours() -> None:
    assert on("2026-06-12", hours(9, 17), lunch(12, 13)) == ["09:00–12:00", "13:00–17:00"]


def test_the_order_in_which_rules_come_does_not_matter() -> None:
    assert on("2026-06-12", lunch(12, 13), hours(9, 17)) == on("2026-06-12", hours(9, 17), lunch(12, 13))


def test_special_hours_replace_those_of_the_day() -> None:
    eve = day("2026-12-24")
    closed = Weekly(Layer.OVERRIDE, False, LISBON, first_day=eve, last_day=eve)
    morning = Weekly(Layer.OVERRIDE, True, LISBON, 600, 840, first_day=eve, last_day=eve)
    assert on("2026-12-24", hours(9, 17), lunch(12, 13), closed, morning) == ["10:00–14:00"]


def test_an_override_opens_a_bank_holiday() -> None:
    holiday = Once(Layer.CLOSURE, False, ms("2026-06-10 00:00", LISBON), ms("2026-06-11 00:00", LISBON), "Portugal Day")
    extra = Weekly(Layer.OVERRIDE, True, LISBON, 600, 720, first_day=day("2026-06-10"), last_day=day("2026-06-10"))
    assert on("2026-06-10", hours(9, 17), holiday) == []
    assert on("2026-06-10", hours(9, 17), holiday, extra) == ["10:00–12:00"]


def test_time_off_wins_over_an_override() -> None:
    extra = Weekly(Layer.OVERRIDE, True, LISBON, 600, 720, SUNDAY)
    ill = Once(Layer.TIME_OFF, False, ms("2026-06-14 11:00", LISBON), ms("2026-06-15 00:00", LISBON), "Ill")
    assert on("2026-06-14", extra, ill) == ["10:00–11:00"]


def test_an_outside_calendar_keeps_its_own_instants() -> None:
    dentist = Once(Layer.BUSY, False, ms("2026-06-12 10:07", LISBON), ms("2026-06-12 10:49", LISBON))
    assert on("2026-06-12", hours(9, 17), dentist) == ["09:00–10:07", "10:49–17:00"]


def test_a_shift_past_midnight_is_one_piece() -> None:
    opened = open_time([hours(22, 26)], (ms("2026-06-12 12:00", LISBON), ms("2026-06-13 12:00", LISBON)))
    ((start, end, anchor),) = opened.pieces
    assert (clock(start, LISBON), clock(end, LISBON), anchor) == ("22:00", "02:00", start)


def test_a_night_shift_lasts_as_long_as_its_night() -> None:
    spring = open_time([hours(22, 30)], (ms("2026-03-28 12:00", LISBON), ms("2026-03-29 12:00", LISBON)))
    autumn = open_time([hours(22, 30)], (ms("2026-10-24 12:00", LISBON), ms("2026-10-25 12:00", LISBON)))
    assert [end - start for start, end in (*spring.spans, *autumn.spans)] == [7 * HOUR, 9 * HOUR]


def test_hours_within_the_hour_that_comes_twice_hold_through_both() -> None:
    night = (ms("2026-10-25 00:00", LISBON), ms("2026-10-25 12:00", LISBON))
    ((start, end),) = open_time([hours(1, 2)], night).spans
    assert (local(start, LISBON), local(end, LISBON)) == ("01:00 +0100", "02:00 +0000")


def test_hours_within_the_hour_that_does_not_exist_are_left_out() -> None:
    assert on("2026-03-29", hours(1, 2)) == []
    assert on("2026-03-29", hours(1, 3)) == ["02:00–03:00"]
    assert on("2026-03-08", hours(2.25, 2.75, NEW_YORK), zone=NEW_YORK) == []


def test_half_an_hour_is_lost_and_won_on_lord_howe() -> None:
    spring = on("2026-10-04", hours(1, 4, LORD_HOWE), zone=LORD_HOWE)
    night = (ms("2026-04-05 00:00", LORD_HOWE), ms("2026-04-05 12:00", LORD_HOWE))
    ((start, end),) = open_time([hours(1, 4, LORD_HOWE)], night).spans
    assert spring == ["01:00–04:00"]
    assert end - start == 3.5 * HOUR


def test_somebody_in_another_zone_works_by_their_own_clocks() -> None:
    assert on("2026-06-12", hours(9, 12, NEW_YORK)) == ["14:00–17:00"]
    assert on("2026-03-16", hours(9, 12, NEW_YORK)) == [
        "13:00–16:00"
    ]  # New York has changed its clocks, Lisbon not yet


def test_the_grid_counts_from_the_opening_though_a_break_cuts_it() -> None:
    opened = open_time([hours(9, 17), lunch(12, 12.67)], (ms("2026-06-12 00:00"), ms("2026-06-13 00:00")))
    assert [clock(anchor, LISBON) for _, _, anchor in opened.pieces] == ["09:00", "09:00"]


def test_hours_that_overlap_count_from_the_earlier_until_it_ends() -> None:
    opened = open_time([hours(9, 13), hours(12, 17)], (ms("2026-06-12 00:00"), ms("2026-06-13 00:00")))
    assert [(clock(s, LISBON), clock(a, LISBON)) for s, _, a in opened.pieces] == [
        ("09:00", "09:00"),
        ("13:00", "12:00"),
    ]


def test_only_what_keeps_people_away_bars_their_buffers_too() -> None:
    rules = [
        hours(9, 17),
        lunch(12, 13),
        Once(Layer.BLOCK, False, ms("2026-06-12 13:00"), ms("2026-06-12 14:00"), "Van"),
    ]
    opened = open_time(rules, (ms("2026-06-12 00:00"), ms("2026-06-13 00:00")))
    assert opened.barred == [(ms("2026-06-12 13:00"), ms("2026-06-12 14:00"))]


def followed(*own: Rule, place: tuple[Rule, ...]) -> OpenTime:
    within = ms("2026-06-12 00:00", LISBON), ms("2026-06-13 00:00", LISBON)
    return inside(open_time(hours_of(own, LISBON, True), within), open_time(hours_of(place, LISBON, False), within))


def read(opened: OpenTime) -> list[tuple[str, str, str]]:
    return [(clock(s, LISBON), clock(e, LISBON), clock(a, LISBON)) for s, e, a in opened.pieces]


def test_people_without_hours_have_those_of_the_place() -> None:
    assert read(followed(lunch(12, 13), place=(hours(8, 18),))) == [
        ("08:00", "12:00", "08:00"),
        ("13:00", "18:00", "08:00"),
    ]


def test_people_work_while_the_place_is_open_on_their_own_grid() -> None:
    assert read(followed(hours(8.5, 17), place=(hours(9, 12), hours(14, 18)))) == [
        ("09:00", "12:00", "08:30"),
        ("14:00", "17:00", "08:30"),
    ]


def test_a_closure_of_the_place_closes_for_everybody() -> None:
    closed = Once(Layer.CLOSURE, False, ms("2026-06-12 00:00", LISBON), ms("2026-06-13 00:00", LISBON))
    assert read(followed(hours(9, 17), place=(hours(8, 18), closed))) == []


def test_a_place_without_hours_is_open_around_the_clock() -> None:
    assert read(followed(place=())) == [("00:00", "00:00", "00:00")]


def test_hours_that_are_over_do_not_become_those_of_the_place() -> None:
    left = Weekly(Layer.HOURS, True, LISBON, 540, 1020, last_day=day("2026-05-31"))
    assert read(followed(left, place=(hours(8, 18),))) == []


def test_every_minute_knows_the_rule_that_holds_there() -> None:
    within = ms("2026-06-12 11:00", LISBON), ms("2026-06-12 14:00", LISBON)
    held = layered([hours(9, 17), lunch(12, 13)], within)
    assert [(clock(s, LISBON), clock(e, LISBON), rule.label) for s, e, _, rule in held] == [
        ("11:00", "12:00", ""),
        ("12:00", "13:00", "Lunch"),
        ("13:00", "14:00", ""),
    ]
