"""Inbox: what was done for a card stays done where it cannot be undone by itself."""

from bizet_core.describe.capabilities import EVERYBODY, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    restored={"inbox_card": "bizet_core.oversight.inbox.operations:stays_done"},
    permissions={
        "inbox.see": Granted(N_("See the Inbox"), to=EVERYBODY),
        "inbox.settle": Granted(N_("Settle what waits in the Inbox")),
    },
)
