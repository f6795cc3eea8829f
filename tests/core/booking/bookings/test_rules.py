"""When a visit can begin: each rule of the calendar by one small example. The oracle tries them together."""

import pytest

from bizet_core.base.instants import HOUR, MINUTE
from bizet_core.booking.availability.booking_terms import Terms
from bizet_core.booking.availability.demand import Need, Part
from bizet_core.booking.availability.slots import (
    Ask,
    Claims,
    Diaries,
    ResourceCalendar,
    choose,
    crowded,
    free_starts,
    peak,
    reach,
    slots,
)
from bizet_core.booking.availability.spacing import Daily, Gap, Streak
from bizet_core.catalogue.timetable.rules import Layer, Once, Rule, Weekly
from tests.support.times import clock, local, ms

DAY = "2026-06-12"


def at(time: str) -> int:
    return ms(f"{DAY} {time}")


def hours(start: float, end: float, zone: str = "UTC") -> Weekly:
    return Weekly(Layer.HOURS, True, zone, int(start * 60), int(end * 60))


def closed(layer: Layer, start: str, end: str) -> Once:
    return Once(layer, False, at(start), at(end))


def claimed(*spans: str, units: int = 1) -> Claims:
    """`claimed("09:00-10:00", "11:00-12:00")`."""
    pairs = sorted(tuple(at(time) for time in span.split("-")) for span in spans)
    return Claims([a for a, _ in pairs], [b for _, b in pairs], [units] * len(pairs))


def ana(*rules: Rule, claims: Claims | None = None, **more: object) -> ResourceCalendar:
    return ResourceCalendar("UTC", rules or (hours(9, 12),), claims or Claims(), **more)  # type: ignore[arg-type]


def asked(*parts: Part, step: int = 30, terms: Terms | None = None, now: str = "00:00") -> Ask:
    return Ask(parts or (part(),), (at("00:00"), at("23:59") + MINUTE), step * MINUTE, at(now), terms)


def part(minutes: int = 60, *needs: Need, before: int = 0, after: int = 0, **more: object) -> Part:
    wanted = needs or (Need("staff", ("ana",), rests=True),)
    return Part(minutes * MINUTE, wanted, before=before * MINUTE, after=after * MINUTE, **more)  # type: ignore[arg-type]


def found(ask: Ask, **diaries: ResourceCalendar) -> list[str]:
    """Every slot, by the clock; underscores in names stand for spaces."""
    known: Diaries = {key.replace("_", " "): diary for key, diary in diaries.items()}
    return [clock(slot.starts_at) for slot in slots(ask, free_starts(ask, known))]


def test_slots_fill_the_hours_and_the_last_one_ends_with_them() -> None:
    assert found(asked(), ana=ana()) == ["09:00", "09:30", "10:00", "10:30", "11:00"]


def test_what_is_claimed_is_not_free_and_what_touches_it_is() -> None:
    assert found(asked(), ana=ana(claims=claimed("10:00-10:30"))) == ["09:00", "10:30", "11:00"]


def test_a_service_has_its_own_interval() -> None:
    assert found(asked(step=45), ana=ana()) == ["09:00", "09:45", "10:30"]


def test_the_grid_counts_from_opening_not_from_the_last_booking() -> None:
    assert found(asked(step=20), ana=ana(hours(9.25, 12), claims=claimed("09:15-10:07"))) == ["10:15", "10:35", "10:55"]


def test_a_break_does_not_move_the_grid() -> None:
    lunch = closed(Layer.BREAK, "10:00", "10:40")
    assert found(asked(part(30), step=15), ana=ana(hours(9, 12), lunch))[:4] == ["09:00", "09:15", "09:30", "10:45"]


def test_split_hours_have_a_grid_each() -> None:
    assert found(asked(), ana=ana(hours(9, 10.5), hours(14.25, 15.75))) == ["09:00", "09:30", "14:15", "14:45"]


def test_buffers_add_up_between_two_bookings() -> None:
    until_ten_with_after = claimed("09:00-10:15")
    assert found(asked(part(before=15), step=15), ana=ana(claims=until_ten_with_after)) == ["10:30", "10:45", "11:00"]


