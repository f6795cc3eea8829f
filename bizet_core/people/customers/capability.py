"""Customers: who may see, add and change them."""

from bizet_core.describe.capabilities import EVERYBODY, STAFF, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "customers.see": Granted(N_("See customers"), to=EVERYBODY),
        "customers.add": Granted(N_("Add customers"), to=STAFF, kiosk=True),
        "customers.change": Granted(N_("Change customers"), to=STAFF),
        "customers.note": Granted(N_("Write notes about customers"), to=EVERYBODY),
    },
)
