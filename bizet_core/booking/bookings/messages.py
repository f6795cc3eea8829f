"""What people are told about times that cannot be had, and about bookings that cannot change so."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "no_service": N_("Choose at least one service."),
    "service_not_offered": N_("This service, length or extra is not offered any more. Choose another."),
    "status_new": N_("A new booking cannot be marked “{status}” already."),
    "staff_elsewhere": N_("This person does not work at this location. Choose somebody else."),
    "staff_cannot": N_("This person does not do {service}. Choose somebody else."),
    "not_for_this_room": N_("This service does not take place there. Choose another room."),
    "not_in_use": N_("What this booking needs is not in use any more ({resource}). Choose another service."),
    "beyond_calendar": N_("The calendar goes from {first} to {last}. Choose a day in between."),
    "end_before_start": N_("The end must be after the start."),
    "too_short": N_("This service takes at least {least} minutes."),
    "too_long": N_("This service takes at most {most} minutes."),
    "status_step": N_("A booking marked “{was}” cannot be marked “{to}”."),
    "not_movable": N_("A booking marked “{status}” stays where it is."),
    "not_free_closed": N_("{name} is not open until {until:time}."),
    "not_free_hours": N_("{name} is not open until {until:time}."),
    "not_free_override": N_("{name} is not open until {until:time}."),
    "not_free_break": N_("{name} is on a break until {until:time}. {label}"),
    "not_free_closure": N_("{name} is closed until {until}. {label}"),
    "not_free_time_off": N_("{name} is away until {until}. {label}"),
    "not_free_busy": N_("{name} is busy elsewhere until {until:time}. {label}"),
    "not_free_block": N_("{name} is blocked until {until:time}. {label}"),
    "not_free_taken": N_("{name} is taken until {until:time}."),
    "not_free_full": N_("{name} is full until {until:time}."),
    "not_free_long": N_("{name} cannot be booked for a long time from then on."),
    "not_free_too_small": N_("{name} is too small for this."),
    "not_free_not_enough": N_("Not everything this booking needs is free together then. Choose another time."),
    "not_free_not_offered": N_("Nobody here does this."),
    "not_free_off_grid": N_("No slot begins at that time. Choose one of the offered times."),
    "not_free_past": N_("That time has passed."),
    "not_free_too_soon": N_("That is too soon. Choose a later time."),
    "not_free_too_late_today": N_("No more bookings for today. Choose another day."),
    "not_free_not_today": N_("This cannot be booked for today. Choose another day."),
    "not_free_too_far": N_("That is too far ahead. Choose an earlier day."),
    "not_free_too_short": N_("This booking is too short."),
    "not_free_too_long": N_("This booking is too long."),
    "not_free_too_close": N_("{name} needs a pause between two of these. Choose another time."),
    "not_free_too_many_in_row": N_("{name} needs a pause after so many in a row. Choose another time."),
    "not_free_day_full": N_("{name} has as many bookings that day as they take."),
}

STATUS_WORDS = {
    "hold": N_("Held"),
    "pending": N_("Pending"),
    "confirmed": N_("Confirmed"),
    "arrived": N_("Arrived"),
    "in_service": N_("In service"),
    "completed": N_("Completed"),
    "cancelled": N_("Cancelled"),
    "no_show": N_("No-show"),
}

NAMES = {
    "status": STATUS_WORDS,
    "was": STATUS_WORDS,
    "to": STATUS_WORDS,
}

NOTES = {"kept_both": N_("Booking kept beside the one it overlaps")}
"""What the activity log calls what a note with this code tells, whichever operation left it."""
