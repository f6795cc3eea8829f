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
}
