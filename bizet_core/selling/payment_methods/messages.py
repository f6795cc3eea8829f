"""What people are told about ways of paying."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "payment_method_gone": N_("Nobody pays this way here any more ({method}). Choose another way of paying."),
    "payment_method_last": N_("This is the only way of paying. Add another one before you remove it."),
    "drawer_for_cash_only": N_("Only a way of paying in cash opens the drawer."),
    "reference_missing": N_("Write down the number that belongs to this payment ({method})."),
}

NAMES = {
    "what": {
        "payment_method": N_("Way of paying"),
    },
}
