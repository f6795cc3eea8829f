"""What people are told about a value they typed."""

from bizet_core.describe.languages.language import N_, NN_

SENTENCES = {
    "invalid": NN_(
        "Look at {fields}: it cannot be saved like this.", "Look at {fields}: they cannot be saved like this."
    ),
    "required": N_("Fill this in."),
    "unknown_field": N_("Nothing here is called “{name}”."),
    "wrong_shape": N_("This is not {expected}."),
    # numbers and money
    "not_a_number": N_("“{typed}” is not a number. Use digits, such as {example}."),
    "number_too_large": N_("This number is too large."),
    "whole_number_only": N_("Only whole numbers fit here, such as {example}."),
    "too_many_decimals": NN_("Use at most {count} decimal.", "Use at most {count} decimals."),
    "no_decimals": N_("{currency} has no decimals. Use a whole amount."),
    "other_currency": N_("“{typed}” is another currency. Amounts here are in {currency}."),
    "unknown_currency": N_("There is no currency with the code “{currency}”."),
    "at_least": N_("Enter {limit} or more."),
    "at_most": N_("Enter {limit} or less."),
    # time
    "not_a_date": N_("“{typed}” is not a date. Write it like {example}."),
    "not_an_instant": N_("“{typed}” is not a date and time. Write both, like {example}."),
    "not_a_time": N_("“{typed}” is not a time of day. Write it like {example}."),
    "not_a_time_range": N_("“{typed}” is not a range of times. Write it like {example}, at most 24 hours."),
    "not_a_span": N_("“{typed}” is not a length of time in whole minutes. Write it like {example}."),
    "time_skipped": N_(
        "{typed} does not exist that day: the clocks of {zone} go forward over it. Choose another time."
    ),
    "time_twice": N_("{typed} comes twice that night. Add {first} for the first or {second} for the second."),
    "no_offset": N_("“{typed}” does not say in which time zone. Add an offset such as +01:00, or Z."),
    # text
    "too_many_characters": N_("Keep this to {limit} characters; it has {length}."),
    "too_few_characters": NN_("Use at least {count} character.", "Use at least {count} characters."),
    "not_a_pin": N_("A PIN has {least} to {most} digits."),
    # contacts
    "phone_letters": N_("“{typed}” has letters in it. A phone number has digits only."),
    "phone_extension": N_("Leave the extension out here and write it in a note."),
    "not_a_phone": N_("“{typed}” is not a whole phone number. Check the digits, or begin with + and the country code."),
    "not_an_email": N_("“{typed}” is not an e-mail address. It has a name, an @ and a place, like ana@example.com."),
    # choices
    "not_chosen": N_("Choose one."),
    "not_a_choice": N_("“{typed}” is not one of {choices}."),
    "unknown_choice": N_("“{typed}” is not on the list."),
    "not_yes_or_no": N_("“{typed}” is neither yes nor no."),
    "too_many": N_("These are too many at once. Take at most {most}."),
    "too_few": NN_("Choose at least {count}.", "Choose at least {count}."),
    # files
    "not_a_file": N_("Choose a file."),
    "not_a_picture": N_("This does not name a picture. Choose the picture again."),
    "file_too_large": N_("This file is too large. It may have {megabytes} MB."),
    "file_empty": N_("“{name}” is empty. Choose another file."),
    "file_unreadable": N_("“{name}” cannot be read. Check that it is still there and that you may open it."),
    "file_unknown_kind": N_("Bizet does not know what “{name}” is. Choose a picture, a PDF, a sheet or a text file."),
    "file_false_name": N_("“{name}” is not what its name says. A file like this ends in {endings}."),
    "file_other_kind": N_("“{name}” does not fit here. Choose one of these: {wanted}."),
    "file_damaged_picture": N_("“{name}” is damaged or not a picture. Save it again, or choose another."),
    "picture_too_large": N_("“{name}” has more than {most} million points. Make it smaller and choose it again."),
}
