"""Push, then pull: one round of agreeing with the server. No threads, no sockets of its own; a crash anywhere is safe.

What is pushed is told by number, so that sending twice does nothing twice. What is pulled is applied whole or not at
all, together with the desk's own operations that the server has not seen (`bizet_core/sync/desk/rebase.py`).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, Update, func, select, update

from bizet_core.base.refusals import Refused
from bizet_core.base.revisions import HEAD
from bizet_core.store import Store
from bizet_core.store.journal.journal import ON_THEIR_WAY, Line, journal, lines
from bizet_core.sync.desk.rebase import Received, receive, same_up_to
from bizet_core.sync.desk.renumbering import begin_new_life, local_head
from bizet_core.sync.desk.server_state import Upstream, follow
from bizet_core.sync.desk.staged_pages import forget_staged, stage, staged
from bizet_core.sync.wire.enrolment import NewLife
from bizet_core.sync.wire.protocol import (
    BYTES_AT_ONCE,
    LINES_AT_ONCE,
    ROWS_AT_ONCE,
    Mark,
    Page,
    Pull,
    Push,
    Pushed,
    Sent,
)
from bizet_desk.syncing.after_restore import Chain, offer_lost, tell_leases
from bizet_desk.syncing.attachments import carry
from bizet_desk.syncing.comparison import Comparing
from bizet_desk.syncing.leases import keep_hours
from bizet_desk.syncing.status import Stage
from bizet_desk.syncing.transport.carrier import Server
from bizet_desk.syncing.transport.errors import UnreachableError
from bizet_desk.syncing.writer import Write, at_once

TRIES_BEFORE_HOLDING = 3
SPOKEN_ANEW = timedelta(minutes=5)  # a desk that has nothing to do writes no more often that its server answers


NOT_SENT = {"state": "pending", "outcome": None, "why": None, "acked_at": None}
Progress = Callable[[Stage, int, int], None]


@dataclass(slots=True)
class Round:
    """What one round has done."""

    pushed: int = 0
    received: Received | None = None
    healed: Received | None = None  # rows that differed from the server's


class Engine:
    """Keeps one desk's store agreed with its server. What waits for the network never holds the desk's writer."""

    def __init__(
        self,
        store: Store,
        server: Server,
        progress: Progress = lambda _stage, _done, _all: None,
        lives: Callable[[int], None] = lambda _inc: None,
        write: Write = at_once,
    ) -> None:
        self.store, self.server, self.progress, self.write = store, server, progress, write
        self.lives = lives  # told of the incarnation that has begun
        self._failures: dict[tuple[int, int], int] = {}  # of the batch that begins at (inc, n)
        self._most = LINES_AT_ONCE
        self._compared: dict[int, int] = {}  # by life: up to which number a push has compared our lines with theirs
        self._told_leases_in = ""  # which epoch
        self.rows_at_once = ROWS_AT_ONCE
        self._may_lack = True  # attachments, here or at the server
        self._owes_offers = False  # to a server that was restored, of what it lacks
        self.comparing = Comparing(store, server, write, self._take_again)

    def round(self) -> Round:
        """Agree once. Raises `UnreachableError`, and `Refused` where a person has to do something."""
        done = Round()
        self._push_all(done)
        done.received = self._pull()
        self._remember_contact()
        self._offer_what_is_lost(done)
        done.healed = self._compare(has_pulled=done.received is not None)
        self._keep_hours()
        if done.pushed or done.received or self._may_lack:
            self._carry_attachments()
        return done

    def _push_all(self, done: Round) -> None:
        try:
            for chain in self._unsent():
                done.pushed += self._push_own(chain)
        except Refused as refusal:
            if refusal.code != "feed_restarted":  # the pull that follows is told so too, and knows what to do
                raise

    def _offer_what_is_lost(self, done: Round) -> None:
        """Beside the operations: what a restored server lacks waits in a table of its own until it is there."""
        self._owes_offers = self._owes_offers or bool(done.received and done.received.is_of_restored)
        try:
            self._owes_offers = offer_lost(self.store, self.server, self.write, owes_word=self._owes_offers)
        except (UnreachableError, Refused):
            self._owes_offers = True

    def _compare(self, *, has_pulled: bool) -> Received | None:
        """Do we hold the same rows? Now and then, and beside the rest."""
        if has_pulled:
            self.comparing.pulled()
        return self.comparing.look(self._upstream())

    def _take_again(self, page: Page) -> Received:
        """Rows that differed from the server's."""
        received: Received = self.write(partial(self._receive, [page], anew=False))
        return received

    def _keep_hours(self) -> None:
        """Time that this desk may promise alone. The next pull brings what was granted."""
        with suppress(UnreachableError):
            keep_hours(self.store, self.server, self.write)

    def _carry_attachments(self) -> None:
        """Beside the operations: whatever hinders it, the round is done."""
        try:
            self._may_lack = carry(self.store, self.server, self.write)
        except (UnreachableError, Refused):
            self._may_lack = True

    def _push_own(self, chain: Chain) -> int:
        try:
            return self._push_chain(chain)
        except Refused as refusal:
            if refusal.code != "forked":
                raise
            self._begin_life(moving=(chain.inc, int(refusal.facts["n"])))
        return 0  # the next round sends what has moved

    def _begin_life(self, moving: tuple[int, int] | None = None) -> None:
        """Another copy of this device has spoken, or this one's disk went back in time: count anew."""
        life: NewLife = self.server.ask("life", None, NewLife)
        self.write(partial(begin_new_life, self.store, life.inc, moving))
        self.lives(life.inc)

    # -------------------------------------------------------------------------------------------------------- push

    def _unsent(self) -> list[Chain]:
        c = journal.c
        pending = (c.state == "pending") & ON_THEIR_WAY
        asked = select(c.device, c.inc, func.min(c.n)).where(pending).group_by(c.device, c.inc)
        with self.store.reading() as connection:
            return [Chain(*row) for row in connection.execute(asked.order_by(c.inc))]

    def _push_chain(self, chain: Chain) -> int:
        first, sent = chain.first, 0
        last = self._last_of(chain)
        while batch := self._batch(chain, first):
            if (there := batch[0].read.n) != first:  # what the server lacks is not here any more: count anew from there
                raise Refused("forked", n=there)
            self.progress(Stage.SENDING, max(0, first - chain.first), last - chain.first + 1)
            told = self._send(chain.inc, first, batch)
            if told.last_n < first - 1:  # the server has lost some: it was restored
                self._tell_leases_first(told)
                first = told.last_n + 1
                continue
            self._compared[chain.inc] = min(told.last_n, batch[-1].read.n)
            sent += max(0, told.last_n - first + 1)
            first = told.last_n + 1
        return sent

    def _tell_leases_first(self, told: Pushed) -> None:
        """Before it gets again what was sold under leases that it does not know."""
        if self.store.seen.epoch and told.epoch not in (self.store.seen.epoch, self._told_leases_in):
            raise Refused("feed_restarted")

    def _last_of(self, chain: Chain) -> int:
        mine = (journal.c.device == chain.device) & (journal.c.inc == chain.inc)
        with self.store.reading() as connection:
            return int(connection.execute(select(func.max(journal.c.n)).where(mine)).scalar_one())

    def _send(self, inc: int, first: int, batch: list[Line]) -> Pushed:
        push = self._message(inc, batch)
        try:
            told = self.server.ask("push", push, Pushed)
        except UnreachableError:
            self._count_failure(inc, first)
            raise
        except Refused as refusal:
            if refusal.code != "server_broke":
                raise
            return self._suspect(inc, first, batch, refusal)
        self._failures.clear()
        self._most = LINES_AT_ONCE
        return told  # type: ignore[no-any-return]

    def _suspect(self, inc: int, first: int, batch: list[Line], refusal: Refused) -> Pushed:
        """A batch that breaks the server is cut down to the operation that does it, and that one is held."""
        tries = self._count_failure(inc, first)
        if tries < TRIES_BEFORE_HOLDING:
            raise UnreachableError(refusal.code)
        if len(batch) > 1:
            self._most = max(1, len(batch) // 2)
            self._failures.clear()
            raise UnreachableError(refusal.code)
        told: Pushed = self.server.ask("hold", self._message(inc, batch), Pushed)
        self._failures.clear()
        self._most = LINES_AT_ONCE
        return told

    def _count_failure(self, inc: int, first: int) -> int:
        self._failures[inc, first] = self._failures.get((inc, first), 0) + 1
        return self._failures[inc, first]

    def _message(self, inc: int, batch: list[Line]) -> Push:
        sent = tuple(Sent(line.header, line.body, line.hash) for line in batch)
        return Push(
            epoch=self.store.seen.epoch,
            device=self.server.device,
            inc=inc,
            lines=sent,
            signature=self.server.key(batch[-1].hash),
            mark=self._upstream().mark,
        )

    def _batch(self, chain: Chain, first: int) -> list[Line]:
        with self.store.reading() as connection:
            return list(_some(connection, self.store.identity.business, chain, first, self._most))

    # -------------------------------------------------------------------------------------------------------- pull

    def _pull(self) -> Received | None:
        known = self._upstream()
        try:
            if (
                known.cursor and not known.is_outgrown
            ):  # the first time everything is taken, in the place of all there is
                return self._take(known, list(self._pages(known, mark=known.mark)))
        except Refused as refusal:
            if refusal.code == "feed_restarted":
                self._send_again()
            elif refusal.code != "begin_anew":
                raise
        return self._take_anew(replace(known, cursor=0))

    def _take_anew(self, known: Upstream) -> Received | None:
        """Everything there is, behind the pages that came before this desk was cut off."""
        with self.store.reading() as connection:
            kept = staged(connection)
        try:
            return self._take(known, list(self._gathered(known, kept)), anew=True)
        except Refused as refusal:
            if not kept or refusal.code not in ("feed_restarted", "begin_anew"):
                raise
        self.write(self._forget_staged)  # they are of a feed that is no more
        return self._take(known, list(self._gathered(known, [])), anew=True)

    def _gathered(self, known: Upstream, kept: list[Page]) -> Iterator[Page]:
        yield from kept
        last = kept[-1] if kept else known
        going_on = replace(known, cursor=last.cursor, epoch=last.epoch, scope_rev=last.scope_rev)
        for page in self._pages(going_on, kept[0].floor if kept else 0, last.mark):
            if kept and page.schema_rev != last.schema_rev:
                raise Refused("begin_anew")  # the server has been brought up to date meanwhile
            if page.more:
                self.write(partial(self._stage, page))
            yield page

    def _stage(self, page: Page) -> None:
        with self.store.transaction() as connection:
            stage(connection, self.store.identity.business, page)

    def _forget_staged(self) -> None:
        with self.store.transaction() as connection:
            forget_staged(connection)

    def _pages(self, known: Upstream, floor: int = 0, mark: Mark | None = None) -> Iterator[Page]:
        """`floor` is where the feed's was when this desk began to take everything anew: its place is below that.

        `mark` is what the server must still have.
        """
        cursor, rev = known.cursor, ""
        while True:
            asked = Pull(
                epoch=known.epoch,
                cursor=cursor,
                scope_rev=known.scope_rev,
                schema_rev=HEAD,
                limit=self.rows_at_once,
                floor=floor,
                mark=mark,
            )
            page: Page = self.server.ask("pull", asked, Page)
            if rev and page.schema_rev != rev:  # one of several servers, and they are being updated
                raise UnreachableError("another version")
            rev = page.schema_rev
            yield page
            self.progress(Stage.TAKING, page.cursor, page.head)
            if not page.more:
                return
            floor = page.floor if cursor == 0 else floor
            cursor, mark = page.cursor, page.mark
            known = replace(known, epoch=page.epoch, scope_rev=page.scope_rev)

    def _take(self, known: Upstream, pages: list[Page], *, anew: bool = False) -> Received | None:
        if not anew and not self._says_anything(known, pages[-1]):
            return None
        received: Received = self.write(partial(self._receive, pages, anew=anew))
        self._check_life(pages[-1])
        return received

    def _receive(self, pages: list[Page], *, anew: bool) -> Received:
        received = receive(self.store, pages, anew=anew, compared=self._compared, at_ms=self.server.now())
        follow(self.store, self._upstream())
        return received

    def _check_life(self, page: Page) -> None:
        """The server has more of this life than the file: numbers would be given twice."""
        me = self.store.identity
        with self.store.reading() as connection:
            last = local_head(connection, me.business, me.device, me.inc)
        if any(inc == me.inc and n > last for inc, n, _hash in page.acked):
            unsent = [(chain.inc, chain.first) for chain in self._unsent() if chain.inc == me.inc]
            self._begin_life(moving=unsent[0] if unsent else None)

    def _says_anything(self, known: Upstream, last: Page) -> bool:
        """A pull that brings nothing new costs no transaction."""
        if last.cursor != known.cursor or last.epoch != known.epoch or last.scope_rev != known.scope_rev:
            return True
        with self.store.reading() as connection:
            same = same_up_to(connection, self.store.identity, last, self._compared)
        return any(chain.first <= same.get(chain.inc, 0) for chain in self._unsent())

    def _send_again(self) -> None:
        """The server was restored: what it has lost of ours is pending again, and sent before anything is taken."""
        self._compared.clear()
        with self.store.reading() as connection:
            c = journal.c
            chains = connection.execute(select(c.device, c.inc, func.max(c.n)).group_by(c.device, c.inc)).all()
        lacking = []
        for device, inc, last in chains:
            told: Pushed = self.server.ask("push", self._empty(inc), Pushed)
            if told.last_n < last:
                lacking.append(Chain(device, inc, told.last_n + 1))
        self._told_leases_in = tell_leases(self.store, self.server, lacking)
        for chain in lacking:
            self._unack(chain.device, chain.inc, chain.first - 1)
            self._push_chain(chain)

    def _empty(self, inc: int) -> Push:
        return Push(epoch="", device=self.server.device, inc=inc, lines=(), signature=bytes(64))

    def _unack(self, device: UUID, inc: int, after: int) -> None:
        mine = (journal.c.device == device) & (journal.c.inc == inc) & (journal.c.n > after)
        self.write(partial(self._update, update(journal).where(mine).values(**NOT_SENT)))

    def _update(self, statement: Update) -> None:
        with self.store.transaction() as connection:
            connection.execute(statement)

    def _upstream(self) -> Upstream:
        with self.store.reading() as connection:
            return Upstream.of(connection)

    def _remember_contact(self) -> None:
        """That the server has answered, and how far our clock is off: kept where either has changed by enough."""
        known, now = self._upstream(), self.store.clock()
        is_off = abs(known.offset_ms - self.server.offset_ms) >= 1000
        if is_off or known.spoken_at is None or now - known.spoken_at >= SPOKEN_ANEW:
            self.write(partial(self._keep_contact, now))

    def _keep_contact(self, now: datetime) -> None:
        with self.store.transaction() as connection:
            known = replace(Upstream.of(connection), offset_ms=self.server.offset_ms, spoken_at=now)
            known.write(connection)
        follow(self.store, known)


def _some(connection: Connection, business: UUID, chain: Chain, first: int, most: int) -> Iterator[Line]:
    """Lines of a chain until there are enough for one message."""
    size = 0
    for count, line in enumerate(lines(connection, business, chain.device, chain.inc, first - 1)):
        size += len(line.header) + len(line.body)
        if count == most or (count and size > BYTES_AT_ONCE):
            return
        yield line
