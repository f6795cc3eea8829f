"""Tax rates: who may see and change them."""

from bizet_core.describe.capabilities import EVERYBODY, OWNERS, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "taxes.see": Granted(N_("See tax rates"), to=EVERYBODY),
        "taxes.change": Granted(N_("Change tax rates"), to=OWNERS),
    },
    needs_permit=True,
)
