"""Exports and backups: who may take the data along."""

from bizet_core.describe.capabilities import OWNERS, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "exports.use": Granted(N_("Export")),
        "backups.use": Granted(N_("Make backups"), to=OWNERS),
    },
)
