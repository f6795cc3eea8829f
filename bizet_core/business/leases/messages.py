"""What people are told about what a desk may sell while it is alone."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "sold_out": N_("There are not so many left. Offer fewer, or something else."),
    "unit_taken": N_("{name} has just been taken. Choose another."),
    "lease_used_up": N_("This desk has sold all it may sell while it is offline. Try again when it is connected."),
    "lease_needed": N_("This can only be sold while the desk is connected. Try again in a moment."),
    "lease_over": N_("This desk does not hold that any more."),
    "lease_not_yours": N_("Another device holds this, so only it can hand it back. A manager can take it back."),
    "leases_asked_back": N_(
        "The server was restored and first asks every desk what it may still sell. Try again in a few minutes."
    ),
    "lease_too_long": N_("A desk may keep at most {most} hours for itself."),
    "leases_too_many": N_("A device may keep at most {most} things for itself. Hand some back first."),
    "pool_too_small": N_("More than that is sold or set aside already. Choose a larger number."),
    "claim_leased": N_("This time is kept for another desk until it hands it back. Choose another."),
}
