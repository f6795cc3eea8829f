"""Webhooks: who takes in and who sees what other services send."""

from bizet_core.describe.capabilities import Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "hooks.receive": Granted(N_("Take in what other services send")),
        "hooks.see": Granted(N_("See what other services have sent")),
    },
)
