"""What a stranger, a stolen kiosk or a hostile desk tries at the server's door, and does not get."""

import pytest

from bizet_core.refusals import Refused
from tests.agreeing.conftest import store_of
from tests.makers import Salon
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide, ServerSide, Wire, WorldClock


def a_stranger(first: DeskSide, server: ServerSide, world: WorldClock) -> DeskSide:
    """Somebody who knows which business lives here."""
    return DeskSide(first.business, world, Wire(server))


def test_a_set_up_code_opens_no_business_that_lives_here_already(
    first: DeskSide, salon: Salon, server: ServerSide, world: WorldClock
) -> None:
    there = {row["id"] for row in rows(store_of(first, server))["device"]}
    with pytest.raises(Refused, match="code_wrong"):
        a_stranger(first, server, world).begin(server.control.new_setup_code())
    assert {row["id"] for row in rows(store_of(first, server))["device"]} == there


def test_a_set_up_code_that_was_used_lets_nobody_else_into_its_business(
    first: DeskSide, server: ServerSide, world: WorldClock
) -> None:
    code = server.control.new_setup_code()
    first.begin(code)
    first.begin(code)  # its answer was lost
    with pytest.raises(Refused, match="code_wrong"):
        a_stranger(first, server, world).begin(code)
