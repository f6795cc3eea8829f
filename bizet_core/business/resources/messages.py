"""What people are told about resources."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "resource_in_itself": N_("A place cannot lie inside itself. Choose another place for it."),
    "capacity_booked": N_(
        "Of {name}, {booked} are booked at the same time. Move or cancel some of those bookings first."
    ),
    "resource_elsewhere": N_("Staff and locations are changed on their own pages."),
}
