"""Bookings: services are sold by the part of a visit, double bookings settled, claims followed."""

from bizet_core.describe.capabilities import EVERYBODY, STAFF, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    sells={"service": "bizet_core.booking.bookings.selling:SERVICE"},
    settles={
        "double_booked": "bizet_core.booking.bookings.double_booking:CLASH",
        "overbooked_there": "bizet_core.booking.bookings.double_booking:CLASH",
    },
    restored={"claim": "bizet_core.booking.bookings.time_claims:follow_restored"},
    owners={"booking": "bizet_core.booking.bookings.operations:staff_of_booking"},
    claims={"booking": "bizet_core.booking.bookings.time_claims:most_claimed"},
    shows={"booking": "bizet_core.booking.free_times.claim_loading:whose_bookings"},
    permissions={
        "bookings.see": Granted(N_("See bookings"), to=EVERYBODY),
        "bookings.make": Granted(N_("Make bookings"), to=EVERYBODY, kiosk=True),
        "bookings.change": Granted(N_("Move, check in and cancel bookings"), to=STAFF, own=("contractor",), kiosk=True),
        "bookings.overbook": Granted(N_("Book over what is full")),
    },
)
