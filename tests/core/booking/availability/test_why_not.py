"""Why a time cannot be had: everything that stands in its way is named, with whom it concerns and until when."""

from bizet_core.base.instants import DAY, HOUR, MINUTE
from bizet_core.booking.availability.booking_terms import Terms
from bizet_core.booking.availability.demand import Need, Part
from bizet_core.booking.availability.obstacles import Obstacle
from bizet_core.booking.availability.slots import Ask, Claims, ResourceCalendar
from bizet_core.booking.availability.spacing import Gap
from bizet_core.booking.availability.why_not import fits, why_not
from bizet_core.catalogue.timetable.rules import Layer, Once, Weekly
from tests.support.times import day, ms

NINE_TO_FIVE = Weekly(Layer.HOURS, True, "UTC", 540, 1020)
LUNCH = Weekly(Layer.BREAK, False, "UTC", 750, 810, label="Lunch")
HOUSE = ResourceCalendar("UTC", (Weekly(Layer.HOURS, True, "UTC", 480, 1200),))
ANA = ResourceCalendar("UTC", (NINE_TO_FIVE, LUNCH), place="house")


def at(time: str) -> int:
    return ms(f"2026-06-12 {time}")


def asked(*needs: Need, terms: Terms | None = None, **more: object) -> Ask:
    part = Part(HOUR, needs or (Need("staff", ("ana",)),), **more)  # type: ignore[arg-type]
    return Ask((part,), (at("00:00"), at("00:00") + DAY), 30 * MINUTE, now=at("07:00"), terms=terms)


def why(time: str, *, ask: Ask | None = None, **diaries: ResourceCalendar) -> tuple[Obstacle, ...]:
    return why_not(ask or asked(), {"house": HOUSE, "ana": ANA, **diaries}, at(time))


def test_a_slot_has_nothing_in_its_way() -> None:
    assert why("10:00") == ()


def test_lunch_is_named_until_its_end() -> None:
    assert why("12:00") == (Obstacle("break", "ana", at("12:30"), at("13:30"), "Lunch"),)


def test_closed_time_is_told_until_the_next_opening() -> None:
    assert why("16:30") == (Obstacle("closed", "ana", at("17:00"), at("09:00") + DAY),)


def test_before_opening_both_the_person_and_the_place_are_closed() -> None:
    closed = {(o.resource, o.starts_at, o.ends_at) for o in why("07:30")}
    assert closed == {("ana", at("17:00") - DAY, at("09:00")), ("house", at("20:00") - DAY, at("08:00"))}


def test_a_closed_day_of_the_place_is_told_with_its_name() -> None:
    holiday = Once(Layer.CLOSURE, False, at("00:00"), at("00:00") + DAY, "Portugal Day")
    shut = ResourceCalendar("UTC", (*HOUSE.rules, holiday))
    assert Obstacle("closure", "house", at("00:00"), at("00:00") + DAY, "Portugal Day") in why("10:00", house=shut)


def test_a_holiday_of_many_days_is_one_obstacle_until_its_last() -> None:
    away = Weekly(Layer.TIME_OFF, False, "UTC", first_day=day("2026-06-10"), last_day=day("2026-06-20"), label="Azores")
    found = why("10:00", ana=ResourceCalendar("UTC", (NINE_TO_FIVE, away), place="house"))
    assert found == (Obstacle("time_off", "ana", ms("2026-06-10 00:00"), ms("2026-06-21 00:00"), "Azores"),)


def test_what_has_no_end_in_sight_has_none() -> None:
    gone = Once(Layer.TIME_OFF, False, at("00:00"), at("00:00") + 900 * DAY, "Parental leave")
    (found,) = why("10:00", ana=ResourceCalendar("UTC", (NINE_TO_FIVE, gone), place="house"))
    assert (found.starts_at, found.ends_at) == (at("00:00"), None)


def test_a_claim_is_told_with_its_booking() -> None:
    held = Claims([at("10:30")], [at("11:15")], sources=["booking 7"])
    found = why("10:00", ana=ResourceCalendar("UTC", (NINE_TO_FIVE,), held, place="house"))
    assert found == (Obstacle("taken", "ana", at("10:30"), at("11:15"), source="booking 7"),)


def test_a_buffer_alone_can_be_in_the_way() -> None:
    held = Claims([at("11:00")], [at("12:00")])
    ana = ResourceCalendar("UTC", (NINE_TO_FIVE,), held, place="house")
    assert why("10:00", ana=ana) == ()
    assert [o.code for o in why("10:00", ask=asked(after=5 * MINUTE), ana=ana)] == ["taken"]


