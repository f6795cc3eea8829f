"""Places that the Inbox contributes to: the foot of the rail, with a count of what waits."""

from bizet_core.describe.languages.language import N_
from ui.kit.entries import Entry, Places

PLACES = Places(
    navigation=(
        Entry(
            "inbox",
            N_("Inbox"),
            "inbox",
            "ui.oversight.inbox.inbox_screen:inbox_page",
            needs="inbox.see",
            group="bottom",
            order=10,
            key="Ctrl+5",
        ),
    ),
)
