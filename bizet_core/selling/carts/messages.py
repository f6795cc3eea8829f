"""What people are told about carts."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "cart_empty": N_("There is nothing in the cart yet."),
}
