"""Imports: who may bring data in."""

from bizet_core.describe.capabilities import Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "imports.use": Granted(N_("Import")),
    },
    needs_permit=True,
)
