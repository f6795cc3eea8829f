"""Run one desk's journal line on a server's store, as a push would."""

from uuid import UUID

from nacl.signing import SigningKey
from sqlalchemy import insert, select

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import devices
from bizet_core.store import Store
from bizet_core.store.database.engines import suspend
from bizet_core.store.journal.cards import inbox_cards
from bizet_core.store.journal.journal import Line
from bizet_core.sync.server import feed
from bizet_core.sync.server.card_facts import spoken
from bizet_core.sync.server.push import Authority, Sender
from bizet_core.sync.wire.protocol import Outcome, Push, Sent

KEY = SigningKey(bytes(range(32)))


def replay(server: Store, line: Line, role: str = "server") -> None:
    """Take the line; raises the refusal that the server answers with."""
    know_feed(server)
    header = line.read
    sender = Sender(header.device, role, bytes(KEY.verify_key))
    push = Push(
        epoch="", device=header.device, inc=header.inc, lines=(Sent(line.header, line.body, line.hash),),
        signature=KEY.sign(line.hash).signature,
    )  # fmt: skip
    _know(server, header.device)
    (told,) = Authority(server).accept(sender, push).told
    if told.outcome is not Outcome.OK:
        with server.engine.connect() as connection:
            facts = connection.execute(select(inbox_cards.c.facts).where(inbox_cards.c.op == header.op_id)).scalar()
        raise Refused(told.why, **spoken(facts))


def _know(server: Store, device: UUID) -> None:
    """This is the device that brought the business here."""
    about = {"name": "Desk", "role": "desk", "state": "active", "key": bytes(KEY.verify_key), "last_op": device}
    row = {"business_id": server.identity.business, "id": device, "joined_at": server.clock(), **about}
    with server.engine.begin() as connection:
        suspend(connection)
        if connection.execute(select(devices.c.id).where(devices.c.id == device)).first() is None:
            connection.execute(insert(devices).values(**row))


def know_feed(server: Store) -> None:
    """Let this store number what it does, as a server's does."""
    if not isinstance(server.seal, feed.Feed):
        server.seal = feed.Feed(server.identity.business)
        with server.engine.begin() as connection:
            feed.begin_once(connection, server.identity.business)