def test_buffers_may_reach_over_opening_closing_and_breaks() -> None:
    lunch = closed(Layer.BREAK, "10:00", "11:00")
    assert found(asked(part(before=10, after=10)), ana=ana(hours(9, 12), lunch)) == ["09:00", "11:00"]


def test_buffers_that_must_fit_do_not() -> None:
    lunch = closed(Layer.BREAK, "10:30", "11:00")
    strict = part(60, before=10, after=10, buffer_must_fit=True)
    assert found(asked(strict, step=10), ana=ana(hours(9, 12), lunch)) == ["09:10", "09:20"]


@pytest.mark.parametrize("layer", [Layer.TIME_OFF, Layer.BUSY, Layer.BLOCK])
def test_buffers_stay_clear_of_time_off_busy_times_and_blocks(layer: Layer) -> None:
    away = closed(layer, "10:00", "10:30")
    assert found(asked(part(30, before=10, after=10), step=10), ana=ana(hours(9, 12), away))[:4] == [
        "09:00",
        "09:10",
        "09:20",
        "10:40",
    ]


def test_while_the_colour_takes_the_person_is_free_and_the_chair_is_not() -> None:
    chair = Need("chair", ("chair",))
    colour = part(90, Need("staff", ("ana",), rests=True), chair, processing=((30 * MINUTE, 60 * MINUTE),))
    while_it_takes = claimed("09:30-10:00")
    assert found(asked(colour), ana=ana(claims=while_it_takes), chair=ResourceCalendar("UTC")) == [
        "09:00",
        "10:00",
        "10:30",
    ]
    assert found(asked(colour), ana=ana(), chair=ResourceCalendar("UTC", claims=while_it_takes)) == ["10:00", "10:30"]


def test_a_cut_fits_into_anothers_processing_time() -> None:
    coloured = claimed("09:00-09:30", "10:00-12:00")
    assert found(asked(part(30)), ana=ana(claims=coloured)) == ["09:30"]


def test_a_room_is_needed_at_the_same_time_as_the_person() -> None:
    treatment = part(60, Need("staff", ("ana",)), Need("room", ("room",)))
    assert found(asked(treatment), ana=ana(), room=ResourceCalendar("UTC", claims=claimed("09:30-10:30"))) == [
        "10:30",
        "11:00",
    ]


def test_a_room_is_chosen_for_the_whole_visit_not_instant_by_instant() -> None:
    either = part(120, Need("staff", ("ana",)), Need("room", ("one", "two")))
    halves = {
        "one": ResourceCalendar("UTC", claims=claimed("09:00-10:30")),
        "two": ResourceCalendar("UTC", claims=claimed("10:30-12:00")),
    }
    assert found(asked(either), ana=ana(), **halves) == []
    assert found(asked(either), ana=ana(), one=ResourceCalendar("UTC"), two=halves["two"]) == [
        "09:00",
        "09:30",
        "10:00",
    ]


def test_one_room_serves_all_parts_that_name_it() -> None:
    first, second = (
        part(60, Need("a", ("ana",)), Need("room", ("one", "two"))),
        part(60, Need("b", ("ben",)), Need("room", ("one", "two"))),
    )
    rooms = {
        "one": ResourceCalendar("UTC", claims=claimed("09:00-10:00")),
        "two": ResourceCalendar("UTC", claims=claimed("10:00-11:00")),
    }
    assert found(asked(first, second, step=60), ana=ana(), ben=ana(), **rooms) == ["10:00"]


def test_a_counted_resource_is_full_at_its_peak() -> None:
    dryers = ResourceCalendar(
        "UTC", claims=Claims([at("09:00"), at("10:00")], [at("10:00"), at("11:00")], [2, 2]), capacity=3
    )
    one, two = (part(120, Need("staff", ("ana",)), Need("dryer", ("dryers",), units=n)) for n in (1, 2))
    assert found(asked(one), ana=ana(), dryers=dryers) == ["09:00", "09:30", "10:00"]
    assert found(asked(two), ana=ana(hours(9, 14)), dryers=dryers) == ["11:00", "11:30", "12:00"]