def test_a_buffer_is_told_of_time_off_but_not_of_a_break() -> None:
    off = Once(Layer.TIME_OFF, False, at("15:00"), at("16:00"), "Dentist")
    ana = ResourceCalendar("UTC", (NINE_TO_FIVE, LUNCH, off), place="house")
    clean = asked(after=10 * MINUTE)
    assert why("14:00", ask=clean, ana=ana) == (Obstacle("time_off", "ana", at("15:00"), at("16:00"), "Dentist"),)
    assert why("11:30", ask=clean, ana=ana) == ()


def test_everything_in_the_way_is_named() -> None:
    held = Claims([at("12:15")], [at("12:30")])
    codes = {o.code for o in why("12:00", ana=ResourceCalendar("UTC", ANA.rules, held, place="house"))}
    assert codes == {"taken", "break"}


def test_of_a_team_each_one_is_told() -> None:
    team = asked(Need("staff", ("ana", "ben")))
    ben = ResourceCalendar("UTC", (NINE_TO_FIVE,), Claims([at("12:00")], [at("13:00")]), place="house")
    assert {(o.resource, o.code) for o in why("12:00", ask=team, ben=ben)} == {("ana", "break"), ("ben", "taken")}
    assert why("12:00", ask=team, ben=ResourceCalendar("UTC", place="house")) == ()


def test_a_full_counted_thing_says_when() -> None:
    dryers = ResourceCalendar("UTC", (), Claims([at("10:00")], [at("10:30")], [2]), capacity=2)
    both = asked(Need("staff", ("ana",)), Need("dryer", ("dryers",)))
    assert why("10:00", ask=both, dryers=dryers) == (Obstacle("full", "dryers", at("10:00"), at("10:30")),)


def test_a_thing_too_small_says_so() -> None:
    six = asked(Need("staff", ("ana",)), Need("boat", ("boat",), units=6))
    assert why("10:00", ask=six, boat=ResourceCalendar("UTC", capacity=4))[0] == Obstacle("too_small", "boat")


def test_a_role_nobody_may_fill_is_told() -> None:
    assert why("10:00", ask=asked(Need("staff", ()))) == (Obstacle("not_offered", source="staff"),)


def test_two_people_that_are_one_are_not_enough() -> None:
    assert why("10:00", ask=asked(Need("first", ("ana",)), Need("second", ("ana",)))) == (Obstacle("not_enough"),)


def test_a_time_between_slots_is_off_the_grid() -> None:
    assert why("10:10") == (Obstacle("off_grid"),)


def test_terms_are_told_beside_what_else_is_in_the_way() -> None:
    terms = Terms("UTC", notice=6 * HOUR, cutoff_min=6 * 60, longest=HOUR // 2)
    codes = [o.code for o in why("12:00", ask=asked(terms=terms))]
    assert codes == ["too_soon", "too_late_today", "too_long", "break"]


def test_a_pause_that_is_missing_is_told() -> None:
    rested = ResourceCalendar(
        "UTC", (NINE_TO_FIVE,), place="house", spacing=(Gap(30 * MINUTE, [(at("11:00"), at("12:00"))]),)
    )
    (found,) = why("10:00", ana=rested)
    assert (found.code, found.resource, found.ends_at) == ("too_close", "ana", at("12:30"))


def test_before_claiming_the_chosen_ones_are_asked_and_nobody_else() -> None:
    team = asked(Need("staff", ("ana", "ben")))
    known = {"house": HOUSE, "ana": ANA, "ben": ResourceCalendar("UTC", place="house")}
    assert fits(team, known, at("12:00"), {"staff": "ben"}) == ()
    assert [o.code for o in fits(team, known, at("12:00"), {"staff": "ana"})] == ["break"]
    assert fits(team, known, at("12:00"), {"staff": "cleo"}) == (Obstacle("not_offered", "cleo", source="staff"),)


def test_a_desk_may_book_between_slots_and_against_the_terms() -> None:
    strict = asked(terms=Terms("UTC", same_day=False))
    assert fits(strict, {"house": HOUSE, "ana": ANA}, at("10:05"), {"staff": "ana"}) == ()


def test_one_person_cannot_fill_two_roles_at_once() -> None:
    pair = asked(Need("first", ("ana",)), Need("second", ("ana",)))
    known = {"house": HOUSE, "ana": ANA}
    assert fits(pair, known, at("10:00"), {"first": "ana", "second": "ana"}) == (Obstacle("not_enough"),)
