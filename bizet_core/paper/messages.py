"""What people are told about paper: what the printer needs, and what could not be printed as it is."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "printer_not_found": N_(
        "The receipt printer at {place} does not answer. Check that it is switched on and its network cable is in; "
        "the receipt prints by itself."
    ),
    "printer_silent": N_(
        "The receipt printer has stopped answering. Switch it off and on; the receipt prints by itself."
    ),
    "printer_place_unclear": N_(
        "“{place}” is no place of a printer. Enter its address, for example 192.168.1.40, or the path of a file."
    ),
    "printer_out_of_paper": N_("The receipt printer is out of paper. Put in a new roll; the receipt prints by itself."),
    "printer_cover_open": N_("The receipt printer's cover is open. Close it; the receipt prints by itself."),
    "printer_error": N_(
        "The receipt printer reports a fault. Open its cover, look at the cutter, then switch it off and on; "
        "the receipt prints by itself."
    ),
    "printer_offline": N_(
        "The receipt printer is paused. Press its feed button or switch it off and on; the receipt prints by itself."
    ),
    "printer_vanished": N_(
        "The receipt printer went away in the middle of printing. Check its cable; the receipt prints again by itself, "
        "marked COPY."
    ),
    "printer_stalled": N_(
        "The receipt printer took only part of the receipt. Check it for paper; the receipt prints again by itself, "
        "marked COPY."
    ),
    "printer_file_trouble": N_(
        "The receipt could not be written to {place}. Check that the folder exists and has room."
    ),
    "drawer_not_opened": N_(
        "The drawer was not opened: the printer did not answer. Open it with its key, or press F10 to try again."
    ),
    "receipt_missing_letters": N_(
        "No font on this computer has {letters}. The receipt shows boxes with numbers instead; "
        "install a Noto font for this script."
    ),
    "receipt_logo_unreadable": N_(
        "The logo is no picture that can be printed. Choose a PNG or JPEG file in the settings."
    ),
    "receipt_code_too_long": N_("The code on the receipt is too long to be scanned from paper. It was left out."),
}

STATUSES = {
    "ready": N_("Ready"),
    "paper_low": N_("Ready, paper is running out"),
    "printer_out_of_paper": N_("Out of paper"),
    "printer_cover_open": N_("Cover open"),
    "printer_error": N_("Fault"),
    "printer_offline": N_("Paused"),
    "printer_not_found": N_("Not found"),
    "printer_silent": N_("Does not tell its status"),
}
