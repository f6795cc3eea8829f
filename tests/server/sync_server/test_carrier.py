"""Whatever answers in place of the server, a desk keeps what it has and tries again."""

import gzip
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from bizet_core.base.refusals import Refused
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.sync.wire.protocol import LARGEST_PAGE, Pushed, encode
from bizet_desk.syncing.transport.address import address_of
from bizet_desk.syncing.transport.carrier import UnreachableError
from bizet_desk.syncing.transport.http import HttpCarrier
from sync_server.running.configuration import Configuration
from sync_server.running.open_server import OpenServer
from tests.server.sync_server.reaching import Reached, on_loopback
from tests.server.sync_server.strange import answering, self_signed
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide
from tests.support.makers import Salon

HURRIED = httpx.Timeout(0.3)
PAGE = b"<!doctype html><title>Sign in to the hotel's Wi-Fi</title>"


def http(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


NOT_OURS = {
    "a page": http("200 OK", PAGE, "Content-Type: text/html"),
    "a page that says it failed": http("502 Bad Gateway", PAGE),
    "a page that refuses": http("403 Forbidden", PAGE),
    "a redirect": http("302 Found", b"", "Location: http://127.0.0.1:1/elsewhere"),
    "a redirect of a post": http("307 Temporary Redirect", b"", "Location: https://example.com/v1/begin"),
    "nothing": b"",
    "noise": bytes(range(256)),
    "our answer, cut": http("200 OK", encode(Pushed(last_n=1, head=1, epoch="x")))[:-8],
    "another answer of ours": http("200 OK", encode({"unexpected": 1})),
    "an answer that somebody has packed": http("200 OK", gzip.compress(bytes(1 << 20)), "Content-Encoding: gzip"),
    "too long an answer": http("200 OK", b"")[:15] + b"\r\n\r\n" + bytes(LARGEST_PAGE + 1),
    "headers without end": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000,
}


@pytest.mark.parametrize("answer", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_what_is_not_the_servers_answer_is_no_answer(salon: Salon, first: DeskSide, answer: bytes) -> None:
    first.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
    with answering(answer) as url, reaching(first, url), pytest.raises(UnreachableError):
        first.sync()
    assert first.engine._unsent() != []
    first.sync()
    assert first.engine._unsent() == []


def test_a_server_that_says_nothing_is_not_waited_for(salon: Salon, first: DeskSide) -> None:
    with (
        answering(b"", hang_up=False) as url,
        reaching(first, url),
        pytest.raises(UnreachableError, match="ReadTimeout"),
    ):
        first.sync()


def test_a_line_cut_after_the_push_arrived_does_nothing_twice(
    salon: Salon, first: DeskSide, serving: OpenServer
) -> None:
    first.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
    with answering(half) as url, closing(HttpCarrier(url, timeouts=HURRIED)) as cut:
        first.wire.fault = lambda send: (send(), cut.post("/", {}, b""))[1]
        with pytest.raises(UnreachableError):
            first.sync()
    first.wire.fault = lambda send: send()
    first.sync()
    there = [row["name"] for row in rows(serving.stores.of(first.business))["customer"]]
    assert there.count("Zoë Blanc") == 1


@contextmanager
def reaching(desk: DeskSide, url: str) -> Iterator[None]:
    """Within, the desk speaks to whatever is at this address."""
    at_home = desk.engine.server.carrier
    with closing(HttpCarrier(url, timeouts=HURRIED)) as carrier:
        desk.engine.server.carrier = carrier
        yield
    desk.engine.server.carrier = at_home


def test_a_certificate_nobody_vouches_for_is_not_spoken_to(serving: OpenServer, tmp_path: Path) -> None:
    files = self_signed(tmp_path)
    with on_loopback(serving, Configuration(cert=files.cert, key=files.key)) as url:
        with pytest.raises(UnreachableError, match="ConnectError"):
            asked(url)
        assert asked(url, files.cert) == 409


def test_a_certificate_for_another_name_is_not_spoken_to(serving: OpenServer, tmp_path: Path) -> None:
    files = self_signed(tmp_path)
    with on_loopback(serving, Configuration(cert=files.cert, key=files.key)) as url:
        elsewhere = url.replace("127.0.0.1", "localhost")
        with pytest.raises(UnreachableError, match="ConnectError"):
            asked(elsewhere, files.cert)


def asked(url: str, authority: Path | None = None) -> int:
    with closing(HttpCarrier(url, authority)) as carrier:
        return carrier.post("/v1/join", {}, b"?")[0]


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        (" bizet.example.com ", "https://bizet.example.com"),
        ("https://bizet.example.com:8443/", "https://bizet.example.com:8443"),
        ("http://127.0.0.1:8766", "http://127.0.0.1:8766"),
    ],
)
def test_an_address_is_read_as_people_type_it(typed: str, url: str) -> None:
    assert address_of(typed).url == url


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("http://bizet.example.com", "server_address_plain"),
        ("ftp://bizet.example.com", "server_address_wrong"),
        ("https://me:secret@bizet.example.com", "server_address_wrong"),
        ("", "server_address_wrong"),
        ("https://", "server_address_wrong"),
        ("https://bizet.example.com:99999", "server_address_wrong"),
        ("https://[::1", "server_address_wrong"),
    ],
)
def test_an_address_that_will_not_do_is_said_so(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        address_of(typed)


def test_the_desks_own_line_is_closed_with_it(url: str) -> None:
    reached = Reached(url)
    reached.carrier.close()
    assert reached.carrier.client.is_closed
