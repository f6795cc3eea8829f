"""What people are told about the business and its settings."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "not_set_up": N_("Bizet has not been set up yet. Answer the questions of the first run."),
    "business_exists": N_("This business has been set up already. Change it in Settings."),
}
