"""Webhooks over a real socket: right ones are kept once, wrong ones all get the same no."""

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from sqlalchemy.exc import OperationalError

from bizet_core.business.hooks.queries import Deliveries, Delivery, OneDelivery, deliveries, delivery_body
from bizet_core.business.hooks.rules import LARGEST_BODY
from bizet_core.store.journal.journal import Header, journal
from sync_server.data.business_databases import Files
from sync_server.hooks.secrets import PREFIX, new_secret
from sync_server.hooks.signature import sign
from sync_server.running.open_server import OpenServer, serve_from
from sync_server.web.rate_limits import Buckets
from tests.conftest import Clock
from tests.server.pages.conftest import settled
from tests.server.sync_server.reaching import on_loopback
from tests.support.makers import Salon, a_salon, refused

BODY = b'{"type": "payment.settled", "id": 7}'


class Bank:
    """A service that tells a salon of its payments."""

    def __init__(self, serving: OpenServer, web: httpx.Client, clock: Clock) -> None:
        self.serving, self.web, self.clock = serving, web, clock
        self.salon: Salon = a_salon(settled(serving, "carmen"))
        self.business: UUID = self.salon.store.identity.business
        self.secret = plain(new_secret(serving.control, self.business, "bank"))

    def tell(
        self,
        body: bytes = BODY,
        *,
        delivery: str = "evt_1",
        ago: float = 0,
        secret: bytes = b"",
        business: UUID | None = None,
        provider: str = "bank",
        **headers: str,
    ) -> httpx.Response:
        timestamp = str(int(self.clock().timestamp() - ago))
        signature = sign(secret or self.secret, delivery, timestamp, body)
        said = {"webhook-id": delivery, "webhook-timestamp": timestamp, "webhook-signature": signature}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.web.post(f"/hooks/{provider}/{business or self.business}", content=body, headers=said)

    def kept(self) -> tuple[Delivery, ...]:
        return self.salon.store.ask(deliveries, Deliveries())


def plain(secret: str) -> bytes:
    return b64decode(secret.removeprefix(PREFIX))


@pytest.fixture
def bank(tmp_path: Path, clock: Clock) -> Iterator[Bank]:
    serving = serve_from(Files(tmp_path / "server", clock), clock)
    with on_loopback(serving) as url, httpx.Client(base_url=url, trust_env=False, timeout=30) as web:
        yield Bank(serving, web, clock)
    serving.close()


def test_the_signature_is_that_of_standard_webhooks() -> None:
    secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signature = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="  # the example in its specification


def test_a_signed_delivery_is_kept_as_it_came(bank: Bank) -> None:
    assert bank.tell().status_code == 204
    (only,) = bank.kept()
    assert (only.provider, only.delivery, only.event, only.at) == ("bank", "evt_1", "payment.settled", bank.clock())
    assert bank.salon.store.ask(delivery_body, OneDelivery(id=only.id)) == BODY


def test_the_journal_says_which_service_it_was(bank: Bank) -> None:
    bank.tell()
    with bank.salon.store.engine.connect() as connection:
        last = connection.execute(journal.select().order_by(journal.c.n.desc())).first()
    assert last is not None
    header = msgspec.msgpack.decode(last.header, type=Header)
    assert (header.name, header.actor, header.actor_name, header.actor_kind) == (
        "hooks.receive_delivery", None, "bank", "hook",
    )  # fmt: skip


def test_a_delivery_sent_twice_is_kept_once_and_answered_alike(bank: Bank) -> None:
    first, again = bank.tell(), bank.tell()
    bank.clock.pass_by(minutes=30)
    later = bank.tell()  # signed anew by its sender, as it tries again
    assert [answer.status_code for answer in (first, again, later)] == [204] * 3
    assert len(bank.kept()) == 1


def test_everything_wrong_gets_the_same_answer(bank: Bank) -> None:
    other = settled(bank.serving, "other").identity.business
    theirs = plain(new_secret(bank.serving.control, other, "bank"))
    asked = {
        "another secret": bank.tell(secret=b"x" * 32),
        "another business's secret": bank.tell(secret=theirs),
        "our secret at another business": bank.tell(business=other),
        "no such business": bank.tell(business=uuid4()),
        "no such service": bank.tell(provider="shop"),
        "late": bank.tell(ago=301),
        "early": bank.tell(ago=-301),
        "no time": bank.tell(webhook_timestamp=""),
        "a time that is none": bank.tell(webhook_timestamp="1e9"),
        "endless time": bank.tell(webhook_timestamp="9" * 500),
        "another name": bank.tell(webhook_id="evt_2"),
        "no signature": bank.tell(webhook_signature=""),
        "another version": bank.tell(webhook_signature="v2,abc"),
        "a body that was changed": bank.tell(webhook_signature=sign(bank.secret, "evt_1", "1", b"other")),
    }
    answers = {why: (answer.status_code, answer.content) for why, answer in asked.items()}
    assert answers == dict.fromkeys(asked, (401, b""))
    assert bank.kept() == ()


def test_within_five_minutes_to_either_side_it_is_taken(bank: Bank) -> None:
    assert [bank.tell(delivery=f"e{ago}", ago=ago).status_code for ago in (299, -299)] == [204, 204]


def test_while_a_secret_is_exchanged_one_right_signature_is_enough(bank: Bank) -> None:
    timestamp = str(int(bank.clock().timestamp()))
    right = sign(bank.secret, "evt_1", timestamp, BODY)
    assert bank.tell(webhook_signature=f"v1,AAAA {right} v9,x").status_code == 204


def test_a_new_secret_ends_the_old_one(bank: Bank) -> None:
    fresh = plain(new_secret(bank.serving.control, bank.business, "bank"))
    assert bank.tell().status_code == 401
    assert bank.tell(secret=fresh).status_code == 204


def test_a_body_longer_than_a_delivery_is_not_read(bank: Bank) -> None:
    answer = bank.tell(b"x" * (LARGEST_BODY + 1))
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert bank.tell(b"x" * LARGEST_BODY).status_code == 204


def test_a_body_without_an_end_is_cut_off(bank: Bank) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 4096

    answer = bank.web.post(f"/hooks/bank/{bank.business}", content=endless())
    assert answer.status_code == 413


def test_too_many_at_once_are_asked_to_wait(bank: Bank) -> None:
    bank.serving.tellers = Buckets(0.5, 2, now=lambda: 0.0)
    statuses = [bank.tell(delivery=f"evt_{i}").status_code for i in range(3)]
    assert statuses == [204, 204, 429]
    assert bank.tell().headers["retry-after"] == "2"


def test_while_the_database_is_away_the_sender_comes_again(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_asked: object, **_how: object) -> None:
        raise OperationalError("INSERT", {}, Exception("unable to open database file"))

    monkeypatch.setattr(bank.salon.store, "do", away)
    assert bank.tell().status_code == 503
    monkeypatch.undo()
    assert bank.tell().status_code == 204


def test_only_deliveries_are_posted_there(bank: Bank) -> None:
    assert bank.web.get(f"/hooks/bank/{bank.business}").status_code == 401
    assert bank.web.post("/hooks/bank/no-business").status_code == 401


def test_a_service_is_named_as_an_address_can_say(bank: Bank) -> None:
    for name in ("", "Bank", "a b", "1bank", "x" * 41):
        with refused("provider_odd"):
            new_secret(bank.serving.control, bank.business, name)


def test_secrets_are_for_nobody_else_on_the_computer(bank: Bank, tmp_path: Path) -> None:
    assert (tmp_path / "server").stat().st_mode & 0o077 == 0
