"""Services: who may see and change them."""

from bizet_core.describe.capabilities import EVERYBODY, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "services.see": Granted(N_("See services"), to=EVERYBODY),
        "services.change": Granted(N_("Change services")),
    },
)
