"""Hours, breaks, special days, time off, closures and blocked time: entered, shown, taken back, undone."""

from datetime import UTC, date, datetime
from uuid import UUID

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.catalogue.timetable.loading import load_calendars
from bizet_core.catalogue.timetable.operations import (
    Absence,
    AddClosure,
    AddOverride,
    AddTimeOff,
    BlockTime,
    Hours,
    RemoveException,
    SetHours,
    add_closure,
    add_override,
    add_time_off,
    block_time,
    remove_exception,
    set_hours,
)
from bizet_core.catalogue.timetable.queries import Departure, Departures, WeekOf, departures, week
from bizet_core.catalogue.timetable.rules import Layer, open_time
from bizet_core.store import Store, Undo, undo
from bizet_core.store.operations.operation import Request, query
from bizet_core.store.operations.work import Read
from tests.support.makers import Salon, invalid, refused, sent_by
from tests.sync.desks.replaying import replay

THURSDAY = date(2026, 3, 12)
FRIDAY = date(2026, 3, 13)


class OpenOn(Request):
    resource: UUID
    day: date


@query(needs=None)
def open_on(read: Read, asked: OpenOn) -> list[str]:
    """When a resource is open on a day by its own rules: "09:00–13:00"."""
    start = to_ms(datetime.combine(asked.day, datetime.min.time(), UTC))
    within = (start, start + 86_400_000)
    rules = load_calendars(read, within, [asked.resource])[asked.resource].rules
    spans = open_time(rules, within).spans
    return [f"{from_ms(a):%H:%M}–{from_ms(b):%H:%M}" for a, b in spans]


def opened(salon: Salon, day: date, resource: UUID | None = None) -> list[str]:
    """In March Lisbon's wall clock is UTC's."""
    return salon.store.ask(open_on, OpenOn(resource=resource or salon.ines, day=day))


def all_departures(salon: Salon) -> tuple[Departure, ...]:
    return salon.store.ask(departures, Departures(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31)))


def test_a_week_with_split_hours_and_a_break_comes_back_as_it_was_entered(salon: Salon) -> None:
    asked = SetHours(
        resource=salon.ines,
        hours=(Hours(weekdays=(1, 3), time=(540, 720)), Hours(weekdays=(1,), time=(840, 1140))),
        breaks=(Hours(weekdays=(1,), time=(600, 615), label="Coffee"),),
    )
    salon.store.do(set_hours, asked)
    assert salon.store.ask(week, WeekOf(resource=salon.ines)) == asked
    assert opened(salon, date(2026, 3, 10)) == ["09:00–10:00", "10:15–12:00", "14:00–19:00"]
    assert opened(salon, THURSDAY) == ["09:00–12:00"]


def test_a_new_week_takes_the_place_of_the_old_one_and_undo_brings_it_back(salon: Salon) -> None:
    done = salon.store.do(set_hours, SetHours(resource=salon.ines, hours=(Hours(weekdays=(3,), time=(600, 660)),)))
    assert opened(salon, THURSDAY) == ["10:00–11:00"]
    salon.store.do(undo, Undo(op=done.op_id))
    assert opened(salon, THURSDAY) == ["09:00–13:00", "14:00–18:00"]


def test_two_desks_that_set_one_week_clash(salon: Salon, server_store: Store) -> None:
    for line in sent_by(salon.store):
        replay(server_store, line)
    salon.store.do(set_hours, SetHours(resource=salon.ines, hours=(Hours(weekdays=(3,), time=(600, 660)),)))
    server_store.do(set_hours, SetHours(resource=salon.ines, hours=(Hours(weekdays=(4,), time=(600, 660)),)))
    with refused("hours_changed_meanwhile"):
        replay(server_store, sent_by(salon.store)[-1])
    assert server_store.ask(week, WeekOf(resource=salon.ines)).hours == (Hours(weekdays=(4,), time=(600, 660)),)


