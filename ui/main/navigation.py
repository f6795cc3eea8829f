"""The destinations of the rail beside the calendar, as data. A page's modules are read when it is first visited."""

from collections.abc import Sequence
from functools import partial

from bizet_core.describe.languages.language import N_
from bizet_desk.backups.backup_schedule import Safe
from ui.kit.shell import Page, Screen
from ui.main.main_window import MainWindow


def pages_of(safe: Safe | None, front: MainWindow) -> Sequence[Page]:
    """What exists, in the order of the rail. Each is made when it is first visited."""
    return (
        Page("sell", N_("Sell"), "shopping-bag", partial(_sell, front), "Ctrl+2"),
        Page("customers", N_("Customers"), "users", partial(_customers, front), "Ctrl+3"),
        Page("till", N_("Till"), "wallet", partial(_till, front), "Ctrl+4"),
        Page("inbox", N_("Inbox"), "inbox", partial(_inbox, front), "Ctrl+5", at_bottom=True),
        Page("settings", N_("Settings"), "settings", partial(_settings, front, safe), "Ctrl+,", at_bottom=True),
    )


def _sell(front: MainWindow) -> Screen:
    from ui.selling.sell.sell_screen import SellScreen

    return SellScreen(front.register, manage=lambda: front.go("settings"))


def _till(front: MainWindow) -> Screen:
    from ui.selling.till.till_screen import TillScreen

    return TillScreen(front.counter)


def _customers(front: MainWindow) -> Screen:
    from ui.people.customers.customers_screen import CustomersScreen

    screen = CustomersScreen(front.desk, front.toast)
    screen.book_again.connect(front.book_again_for)
    screen.booking_chosen.connect(front.open_booking)
    return screen


def _inbox(front: MainWindow) -> Screen:
    from ui.oversight.inbox.inbox_screen import InboxScreen

    screen = InboxScreen(front.desk, front.toast)
    screen.opened.connect(front.open_subject)
    return screen


def _settings(front: MainWindow, safe: Safe | None) -> Screen:
    from ui.business.settings.settings_screen import SettingsScreen

    screen = SettingsScreen(front.desk, front.toast, front.place.location, safe, front.sync)
    screen.opened.connect(front.open_subject)
    return screen
