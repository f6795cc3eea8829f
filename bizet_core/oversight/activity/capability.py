"""Activity log: who may read what was done."""

from bizet_core.describe.capabilities import Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "history.see": Granted(N_("See the history of changes"), own=("staff",)),
    },
)
