"""Desks agree over HTTP, and whoever asks amiss is told no more than a code."""

import httpx
import pytest

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.operations import OfDevice, revoke_device
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.wire.protocol import Page, Problem, Pull, decode, encode
from bizet_desk.syncing.transport.carrier import UnreachableError
from sync_server.running.open_server import OpenServer
from sync_server.web.rate_limits import Buckets
from tests.server.sync_server.conftest import Another
from tests.server.sync_server.reaching import code, signed
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, WorldClock
from tests.support.makers import Salon

PULL = encode(Pull(epoch="", cursor=0))


def pull(
    desk: DeskSide, web: httpx.Client, body: bytes = PULL, headers: dict[str, str] | None = None
) -> httpx.Response:
    path = f"/v1/{desk.business}/pull"
    return web.post(path, content=body, headers=headers or signed(desk, "POST", path, body))


def test_two_desks_agree_over_http(another: Another, first: DeskSide, serving: OpenServer) -> None:
    second = another()
    second.do(add_customer, AddCustomer(name="Zoë Blanc", phone="+351912345678"))
    second.sync()
    first.sync()
    assert differences(rows(first.store), rows(second.store)) == []
    assert differences(rows(first.store), rows(serving.stores.of(first.business))) == []


def test_a_signed_pull_gets_a_page(salon: Salon, first: DeskSide, web: httpx.Client) -> None:
    answer = pull(first, web)
    assert answer.status_code == 200
    assert decode(answer.content, Page).tables["customer"].rows


def test_the_same_request_twice_is_refused(salon: Salon, first: DeskSide, web: httpx.Client) -> None:
    headers = signed(first, "POST", f"/v1/{first.business}/pull", PULL)
    assert pull(first, web, headers=headers).status_code == 200
    again = pull(first, web, headers=headers)
    assert (again.status_code, code(again)) == (401, "replayed")


def test_an_altered_body_is_refused(salon: Salon, first: DeskSide, web: httpx.Client) -> None:
    headers = signed(first, "POST", f"/v1/{first.business}/pull", PULL)
    altered = pull(first, web, encode(Pull(epoch="", cursor=1)), headers)
    assert (altered.status_code, code(altered)) == (401, "device_unknown")


def test_what_is_not_there_looks_like_what_is_not_yours(salon: Salon, first: DeskSide, web: httpx.Client) -> None:
    stranger = DeskSide(first.business, first.clock, first.wire)
    elsewhere = DeskSide(new_id(), first.clock, first.wire, device=first.device, key=first.key)
    answers = [pull(stranger, web), pull(elsewhere, web), web.post("/v1/nothing"), web.get("/v1/begin")]
    assert {(a.status_code, a.content) for a in answers} == {(401, encode(Problem(code="device_unknown")))}


def test_a_clock_that_is_off_learns_the_servers(
    salon: Salon, first: DeskSide, web: httpx.Client, world: WorldClock
) -> None:
    headers = signed(first, "POST", f"/v1/{first.business}/pull", PULL)
    world.pass_by(minutes=6)
    answer = pull(first, web, headers=headers)
    assert answer.status_code == 401
    assert decode(answer.content, Problem).facts == {"now_ms": int(world.now.timestamp() * 1000)}


def test_a_desk_with_a_wrong_clock_agrees_all_the_same(salon: Salon, first: DeskSide) -> None:
    true = first.engine.server.now_ms
    first.engine.server.now_ms = lambda: true() + 3_600_000
    first.sync()
    assert first.engine.server.offset_ms == -3_600_000


def test_a_device_that_was_sent_away_gets_nothing(another: Another, first: DeskSide, web: httpx.Client) -> None:
    second = another()
    first.do(revoke_device, OfDevice(device=second.device))
    first.sync()
    answer = pull(second, web)
    assert (answer.status_code, code(answer)) == (409, "device_revoked")


def test_what_a_device_that_was_sent_away_still_sends_is_held(another: Another, first: DeskSide) -> None:
    second = another()
    first.do(revoke_device, OfDevice(device=second.device))
    first.sync()
    second.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
    with pytest.raises(Refused, match="device_revoked"):
        second.sync()
    first.sync()
    assert [card["kind"] for card in rows(first.store)["inbox_card"]] == ["held"]
    assert "Zoë Blanc" not in [row["name"] for row in rows(first.store)["customer"]]


def test_one_device_too_eager_waits_and_the_others_do_not(
    another: Another, first: DeskSide, serving: OpenServer, web: httpx.Client
) -> None:
    second = another()
    serving.devices = Buckets(rate=0.001, burst=2)
    assert [pull(first, web).status_code for _ in range(3)] == [200, 200, 429]
    assert pull(second, web).status_code == 200
    with pytest.raises(UnreachableError, match="slow_down"):
        first.sync()


def test_codes_are_not_guessed_quickly(serving: OpenServer, web: httpx.Client) -> None:
    serving.newcomers = Buckets(rate=0.001, burst=3)
    answers = [web.post("/v1/join", content=b"?") for _ in range(4)]
    assert [a.status_code for a in answers] == [409, 409, 409, 429]


def test_an_error_of_ours_says_nothing_of_itself(
    salon: Salon, first: DeskSide, serving: OpenServer, web: httpx.Client
) -> None:
    def broken(_answer: object) -> None:
        raise RuntimeError("Olivia Hart, +351 912 345 678")

    serving.door.on_pushed = broken
    first.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
    with pytest.raises(UnreachableError, match="server_broke"):
        first.sync()
    serving.door.on_pushed = lambda _answer: None
    first.sync()
    assert first.engine._unsent() == []


def test_every_answer_carries_the_headers_browsers_heed(web: httpx.Client) -> None:
    for answer in (web.get("/healthz"), web.get("/nothing"), web.post("/v1/join", content=b"?")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["cache-control"] == "no-store"
        assert len(answer.headers["x-request-id"]) == 32
        assert "server" not in answer.headers


def test_nobody_is_shown_what_there_is_to_ask(web: httpx.Client) -> None:
    assert {web.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json", "/v1")} == {401}
