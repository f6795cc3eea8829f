"""Pictures and files: who may see and add them."""

from bizet_core.describe.capabilities import EVERYBODY, STAFF, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    permissions={
        "attachments.see": Granted(N_("See pictures and files"), to=EVERYBODY),
        "attachments.add": Granted(N_("Add pictures and files"), to=STAFF),
    },
)
