"""Access: who may approve for others."""

from bizet_core.describe.capabilities import Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "approvals.give": Granted(N_("Approve for others")),
    },
)
