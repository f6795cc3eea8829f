"""What people are told about a value they typed."""

from bizet_core.describe.language import N_, NN_

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
}
