"""A server on SQLite files behind its web application, and desks that reach it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bizet_core.business.devices.model import DeviceRole
from sync_server.data.business_databases import Files
from sync_server.running.open_server import OpenServer, serve_from
from tests.server.sync_server.reaching import Reached, asking, let_in, on_loopback
from tests.simulator.world import DeskSide, WorldClock
from tests.support.linked import a_first_desk, move_in
from tests.support.makers import Salon


@pytest.fixture
def world() -> WorldClock:
    return WorldClock()


@pytest.fixture
def serving(tmp_path: Path, world: WorldClock) -> Iterator[OpenServer]:
    serving = serve_from(Files(tmp_path / "server", world), world)
    yield serving
    serving.close()


@pytest.fixture
def url(serving: OpenServer) -> Iterator[str]:
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
    desk = a_first_desk(world, Reached(url))
    yield desk
    close(desk)


@pytest.fixture
def salon(first: DeskSide, serving: OpenServer) -> Salon:
    """A salon on the first desk, linked to the server."""
    salon = move_in(first)
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
        made.append(asking(first, Reached(url), f"AB12-CD3{len(made)}", role))
        return let_in(first, made[-1]) if admitted else made[-1]

    yield join
    for desk in made:
        close(desk)


def close(desk: DeskSide) -> None:
    assert isinstance(desk.wire, Reached)
    desk.wire.carrier.close()
