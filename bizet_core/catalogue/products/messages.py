"""What people are told about products."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "barcode_odd": N_("A barcode has at most 48 letters, digits and signs of the English keyboard."),
    "barcode_check_digit": N_(
        "The barcode “{typed}” has a wrong digit: its last one should be {expected}. Scan it again."
    ),
    "barcode_taken": N_("{name} has this barcode already."),
}
