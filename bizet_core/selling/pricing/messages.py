"""What people are told about prices: why a cart cannot be priced, and why a rule was used or not."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "price_below_zero": N_("The price of {name} is below zero. Enter 0 or more."),
    "quantity_not_positive": N_("Enter how many of {name}: more than 0."),
    "discount_below_zero": N_("The discount “{label}” is below zero. Enter 0 or more."),
    "discount_not_positive": N_("Enter how much comes off: more than 0."),
    "discount_above_all": N_("A discount cannot be above 100 %."),
    "tip_below_zero": N_("A tip cannot be below zero. Enter 0 or more."),
}

REASONS = {
    "used": N_("{label}"),
    "better": N_("{label} not used: {better} is better"),
    "too_early": N_("{label} not used: it has not begun yet"),
    "too_late": N_("{label} not used: it is over"),
    "not_for_buyer": N_("{label} not used: it is not for this customer"),
    "below_minimum": N_("{label} not used: the order is too small for it"),
    "nothing_to_reduce": N_("{label} not used: there is nothing it would reduce"),
}
"""One sentence for each `Explained.reason`."""
