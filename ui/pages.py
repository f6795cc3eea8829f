"""The destinations of the rail beside the calendar, as data."""

from collections.abc import Sequence

from bizet_core.describe.language import N_
from ui.front import Front
from ui.register.sell import SellScreen
from ui.register.till import TillScreen
from ui.shell import Page


def pages_of(front: Front) -> Sequence[Page]:
    """What exists, in the order of the rail. Each is made when it is first visited."""
    return (
        Page("sell", N_("Sell"), "shopping-bag", lambda: SellScreen(front.register), "Ctrl+2"),
        Page("till", N_("Till"), "wallet", lambda: TillScreen(front.counter), "Ctrl+4"),
    )
