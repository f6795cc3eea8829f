"""Staff: a person's page is their own, and a business keeps an owner whatever is undone."""

from bizet_core.describe.capabilities import EVERYBODY, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    restored={"staff": "bizet_core.business.staff.operations:keep_an_owner"},
    owners={"staff": "bizet_core.business.staff.operations:owner_of_person"},
    permissions={
        "staff.see": Granted(N_("See staff"), to=EVERYBODY),
        "staff.add": Granted(N_("Add staff")),
        "staff.change": Granted(N_("Change staff"), own=("staff", "contractor")),
        "staff.remove": Granted(N_("Remove staff")),
        "staff.pin": Granted(N_("Set PINs"), own=("staff", "contractor")),
    },
    needs_permit=True,
)
