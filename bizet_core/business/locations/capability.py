"""Locations: who may see and change them."""

from bizet_core.describe.capabilities import EVERYBODY, OWNERS, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "locations.see": Granted(N_("See locations"), to=EVERYBODY),
        "locations.change": Granted(N_("Change locations"), to=OWNERS),
    },
    needs_permit=True,
)
