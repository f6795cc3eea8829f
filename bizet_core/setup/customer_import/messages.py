"""What people are told about a list they import: about the file as a whole, and about single rows."""

from typing import TYPE_CHECKING

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import N_, _
from bizet_core.describe.languages.sentences import fill, word
from bizet_core.setup.customer_import.headings import Role

if TYPE_CHECKING:  # wording any refusal reads this module; the readers of lists need not be loaded for that
    from bizet_core.setup.customer_import.rules import Problem

SENTENCES = {
    # the file
    "import_empty": N_("This file is empty. Export the list again and choose the new file."),
    "import_only_heading": N_("This file has headings but no rows below them."),
    "import_too_big": N_("This file has {megabytes} MB. Lists can have up to {most} MB; split it into several files."),
    "import_is_workbook": N_(
        "This is a workbook of a spreadsheet program. Open it there, save it as “CSV UTF-8”, and choose that file."
    ),
    "import_is_contact_cards": N_("These are contact cards (vCard). Export your contacts as CSV and choose that file."),
    "import_is_calendar": N_("This is a calendar. Import it under Calendar, not as a list of customers."),
    "import_is_web_page": N_("This is a web page, not a list. Choose the CSV file that it offers for download."),
    "import_not_text": N_("This file is not a text file. Export the list as CSV and choose that file."),
    "import_unknown_encoding": N_("There is no encoding called “{encoding}”. Choose one from the list."),
    "import_bad_layout": N_("The separator and the quotation mark are one character each."),
    "import_role_twice": N_("“{first}” and “{second}” are marked as the same. Keep one of them."),
    "import_nobody": N_("No column tells who the customers are. Mark one as name, phone or e-mail address."),
    # single cells and rows
    "import_open_quote": N_(
        "A quotation mark begins here and never ends, so it is not clear what belongs to this row."
    ),
    "import_too_many_cells": N_(
        "This row has {cells} cells for {columns} columns. Text with a separator in it needs quotation marks around it."
    ),
    "import_unreadable_letters": N_("Some letters cannot be read. Choose another encoding, or export as UTF-8."),
    "import_row_without_person": N_("This row has no name, no phone number and no e-mail address."),
    "import_text_too_long": N_("This has {characters} characters. At most {most} fit here; put the rest in a note."),
    "import_note_too_long": N_("This note has {megabytes} MB. A note can have up to {most} MB; attach it as a file."),
    "import_phone_shortened": N_(
        "A spreadsheet has shortened this number to “{typed}”, so digits are lost. Format the column as text there."
    ),
    "import_date_unreadable": N_("“{typed}” is not a date with day, month and year."),
    "import_date_does_not_exist": N_("There is no such day as “{typed}”. Check whether day and month are swapped."),
    "import_date_in_the_future": N_("“{typed}” is still to come, so it cannot be a birthday."),
    "import_date_too_long_ago": N_("“{typed}” is too long ago to be a birthday."),
}

IN_ROW = N_("Row {row}:")
IN_CELL = N_("Row {row}, {column}:")

ROLE_WORDS = {
    Role.NAME: N_("Full name"),
    Role.NAME_FAMILY_FIRST: N_("Full name, family name first"),
    Role.GIVEN: N_("First name"),
    Role.FAMILY: N_("Last name"),
    Role.PHONE: N_("Phone"),
    Role.EMAIL: N_("E-mail"),
    Role.BORN: N_("Birthday"),
    Role.ALERT: N_("Alert"),
    Role.NOTE: N_("Note"),
    Role.SKIP: N_("Leave out"),
}


def tell(problem: "Problem") -> str:
    """A problem as a sentence with its row and column, in the reader's language."""
    where = fill(_(IN_CELL if problem.column else IN_ROW), {"row": str(problem.row), "column": problem.column})
    return f"{where} {word(Refused(problem.code, **problem.facts))}"
