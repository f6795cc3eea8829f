"""Till: who may open, count and see it."""

from bizet_core.describe.capabilities import STAFF, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "till.open": Granted(N_("Open the till"), to=STAFF, kiosk=True),
        "till.close": Granted(N_("Count and close the till"), to=STAFF, kiosk=True),
        "till.move": Granted(N_("Put cash in or take it out")),
        "till.see": Granted(N_("See what the drawer should hold")),
    },
)
