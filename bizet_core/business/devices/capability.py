"""Devices: who may let them in and send them away."""

from bizet_core.describe.capabilities import OWNERS, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "devices.see": Granted(N_("See devices")),
        "devices.change": Granted(N_("Invite and send away devices"), to=OWNERS),
        "devices.take_back": Granted(N_("Take back what a device keeps for itself")),
    },
    needs_permit=True,
)
