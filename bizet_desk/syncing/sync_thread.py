"""A thread beside people's work that keeps the desk agreed with its server, and tells the window how they stand.

The network is spoken with on this thread alone; what writes is done by the desk's writer, after what people wait for.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from bizet_core.base.refusals import Refused
from bizet_core.store import Done
from bizet_desk.desk import Desk
from bizet_desk.storage.opening import Opened
from bizet_desk.syncing.schedule import Bell, Rhythm, Ring
from bizet_desk.syncing.status import State, Status
from bizet_desk.syncing.sync_rounds import Agreeing
from bizet_desk.syncing.transport.errors import UnreachableError
from bizet_desk.syncing.transport.network import Network

if TYPE_CHECKING:
    from bizet_desk.syncing.engine import Engine
    from bizet_desk.syncing.joining.linking import Introduction

log = structlog.get_logger()


def _nothing() -> None:
    """Nobody is listened to."""


class KeepingUp(QObject):
    """Lives in the window's thread. `changed(Status)` at every change; `told(Refused | None)` answers `link`,
    `kept_told(AllKept | Refused)` answers `ask_kept`."""

    changed = Signal(object)
    told = Signal(object)
    kept_told = Signal(object)
    _heard = Signal(object)
    _answered = Signal(object)
    _kept_answered = Signal(object)

    def __init__(
        self,
        desk: Desk,
        opened: Opened,
        network: Network,
        rhythm: Rhythm | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.status = Status()
        self._desk, self._network, self._rhythm = desk, network, rhythm or Rhythm()
        self._heard.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._answered.connect(self.told, Qt.ConnectionType.QueuedConnection)
        self._kept_answered.connect(self.kept_told, Qt.ConnectionType.QueuedConnection)
        self._bell, self._jobs = Bell(), deque[tuple[Callable[[], object], SignalInstance]]()
        self._failures = 0
        self._listened_to: Engine | None = None
        self._stop_listening = _nothing
        self.agreeing = Agreeing(opened, network, write=desk.write, hear=self._hear_status, tell=desk.tell_changed)
        self.status = self.agreeing.status
        self._thread = threading.Thread(target=self._run, name="bizet-sync", daemon=True)

    # ----------------------------------------------------------------------------------------- in the window's thread

    def start(self) -> None:
        """Begin; where there is no server, wait until there is one."""
        self._desk.store.listeners.append(self._hear_commit)
        self._thread.start()

    def try_now(self) -> None:
        """A person asks: no pause holds."""
        self._bell.ring(Ring.NOW)

    def link(self, said: "Introduction") -> None:
        """Bring this business to a server; `told` when it has been taken in, or why not."""
        self._give(partial(self.agreeing.link, said), self._answered)

    def leave(self) -> None:
        """Stand alone again; `told` when that is done, or why not."""
        self._give(self.agreeing.leave, self._answered)

    def ask_kept(self) -> None:
        """Ask the server what all devices keep for themselves; `kept_told` when it has answered, or why it has not."""
        self._give(self.agreeing.kept, self._kept_answered)

    def close(self, seconds: float = 2.0) -> bool:
        """End; whether the thread has ended in so many seconds. One that waits for the network does no harm."""
        if self._hear_commit in self._desk.store.listeners:
            self._desk.store.listeners.remove(self._hear_commit)
        self._bell.ring(Ring.CLOSE)
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _give(self, job: Callable[[], object], answer: SignalInstance) -> None:
        self._jobs.append((job, answer))
        self._bell.ring(Ring.JOB)

    def _take(self, status: Status) -> None:
        self.status = status
        self.changed.emit(status)

    # ---------------------------------------------------------------------------------------------- on its own thread

    def _run(self) -> None:
        due = time.monotonic()
        self._listen()
        while Ring.CLOSE not in (rung := self._bell.wait(self._left(due))):
            pause = self._answer(rung)
            self._listen()
            if pause is not None:
                due = time.monotonic() + pause
        self._stop_listening()
        self.agreeing.close()

    def _left(self, due: float) -> float | None:
        """Seconds until the server is asked again; where there is none, nothing is due."""
        return None if self.agreeing.engine is None else max(0.0, due - time.monotonic())

    def _answer(self, rung: frozenset[Ring]) -> float | None:
        """Do what has rung; how long to pause then, or None where the pause under way goes on."""
        if Ring.JOB in rung:
            self._work_off()
        elif not self._rhythm.is_time(rung, self._failures):
            self._guarded(self.agreeing.recount)
            return None
        elif rung == {Ring.COMMIT} and self._bell.wait_for_close(self._rhythm.gather):
            return None
        self._guarded(self._agree)
        return self._rhythm.pause(self._failures)

    def _agree(self) -> None:
        state = self.agreeing.agree().state
        self._failures = self._failures + 1 if state in (State.OFFLINE, State.REFUSED) else 0

    def _work_off(self) -> None:
        while self._jobs:
            job, answer = self._jobs.popleft()
            result = self._result(job)
            self._listen()
            answer.emit(result)

    def _result(self, job: Callable[[], object]) -> object:
        """What a job returns, or why it was not done."""
        try:
            return job()
        except Refused as refusal:
            return refusal
        except UnreachableError:
            return Refused("server_silent")
        except Exception as problem:
            log.error("sync_broke", exc_info=problem)
            return Refused("desk_failed", name=type(problem).__name__)

    def _guarded(self, work: Callable[[], object]) -> None:
        """Our own fault must not end the thread: it is logged, and the next round tries again."""
        try:
            work()
        except Exception as problem:
            self._failures += 1
            if getattr(problem, "code", "") != "closing":
                log.error("sync_broke", exc_info=problem)
                self.agreeing.tell_broken(problem)

    def _listen(self) -> None:
        """To the server there is now; it may be another than before, or none."""
        engine = self.agreeing.engine
        if engine is self._listened_to:
            return
        self._stop_listening()
        self._listened_to, self._stop_listening = engine, _nothing
        if engine is not None:
            heard = partial(self._bell.ring, Ring.HEAD)
            self._stop_listening = self._network.listen(self.agreeing.status.address, engine.server, heard)

    def _hear_status(self, status: Status) -> None:
        """On the thread that agrees, which is the command line's at times."""
        self._heard.emit(status)
        if not status.is_linked:
            self._bell.ring(Ring.JOB)  # there is nobody to listen to any more

    def _hear_commit(self, done: Done) -> None:
        """On the writer's thread, after each commit."""
        if done.n:
            self._bell.ring(Ring.COMMIT)
