"""Places that devices contribute to: a page of the settings, where there is something to agree with a server."""

from bizet_core.describe.languages.language import N_
from ui.kit.entries import Entry, Places

PLACES = Places(
    settings=(
        Entry(
            "devices",
            N_("Devices"),
            "qr-code",
            "ui.business.devices.devices_page:devices_section",
            needs="devices.see",
            group="desk",
            order=20,
            given="sync",
            words=N_("server, link, invite, sync, tablet, lost device"),
        ),
    ),
)
