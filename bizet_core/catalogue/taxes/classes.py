"""Classes of goods: what a price bears. Which rate a class has, the business says."""

from bizet_core.describe.languages.language import N_

TAX_CLASSES = {
    "standard": N_("Standard rate"),
    "reduced": N_("Reduced rate"),
    "second_reduced": N_("Second reduced rate"),
    "super_reduced": N_("Lowest rate"),
    "zero": N_("Zero-rated"),
    "exempt": N_("Exempt from tax"),
}
