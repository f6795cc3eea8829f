"""The engine against the oracle, over all dimensions together: hours, zones, claims, chains, buffers, pools, terms."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from bizet_core.base.instants import DAY, MINUTE
from bizet_core.base.wall_clock import first_at
from bizet_core.booking.availability.booking_terms import Terms
from bizet_core.booking.availability.demand import Need, Part, roles_of, taken_by
from bizet_core.booking.availability.slots import Ask, Claims, ResourceCalendar, choose, free_starts, peak, slots
from bizet_core.booking.availability.spacing import Daily, Gap, Streak
from bizet_core.booking.availability.why_not import fits, why_not
from bizet_core.catalogue.timetable.rules import Layer, Once, Weekly
from tests.core.booking.bookings import oracle

DATES = [
    ("Europe/Lisbon", date(2026, 3, 29)),  # 01:00 → 02:00
    ("Europe/Lisbon", date(2026, 10, 25)),  # 02:00 → 01:00
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Pacific/Apia", date(2011, 12, 29)),  # the 30th never was
    ("Asia/Beirut", date(2026, 3, 29)),  # midnight does not exist
    ("Asia/Kolkata", date(2026, 6, 10)),
    ("UTC", date(2026, 6, 10)),
]
ZONES = sorted({zone for zone, _ in DATES})
STAFF, ROOMS = ("ana", "ben", "cleo"), ("room 1", "room 2")


def five_minutes(least: int, most: int) -> st.SearchStrategy[int]:
    """Minutes, in fives."""
    return st.integers(least // 5, most // 5).map(lambda n: n * 5)


def length(least: int, most: int) -> st.SearchStrategy[int]:
    """A length in ms."""
    return five_minutes(least, most).map(lambda n: n * MINUTE)


@st.composite
def rules(draw: st.DrawFn, begin: int, zone: str, *, hours: bool) -> tuple[Weekly | Once, ...]:
    """Hours on most days and a handful of exceptions, of every layer and either sign."""
    made: list[Weekly | Once] = []
    if hours:
        start = draw(five_minutes(0, 1380))
        weekdays = draw(st.integers(1, 127)) | 0b1100000  # most dates here are at a weekend
        made.append(Weekly(Layer.HOURS, True, zone, start, start + draw(five_minutes(300, 1440)), weekdays))
    for _ in range(draw(st.integers(0, 2))):
        layer, opens = draw(st.sampled_from(Layer)), draw(st.booleans())
        if draw(st.booleans()):
            start = begin + draw(length(-1440, 2880))
            made.append(Once(layer, opens, start, start + draw(length(5, 480))))
        else:
            start = draw(five_minutes(-120, 1435))
            first = date(1970, 1, 1).toordinal() + begin // DAY + draw(st.integers(-1, 1))
            end = start + draw(five_minutes(5, 480))
            made.append(Weekly(layer, opens, draw(st.sampled_from(ZONES)), start, end, 127, first, first + 1))
    return tuple(made)


@st.composite
def spans(draw: st.DrawFn, begin: int) -> list[tuple[int, int]]:
    """Bookings that do not overlap."""
    made, at = [], begin - draw(length(0, 600))
    for _ in range(draw(st.integers(0, 6))):
        at += draw(length(0, 300))
        made.append((at, at := at + draw(length(5, 120))))
    return made


@st.composite
def diary(draw: st.DrawFn, begin: int, zone: str, *, person: bool) -> ResourceCalendar:
    """Someone or something with a day behind and before it."""
    capacity = 1 if person else draw(st.integers(1, 3))
    held = draw(spans(begin)) if capacity == 1 else sorted([*draw(spans(begin)), *draw(spans(begin))])
    units = [draw(st.integers(1, capacity)) for _ in held]
    spacing: list[Any] = []
    if person and draw(st.booleans()):
        booked = [booking for booking in held if draw(st.booleans())]
        pause, most = draw(length(5, 60)), draw(st.integers(1, 3))
        spacing = [draw(st.sampled_from([Gap(pause, booked), Streak(most, pause, booked), Daily(most, zone, booked)]))]
    return ResourceCalendar(
        zone=zone,
        rules=draw(rules(begin, zone, hours=draw(st.booleans()))),
        claims=Claims([s for s, _ in held], [e for _, e in held], units),
        capacity=capacity,
        place="house",
        spacing=spacing,
    )


@st.composite
def parts(draw: st.DrawFn) -> tuple[Part, ...]:
    """One to three services, by one person or several, in a room or none."""
    one_for_all = draw(st.booleans())
    room = draw(st.sampled_from([(), (Need("room", ROOMS),), (Need("room", ROOMS, units=2),)]))
    two = draw(st.sampled_from([(), (), (Need("helper", STAFF, rests=True),)]))
    roles = ["staff" if one_for_all else f"staff {i}" for i in range(draw(st.integers(1, 3)))]
    return tuple(draw(part(role, room, two)) for role in roles)


@st.composite
def part(draw: st.DrawFn, role: str, room: tuple[Need, ...], two: tuple[Need, ...]) -> Part:
    """One service."""
    minutes = draw(five_minutes(10, 60))
    rest = draw(st.sampled_from([None, None, (5, minutes - 5)])) if minutes > 15 else None
    choices = tuple(draw(st.lists(st.sampled_from(STAFF), min_size=1, unique=True)))
    return Part(
        minutes * MINUTE,
        (Need(role, choices, rests=True), *room, *two),
        before=draw(st.sampled_from([0, 0, 10, 15])) * MINUTE,
        after=draw(st.sampled_from([0, 0, 5, 15])) * MINUTE,
        processing=((rest[0] * MINUTE, rest[1] * MINUTE),) if rest else (),
        buffer_must_fit=draw(st.booleans()),
    )


@st.composite
def terms(draw: st.DrawFn, zone: str) -> Terms:
    """What a service may say about booking it."""
    return Terms(
        zone=zone,
        notice=draw(length(0, 300)),
        window_days=draw(st.none() | st.integers(0, 2)),
        same_day=draw(st.booleans()),
        cutoff_min=draw(st.none() | five_minutes(-600, 1440)),
        shortest=draw(st.none() | length(5, 30)),
        longest=draw(st.none() | length(90, 200)),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[Ask, dict[Any, ResourceCalendar]]:
    """A question and the world it is asked in, around a date that matters."""
    zone, day = draw(st.sampled_from(DATES))
    begin = first_at(zone, day.toordinal(), 0)
    diaries = {"house": ResourceCalendar(zone, draw(rules(begin, zone, hours=draw(st.booleans()))))}
    for key in STAFF + ROOMS:
        diaries[key] = draw(diary(begin, draw(st.sampled_from([zone, zone, "Asia/Kolkata"])), person=key in STAFF))
    within = (begin, begin + draw(length(720, 1560)))
    asked = Ask(
        parts=draw(parts()),
        within=within,
        step=draw(st.sampled_from([10, 15, 25, 50])) * MINUTE,
        now=begin + draw(length(-1440, 720)),
        terms=draw(st.none() | st.none() | terms(zone)),
    )
    return asked, diaries


asked_often = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@asked_often
@given(questions())
def test_slots_are_those_found_minute_by_minute(question: tuple[Ask, dict[Any, ResourceCalendar]]) -> None:
    ask, diaries = question
    found = {choice: list(starts) for choice, starts in free_starts(ask, diaries).items()}
    event(f"slots: {min(sum(map(len, found.values())) // 20 * 20, 100)} or more")
    assert found == oracle.free_starts(ask, diaries)


@asked_often
@given(questions(), st.data())
def test_what_is_no_slot_has_an_obstacle_and_a_slot_has_none(
    question: tuple[Ask, dict[Any, ResourceCalendar]], data: st.DataObject
) -> None:
    ask, diaries = question
    free = {slot.starts_at for slot in slots(ask, free_starts(ask, diaries))}
    some = data.draw(st.lists(length(0, (ask.within[1] - ask.within[0]) // MINUTE - 5), max_size=8))
    for start in {*list(free)[:8], *(ask.within[0] + offset for offset in some)}:
        assert (why_not(ask, diaries, start) == ()) == (start in free)


@asked_often
@given(questions())
def test_whoever_is_chosen_for_a_slot_has_room_for_it(question: tuple[Ask, dict[Any, ResourceCalendar]]) -> None:
    ask, diaries = question
    found = slots(ask, free_starts(ask, diaries), 10)
    assume(found)
    roles = roles_of(ask.parts)
    for slot in found:
        for choice in slot.choices:
            chosen = choose(ask, diaries, slot.starts_at, {roles[0].key: choice})
            assert chosen is not None
            assert fits(ask, diaries, slot.starts_at, chosen) == ()
            for taken in taken_by(roles, chosen, slot.starts_at):
                held = peak(diaries[taken.resource].claims, taken.starts_at, taken.ends_at)
                assert held + taken.units <= diaries[taken.resource].capacity
