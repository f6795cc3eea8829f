"""The destinations of the rail beside the calendar, as data."""

from collections.abc import Sequence
from functools import partial

from bizet_core.describe.language import N_
from ui.customers.screen import CustomersScreen
from ui.front import Front
from ui.register.sell import SellScreen
from ui.register.till import TillScreen
from ui.settings.data import Safe
from ui.settings.screen import SettingsScreen
from ui.shell import Page, Screen


def pages_of(safe: Safe | None, front: Front) -> Sequence[Page]:
    """What exists, in the order of the rail. Each is made when it is first visited."""
    return (
        Page("sell", N_("Sell"), "shopping-bag", partial(_sell, front), "Ctrl+2"),
        Page("customers", N_("Customers"), "users", partial(_customers, front), "Ctrl+3"),
        Page("till", N_("Till"), "wallet", lambda: TillScreen(front.counter), "Ctrl+4"),
        Page("settings", N_("Settings"), "settings", partial(_settings, front, safe), "Ctrl+,", at_bottom=True),
    )


def _sell(front: Front) -> Screen:
    return SellScreen(front.register, manage=lambda: front.go("settings"))


def _customers(front: Front) -> Screen:
    screen = CustomersScreen(front.desk, front.toast)
    screen.book_again.connect(front.book_again_for)
    screen.booking_chosen.connect(front.open_booking)
    return screen


def _settings(front: Front, safe: Safe | None) -> Screen:
    return SettingsScreen(front.desk, front.toast, front.place.location, safe)
