"""What people are told about the drawer."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "till_closed": N_("The till is closed. Open it with the cash that lies in the drawer."),
    "till_open_already": N_("The till is open already."),
    "float_below_zero": N_("The opening float cannot be below zero. Enter 0 or more."),
    "drawer_holds_less": N_("The drawer holds less than that. Enter a smaller amount."),
    "reason_missing": N_("Say why: a few words are enough."),
    "difference_needs_reason": N_("The count differs from what was expected. Count again, or say why."),
    "pieces_below_zero": N_("A number of notes or coins cannot be below zero. Enter 0 or more."),
}
