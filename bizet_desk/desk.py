"""The running desk: `do` and `ask` for screens. One thread writes, one reads; answers arrive in the window's thread.

    desk.do(move_booking, MoveBooking(…), owner=self, then=self.moved, refused=self.stay)
    desk.watch(self, day, lambda: Day(on=self.date), self.show_day)

The owner is whom the answer is for. Once Qt has deleted it, nothing is called, be it a method, lambda or partial.
Nothing here waits: a click costs the window one queue entry, whatever the disk does. The worker threads hold numbers,
never callbacks: a widget whose last reference went on another thread would be destroyed there, and Qt would crash.
"""

import itertools
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import structlog
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from sqlalchemy import event

from bizet_core.base.refusals import Refused
from bizet_core.store import Actor, Done, Store
from bizet_core.store.operations.operation import Operation, Query
from bizet_core.store.store import Answer
from bizet_core.store.tables.ids import new_id
from bizet_desk.background.batches import Bulk, BulkDone
from bizet_desk.background.gc_control import Collector
from bizet_desk.background.maintenance import Maintenance
from bizet_desk.background.workers import Urgency, Worker
from bizet_desk.owners import is_alive, owner_of
from bizet_desk.subscriptions import Watch

NOBODY = Actor(staff=None, name="")
FOLLOWERS_AT_ONCE = 4  # what follows must let a person's click pass
RETRY_MS = 5_000
INTERRUPTS = 40  # 50 ms apart, when the desk closes
REFRESH_MS = 150  # screens ask anew at most so often while an import runs
log = structlog.get_logger()

