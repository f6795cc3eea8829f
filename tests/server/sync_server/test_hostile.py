"""What a desk, or somebody who pretends to be one, may send: the server refuses it early, small, and goes on."""

import os
import resource
import socket
from collections.abc import Iterator

import httpx
import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bizet_core.base.refusals import Refused
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store.journal.journal import Header, chain, pack
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.wire.protocol import LARGEST_MESSAGE, Push, Pushed, Sent, decode, encode
from sync_server.sync.dispatch import VERBS
from tests.server.sync_server.conftest import Another
from tests.server.sync_server.reaching import code, signed
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide
from tests.support.makers import Salon

MB = 1 << 20


def send(desk: DeskSide, web: httpx.Client, verb: str, body: bytes) -> httpx.Response:
    """Signed as it should be: only the body is bad."""
    path = f"/v1/{desk.business}/{verb}"
    return web.post(path, content=body, headers=signed(desk, "POST", path, body))


def a_push(desk: DeskSide) -> Push:
    """What a desk would send next."""
    (unsent,) = desk.engine._unsent()
    return desk.engine._message(unsent.inc, desk.engine._batch(unsent, unsent.first))


@pytest.fixture
def pushing(salon: Salon, first: DeskSide) -> Push:
    first.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
    return a_push(first)


@pytest.mark.parametrize("verb", ["push", "hold", "pull"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 64,
        zstandard.compress(b""),
        zstandard.compress(b"\xc1"),  # the one byte msgpack never uses
        zstandard.compress(b"\x91" * 100_000 + b"\xc0"),  # nested 100,000 deep
        zstandard.compress(b"\xdd\xff\xff\xff\xff"),  # an array that says it has four billion entries
        zstandard.compress(b"\xdf\xff\xff\xff\xff"),
        zstandard.compress(b"\xc6\xff\xff\xff\xff"),
        encode({"epoch": "", "cursor": 0, "more": 1}),
        encode({"epoch": 0, "cursor": -1}),
        encode({"epoch": "", "cursor": 2**64 - 1}),
        encode([]),
    ],
    ids=lambda body: f"{len(body)} bytes {body[-4:].hex()}",
)
def test_a_body_that_is_no_message_is_refused(
    salon: Salon, first: DeskSide, web: httpx.Client, verb: str, body: bytes
) -> None:
    answer = send(first, web, verb, body)
    assert (answer.status_code, code(answer)) == (409, "message_damaged")


