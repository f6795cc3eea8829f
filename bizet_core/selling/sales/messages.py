"""What people are told about paying, about taking back, and about a chain of receipts that does not hold."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "tender_not_positive": N_("Enter how much was paid: more than 0."),
    "change_from_cash_only": N_("This is {over} too much. Change can be given from cash only; enter less."),
    "visit_paid": N_("This visit is paid already. Take its line out of the cart."),
    "not_a_sale": N_("This is not a sale, so nothing can be taken back from it."),
    "no_such_receipt": N_("There is no receipt {number} here. Check the number, or look for it by its date."),
    "not_paid": N_("{open} is still to be paid."),
    "not_on_this_receipt": N_("That line is not on this receipt."),
    "more_than_sold": N_("Of {name} only {left} can still be taken back."),
    "more_than_the_tip": N_("Of the tip only {left} can still be given back."),
    "line_kind_unknown": N_(
        "This version of Bizet cannot sell “{name}”. Take it out of the cart, or install the newer version."
    ),
    "nothing_to_refund": N_("Choose what is to be refunded."),
    "already_refunded": N_("Some of this sale was refunded already, so it cannot be voided. Refund the rest instead."),
    "more_than_paid": N_("This is {over} more than was paid and not yet given back."),
}

BREAKS = {
    "missing": N_("Receipt {series}{number} is missing."),
    "unlinked": N_("Receipt {series}{number} does not follow from the one before: one of the two was replaced."),
    "altered": N_("Receipt {series}{number} was altered after it was issued."),
    "not_the_head": N_("The receipts end at {series}{number}, but not with the one that the closing recorded."),
}
"""One sentence for each `Break.reason`."""
