"""A desk that listens hears within a second that there is something to pull, and nothing else."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import httpx
import pytest

from bizet_core.business.devices.operations import OfDevice, revoke_device
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.sync.server import feed
from bizet_desk.syncing.transport.event_stream import EventListener, Pace
from sync_server.data.business_databases import Files
from sync_server.running.open_server import OpenServer, serve_from
from sync_server.sync import events
from tests.server.sync_server.conftest import Another
from tests.server.sync_server.reaching import code, on_loopback, signed
from tests.server.sync_server.strange import answering
from tests.simulator.world import DeskSide, WorldClock
from tests.support.makers import Salon
from tests.support.patience import PATIENCE

NEVER = 3600.0
AT_ONCE = Pace(silence=10, jitter=0)
Heard = Queue[tuple[str, int]]


@contextmanager
def listening(desk: DeskSide, url: str, pace: Pace = AT_ONCE) -> Iterator[Heard]:
    """The desk's listener on a thread; what it hears."""
    heard: Heard = Queue()
    listener = EventListener(url, desk.engine.server, lambda epoch, head: heard.put((epoch, head)), pace=pace)
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        yield heard
    finally:
        listener.stop()
        thread.join(timeout=PATIENCE)
        assert not thread.is_alive()


def a_customer(desk: DeskSide) -> None:
    desk.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))


def head(serving: OpenServer, desk: DeskSide) -> tuple[str, int]:
    with serving.stores.of(desk.business).reading() as connection:
        found = feed.head_of(connection, desk.business)
        return found.epoch, found.seq


def push_and_hear(first: DeskSide, heard: Heard, serving: OpenServer) -> float:
    """Seconds from a push until it is heard elsewhere."""
    a_customer(first)
    began = time.monotonic()
    first.sync()
    told = heard.get(timeout=PATIENCE)
    took = time.monotonic() - began
    assert told == head(serving, first)
    return took


def test_a_push_is_heard_within_a_second(another: Another, first: DeskSide, serving: OpenServer, url: str) -> None:
    second = another()
    serving.hub.pace = events.Pace(sweep=NEVER, heartbeat=NEVER)
    with listening(second, url) as heard:
        assert heard.get(timeout=PATIENCE) == head(serving, first)
        took = [push_and_hear(first, heard, serving) for _ in range(5)]
    assert min(took) < 1.5  # the push itself, too, on a busy computer


def test_what_another_process_commits_is_heard_by_looking(
    salon: Salon, first: DeskSide, serving: OpenServer, url: str, tmp_path: Path, world: WorldClock
) -> None:
    beside = serve_from(Files(tmp_path / "server", world), world)
    try:
        with listening(first, url) as heard, on_loopback(beside) as other:
            before = heard.get(timeout=PATIENCE)
            reached = DeskSide(
                first.business, first.clock, first.wire, device=first.device, key=first.key, disk=first.disk
            )
            a_customer(reached)
            first.wire.carrier.client.base_url = httpx.URL(other)  # type: ignore[attr-defined]
            reached.sync()
            assert heard.get(timeout=PATIENCE)[1] > before[1]
    finally:
        beside.close()


def test_events_carry_no_data(salon: Salon, first: DeskSide, serving: OpenServer, web: httpx.Client) -> None:
    path = f"/v1/{first.business}/events"
    with web.stream("GET", path, headers=signed(first, "GET", path)) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        text = ""
        for part in answer.iter_text():
            text += part
            if "data:" in text:
                break
    epoch, seq = head(serving, first)
    assert text == f': hello\n\ndata: {{"epoch":"{epoch}","head":{seq}}}\n\n'


def test_a_quiet_stream_still_says_that_it_is_there(
    salon: Salon, first: DeskSide, serving: OpenServer, web: httpx.Client
) -> None:
    serving.hub.pace = events.Pace(heartbeat=0.05)
    path = f"/v1/{first.business}/events"
    with web.stream("GET", path, headers=signed(first, "GET", path)) as answer:
        parts = answer.iter_text()
        assert any("still here" in next(parts) for _ in range(50))


def test_a_device_that_is_sent_away_is_hung_up_on(another: Another, first: DeskSide, web: httpx.Client) -> None:
    second = another()
    path = f"/v1/{first.business}/events"
    with web.stream("GET", path, headers=signed(second, "GET", path)) as answer:
        parts = answer.iter_text()
        next(parts)
        first.do(revoke_device, OfDevice(device=second.device))
        first.sync()
        assert all("zo" not in part.lower() for part in parts)  # and it ends
    refused = web.get(path, headers=signed(second, "GET", path))
    assert (refused.status_code, code(refused)) == (409, "device_revoked")


def test_only_who_signs_may_listen(salon: Salon, first: DeskSide, web: httpx.Client) -> None:
    path = f"/v1/{first.business}/events"
    assert web.get(path).status_code == 401
    assert web.get(path, headers=signed(first, "POST", path)).status_code == 401


def test_a_device_listens_a_few_times_and_not_more(salon: Salon, first: DeskSide, web: httpx.Client) -> None:
    path = f"/v1/{first.business}/events"
    streams = [
        web.send(web.build_request("GET", path, headers=signed(first, "GET", path)), stream=True) for _ in range(5)
    ]
    assert [stream.status_code for stream in streams] == [200, 200, 200, 200, 429]
    for stream in streams:
        stream.close()


def test_a_listener_comes_back_after_the_server_has_restarted(
    salon: Salon, first: DeskSide, serving: OpenServer
) -> None:
    with on_loopback(serving) as url:
        port = httpx.URL(url).port
        assert port is not None
    serving.hub.is_closing = False
    with listening(first, f"http://127.0.0.1:{port}") as heard:
        with on_loopback(serving, port=port):
            heard.get(timeout=PATIENCE)
        serving.hub.is_closing = False
        with on_loopback(serving, port=port):
            heard.get(timeout=PATIENCE)


def test_a_line_that_has_gone_silent_is_given_up(salon: Salon, first: DeskSide) -> None:
    silent = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n"
    seen: Heard = Queue()
    with answering(silent, hang_up=False) as url:
        listener = EventListener(url, first.engine.server, lambda epoch, n: seen.put((epoch, n)), pace=Pace(0.2, 0))
        with pytest.raises(httpx.ReadTimeout):
            listener._listen()
        listener.client.close()


@pytest.mark.parametrize("said", [b"data: no\n\n", b"data: {}\n\n", b'data: {"epoch":1,"head":"x"}\n\n', b"<html>"])
def test_a_stream_of_something_else_is_left(salon: Salon, first: DeskSide, said: bytes) -> None:
    with (
        answering(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + said) as url,
        listening(first, url, Pace(0.2, 0.2)) as heard,
    ):
        pass
    assert heard.empty()
