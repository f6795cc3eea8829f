"""Run one desk's journal line on a server's store, as a push would."""

from nacl.signing import SigningKey
from sqlalchemy import select

from bizet_core.refusals import Refused
from bizet_core.store import Store
from bizet_core.store.cards import inbox_cards
from bizet_core.store.journal import Line
from bizet_core.sync import feed
from bizet_core.sync.authority import Authority, Sender
from bizet_core.sync.facts import spoken
from bizet_core.sync.wire import Outcome, Push, Sent

KEY = SigningKey(bytes(range(32)))


def replay(server: Store, line: Line, role: str = "server") -> None:
    """Take the line; raises the refusal that the server answers with."""
    if not isinstance(server.seal, feed.Feed):
        server.seal = feed.Feed(server.identity.business)
        with server.engine.begin() as connection:
            feed.begin_once(connection, server.identity.business)
    header = line.read
    sender = Sender(header.device, role, bytes(KEY.verify_key))
    push = Push(
        epoch="", device=header.device, inc=header.inc, lines=(Sent(line.header, line.body, line.hash),),
        signature=KEY.sign(line.hash).signature,
    )  # fmt: skip
    (told,) = Authority(server).accept(sender, push).told
    if told.outcome is not Outcome.OK:
        with server.engine.connect() as connection:
            facts = connection.execute(select(inbox_cards.c.facts).where(inbox_cards.c.op == header.op_id)).scalar()
        raise Refused(told.why, **spoken(facts))
