"""A server on SQLite files behind its web application, and desks that reach it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bizet_core.devices.model import DeviceRole
from bizet_core.devices.operations import InviteDevice, OfDevice, admit_device, invite_device
from bizet_core.store.ids import new_id
from sync_server.serving import Serving, serve_from
from sync_server.stores import Files
from tests.makers import Salon, a_salon
from tests.simulator.world import DeskSide, WorldClock
from tests.sync_server.reaching import Reached, on_loopback


@pytest.fixture
def world() -> WorldClock:
    return WorldClock()


@pytest.fixture
def serving(tmp_path: Path, world: WorldClock) -> Iterator[Serving]:
    serving = serve_from(Files(tmp_path / "server", world), world)
    yield serving
    serving.close()


@pytest.fixture
def url(serving: Serving) -> Iterator[str]:
    with on_loopback(serving) as url:
        yield url


@pytest.fixture
def web(url: str) -> Iterator[httpx.Client]:
    """Anybody's HTTP client."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        yield client


@pytest.fixture
def first(url: str, world: WorldClock) -> Iterator[DeskSide]:
    """A desk that stands alone."""
    desk = DeskSide(new_id(), world, Reached(url))
    yield desk
    close(desk)


@pytest.fixture
def salon(first: DeskSide, serving: Serving) -> Salon:
    """A salon on the first desk, linked to the server."""
    salon = a_salon(first.store)
    first.begin(serving.control.new_setup_code())
    first.sync()
    first.actor = salon.actor(salon.owner)
    return Salon(**{**salon.__dict__, "store": first.store})


Another = Callable[..., DeskSide]


@pytest.fixture
def another(url: str, first: DeskSide, salon: Salon) -> Iterator[Another]:
    """Makes further devices of that business: invited and, unless told otherwise, let in."""
    made: list[DeskSide] = []

    def join(role: DeviceRole = DeviceRole.DESK, *, admitted: bool = True) -> DeskSide:
        code = f"AB12-CD3{len(made)}"
        first.do(invite_device, InviteDevice(code=code, name="Another", role=role))
        first.sync()
        desk = DeskSide(first.business, first.clock, Reached(url))
        made.append(desk)
        desk.join(code)
        first.sync()
        if admitted:
            first.do(admit_device, OfDevice(device=desk.device))
            first.sync()
            desk.enter()
            desk.actor = first.actor
        return desk

    yield join
    for desk in made:
        close(desk)


def close(desk: DeskSide) -> None:
    assert isinstance(desk.wire, Reached)
    desk.wire.carrier.close()
