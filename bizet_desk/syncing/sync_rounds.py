"""One desk and its server, for any thread: rounds one at a time, and at every moment how the two stand.

Two rounds at once would each pull pages from the same place and write them one over the other; hence the lock.
"""

import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bizet_core.base.refusals import Refused
from bizet_core.sync.desk.server_state import Upstream
from bizet_desk.storage.opening import Opened
from bizet_desk.syncing.status import Progress, Stage, State, Status
from bizet_desk.syncing.transport.errors import UnreachableError
from bizet_desk.syncing.transport.network import Network
from bizet_desk.syncing.writer import Write, at_once

if TYPE_CHECKING:
    from bizet_core.sync.wire.lease_messages import AllKept
    from bizet_desk.syncing.engine import Engine
    from bizet_desk.syncing.joining.linking import Introduction

Hear = Callable[[Status], None]
Tell = Callable[[Iterable[str]], None]


class Agreeing:
    """`hear` gets each new status; `tell` the tables in which rows have come from elsewhere; on the asking thread."""

    def __init__(
        self,
        opened: Opened,
        network: Network,
        *,
        write: Write = at_once,
        hear: Hear = lambda _status: None,
        tell: Tell = lambda _tables: None,
    ) -> None:
        self.store, self.network = opened.store, network
        self.engine: Engine | None = None
        self.status = Status()
        self._opened, self._write, self._hear, self._tell = opened, write, hear, tell
        self._lock = threading.Lock()
        self._take_up()

    def agree(self) -> Status:
        """One round, if there is a server; how it went is the status."""
        with self._lock:
            if self.engine is not None:
                self._say(self._before())
                self._say(self._round(self.engine))
            return self.status

    def recount(self) -> Status:
        """Count again what is not sent, without asking the server."""
        count = self._unsent() if self.status.is_linked else 0
        if count != self.status.unsent:
            state = State.SENDING if self.status.state is State.AGREED else self.status.state
            self._say(replace(self.status, unsent=count, state=state))
        return self.status

    def link(self, said: "Introduction") -> None:
        """Bring the business to a server; the rounds that follow send it everything. Raises `UnreachableError` too."""
        from bizet_desk.syncing.joining.linking import begin, remember  # not before there is a server: start-up counts

        with self._lock:
            if self.engine is not None:
                raise Refused("linked_already")
            with closing(self.network.carrier(said.address)) as carrier:
                known = begin(self.store, self._opened.keys, carrier, said)
            self._write(partial(remember, self.store, known))
            self._take_up()

    def leave(self) -> None:
        """Let the desk stand alone again; refuses with `not_sent_yet` while anything is here only."""
        from bizet_desk.syncing.joining.linking import leave

        with self._lock:
            if self.engine is None:
                raise Refused("not_linked")
            self._write(partial(leave, self.store))
            self._take_up()

    def kept(self) -> "AllKept":
        """What all devices hold, as the server says now. Raises `UnreachableError`."""
        from bizet_core.sync.wire.lease_messages import AllKept

        with self._lock:
            if self.engine is None:
                raise Refused("not_linked")
            said: AllKept = self.engine.server.ask("kept", None, AllKept)
            return said

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self._let_go()

    def tell_broken(self, problem: Exception) -> None:
        """A fault of ours: the status says so, and what is not sent is as safe as before."""
        self._say(self._ended(State.REFUSED, Refused("desk_failed", name=type(problem).__name__)))

    def _take_up(self) -> None:
        """Begin with what the file says."""
        self._let_go()
        known = self._known()
        self.engine = self._engine(known) if known is not None else None
        if known is None:
            self._say(Status())
        else:
            count = self._unsent()
            status = Status(State.SENDING, count, known.spoken_at, known.url, known.server_key)
            self._say(_with_differed(status, known))

    def _let_go(self) -> None:
        if self.engine is not None:
            self.engine.server.carrier.close()
            self.engine = None

    def _engine(self, known: Upstream) -> "Engine":
        from bizet_desk.syncing.engine import Engine
        from bizet_desk.syncing.joining.linking import server_of

        server = server_of(self.store, self.network.carrier(known.url), known)
        return Engine(self.store, server, self._advance, self._opened.go_on_as, self._write)

    def _unsent(self) -> int:
        from bizet_desk.syncing.joining.linking import unsent

        return unsent(self.store)

    def _known(self) -> Upstream | None:
        with self.store.reading() as connection:
            return Upstream.find(connection)

    def _before(self) -> Status:
        """A round that has nothing to send, and none of importance to take, changes nothing that people read."""
        count = self._unsent()
        is_news = count or not self.store.seen.epoch
        state = State.SENDING if is_news and self.status.state is State.AGREED else self.status.state
        return replace(self.status, unsent=count, state=state)

    def _round(self, engine: "Engine") -> Status:
        try:
            done = engine.round()
        except UnreachableError:
            return self._ended(State.OFFLINE)
        except Refused as refusal:
            return self._ended(State.REFUSED, refusal)
        if done.received is not None:
            self._tell(done.received.tables)
        if done.healed is not None:
            self._tell(done.healed.tables)
            self._say(_with_differed(self.status, self._known()))
        count = self._unsent()
        state = State.SENDING if count else State.AGREED
        return replace(self.status, state=state, unsent=count, agreed_at=self.store.clock(), why=None, progress=None)

    def _ended(self, state: State, why: Refused | None = None) -> Status:
        count = self._unsent()
        return replace(self.status, state=state, unsent=count, why=why, progress=None)

    def _advance(self, stage: Stage, done: int, total: int) -> None:
        self._say(replace(self.status, progress=Progress(stage, done, total)))

    def _say(self, status: Status) -> None:
        if status != self.status:
            self.status = status
            self._hear(status)


def _with_differed(status: Status, known: Upstream | None) -> Status:
    if known is None:
        return status
    return replace(status, differed=known.differed, differed_at=known.differed_at)
