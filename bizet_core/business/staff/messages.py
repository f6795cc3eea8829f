"""What people are told about staff."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "role_above": N_("Only an owner or admin may do this for somebody of this role."),
    "last_owner": N_("This is the last owner who can sign in. Make somebody else an owner and give them a PIN first."),
    "pin_taken": N_("Choose another PIN. This one cannot be used."),
}

NOTES_OF = {"person_added": "staff.add_staff"}
"""Codes of notes that are told as this operation tells them, whichever left them: a first run adds people too."""