Then = Callable[[Any], None]
Refuse = Callable[[Refused], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """Who waits for a job: `then` on success, `refused` on refusal, nobody if the `owner` is deleted meanwhile."""

    name: str
    then: Then | None
    refused: Refuse | None = None
    owner: object = None
    topic: Hashable = None
    progress: Then | None = None
    is_question: bool = False

    @property
    def key(self) -> tuple[int, str, Hashable] | None:
        """Whose question about what. Owners count by identity; the reply keeps them, so no other gets their number."""
        return (id(self.owner), self.name, self.topic) if self.is_question and self.owner is not None else None


@dataclass(frozen=True, slots=True)
class Problem:
    """An error that is ours, with the name of the operation or question it happened in."""

    name: str
    error: BaseException


class Desk(QObject):
    """A store with its threads, the person signed in and the screens that watch. Lives in the window's thread."""

    changed = Signal(object)  # frozenset of table names, after each commit, whoever caused it
    actor_changed = Signal(object)
    refused = Signal(object)  # a refusal nobody was there to receive: its screen has gone, or did not ask to be told
    broke = Signal(object)  # Problem: the one place where our own errors come out
    _arrived = Signal(int, object)
    _heard = Signal(object)
    _progressed = Signal(int, int)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._actor = NOBODY
        self._writer, self._reader = Worker("bizet-writer"), Worker("bizet-reader")
        self._numbers = itertools.count(1)
        self._replies: dict[int, Reply] = {}
        self._latest: dict[tuple[int, str, Hashable], int] = {}  # the newest question of each owner and topic
        self._changed_tables: set[str] = set()
        self._pump_is_queued = False
        self._is_closed = False
        self._collector = Collector(self)
        self._busy = _connections_in_use(store)
        self._connect()
        self._pump()
        self._upkeep = Maintenance(store, self._writer, self)

    # ------------------------------------------------------------------------------------------- who is signed in

    @property
    def actor(self) -> Actor:
        """Who acts at this desk now; `NOBODY` when it is locked."""
        return self._actor

    def sign_in(self, actor: Actor) -> None:
        """From now on this person acts; what is under way stays with whoever asked for it."""
        self._actor = actor
        self.actor_changed.emit(actor)

    def sign_out(self) -> None:
        """Lock: only what needs no permission can be done."""
        self.sign_in(NOBODY)

    # ------------------------------------------------------------------------------------------------ do and ask

    def do(
        self,
        operation: Operation[Any, Any],
        request: msgspec.Struct,
        *,
        owner: object = None,
        then: Callable[[Done], None] | None = None,
        refused: Refuse | None = None,
        actor: Actor | None = None,
        approval: UUID | None = None,
        group: UUID | None = None,
    ) -> None:
        """Run an operation for the person signed in; `then` or `refused` is called in the window's thread.

        Neither is called once the owner (by default the method's object) is deleted; a refusal then goes to
        `Desk.refused`, since somebody believes it was done.
        """
        how = {"actor": actor or self._actor, "approval": approval, "group": group}
        reply = Reply(operation.name, then, refused, owner_of(then) if owner is None else owner)
        self._send(self._writer, partial(self.store.do, operation, request, **how), reply)

    def ask(
        self,
        query: Query[Any, Any],
        asked: msgspec.Struct,
        *,
        then: Then,
        owner: object = None,
        refused: Refuse | None = None,
        topic: Hashable = None,
        actor: Actor | None = None,
    ) -> None:
        """Ask; `then` gets the rows, unless the owner (by default `then`'s object) is deleted by then.

        A newer question of the same owner by the same query drops this one; a topic tells apart those that do not.
        """
        owner = owner_of(then) if owner is None else owner
        reply = Reply(query.name, lambda found: then(found.result), refused, owner, topic, is_question=True)
        self._question(query, asked, actor or self._actor, reply)

    def answer(
        self,
        query: Query[Any, Any],
        asked: msgspec.Struct,
        *,
        owner: object,
        then: Callable[[Answer], None],
        refused: Refuse | None,
    ) -> None:
        """As `ask`, with the tables that the answer depends on."""
        self._question(query, asked, self._actor, Reply(query.name, then, refused, owner, is_question=True))

    def watch(
        self,
        owner: QObject,
        query: Query[Any, Any],
        asked: Callable[[], msgspec.Struct],
        then: Then,
        refused: Refuse | None = None,
    ) -> Watch:
        """Ask now, and again whenever a table that the answer looked at has changed and the owner can be seen."""
        return Watch(self, owner, query, asked, then, refused)

    def do_now(self, operation: Operation[Any, Any], request: msgspec.Struct, **how: Any) -> Done:
        """Run an operation and wait for it: for programs and tests, never for a screen."""
        how.setdefault("actor", self._actor)
        return _waited(self._writer.submit(partial(self.store.do, operation, request, **how)))

    def ask_now(self, query: Query[Any, Any], asked: msgspec.Struct, *, actor: Actor | None = None) -> Any:
        """Ask and wait for the answer: for programs and tests, never for a screen."""
        return _waited(self._reader.submit(partial(self.store.ask, query, asked, actor=actor or self._actor)))

    def write(self, job: Callable[[], Any]) -> Any:
        """Run a job of the sync's on the writer's thread, after what people wait for; the caller's thread waits."""
        return _waited(self._writer.submit(job, Urgency.AGREEING))

    def tell_changed(self, tables: Iterable[str]) -> None:
        """Rows of these tables came from elsewhere; from any thread."""
        self._heard.emit(frozenset(tables))

    def run_chunks(
        self,
        work: Iterable[tuple[Operation[Any, Any], msgspec.Struct]],
        *,
        owner: object = None,
        then: Callable[[BulkDone], None] | None = None,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        group: UUID | None = None,
        actor: Actor | None = None,
    ) -> Bulk:
        """Run many operations under one group, 50 ms at a time, so that people overtake; see `Bulk`.

        `progress` gets how many are done; what is refused is collected by its place. Each operation must be short.
        `work` is read on the writer's thread, `cancelled` asked there before each operation.
        """
        bulk = Bulk(work, partial(self.store.do, actor=actor or self._actor), group or new_id(), cancelled)
        owner = owner_of(then) if owner is None else owner
        number = self._expect(Reply("bulk", then, owner=owner, progress=progress))

        def step() -> None:
            if bulk.step():
                self._progressed.emit(number, bulk.done.count)
                self._writer.submit(step, Urgency.BULK)
            else:
                self._arrived.emit(number, _settled(bulk.done))

        self._writer.submit(step, Urgency.BULK)
        return bulk

    # ------------------------------------------------------------------------------------------------ shutting down

    def close(self, seconds: float = 5.0) -> bool:
        """Refuse new work, finish what people asked for, interrupt the rest. Whether all threads ended in time."""
        if self._is_closed:
            return True
        self._is_closed = True
        for timer in (self._timer, self._refresh, self._upkeep):
            timer.stop()
        self._writer.close(finish=True)
        self._reader.close(finish=False)
        ended = self._ended(self._writer, self.store.engine, seconds)
        ended = self._ended(self._reader, self.store.readers, 0) and ended
        self.store.listeners.remove(self._hear)
        self._collector.close()
        if not ended:
            log.error("desk_closed_while_busy")
        return ended

    def _ended(self, worker: Worker, engine: Any, seconds: float) -> bool:
        """Whether a thread ended by itself in so many seconds, or else when interrupted."""
        tries = 0
        while not worker.ended(seconds if tries == 0 else 0.05):
            if (tries := tries + 1) > INTERRUPTS:
                return False
            for connection in tuple(self._busy[engine]):
                connection.interrupt()  # reaches only a statement that runs at this moment, hence again and again
        return True

    # ------------------------------------------------------------------------------------------- out and back again

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._arrived.connect(self._receive, queued)
        self._heard.connect(self._note_change, queued)
        self._progressed.connect(self._tell_progress, queued)
        self.store.listeners.append(self._hear)
        self._timer = QTimer(self, interval=RETRY_MS)  # what failed to follow is tried again
        self._timer.timeout.connect(self._pump)
        self._timer.start()
        self._refresh = QTimer(self, interval=REFRESH_MS, singleShot=True)
        self._refresh.timeout.connect(self._tell_changed)

    def _expect(self, reply: Reply) -> int:
        number = next(self._numbers)
        self._replies[number] = reply
        return number

    def _send(self, worker: Worker, job: Callable[[], Any], reply: Reply, urgency: Urgency = Urgency.PERSON) -> None:
        self._send_as(self._expect(reply), worker, job, urgency)

    def _send_as(self, number: int, worker: Worker, job: Callable[[], Any], urgency: Urgency = Urgency.PERSON) -> None:
        try:
            future = worker.submit(job, urgency)
        except Refused as closing:
            del self._replies[number]
            self.refused.emit(closing)
        else:
            future.add_done_callback(lambda settled: self._arrived.emit(number, settled))

    def _question(self, query: Query[Any, Any], asked: msgspec.Struct, actor: Actor, reply: Reply) -> None:
        number, key = self._expect(reply), reply.key
        if key is not None:
            self._latest[key] = number

        def read() -> Answer | None:
            if key is not None and self._latest.get(key) != number:
                return None  # overtaken while it waited: not worth the reading
            return self.store.answer(query, asked, actor=actor)

        self._send_as(number, self._reader, read)

    def _receive(self, number: int, settled: "Future[Any]") -> None:
        reply = self._replies.pop(number)
        if settled.cancelled() or self._is_overtaken(reply, number):
            return
        error = settled.exception()
        if isinstance(error, Refused):
            self._guarded(reply.name, self._refuse, reply, error)
        elif error is not None:
            self._tell_problem(reply.name, error)
        else:
            self._guarded(reply.name, self._deliver, reply, settled.result())

    def _is_overtaken(self, reply: Reply, number: int) -> bool:
        """Whether the same owner has asked something newer, or the desk has closed over the question."""
        key = reply.key
        if key is None:
            return False
        if self._latest.get(key) != number:
            return True
        del self._latest[key]
        return self._is_closed

    def _deliver(self, reply: Reply, result: Any) -> None:
        if isinstance(result, BulkDone) and result.problem is not None:
            self._tell_problem(reply.name, result.problem)
        if reply.then is not None and result is not None and is_alive(reply.owner):
            reply.then(result)

    def _refuse(self, reply: Reply, refusal: Refused) -> None:
        if reply.refused is not None and is_alive(reply.owner) and is_alive(owner_of(reply.refused)):
            reply.refused(refusal)
        elif is_alive(reply.owner) or not reply.is_question:
            self.refused.emit(refusal)

    def _guarded(self, name: str, call: Callable[..., None], *args: Any) -> None:
        try:
            call(*args)
        except Exception as error:  # a screen's own fault must not end the desk
            self._tell_problem(name, error)

    def _tell_problem(self, name: str, error: BaseException) -> None:
        log.error("failed", name=name, exc_info=error)
        self.broke.emit(Problem(name, error))

    def _tell_progress(self, number: int, count: int) -> None:
        reply = self._replies.get(number)
        if reply is not None and reply.progress is not None and is_alive(reply.owner):
            self._guarded(reply.name, reply.progress, count)

    # ------------------------------------------------------------------------------------------------- what follows

    def _hear(self, done: Done) -> None:
        """Called on the writer's thread after each commit."""
        self._heard.emit(done.tables)

    def _note_change(self, tables: frozenset[str]) -> None:
        self._changed_tables |= tables
        if not self._refresh.isActive():
            self._tell_changed()
            self._refresh.start()
        self._pump()

    def _tell_changed(self) -> None:
        tables, self._changed_tables = frozenset(self._changed_tables), set()
        if tables:
            self.changed.emit(tables)

    def _pump(self) -> None:
        """Run what follows past operations, a little at a time."""
        if not self._pump_is_queued and not self._is_closed:
            self._pump_is_queued = True
            self._send(self._writer, self._follow, Reply("pump", self._pumped, self._later), Urgency.FOLLOWING)

    def _follow(self) -> int:
        self._pump_is_queued = False
        return self.store.pump(FOLLOWERS_AT_ONCE)

    def _pumped(self, ran: int) -> None:
        if ran:
            self._pump()

    def _later(self, refusal: Refused) -> None:
        """A full disk, say: it stays in the table and the timer tries again; people hear of it by their own work."""
        log.warning("following_waits", code=refusal.code)


def _settled(result: Any) -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_result(result)
    return future


def _waited(future: "Future[Any]") -> Any:
    try:
        return future.result()
    except CancelledError as error:
        raise Refused("closing") from error


def _connections_in_use(store: Store) -> dict[Any, set[Any]]:
    """The driver's connections that work right now, by engine: what shutting down may have to interrupt."""
    busy: dict[Any, set[Any]] = {store.engine: set(), store.readers: set()}
    for engine, using in busy.items():
        event.listen(engine, "checkout", lambda connection, *_, using=using: using.add(connection))
        event.listen(engine, "checkin", lambda connection, *_, using=using: using.discard(connection))
    return busy
