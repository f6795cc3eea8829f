"""Settings: who may see and change them."""

from bizet_core.describe.capabilities import EVERYBODY, OWNERS, STAFF, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "settings.see": Granted(N_("See settings"), to=EVERYBODY),
        "settings.change": Granted(N_("Change the business and its settings"), to=OWNERS),
        "settings.device": Granted(N_("Change the settings of this device"), to=STAFF),
    },
    needs_permit=True,
)
