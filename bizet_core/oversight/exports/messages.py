"""What people are told about exporting."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "no_such_table": N_("There is no table called “{name}”."),
}
