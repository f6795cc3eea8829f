"""What people are told about services."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "processing_half": N_("Say both when the staff member is free and for how long."),
    "processing_outside": N_("The time in which the staff member is free does not fit into the shortest length."),
    "limits_crossed": N_("The shortest length is longer than the longest one."),
    "person_twice": N_("Somebody is named twice. Name each person once."),
    "need_gone": N_("One of the rooms or things is not in use any more. Choose another."),
    "need_too_large": N_("A room or thing has not as many places as one booking would take."),
    "needs_differ": N_("Rooms and things of one group take the same number of places. Enter the same for all of them."),
    "need_twice": N_("A room or thing is named twice. Name each once."),
}

NOTES = {
    "gives": N_("Gives a service from now on"),
    "gives_no_more": N_("Gives a service no more"),
}
"""What the activity log calls what a note with this code tells, whichever operation left it."""

NOTES_OF = {"gives": "services.edit_service", "gives_no_more": "services.edit_service"}
"""Codes of notes that are told as this operation tells them, whichever left them: a new service has people too."""
