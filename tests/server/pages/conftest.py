"""A server with a salon that has a public address, and visitors who reach it over a real socket."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from bizet_core.store import Store
from sync_server.addresses import Addresses
from sync_server.data.business_databases import Files
from sync_server.data.control_database import House
from sync_server.running.open_server import OpenServer, serve_from
from tests.conftest import Clock
from tests.server.sync_server.reaching import on_loopback
from tests.support.makers import Salon, a_salon


@pytest.fixture
def serving(tmp_path: Path, clock: Clock) -> Iterator[OpenServer]:
    serving = serve_from(Files(tmp_path / "server", clock), clock)
    yield serving
    serving.close()


@pytest.fixture
def url(serving: OpenServer) -> Iterator[str]:
    with on_loopback(serving) as url:
        yield url


@pytest.fixture
def web(url: str) -> Iterator[httpx.Client]:
    """A browser, as far as httpx is one: it keeps cookies and asks for pages."""
    with httpx.Client(base_url=url, trust_env=False, timeout=30, headers={"accept": "text/html"}) as client:
        yield client


@dataclass(frozen=True)
class Carmen:
    """A business that lives on the server, with everything in it."""

    salon: Salon
    base: str

    @property
    def store(self) -> Store:
        return self.salon.store


def settled(serving: OpenServer, slug: str, host: str = "") -> Store:
    """An empty business with a public address."""
    house = House(uuid4(), uuid4(), secrets.token_bytes(32), secrets.token_bytes(32))
    serving.control.settle(house)
    Addresses(serving.control).set(house.business, slug, host)
    return serving.stores.of(house.business)


@pytest.fixture
def carmen(serving: OpenServer) -> Carmen:
    """Salon Carmen at /b/carmen."""
    return Carmen(a_salon(settled(serving, "carmen")), "/b/carmen")


def token_in(page: httpx.Response) -> str:
    """What the page's form carries."""
    found = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]
