"""What people are told about places of business."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "last_location": N_("This is the only location in use. Add another before you close it."),
}
