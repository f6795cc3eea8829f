"""A NUL anywhere in a line, from a device that keeps to no rules: both databases take the batch, and keep no NUL."""

from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, select

from bizet_core.people.customers.operations import CustomerAdded
from bizet_core.store import Identity, Store
from bizet_core.store.journal.journal import GENESIS, Header, Line, chain, pack
from bizet_core.store.tables.columns import METADATA, Id
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.server.push import Authority, Sender
from bizet_core.sync.wire.protocol import Outcome, Push, Pushed, Sent, decode, encode
from tests.simulator.world import Disk, empty_image
from tests.support.makers import Salon, refused, sent_by
from tests.sync.desks.replaying import KEY, replay

ALSO = (
    ("sales.sell", pack({"total": 12_00, "currency": "E\x00UR"})),  # that no version can read
    ("vouchers.sell_\x00voucher", pack({"total": 5_00, "currency": "EUR"})),
)


class There(NamedTuple):
    """A server that has lived through everything, and the lines it has lived through."""

    server: Store
    salon: Salon
    lines: list[Line]


@pytest.fixture(params=["sqlite", "postgresql"])
def there(request: pytest.FixtureRequest, store: Store) -> There:
    if request.param == "sqlite":
        me = Identity(store.identity.business, new_id(), pepper=b"pepper")
        server = Store(Disk(empty_image()).engine(), me, where="server", clock=store.clock)
    else:
        server = request.getfixturevalue("server_store")
    salon: Salon = request.getfixturevalue("lived_in")
    lines = sent_by(store)
    for line in lines:
        replay(server, line)
    return There(server, salon, lines)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.data())
def test_a_nul_poisons_no_batch(there: There, chance: st.DataObject) -> None:
    bodies = [(line.read.name, line.body) for line in there.lines] + list(ALSO)
    name, body = chance.draw(st.sampled_from(bodies))
    raw = msgspec.msgpack.decode(body)
    if places := list(texts_in(raw)):
        for place in chance.draw(st.lists(st.sampled_from(places), max_size=3, unique=True)):
            raw = spoilt(raw, place)
    words = st.sampled_from(["Carmen", "Car\x00men", "\x00"])
    header = {"actor_name": chance.draw(words), "boot": chance.draw(words), "epoch": chance.draw(words)}
    told = push(there, [(name, pack(raw), header), marker()])
    assert told.last_n == 2
    assert told.told[1].outcome is Outcome.OK
    assert list(nuls_in(there.server)) == []


def marker() -> tuple[str, bytes, dict[str, str]]:
    """What comes after it and has to be done."""
    return "customers.add_customer", pack(CustomerAdded(name="Zoë Blanc", id=new_id())), {"actor_name": "Carmen"}


def push(there: There, what: list[tuple[str, bytes, dict[str, str]]]) -> Pushed:
    """As a device that nobody has heard of yet would."""
    device, previous, sent = new_id(), GENESIS, []
    for n, (name, body, header) in enumerate(what, 1):
        raw = pack(a_header(there, device, n, name, header))
        previous = chain(previous, raw, body)
        sent.append(Sent(raw, body, previous))
    batch = Push(epoch="", device=device, inc=1, lines=tuple(sent), signature=KEY.sign(previous).signature)
    return Authority(there.server).accept(Sender(device, "desk", bytes(KEY.verify_key)), batch)


def a_header(there: There, device: Any, n: int, name: str, more: dict[str, str]) -> Header:
    about = {"business": there.server.identity.business, "device": device, "inc": 1, "n": n, "name": name, "ver": 1}
    who = {"actor": there.salon.owner, "at": there.server.clock(), "mono_ms": 0, "op_id": new_id()}
    return Header(**{"boot": "", "actor_name": "", **about, **who, **more})


def texts_in(value: Any, place: tuple[Any, ...] = ()) -> Any:
    if isinstance(value, str):
        yield place
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts_in(each, (*place, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from texts_in(each, (*place, at))


def spoilt(value: Any, place: tuple[Any, ...]) -> Any:
    """The value with a NUL in the text at this place."""
    if not place:
        return value[:1] + "\x00" + value[1:]
    value[place[0]] = spoilt(value[place[0]], place[1:])
    return value


def nuls_in(store: Store) -> Any:
    with store.reading() as connection:
        for table in METADATA.sorted_tables:
            columns = [c for c in table.c if not isinstance(c.type, LargeBinary | Id)]
            for row in connection.execute(select(*columns)):
                yield from (table.name for value in row if "\x00" in str(value))


def test_a_message_with_a_nul_of_its_own_is_refused() -> None:
    given = Push(epoch="a\x00b", device=new_id(), inc=1, lines=(), signature=bytes(64))
    with refused("message_damaged"):
        decode(encode(given), Push)
