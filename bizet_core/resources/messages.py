"""What people are told about resources."""

from bizet_core.describe.language import N_

SENTENCES = {
    "capacity_too_small": N_("At least one must fit. Enter 1 or more."),
}
