"""A colleague's calendar as busy time and as bookings, in the story of everything."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bizet_core.booking.calendar_import.operations import (
    EntryGiven,
    ImportBookings,
    ImportCalendar,
    calendar_of,
    import_bookings,
    import_calendar,
)
from bizet_core.store.tables.ids import new_id
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def bring_a_calendar(salon: Salon) -> None:
    store, calendar = salon.store, calendar_of(salon.bea, "Work")
    begins = datetime(2026, 4, 9, 10, tzinfo=UTC)
    entry = EntryGiven(key=new_id(), starts_at=begins, ends_at=begins + timedelta(hours=1), words="Dentist")
    steps: tuple[dict[str, Any], ...] = ({"entries": (entry,)}, {"gone": (entry.key,)})
    for more in steps:
        store.do(import_calendar, ImportCalendar(resource=salon.bea, calendar=calendar, **more))
        store.do(
            import_bookings,
            ImportBookings(location=salon.location, resource=salon.bea, calendar=calendar, **more),
        )


STORY = (Chapter(Part.BROUGHT, bring_a_calendar),)
