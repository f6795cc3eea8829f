"""What another service tells is kept once, as it came, under the service's own name."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from bizet_core.base.refusals import Refused
from bizet_core.business.access.outsiders import hook_actor, page_visitor
from bizet_core.business.hooks.operations import ReceiveDelivery, receive_delivery
from bizet_core.business.hooks.queries import Deliveries, Delivery, OneDelivery, deliveries, delivery_body
from bizet_core.store import Actor, Store, Undo, undo
from bizet_core.store.journal.journal import Line
from bizet_core.store.operations.actor import ActorKind
from tests.conftest import Clock
from tests.support.makers import Salon, a_salon, refused, sent_by

BODY = b'{"type": "payment.settled", "amount": 4200}\x00\xff'


@pytest.fixture
def salon(store: Store) -> Salon:
    return a_salon(store)


def receive(salon: Salon, body: bytes = b"{}", delivery: str = "evt_1", actor: Actor | None = None) -> None:
    asked = ReceiveDelivery(provider="bank", delivery=delivery, body=body)
    salon.store.do(receive_delivery, asked, actor=actor or hook_actor("bank"))


def kept(salon: Salon) -> tuple[Delivery, ...]:
    return salon.store.ask(deliveries, Deliveries(), actor=salon.actor(salon.owner))


def test_a_delivery_is_kept_as_it_came(salon: Salon) -> None:
    receive(salon, BODY)
    (only,) = kept(salon)
    assert (only.provider, only.delivery, only.size, only.at) == ("bank", "evt_1", len(BODY), salon.store.clock())
    assert salon.store.ask(delivery_body, OneDelivery(id=only.id), actor=salon.actor(salon.owner)) == BODY


def test_the_journal_says_that_a_hook_asked(salon: Salon) -> None:
    receive(salon)
    header = sent_by(salon.store)[-1].read
    assert (header.actor, header.actor_name, header.actor_kind) == (None, "bank", "hook")


def test_the_journal_tells_staff_from_the_house(salon: Salon) -> None:
    receive(salon, actor=salon.actor(salon.owner))
    assert sent_by(salon.store)[-1].read.actor_kind == ActorKind.STAFF
    assert sent_by(salon.store)[0].read.actor_kind == ActorKind.SYSTEM


def test_a_line_of_before_kinds_were_kept_is_still_read(salon: Salon) -> None:
    line = sent_by(salon.store)[0]
    raw = msgspec.msgpack.decode(line.header)
    del raw["actor_kind"]
    older = Line(msgspec.msgpack.encode(raw), line.body, line.hash)
    assert older.read.actor_kind == ""


def test_the_same_delivery_twice_is_kept_once(salon: Salon) -> None:
    receive(salon)
    before = len(sent_by(salon.store))
    with refused("delivery_known"):
        receive(salon, b"another body")
    assert (len(kept(salon)), len(sent_by(salon.store))) == (1, before)


def test_the_newest_comes_first(salon: Salon, clock: Clock) -> None:
    receive(salon)
    clock.pass_by(minutes=1)
    receive(salon, delivery="evt_2")
    assert [each.delivery for each in kept(salon)] == ["evt_2", "evt_1"]


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (b'{"type": "payment.settled"}', "payment.settled"),
        (b'{"event": "order\\u0000.made"}', "order.made"),
        (b'{"type": 7}', ""),
        (b"[1, 2]", ""),
        (b"", ""),
        (b"\xff\xfe", ""),
        (b'{"type": "' + b"x" * 500 + b'"}', "x" * 80),
    ],
)
def test_a_delivery_is_called_what_it_calls_itself(salon: Salon, body: bytes, event: str) -> None:
    receive(salon, body)
    assert kept(salon)[0].event == event


def test_what_is_too_large_or_unnamed_is_refused(salon: Salon) -> None:
    with refused("delivery_too_large"):
        receive(salon, b"x" * 65_537)
    with refused("delivery_unnamed"):
        receive(salon, delivery="")
    with refused("delivery_unnamed"):
        salon.store.do(receive_delivery, ReceiveDelivery(provider="A b", delivery="1", body=b""))
    assert kept(salon) == ()


def test_a_hook_reads_nothing_and_a_visitor_tells_nothing(salon: Salon) -> None:
    with refused("not_permitted"):
        salon.store.ask(deliveries, Deliveries(), actor=hook_actor("bank"))
    with refused("not_permitted"):
        receive(salon, actor=page_visitor())


def test_what_came_cannot_be_undone(salon: Salon) -> None:
    asked = ReceiveDelivery(provider="bank", delivery="evt_1", body=b"{}")
    done = salon.store.do(receive_delivery, asked, actor=hook_actor("bank"))
    with refused("undo_not_for_this"):
        salon.store.do(undo, Undo(op=done.op_id))


def test_the_same_delivery_twice_at_once_is_kept_once_on_postgresql(server_store: Store) -> None:
    salon = a_salon(server_store)

    def tell(_time: int) -> str:
        try:
            receive(salon)
        except Refused as refusal:
            return refusal.code
        return "kept"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(tell, range(4)))
    assert told == ["delivery_known"] * 3 + ["kept"]
    assert len(kept(salon)) == 1
