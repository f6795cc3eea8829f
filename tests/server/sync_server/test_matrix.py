"""Who may ask what: every route of the application, by every kind of device and by another business's desk.

The routes are read from the application: a new one is tried without anybody writing it down here.
"""

from collections.abc import Iterator

import httpx
import pytest
from starlette.routing import Route

from bizet_core.business.devices.model import DeviceRole, devices
from bizet_core.business.devices.operations import LockDevice, OfDevice, lock_device, revoke_device
from bizet_core.store.tables.columns import METADATA
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.wire.enrolment import Joined
from bizet_core.sync.wire.protocol import Page, Pull, decode, encode
from sync_server.running.open_server import OpenServer
from sync_server.web.app import application
from tests.server.sync_server.conftest import Another, close
from tests.server.sync_server.reaching import Reached, code, signed
from tests.simulator.world import DeskSide, WorldClock
from tests.support.makers import Salon, a_salon

OPERATORS = {"/healthz", "/readyz", "/metrics"}
OPEN = {("POST", "/v1/begin"), ("POST", "/v1/join")}
CALLERS = ("desk", "kiosk", "locked", "asking", "revoked", "nobody", "stranger", "another business's desk")
FOR_ASKING, FOR_REVOKED = {"joined"}, {"joined", "push", "hold"}


@pytest.fixture
def routes(serving: OpenServer) -> list[tuple[str, str]]:
    """What devices and operators reach; pages and hooks, which people reach, have tests of their own."""
    found = [route for route in application(serving).routes if isinstance(route, Route) and not _is_for_people(route)]
    return sorted((method, route.path) for route in found for method in (route.methods or ()) if method != "HEAD")


def _is_for_people(route: Route) -> bool:
    answering = getattr(route.endpoint, "func", route.endpoint)  # a page is bound to its answer by `partial`
    return answering.__module__.startswith(("sync_server.pages", "sync_server.hooks"))


@pytest.fixture
def callers(another: Another, first: DeskSide, serving: OpenServer, url: str) -> Iterator[dict[str, DeskSide]]:
    made = {
        "desk": first,
        "kiosk": another(DeviceRole.KIOSK),
        "locked": another(),
        "asking": another(admitted=False),
        "revoked": another(),
        "stranger": DeskSide(first.business, first.clock, first.wire),
        "another business's desk": a_desk_elsewhere(serving, url, first),
    }
    serving.stores.of(first.business).do(lock_device, LockDevice(device=made["locked"].device))
    first.do(revoke_device, OfDevice(device=made["revoked"].device))
    first.sync()
    yield made
    close(made["another business's desk"])


def a_desk_elsewhere(serving: OpenServer, url: str, first: DeskSide) -> DeskSide:
    desk = DeskSide(new_id(), first.clock, Reached(url))
    a_salon(desk.store)
    desk.begin(serving.control.new_setup_code())
    return desk


def ask(web: httpx.Client, method: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """Status and code of an answer; a stream is left at once."""
    with web.stream(method, path, headers=headers) as answer:
        if answer.status_code == 200:
            return 200, ""
        answer.read()
        return answer.status_code, code(answer)


def expected(caller: str, verb: str) -> set[tuple[int, str]]:
    """What a request without a body gets: those who may are told that it is damaged, or get their answer."""
    done = {(200, ""), (409, "message_damaged")}
    if caller == "nobody":
        return {(401, "signature_missing")}
    if caller in ("stranger", "another business's desk"):
        return {(401, "device_unknown")}
    if caller == "asking":
        return done if verb in FOR_ASKING else {(409, "device_asking")}
    if caller == "revoked":
        return done if verb in FOR_REVOKED else {(409, "device_revoked")}
    if caller == "locked" and verb in ("events", "differed", "lease", "kept", "salvage", "wanted"):
        return {(409, "device_locked")}
    if caller == "kiosk" and verb in ("kept", "lacking", "piece"):
        return {(409, "device_may_not")}
    return done


@pytest.mark.feature("35.1.9")
@pytest.mark.parametrize("caller", CALLERS)
def test_each_caller_gets_from_each_route_what_is_theirs(
    caller: str, routes: list[tuple[str, str]], callers: dict[str, DeskSide], first: DeskSide, web: httpx.Client
) -> None:
    guarded = [(method, path) for method, path in routes if path not in OPERATORS and (method, path) not in OPEN]
    assert len(guarded) >= 6
    for method, template in guarded:
        path, verb = template.replace("{business:uuid}", str(first.business)), template.rpartition("/")[2]
        headers = {} if caller == "nobody" else signed(callers[caller], method, path)
        assert ask(web, method, path, headers) in expected(caller, verb), (method, template)


def test_only_known_routes_are_open_to_anybody(routes: list[tuple[str, str]]) -> None:
    open_to_all = {(m, p) for m, p in routes if "{business:uuid}" not in p}
    assert open_to_all == OPEN | {("GET", path) for path in OPERATORS}


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST"])
def test_another_method_is_nothing(
    method: str, routes: list[tuple[str, str]], salon: Salon, first: DeskSide, web: httpx.Client
) -> None:
    for known, template in routes:
        path = template.replace("{business:uuid}", str(first.business))
        if known != method and template not in OPERATORS and (method, template) not in routes:
            assert ask(web, method, path, signed(first, method, path)) == (401, "device_unknown")


def test_a_kiosk_gets_only_what_everybody_may_see(callers: dict[str, DeskSide], web: httpx.Client) -> None:
    kiosk = callers["kiosk"]
    body, path = encode(Pull(epoch="", cursor=0)), f"/v1/{kiosk.business}/pull"
    page = decode(web.post(path, content=body, headers=signed(kiosk, "POST", path, body)).content, Page)
    assert devices.name in page.tables
    assert {name for name in page.tables if METADATA.tables[name].info["scope"] == "desk"} == set()


def test_who_waits_to_be_let_in_is_not_given_the_pepper(callers: dict[str, DeskSide]) -> None:
    for name in ("asking", "revoked", "locked"):
        joined: Joined = callers[name].engine.server.ask("joined", None, Joined)
        assert (joined.pepper, joined.recovery) == (b"", b""), name


def test_a_business_that_does_not_live_here_is_not_told_from_one_that_does(
    salon: Salon, first: DeskSide, web: httpx.Client, world: WorldClock
) -> None:
    here, nowhere = DeskSide(first.business, world, first.wire), DeskSide(new_id(), world, first.wire)
    answers = [
        web.post(f"/v1/{d.business}/pull", headers=signed(d, "POST", f"/v1/{d.business}/pull")) for d in (here, nowhere)
    ]
    assert answers[0].content == answers[1].content
    assert answers[0].status_code == answers[1].status_code == 401
