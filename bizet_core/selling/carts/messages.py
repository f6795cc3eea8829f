"""What people are told about carts."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "cart_empty": N_("There is nothing in the cart yet."),
    "cart_newer": N_(
        "This cart was put aside by a newer version of Bizet. Take it up on the desk where it was parked, or install "
        "the newer version."
    ),
}

NAMES = {
    "what": {
        "parked_cart": N_("Parked cart"),
        "cart": N_("Cart"),
    },
}
