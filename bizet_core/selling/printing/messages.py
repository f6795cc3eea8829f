"""What people are told about the print queue."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "job_is_printing": N_("This is being printed at the moment. Wait until it has come out."),
    "printer_not_set": N_("No receipt printer is set up for this desk. Choose one in the settings."),
    "not_printable": N_(
        "This could not be printed because of a fault in Bizet. It is saved; try again, and report it if it stays so."
    ),
}