def test_more_units_than_there_are_can_never_be_had() -> None:
    group = part(60, Need("staff", ("ana",)), Need("bikes", ("bikes",), units=5))
    assert found(asked(group), ana=ana(), bikes=ResourceCalendar("UTC", capacity=4)) == []


def test_parts_follow_each_other_with_different_people() -> None:
    visit = part(60, Need("colour", ("ana",))), part(30, Need("cut", ("ben",)))
    assert found(asked(*visit), ana=ana(), ben=ana(hours(10.5, 13))) == ["09:30", "10:00", "10:30", "11:00"]


def test_one_person_doing_both_parts_needs_no_buffer_between_them() -> None:
    visit = part(60, after=15), part(60, before=15)
    assert found(asked(*visit), ana=ana(hours(9, 11))) == ["09:00"]


def test_the_same_person_is_kept_through_parts_that_name_one_role() -> None:
    visit = (part(60, Need("staff", ("ana", "ben"))), part(60, Need("staff", ("ana", "ben"))))
    assert found(asked(*visit), ana=ana(hours(9, 10)), ben=ana(hours(10, 11))) == []
    assert found(asked(*visit), ana=ana(hours(9, 10)), ben=ana(hours(9, 11))) == ["09:00"]


def test_two_people_at_once_are_two_people() -> None:
    pair = part(60, Need("first", ("ana", "ben")), Need("second", ("ana", "ben")))
    assert found(asked(pair), ana=ana(), ben=ana(hours(10, 11))) == ["10:00"]


def test_anybody_of_the_team_opens_a_slot_and_all_of_them_are_named() -> None:
    ask = asked(part(60, Need("staff", ("ana", "ben"))), step=60)
    known = {"ana": ana(hours(9, 11)), "ben": ana(hours(10, 12))}
    choices = {clock(slot.starts_at): slot.choices for slot in slots(ask, free_starts(ask, known))}
    assert choices == {"09:00": ("ana",), "10:00": ("ana", "ben"), "11:00": ("ben",)}


def test_the_first_slots_are_those_of_everybody_together() -> None:
    ask = asked(part(60, Need("staff", ("ana", "ben"))))
    free = free_starts(ask, {"ana": ana(hours(10, 12)), "ben": ana(hours(9, 11))})
    assert [clock(slot.starts_at) for slot in slots(ask, free, 3)] == ["09:00", "09:30", "10:00"]


def test_a_place_closes_for_all_who_work_there() -> None:
    house = ResourceCalendar("UTC", (hours(8, 10.5),))
    assert found(asked(), house=house, ana=ana(place="house")) == ["09:00", "09:30"]


def test_whoever_has_no_hours_has_those_of_the_place() -> None:
    assert found(asked(), house=ana(hours(9, 10.5)), ana=ResourceCalendar("UTC", place="house")) == ["09:00", "09:30"]


def test_somebody_in_another_zone_is_free_by_their_own_clocks() -> None:
    assert found(asked(), ana=ana(hours(9, 11, "America/New_York"))) == ["13:00", "13:30", "14:00"]


def test_a_shift_past_midnight_goes_on_in_the_same_grid() -> None:
    ask = Ask((part(50),), (ms("2026-06-12 20:00"), ms("2026-06-13 06:00")), 50 * MINUTE)
    assert found(ask, ana=ana(hours(22, 26))) == ["22:00", "22:50", "23:40", "00:30"]


def test_both_two_o_clocks_of_an_autumn_night_are_slots() -> None:
    zone = "America/New_York"
    ask = Ask((part(30),), (ms("2026-11-01 00:00", zone), ms("2026-11-01 03:00", zone)), 30 * MINUTE)
    (starts,) = free_starts(ask, {"ana": ana(hours(0.5, 2.5, zone))}).values()
    assert [local(start, zone) for start in starts] == [
        "00:30 -0400",
        "01:00 -0400",
        "01:30 -0400",
        "01:00 -0500",
        "01:30 -0500",
        "02:00 -0500",
    ]