def test_a_push_cut_anywhere_is_refused(pushing: Push, first: DeskSide, web: httpx.Client) -> None:
    whole = encode(pushing)
    for length in range(0, len(whole), max(1, len(whole) // 40)):
        answer = send(first, web, "push", whole[:length])
        assert (answer.status_code, code(answer)) == (409, "message_damaged"), length
    assert send(first, web, "push", whole).status_code == 200


@pytest.mark.parametrize("says_its_size", [True, False])
def test_a_bomb_is_not_unpacked(salon: Salon, first: DeskSide, web: httpx.Client, says_its_size: bool) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = send(first, web, "push", bomb(says_its_size))
    assert (answer.status_code, code(answer)) == (413, "message_too_large")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # kilobytes: of a gigabyte


def bomb(says_its_size: bool) -> bytes:
    """A gigabyte of nothing in some thirty kilobytes."""
    size = {"size": 1024 * MB} if says_its_size else {}
    packing = zstandard.ZstdCompressor().compressobj(**size)
    return b"".join([*(packing.compress(bytes(MB)) for _ in range(1024)), packing.flush()])


def test_a_gigabyte_is_refused_by_what_it_says(salon: Salon, first: DeskSide, url: str) -> None:
    answer = raw(url, first.business, b"Content-Length: 1073741824\r\n\r\n")
    assert b" 413 " in answer.split(b"\r\n", 1)[0]


def test_an_endless_body_is_cut_off_early(salon: Salon, first: DeskSide, url: str, web: httpx.Client) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 1 << 30:
            sent += MB
            yield bytes(MB)

    path = f"/v1/{first.business}/push"
    try:
        answer = web.post(path, content=endless(), headers=signed(first, "POST", path))
        assert answer.status_code == 413
    except httpx.WriteError:  # the server has hung up while we were still sending
        pass
    assert sent < LARGEST_MESSAGE + 32 * MB
    assert web.get("/healthz").status_code == 200


def raw(url: str, business: object, rest: bytes) -> bytes:
    """A request as no client would send it."""
    where = httpx.URL(url)
    with socket.create_connection((where.host, where.port or 0), timeout=10) as line:
        line.sendall(f"POST /v1/{business}/push HTTP/1.1\r\nHost: x\r\n".encode() + rest)
        return line.recv(65_536)


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 1e9\r\n\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
        b"X: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
    ids=["negative", "float", "both lengths", "endless header"],
)
def test_a_request_that_is_no_http_is_refused(
    salon: Salon, first: DeskSide, url: str, web: httpx.Client, rest: bytes
) -> None:
    answer = raw(url, first.business, rest)
    assert answer == b"" or answer.split(b" ")[1] in (b"400", b"401", b"409", b"413", b"431")
    assert web.get("/healthz").status_code == 200


def test_a_number_from_the_future_waits_for_those_before(pushing: Push, first: DeskSide, web: httpx.Client) -> None:
    (line,) = pushing.lines
    header = msgspec.msgpack.decode(line.header, type=Header)
    ahead = resigned(first, pushing, msgspec.structs.replace(header, n=header.n + 5), line.body, bytes(32))
    answer = send(first, web, "push", encode(ahead))
    assert decode(answer.content, Pushed).last_n == header.n - 1
    assert decode(answer.content, Pushed).told == ()


def test_a_line_that_does_not_continue_the_chain_is_refused(pushing: Push, first: DeskSide, web: httpx.Client) -> None:
    (line,) = pushing.lines
    header = msgspec.msgpack.decode(line.header, type=Header)
    answer = send(first, web, "push", encode(resigned(first, pushing, header, line.body, bytes(32))))
    assert (answer.status_code, code(answer)) == (409, "chain_broken")


def test_a_line_of_another_business_is_refused(pushing: Push, first: DeskSide, web: httpx.Client) -> None:
    (line,) = pushing.lines
    header = msgspec.msgpack.decode(line.header, type=Header)
    other = resigned(first, pushing, msgspec.structs.replace(header, business=new_id()), line.body, bytes(32))
    answer = send(first, web, "push", encode(other))
    assert (answer.status_code, code(answer)) == (401, "of_another")


def test_a_device_cannot_push_as_another(another: Another, first: DeskSide, web: httpx.Client) -> None:
    second = another()
    second.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
    answer = send(first, web, "push", encode(a_push(second)))
    assert (answer.status_code, code(answer)) == (401, "of_another")


def test_the_same_push_twice_does_it_once(pushing: Push, first: DeskSide, web: httpx.Client) -> None:
    answers = [decode(send(first, web, "push", encode(pushing)).content, Pushed) for _ in range(2)]
    assert answers[0].told == answers[1].told
    first.sync()
    assert [row["name"] for row in rows(first.store)["customer"]].count("Zoë Blanc") == 1


def resigned(desk: DeskSide, push: Push, header: Header, body: bytes, previous: bytes) -> Push:
    """The push with another header, signed as the desk's own key would."""
    raw_header = pack(header)
    hash = chain(previous, raw_header, body)
    return msgspec.structs.replace(push, lines=(Sent(raw_header, body, hash),), signature=desk.sign(hash))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    verb=st.sampled_from(sorted(VERBS)),
    body=st.binary(max_size=200) | st.binary(max_size=200).map(zstandard.compress),
    headers=st.dictionaries(
        st.sampled_from(["bizet-device", "bizet-at", "bizet-nonce", "bizet-signature"]),
        st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=80).map(str.strip),
    ),
)
def test_nonsense_never_breaks_the_server(
    salon: Salon, first: DeskSide, web: httpx.Client, verb: str, body: bytes, headers: dict[str, str]
) -> None:
    answer = web.post(f"/v1/{first.business}/{verb}", content=body, headers=headers)
    assert (answer.status_code, code(answer)) in {
        (401, "signature_missing"),
        (401, "clock_wrong"),
        (401, "device_unknown"),
    }
    assert code(send(first, web, verb, body)) != "server_broke" if verb in ("push", "hold", "pull") else True


@pytest.mark.parametrize("business", ["-" * 36, "0" * 36, "%2e%2e", "A" * 32, "١" * 36])
def test_a_business_that_is_no_id_is_nothing(web: httpx.Client, business: str) -> None:
    answer = web.post(f"/v1/{business}/push", content=os.urandom(8))
    assert answer.status_code == 401


def test_a_refusal_of_ours_is_worded(salon: Salon, first: DeskSide, web: httpx.Client) -> None:
    with pytest.raises(Refused, match="message_damaged"):
        first.engine.server.ask("push", {}, Pushed)
