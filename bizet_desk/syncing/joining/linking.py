"""Bring a business that has lived on this desk alone to a server, and leave one again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.access.operations import note_session
from bizet_core.store import Store
from bizet_core.store.journal.journal import ON_THEIR_WAY, journal
from bizet_core.sync.desk.server_state import Upstream, follow
from bizet_core.sync.model import upstreams
from bizet_core.sync.wire.enrolment import Begin, Join, Joined, signed_part
from bizet_core.sync.wire.protocol import Push, Pushed, encode
from bizet_desk.storage.keys import Keys
from bizet_desk.syncing.transport.carrier import Carrier, Server, now_of, read_answer

MANY = 1_000
_WAITING = select(func.count()).select_from(journal).where(journal.c.state == "pending", ON_THEIR_WAY)


@dataclass(frozen=True, slots=True)
class Introduction:
    """How this desk presents itself: the server's set-up code, the desk's name and where it stands."""

    address: str
    code: str
    name: str
    location: UUID | None = None


def begin(store: Store, keys: Keys, carrier: Carrier, said: Introduction) -> Upstream:
    """Let the server take this business in; what the desk is to remember of it. Asking twice does no harm."""
    me = store.identity
    asked = Begin(
        code=said.code.strip(), business=me.business, device=me.device, inc=me.inc, key=keys.public, name=said.name,
        location=said.location, pepper=keys.pepper, recovery=keys.recovery, signature=bytes(64),
    )  # fmt: skip
    try:
        joined: Joined = introduce(carrier, "/v1/begin", asked, keys, Joined)
    except Refused as refusal:
        if refusal.code == "code_wrong":  # the server says the same of every code
            raise Refused("setup_code_wrong") from refusal
        raise
    known = Upstream(me.business, said.address, joined.server_key, joined.role)
    _check_it_is_the_same(store, server_of(store, carrier, known))
    return known


def introduce(carrier: Carrier, path: str, asked: Begin | Join, keys: Keys, kind: type[Any]) -> Any:
    """Send what brings this device's own key, signed by it."""
    signed = msgspec.structs.replace(asked, signature=keys.sign(signed_part(asked)))
    return read_answer(*carrier.post(path, {}, encode(signed)), kind)


def server_of(store: Store, carrier: Carrier, known: Upstream) -> Server:
    """The server as this desk speaks with it."""
    me = store.identity
    return Server(carrier, me.business, me.device, me.sign, now_of(store.clock), known.offset_ms)


def remember(store: Store, known: Upstream) -> None:
    """From now on this desk has a server."""
    with store.transaction() as connection:
        known.write(connection)
    follow(store, known)


def leave(store: Store) -> None:
    """Let the desk stand alone again. Refuses while anything is on this computer only."""
    with store.transaction() as connection:
        count = unsent_in(connection)
        if count:
            raise Refused("not_sent_yet", count=count)
        connection.execute(delete(upstreams))
    follow(store, None)


def unsent(store: Store) -> int:
    """How many operations the server is not known to have.

    Who came and left is sent as well, but is nobody's work: signing in to see what waits adds nothing to it. Among
    very many it makes no difference, and to count them all would read every line.
    """
    with store.reading() as connection:
        many = int(connection.execute(_WAITING).scalar_one())
        return many if many > MANY else unsent_in(connection)


def unsent_in(connection: Connection) -> int:
    """The same inside a transaction, exactly: whoever leaves a server that is gone for good has to sign in for it."""
    return int(connection.execute(_WAITING.where(journal.c.name != note_session.name)).scalar_one())


def _check_it_is_the_same(store: Store, server: Server) -> None:
    """A desk that had a server before goes back to that one only: another would lack what other desks have done."""
    me = store.identity
    known = (journal.c.device == me.device) & (journal.c.inc == me.inc) & (journal.c.state == "acked")
    with store.reading() as connection:
        last = connection.execute(select(func.max(journal.c.n)).where(known)).scalar()
    if last is None:
        return
    empty = Push(epoch="", device=me.device, inc=me.inc, lines=(), signature=bytes(64))
    told: Pushed = server.ask("push", empty, Pushed)
    if told.last_n < last:
        raise Refused("server_other")
