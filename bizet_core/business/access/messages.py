"""What people are told about signing in and approving."""

from bizet_core.business.access.rules import PERMISSIONS
from bizet_core.describe.languages.language import N_, NN_

SENTENCES = {
    "approver_may_not": N_("{name} may not approve this either. Ask somebody with more rights."),
    "noted_enough": N_("This stands in the activity log already."),
    "signed_in": N_("{name} is signed in."),
    "wrong_pin": NN_(
        "This is not the right PIN. You can try once more.",
        "This is not the right PIN. You can try {count} more times.",
    ),
    "wrong_pin_wait": N_("This is not the right PIN. Wait {wait} before you try again."),
    "pin_locked": N_("Too many wrong PINs. Try again at {until:time}."),
}

NAMES = {
    "permission": PERMISSIONS,
}
