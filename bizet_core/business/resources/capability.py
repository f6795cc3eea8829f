"""Rooms and equipment: they keep as many places as are booked whatever is undone."""

from bizet_core.describe.capabilities import EVERYBODY, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    restored={"resource": "bizet_core.business.resources.operations:keep_what_is_booked"},
    permissions={
        "resources.see": Granted(N_("See rooms and equipment"), to=EVERYBODY),
        "resources.change": Granted(N_("Change rooms and equipment")),
    },
)
