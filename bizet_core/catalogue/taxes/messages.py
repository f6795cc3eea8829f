"""What people are told about a line's tax: how its amount was found."""

from bizet_core.describe.languages.language import N_

SENTENCES: dict[str, str] = {}

EXPLANATIONS = {
    "included_in_group": N_("Included in the price; rounded once per receipt and rate, and shared over its lines"),
    "included_on_line": N_("Included in the price; rounded on each line"),
    "added_in_group": N_("Added to the price; rounded once per receipt and rate, and shared over its lines"),
    "added_on_line": N_("Added to the price; rounded on each line"),
    "zero_rated": N_("Zero-rated"),
    "exempt": N_("Exempt from tax"),
}

"""One sentence for each `LineTax.explanation`."""
