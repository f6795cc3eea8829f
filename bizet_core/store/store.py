"""The one runner: `do` runs a request here, `ask` answers a question. (`bizet_core/sync` runs other devices' lines.)"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from bizet_core.base.refusals import Refused
from bizet_core.describe.capabilities import Declared
from bizet_core.store import undoing
from bizet_core.store.database.engines import raise_meant
from bizet_core.store.journal.journal import (
    LARGEST_OPERATION,
    Approved,
    Header,
    append,
    forget_images,
    head_of,
    journal,
    pack,
)
from bizet_core.store.operations import after, runner
from bizet_core.store.operations.actor import ANY, OWN, SYSTEM, Actor
from bizet_core.store.operations.approval import take_approval
from bizet_core.store.operations.operation import OPERATIONS, Operation, Permission, Query
from bizet_core.store.operations.work import Read, Work
from bizet_core.store.tables.all_tables import whole
from bizet_core.store.tables.clean_text import plain_body
from bizet_core.store.tables.ids import derive, new_id

R = TypeVar("R")
BOOT = uuid4().hex

OWNERS = Declared("owners")
"""Functions of (read, id): who owns the subject that a permission is `of`."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which business this store holds and which device it is. `sign` makes Ed25519 signatures with the device's key."""

    business: UUID
    device: UUID
    inc: int = 1
    pepper: bytes = b""
    sign: Callable[[bytes], bytes] = field(default=lambda _: b"")


@dataclass(frozen=True, slots=True)
class Seen:
    """How much a device knows of its server: the feed's epoch and number up to which its rows are the server's.

    Without an epoch it has no server and is its own authority.
    """

    epoch: str = ""
    seq: int = 0
    offset_ms: int = 0  # server's clock less ours


