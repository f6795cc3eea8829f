"""A salon, a desk on it, and the panel that makes a booking."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from bizet_core.store import SYSTEM, Store
from bizet_desk.desk import Desk
from tests.support.makers import Salon
from tests.ui.booking.pressing import button
from ui.booking.new_booking_panel import NewBooking


@pytest.fixture
def desk(store: Store, salon: Salon, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(store)
    desk.sign_in(SYSTEM)
    yield desk
    assert desk.close()


@pytest.fixture
def panel(desk: Desk, salon: Salon, qtbot: QtBot) -> NewBooking:
    panel = NewBooking(desk, salon.location, "EUR")
    qtbot.addWidget(panel)
    panel.resize(392, 900)
    panel.show()
    qtbot.waitUntil(lambda: button(panel, "Cut & finish") is not None)
    return panel
