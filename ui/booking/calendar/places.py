"""Places that the calendar contributes to: what its cards show of a booking that is not settled."""

from bizet_core.describe.languages.language import N_
from ui.kit.entries import Entry, Places

PLACES = Places(
    badges=(
        Entry("provisional", N_("not certain yet"), "cloud-off", "ui.booking.calendar.badges:is_provisional", order=10),
        Entry("overbooked", N_("overbooked"), "triangle-alert", "ui.booking.calendar.badges:is_overbooked", order=20),
    ),
)