ALONE = Seen()
Seal = Callable[[Connection, list[UUID]], None]
Guard = Callable[[Operation[Any, Any], Work, msgspec.Struct], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What an operation did: its id, what it returned, the tables it changed, whether it can be undone, and the number
    and hash of its line in this device's journal (0 and empty for a local operation)."""

    op_id: UUID
    name: str
    result: Any
    tables: frozenset[str]
    undoable: bool
    n: int = 0
    hash: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question returned, and the tables it looked at."""

    result: Any
    tables: frozenset[str]


class Store:
    """A database with one runner in front of it: a desk's encrypted file or a server's database."""

    def __init__(
        self,
        engine: Engine,
        identity: Identity,
        *,
        readers: Engine | None = None,
        where: str = "desk",
        authority: bool = True,
        seen: Seen = ALONE,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        whole()
        self.engine = engine
        self.readers = readers or engine
        self.identity = identity
        self.where = where
        self.authority = authority  # whether what is declared as `after` runs here
        self.seen = seen
        self.clock = clock
        self.guard: Guard = lambda *_: None  # refuses what this device does not do, or not now
        self.seal: Seal = lambda _connection, _ops: None  # a server gives numbers to what a transaction has touched
        self.committed: Callable[[], None] = lambda: None  # told after each commit in which an operation ran
        self.listeners: list[Callable[[Done], None]] = []  # told of each operation after its commit, where it ran

    def do(
        self,
        operation: Operation[Any, R],
        request: msgspec.Struct,
        *,
        actor: Actor = SYSTEM,
        approval: UUID | None = None,
        group: UUID | None = None,
    ) -> Done:
        """Run a request: prepare, journal, handle, commit. Raises `Refused`, and then nothing was written."""
        with self.transaction() as connection:
            done = self._author(connection, operation, request, actor, approval=approval, group=group)
        self._tell(done)
        return done

    def ask(self, query: Query[Any, R], asked: msgspec.Struct, *, actor: Actor = SYSTEM) -> R:
        """Answer a question from a snapshot."""
        answer: R = self.answer(query, asked, actor=actor).result
        return answer

    def answer(self, query: Query[Any, R], asked: msgspec.Struct, *, actor: Actor = SYSTEM) -> Answer:
        """Answer a question, with the tables it looked at."""
        with self.reading() as connection:
            read = Read(connection, self.identity.business, actor, self.clock())
            permit(read, query.needs, asked)
            result = query.answer(read, asked)
            return Answer(result, frozenset(read.tables))

    def pump(self, most: int | None = None) -> int:
        """Run what is due after past operations, at most `most`; returns how many ran. A failing one is tried again."""
        return sum(self._pumped(due) for due in self.due(most))

    def due(self, most: int | None = None) -> list[after.Due]:
        """What is due after past operations, oldest first."""
        with self.reading() as connection:
            return after.waiting(connection, self.identity.business, self.clock(), most)

    def run_after(self, op_id: UUID, handler: str) -> bool:
        """Run one handler after its operation, exactly once however often and wherever this is asked at once.

        Returns False where it had run already. A failing one raises, and is due again later with its problem kept.
        """
        try:
            with self.transaction() as connection:
                if not after.hold(connection, self.identity.business, op_id, handler):
                    return False
                done = self._run_follower(connection, handler, op_id)
                after.finished(connection, self.identity.business, op_id, handler)
        except Exception as problem:
            with self.transaction() as connection:
                after.failed(connection, self.identity.business, op_id, handler, repr(problem), self.clock())
            raise
        self._tell(*done)
        return True

    def forget_images(self, today: datetime | None = None, *, kept: ColumnElement[bool] | None = None) -> int:
        """Remove some before-images that undo cannot use any more; returns how many, 0 where none are left.

        A desk that waits for a server keeps those of operations it has not decided: a rebase needs them.
        """
        now, me = today or self.clock(), self.identity.business
        with self.transaction() as connection:
            return forget_images(connection, me, now, pending_too=self.authority, kept=kept)

    def _tell(self, *dones: Done) -> None:
        for done in dones:
            for listen in self.listeners:
                listen(done)

    def _author(
        self,
        connection: Connection,
        operation: Operation[Any, R],
        request: msgspec.Struct,
        actor: Actor,
        *,
        approval: UUID | None = None,
        group: UUID | None = None,
        op_id: UUID | None = None,
        caused_by: UUID | None = None,
    ) -> Done:
        me = self.identity
        work = self.work_for(connection, op_id or new_id(), actor, self.clock(), me.device, me.inc)
        if not operation.local:
            self.guard(operation, work, request)
        needs = undoing.needs_of(work, request) if isinstance(request, undoing.Undo) else operation.needs
        approved = self._permit_or_approve(work, needs, request, approval)
        for name in operation.further(work, request):
            approved += self._permit_or_approve(work, Permission(name), request, approval)
        args = request if operation.pin is None else operation.pin(work, request)
        if operation.local:
            result = operation.handle(work, args)
            return Done(work.op_id, operation.name, result, frozenset(work.changed), False)
        body = plain_body(args, _sized(pack(args)))
        args = operation.decode(body, operation.ver)  # what handle sees is what a second run will see
        result = self.run(work, operation, args)
        n, hash = self._journal(work, operation, body, approved, group, caused_by)
        self.follow(connection, work, operation)
        return Done(work.op_id, operation.name, result, frozenset(work.changed), operation.undo, n, hash)

    def _journal(
        self,
        work: Work,
        operation: Operation[Any, Any],
        body: bytes,
        approved: tuple[Approved, ...],
        group: UUID | None,
        caused_by: UUID | None,
    ) -> tuple[int, bytes]:
        me = self.identity
        last, previous = head_of(work.connection, me.business, me.device, me.inc)
        header = Header(
            op_id=work.op_id,
            business=me.business,
            device=me.device,
            inc=me.inc,
            n=last + 1,
            name=operation.name,
            ver=operation.ver,
            actor=work.actor.staff,
            actor_name=work.actor.name,
            actor_kind=work.actor.kind,
            at=work.now,
            mono_ms=time.monotonic_ns() // 1_000_000,
            boot=BOOT,
            offset_ms=self.seen.offset_ms,
            seen_seq=self.seen.seq,
            epoch=self.seen.epoch,
            caused_by=caused_by,
            group=group,
            approved=tuple(self._signed(a, body) for a in approved),
        )
        state, outcome = ("acked", "ok") if self.where == "server" else ("pending", None)
        return header.n, append(work.connection, header, body, previous, state, outcome=outcome).hash

    def _signed(self, approved: Approved, body: bytes) -> Approved:
        signature = self.identity.sign(approved.message(body))
        return msgspec.structs.replace(approved, signature=signature)

    def run(self, work: Work, operation: Operation[Any, R], args: Any) -> R:
        """Let an operation write its rows, with the history that people read; an authority adds cards for concerns."""
        return runner.run(work, operation, args)

    def capturing(self, work: Work) -> AbstractContextManager[None]:
        """Rows written within are the operation's: kept as they were before, and told to whoever follows the feed."""
        return runner.capturing(work)

    def follow(self, connection: Connection, work: Work, operation: Operation[Any, Any]) -> None:
        """Remember, in the operation's own transaction, what is to run after it here."""
        followers = after.due_after(operation.name, authority=self.authority, origin=work.origin)
        after.enqueue(connection, self.identity.business, work.op_id, followers, work.now)

    def _pumped(self, due: after.Due) -> bool:
        try:
            return self.run_after(due.op_id, due.handler)
        except Exception:  # kept beside the run and told on the health page; the next try may succeed
            return False

    def _run_follower(self, connection: Connection, handler: str, op_id: UUID) -> list[Done]:
        follower = after.follower_called(handler)
        if follower is None:
            return []  # an older version had it
        mine = (journal.c.business_id == self.identity.business) & (journal.c.op_id == op_id)
        line = connection.execute(select(journal).where(mine)).one()
        args = OPERATIONS[line.name].decode(line.body, line.ver)

        done: list[Done] = []

        def do(operation: Operation[Any, Any], request: msgspec.Struct) -> Done:
            caused = derive(op_id, follower.name, operation.name, len(done))
            done.append(self._author(connection, operation, request, SYSTEM, op_id=caused, caused_by=op_id))
            return done[-1]

        read = Read(connection, self.identity.business, SYSTEM, self.clock())
        follower.follow(after.Cause(op_id, read, do), args)
        return done

    def _permit_or_approve(
        self, work: Work, needs: Permission | None, request: msgspec.Struct, approval: UUID | None
    ) -> tuple[Approved, ...]:
        try:
            permit(work, needs, request)
        except Refused:
            if approval is None or needs is None:
                raise
            return (take_approval(work, approval, needs.name),)
        return ()

    def work_for(
        self, connection: Connection, op_id: UUID, actor: Actor, now: datetime, device: UUID, inc: int
    ) -> Work:
        """What an operation of this actor, moment and device may reach."""
        return Work(
            connection,
            self.identity.business,
            actor,
            now,
            device=device,
            inc=inc,
            op_id=op_id,
            where=self.where,
            origin=device == self.identity.device,
            pepper=self.identity.pepper,
            authority=self.authority,
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction that writes: committed whole, or nothing of it. Database errors that mean something to a
        person come out as refusals."""
        ran: list[UUID] = []
        try:
            with self.engine.begin() as connection:
                connection.info["ran"] = ran
                yield connection
                self.seal(connection, ran)
        except DBAPIError as error:
            raise_meant(error)
            raise
        if ran:
            self.committed()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot to read from."""
        try:
            with self.readers.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise_meant(error)
            raise


def permit(read: Read, needs: Permission | None, request: msgspec.Struct) -> None:
    """Refuse with `not_permitted` what the actor may not."""
    if needs is None:
        return
    scope = read.actor.scope(needs.name)
    if scope is ANY:
        return
    if scope is OWN and needs.of is not None:
        subject = getattr(request, needs.of)
        if read.actor.staff is not None and OWNERS[needs.of](read, subject) == read.actor.staff:
            return
    raise Refused("not_permitted", permission=needs.name)


def _sized(body: bytes) -> bytes:
    if len(body) > LARGEST_OPERATION:
        raise Refused("too_large", most=LARGEST_OPERATION // 1024)
    return body
