"""Where cards and hours lie, without a screen."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bizet_core.base.instants import HOUR, MINUTE, to_ms
from tests.ui.calendar.makers import ANA, BEN, a_day, at, card
from ui.booking.calendar.arrangement import arrange, in_lanes
from ui.booking.calendar.grid import Grid, fit, snapped, step_down
from ui.booking.calendar.input.key_bindings import TITLES, USUAL, bindings
from ui.booking.calendar.statuses import TURNS, WORDS
from ui.booking.calendar.times import Clock, countdown

spans = st.lists(st.tuples(st.integers(0, 700), st.integers(5, 240)), min_size=1, max_size=14)


@given(spans)
def test_cards_that_overlap_never_share_a_lane(times):
    cards = [card(f"{i}", ANA, f"{s // 60}:{s % 60:02d}", length) for i, (s, length) in enumerate(times)]
    placed = in_lanes(cards, 0)
    assert len(placed) == len(cards)
    for i, one in enumerate(placed):
        for other in placed[i + 1 :]:
            if one.start < other.end and other.start < one.end:
                assert one.lane != other.lane
                assert one.lanes == other.lanes


@given(spans)
def test_lanes_are_never_more_than_overlap_at_once(times):
    cards = [card(f"{i}", ANA, f"{s // 60}:{s % 60:02d}", length) for i, (s, length) in enumerate(times)]
    for placed in in_lanes(cards, 0):
        at_once = max(sum(s <= minute < s + length for s, length in times) for minute, _ in times)
        assert placed.lane < placed.lanes <= at_once


def test_back_to_back_cards_have_the_whole_column():
    placed = in_lanes([card("A", ANA, "10:00"), card("B", ANA, "11:00")], 0)
    assert [(p.lane, p.lanes) for p in placed] == [(0, 1), (0, 1)]


def test_reading_order_goes_down_each_column():
    view = a_day(card("Late", ANA, "16:00"), card("Ben's", BEN, "9:00"), card("Early", ANA, "9:00"))
    assert [p.card.who for p in arrange(view).placed] == ["Early", "Late", "Ben's"]


def test_a_card_without_a_column_is_left_out():
    assert arrange(a_day(card("Gone", "Nobody", "10:00"))).placed == ()


@given(st.integers(0, 12 * 60), st.integers(0, 4), st.booleans())
def test_a_point_leads_back_to_its_cell(minute, column, rtl):
    grid = Grid(0, 12 * HOUR, 5, 1000, 800, rtl)
    ms = minute * MINUTE
    assert abs(grid.instant(grid.y(ms)) - ms) <= MINUTE
    assert grid.column_at(grid.x(column) + 10) == column


def test_right_to_left_mirrors_columns_and_not_times():
    here, there = (Grid(0, HOUR, 3, 300, 100, rtl) for rtl in (False, True))
    assert [here.x(c) for c in range(3)] == [there.x(c) for c in (2, 1, 0)]
    assert here.y(HOUR // 2) == there.y(HOUR // 2)


def test_small_rooms_scroll_instead_of_squeezing():
    grid = fit((0, 10 * HOUR), 8, (500, 300), 1.0, False, 1.0)
    assert grid.height == 600
    assert grid.width == 8 * 128


def test_snapping_takes_the_nearest_step():
    assert snapped(to_ms(at("10:07")), 15) == to_ms(at("10:00"))
    assert snapped(to_ms(at("10:08")), 15) == to_ms(at("10:15"))
    assert snapped(to_ms(at("10:08")), 5) == to_ms(at("10:10"))
    assert step_down(to_ms(at("10:14")), 15) == to_ms(at("10:00"))


def test_an_autumn_night_has_two_twos_that_are_told_apart():
    begin = to_ms(datetime(2026, 10, 24, 23, tzinfo=UTC))
    clock = Clock("Europe/Berlin")
    hours = [(t.text, t.twice) for t in clock.ticks(begin, begin + 4 * HOUR) if t.full]
    assert hours == [("01:00", ""), ("02:00", "CEST"), ("02:00", "CET"), ("03:00", "")]
    assert clock.at(begin + HOUR) == "02:00 CEST"
    assert clock.at(begin + 2 * HOUR) == "02:00 CET"


def test_a_spring_night_has_no_two():
    begin = to_ms(datetime(2026, 3, 29, 0, tzinfo=UTC))
    hours = [t.text for t in Clock("Europe/Berlin").ticks(begin, begin + 2 * HOUR) if t.full]
    assert hours == ["01:00", "03:00"]


def test_an_autumn_day_is_drawn_an_hour_longer():
    day = date(2026, 10, 25)
    midnight = datetime(2026, 10, 24, 22, tzinfo=UTC)
    view = a_day(day=day, zone="Europe/Berlin", starts_at=midnight, ends_at=midnight + timedelta(hours=25))
    laid = arrange(view)
    assert laid.end - laid.begin == 25 * HOUR


def test_half_hour_zones_have_their_own_hours():
    begin = to_ms(at("9:00"))
    assert [t.text for t in Clock("Asia/Kolkata").ticks(begin, begin + HOUR) if t.full] == ["15:00"]


def test_a_hold_counts_down_to_nothing():
    assert [countdown(ms) for ms in (372_000, 59_999, 0, -5000)] == ["6:12", "0:59", "0:00", "0:00"]


def test_no_two_actions_share_a_key_and_all_have_a_title():
    assert len(bindings({}, letters=True)) == len(USUAL)
    assert set(TITLES) == set(USUAL)


def test_single_letters_can_be_remapped_and_turned_off():
    assert bindings({"arrived": "V"}, letters=True)["V"] == "arrived"
    assert "A" not in bindings({"arrived": "V"}, letters=True)
    off = bindings({}, letters=False)
    assert all(len(key) > 1 for key in off)
    assert off["Return"] == "open"


def test_every_status_has_a_word():
    assert set(TURNS) < set(WORDS)
