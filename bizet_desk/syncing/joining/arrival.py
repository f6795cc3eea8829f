"""A computer that was let in and whose data is on the way."""

from bizet_core.business.devices.queries import Devices, all_devices
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.business.settings.queries import TheBusiness, business
from bizet_core.store import Store
from bizet_core.sync.desk.server_state import Upstream


def is_arriving(store: Store) -> bool:
    """Whether this desk's file is still empty because its first round has not ended."""
    with store.reading() as connection:
        known = Upstream.find(connection)
    return known is not None and not known.epoch and store.ask(business, TheBusiness()) is None


def settle_in(store: Store) -> None:
    """After the first round: this desk stands where it was invited to."""
    mine = next((each for each in store.ask(all_devices, Devices()) if each.id == store.identity.device), None)
    if mine is not None and mine.location is not None:
        store.do(edit_device_settings, EditDeviceSettings(location=mine.location))
