"""Places that bookings contribute to: the calendar on the rail."""

from bizet_core.describe.languages.language import N_
from ui.kit.entries import Entry, Places

PLACES = Places(
    navigation=(
        Entry(
            "calendar",
            N_("Calendar"),
            "calendar-days",
            "ui.booking.calendar_controller:calendar_page",
            order=10,
            key="Ctrl+1",
        ),
    ),
)
