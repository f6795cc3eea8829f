"""Opening hours as a public page tells them: days off, nights, clocks that change, and now."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bizet_core.base.instants import to_ms
from bizet_core.booking.public_page.rules import DAYS_TOLD, opening_of
from bizet_core.catalogue.timetable.rules import Layer, Rule, Weekly

ZONE = "Europe/Lisbon"
WEEKDAYS = 0b0011111
THURSDAY = date(2026, 3, 12)


def hours(start: float, end: float, weekdays: int = WEEKDAYS) -> Weekly:
    return Weekly(Layer.HOURS, True, ZONE, int(start * 60), int(end * 60), weekdays)


def on(day: date, start: float = 0, end: float = 24, *, opens: bool = False) -> Weekly:
    layer = Layer.OVERRIDE if opens else Layer.CLOSURE
    return Weekly(
        layer, opens, ZONE, int(start * 60), int(end * 60), first_day=day.toordinal(), last_day=day.toordinal()
    )


def at(day: date, hour: int, minute: int = 0) -> int:
    return to_ms(datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(ZONE)))


def told(rules: list[Rule], now: int = at(THURSDAY, 10)) -> dict[date, tuple[tuple[int, int], ...]]:
    opening = opening_of(rules, ZONE, now)
    assert opening is not None
    assert len(opening.days) == DAYS_TOLD
    return {day.day: day.hours for day in opening.days}


def test_nobody_has_said_any_hours() -> None:
    assert opening_of([], ZONE, at(THURSDAY, 10)) is None
    assert opening_of([on(THURSDAY)], ZONE, at(THURSDAY, 10)) is None


def test_an_ordinary_week_begins_with_today() -> None:
    days = told([hours(9, 18)])
    assert next(iter(days)) == THURSDAY
    assert days[THURSDAY] == ((540, 1080),)
    assert days[date(2026, 3, 14)] == ()


def test_a_lunch_break_makes_two_stretches() -> None:
    lunch = Weekly(Layer.BREAK, False, ZONE, 780, 840, WEEKDAYS)
    assert told([hours(9, 18), lunch])[THURSDAY] == ((540, 780), (840, 1080))


def test_a_holiday_is_closed_and_told_as_unusual() -> None:
    friday = date(2026, 3, 13)
    opening = opening_of([hours(9, 18), on(friday)], ZONE, at(THURSDAY, 10))
    assert opening is not None
    found = {day.day: day for day in opening.days}
    assert (found[friday].hours, found[friday].is_usual) == ((), False)
    assert [day.day for day in opening.days if not day.is_usual] == [friday]


def test_other_hours_on_a_day_are_told_in_place_of_the_usual_ones() -> None:
    friday = date(2026, 3, 13)
    days = told([hours(9, 18), on(friday), on(friday, 10, 14, opens=True)])
    assert days[friday] == ((600, 840),)


def test_a_night_belongs_to_its_evening() -> None:
    days = told([hours(20, 26)])
    assert days[THURSDAY] == ((1200, 1560),)
    assert days[date(2026, 3, 14)] == ()  # Friday's night ends on Saturday, which is closed


def test_around_the_clock_is_every_whole_day() -> None:
    opening = opening_of([hours(0, 24, 0b1111111)], ZONE, at(THURSDAY, 10))
    assert opening is not None
    assert {day.hours for day in opening.days} == {((0, 1440),)}
    assert (opening.is_open, opening.until) == (True, None)


def test_it_is_open_until_it_closes() -> None:
    opening = opening_of([hours(9, 18)], ZONE, at(THURSDAY, 17, 59))
    assert opening is not None
    assert (opening.is_open, opening.until, opening.opens_at) == (True, at(THURSDAY, 18), None)


def test_at_closing_time_it_is_closed_until_it_opens_again() -> None:
    opening = opening_of([hours(9, 18)], ZONE, at(THURSDAY, 18))
    assert opening is not None
    assert (opening.is_open, opening.opens_at) == (False, at(date(2026, 3, 13), 9))


def test_after_midnight_the_night_before_is_still_open() -> None:
    opening = opening_of([hours(20, 26)], ZONE, at(date(2026, 3, 13), 1))
    assert opening is not None
    assert (opening.is_open, opening.until) == (True, at(date(2026, 3, 13), 2))
    assert opening.days[0].hours == ((1200, 1560),)  # today's own night, not the rest of yesterday's


def test_the_day_the_clocks_change_keeps_its_wall_hours() -> None:
    sunday = date(2026, 3, 29)
    assert told([hours(0, 18, 0b1000000)])[sunday] == ((0, 1080),)
