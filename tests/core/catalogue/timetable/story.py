"""What becomes of working hours in the story of everything."""

from datetime import UTC, date, datetime, timedelta

from bizet_core.catalogue.timetable.operations import (
    AddClosure,
    AddOverride,
    AddTimeOff,
    BlockTime,
    RemoveException,
    add_closure,
    add_override,
    add_time_off,
    block_time,
    remove_exception,
)
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def change_the_hours(salon: Salon) -> None:
    store, day = salon.store, date(2026, 4, 7)
    store.do(
        add_closure, AddClosure(resource=salon.location, first_day=date(2026, 12, 25), last_day=date(2026, 12, 25))
    )
    off = store.do(add_time_off, AddTimeOff(resource=salon.ines, first_day=day, last_day=day + timedelta(3))).result
    store.do(remove_exception, RemoveException(exception=off))
    store.do(add_override, AddOverride(resource=salon.bea, first_day=day, last_day=day, hours=((12 * 60, 26 * 60),)))
    begins = datetime(2026, 4, 8, 10, tzinfo=UTC)
    store.do(block_time, BlockTime(resource=salon.room, starts_at=begins, ends_at=begins + timedelta(hours=1)))


STORY = (Chapter(Part.HOURS, change_the_hours),)