def test_an_hour_that_does_not_exist_has_no_slots() -> None:
    zone = "Europe/Lisbon"
    ask = Ask((part(30),), (ms("2026-03-29 00:00", zone), ms("2026-03-29 04:00", zone)), 30 * MINUTE)
    (starts,) = free_starts(ask, {"ana": ana(hours(0, 3, zone))}).values()
    assert [local(start, zone) for start in starts] == ["00:00 +0000", "00:30 +0000", "02:00 +0100", "02:30 +0100"]


def test_a_length_is_elapsed_time_also_when_the_clocks_change() -> None:
    zone = "Australia/Lord_Howe"  # 02:00 becomes 01:30
    ask = Ask((part(120),), (ms("2026-04-05 00:00", zone), ms("2026-04-05 12:00", zone)), HOUR)
    (starts,) = free_starts(ask, {"ana": ana(hours(1, 3, zone))}).values()
    assert [local(start, zone) for start in starts] == ["01:00 +1100"]


def test_terms_narrow_what_is_offered() -> None:
    assert found(asked(terms=Terms("UTC", notice=2 * HOUR), now="08:20"), ana=ana()) == ["10:30", "11:00"]
    assert found(asked(terms=Terms("UTC", same_day=False), now="08:20"), ana=ana()) == []
    assert found(asked(terms=Terms("UTC", shortest=2 * HOUR)), ana=ana()) == []


def test_two_of_a_kind_keep_their_distance() -> None:
    massage = [(at("10:00"), at("10:30"))]
    rested = ana(claims=claimed("10:00-10:30"), spacing=(Gap(30 * MINUTE, massage),))
    assert found(asked(part(30), step=15), ana=rested) == ["09:00", "11:00", "11:15", "11:30"]


def test_after_so_many_in_a_row_comes_a_pause() -> None:
    two = claimed("09:00-09:30", "09:30-10:00")
    booked = list(zip(two.starts, two.ends, strict=True))
    assert found(asked(part(30), step=15), ana=ana(claims=two, spacing=(Streak(2, 30 * MINUTE, booked),))) == [
        "10:30",
        "10:45",
        "11:00",
        "11:15",
        "11:30",
    ]


def test_a_booking_may_not_join_two_rows_into_one_too_long() -> None:
    rows = claimed("09:00-09:30", "10:00-10:30")
    booked = list(zip(rows.starts, rows.ends, strict=True))
    free = found(asked(part(30), step=15), ana=ana(claims=rows, spacing=(Streak(2, 15 * MINUTE, booked),)))
    assert "09:30" not in free
    assert "10:30" in free


def test_a_full_day_takes_no_more() -> None:
    booked = [(at("09:00"), at("09:15")), (at("09:15"), at("09:30"))]
    full = ana(claims=claimed("09:00-09:30"), spacing=(Daily(2, "UTC", booked),))
    assert found(asked(), ana=full) == []


def test_the_first_choices_that_are_free_together_are_chosen() -> None:
    pair = part(60, Need("first", ("ana", "ben")), Need("second", ("ana", "cleo")))
    known = {"ana": ana(), "ben": ana(), "cleo": ana(hours(10, 12))}
    assert choose(asked(pair), known, at("10:00")) == {"first": "ana", "second": "cleo"}
    assert choose(asked(pair), known, at("09:00")) == {"first": "ben", "second": "ana"}
    assert choose(asked(pair), known, at("10:00"), {"second": "ana"}) == {"first": "ben", "second": "ana"}
    assert choose(asked(pair), known, at("11:30")) is None


def test_an_answer_depends_on_the_time_around_it_with_buffers() -> None:
    assert reach(asked(part(60, before=10, after=20))) == (at("00:00") - 10 * MINUTE, at("23:59") + 81 * MINUTE)


def test_use_is_counted_at_its_peak() -> None:
    claims = Claims([at("09:00"), at("09:30"), at("10:00")], [at("10:00"), at("10:30"), at("11:00")], [1, 2, 1])
    assert peak(claims, at("09:00"), at("09:30")) == 1
    assert peak(claims, at("09:00"), at("11:00")) == 3
    assert crowded(claims, 2) == [(at("09:30"), at("10:30"))]


def test_nothing_to_do_has_no_slots() -> None:
    assert found(asked(Part(HOUR, ())), ana=ana()) == []