def test_hours_that_end_before_they_start_are_refused(salon: Salon) -> None:
    with invalid("hours.0.time"):
        salon.store.do(set_hours, SetHours(resource=salon.ines, hours=(Hours(weekdays=(3,), time=(1080, 540)),)))
    with refused("weekdays_missing"):
        salon.store.do(set_hours, SetHours(resource=salon.ines, hours=(Hours(weekdays=(), time=(540, 1080)),)))
    assert opened(salon, THURSDAY) == ["09:00–13:00", "14:00–18:00"]


def test_a_vacation_closes_its_days_and_says_why(salon: Salon) -> None:
    asked = AddTimeOff(resource=salon.ines, first_day=THURSDAY, last_day=FRIDAY, note="Algarve")
    done = salon.store.do(add_time_off, asked)
    assert (opened(salon, THURSDAY), opened(salon, FRIDAY)) == ([], [])
    assert opened(salon, date(2026, 3, 14)) != []
    (told,) = all_departures(salon)
    assert (told.name, told.kind, told.reason, told.note) == (
        "Inês Duarte",
        Layer.TIME_OFF,
        "vacation",
        "Algarve",
    )
    assert (told.first_day, told.last_day) == (THURSDAY, FRIDAY)
    salon.store.do(undo, Undo(op=done.op_id))
    assert opened(salon, THURSDAY) != []


def test_a_sick_morning_leaves_the_afternoon(salon: Salon) -> None:
    morning = AddTimeOff(
        resource=salon.ines, first_day=THURSDAY, last_day=THURSDAY, reason=Absence.SICK, time=(540, 840)
    )
    salon.store.do(add_time_off, morning)
    assert opened(salon, THURSDAY) == ["14:00–18:00"]
    assert all_departures(salon)[0].reason == "sick"


def test_a_night_worker_s_day_off_is_the_night_of_that_day(salon: Salon) -> None:
    night = SetHours(resource=salon.ines, hours=(Hours(weekdays=(2, 3, 4), time=(1320, 1560)),))
    salon.store.do(set_hours, night)
    salon.store.do(add_time_off, AddTimeOff(resource=salon.ines, first_day=THURSDAY, last_day=THURSDAY))
    assert opened(salon, THURSDAY) == ["00:00–02:00"], "Wednesday's night is still worked"
    assert opened(salon, FRIDAY) == ["22:00–00:00"], "Thursday's is not"


def test_other_hours_on_a_day_take_the_place_of_the_week_s(salon: Salon) -> None:
    asked = AddOverride(
        resource=salon.ines,
        first_day=THURSDAY,
        last_day=THURSDAY,
        hours=((600, 720), (1140, 1260)),
        note="Late opening",
    )
    made = salon.store.do(add_override, asked).result
    assert opened(salon, THURSDAY) == ["10:00–12:00", "19:00–21:00"]
    (told,) = all_departures(salon)
    assert (told.id, told.kind, told.times) == (made, Layer.OVERRIDE, ((600, 720), (1140, 1260)))
    salon.store.do(remove_exception, RemoveException(exception=made))
    assert opened(salon, THURSDAY) == ["09:00–13:00", "14:00–18:00"]
    assert all_departures(salon) == ()


def test_an_override_opens_a_day_that_is_closed_otherwise(salon: Salon) -> None:
    sunday = date(2026, 3, 15)
    salon.store.do(
        add_override, AddOverride(resource=salon.ines, first_day=sunday, last_day=sunday, hours=((600, 900),))
    )
    assert opened(salon, sunday) == ["10:00–15:00"]


def test_an_exception_is_changed_by_putting_another_in_its_place(salon: Salon) -> None:
    first = salon.store.do(add_time_off, AddTimeOff(resource=salon.ines, first_day=THURSDAY, last_day=FRIDAY)).result
    shorter = AddTimeOff(resource=salon.ines, first_day=FRIDAY, last_day=FRIDAY, instead_of=first)
    done = salon.store.do(add_time_off, shorter)
    assert (opened(salon, THURSDAY) != [], opened(salon, FRIDAY)) == (True, [])
    salon.store.do(undo, Undo(op=done.op_id))
    assert (opened(salon, THURSDAY), opened(salon, FRIDAY)) == ([], [])


