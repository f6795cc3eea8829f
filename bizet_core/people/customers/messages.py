"""What people are told about customers."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "customer_empty": N_("Enter a name, a phone number or an e-mail address."),
}