def test_the_place_closes_for_a_holiday(salon: Salon) -> None:
    asked = AddClosure(resource=salon.location, first_day=FRIDAY, last_day=FRIDAY, note="Holiday")
    salon.store.do(add_closure, asked)
    assert opened(salon, FRIDAY, salon.location) == []
    assert all_departures(salon)[0].note == "Holiday"


def test_blocked_time_is_instants_and_shows_its_day(salon: Salon) -> None:
    starts, ends = datetime(2026, 3, 12, 10, tzinfo=UTC), datetime(2026, 3, 12, 11, tzinfo=UTC)
    salon.store.do(block_time, BlockTime(resource=salon.ines, starts_at=starts, ends_at=ends, note="Delivery"))
    assert opened(salon, THURSDAY) == ["09:00–10:00", "11:00–13:00", "14:00–18:00"]
    (told,) = all_departures(salon)
    assert (told.starts_at, told.ends_at, told.first_day, told.last_day) == (starts, ends, THURSDAY, THURSDAY)


def test_an_end_before_its_start_is_refused_everywhere(salon: Salon) -> None:
    wrong = {"resource": salon.ines, "first_day": FRIDAY, "last_day": THURSDAY}
    with refused("ends_too_early"):
        salon.store.do(add_time_off, AddTimeOff(**wrong))
    with refused("ends_too_early"):
        salon.store.do(add_closure, AddClosure(**wrong))
    with refused("ends_too_early"):
        salon.store.do(add_override, AddOverride(**wrong, hours=((540, 600),)))
    noon = datetime(2026, 3, 12, 12, tzinfo=UTC)
    with refused("ends_too_early"):
        salon.store.do(block_time, BlockTime(resource=salon.ines, starts_at=noon, ends_at=noon))
    with refused("override_empty"):
        salon.store.do(add_override, AddOverride(resource=salon.ines, first_day=FRIDAY, last_day=FRIDAY, hours=()))
    assert all_departures(salon) == ()


def test_staff_enter_and_take_back_their_own_time_off_only(salon: Salon) -> None:
    ines, bea = salon.actor(salon.ines), salon.actor(salon.bea)
    mine = AddTimeOff(resource=salon.ines, first_day=THURSDAY, last_day=FRIDAY)
    made = salon.store.do(add_time_off, mine, actor=ines).result
    with refused("not_permitted"):
        salon.store.do(add_time_off, mine, actor=bea)
    with refused("not_permitted"):
        salon.store.do(remove_exception, RemoveException(exception=made), actor=bea)
    salon.store.do(remove_exception, RemoveException(exception=made), actor=ines)


def test_nobody_s_time_off_gives_way_to_a_colleague_s(salon: Salon) -> None:
    hers = salon.store.do(add_time_off, AddTimeOff(resource=salon.bea, first_day=THURSDAY, last_day=FRIDAY)).result
    mine = AddTimeOff(resource=salon.ines, first_day=THURSDAY, last_day=FRIDAY, instead_of=hers)
    with refused("exception_elsewhere"):
        salon.store.do(add_time_off, mine, actor=salon.actor(salon.ines))
    assert opened(salon, THURSDAY, salon.bea) == []


def test_a_cleared_week_does_not_come_back_beside_one_set_since(salon: Salon) -> None:
    bea = salon.actor(salon.bea)
    before = opened(salon, THURSDAY, salon.bea)
    cleared = salon.store.do(set_hours, SetHours(resource=salon.bea, hours=()))
    morning = Hours(weekdays=(3,), time=(600, 720))
    since = salon.store.do(set_hours, SetHours(resource=salon.bea, hours=(morning,)), actor=bea)
    with refused("undo_changed_since") as told:
        salon.store.do(undo, Undo(op=cleared.op_id))
    assert told[0].facts["by"] == "Bea Costa"
    assert opened(salon, THURSDAY, salon.bea) == ["10:00–12:00"]
    salon.store.do(undo, Undo(op=since.op_id))
    salon.store.do(undo, Undo(op=cleared.op_id))
    assert opened(salon, THURSDAY, salon.bea) == before
