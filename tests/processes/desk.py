"""A desk that people work at, as a process: the real file, threads and network, without a window.

    python -m tests.processes.desk HOME SEED

Every operation is told on standard output right after its commit; what was told before a kill is the truth that
everybody is compared with. On standard input: `rest` ends the work, `agree` asks for one round and tells how it went;
the end of the input ends the desk.
"""

import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import httpx
import msgspec
from PySide6.QtCore import QCoreApplication
from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceRole
from bizet_core.business.devices.rules import visitors
from bizet_core.selling.sales.model import sales
from bizet_core.store import Actor, Done, Store
from bizet_core.store.operations.registry import load_all
from bizet_core.sync.desk.server_state import Upstream
from bizet_desk.desk import Desk
from bizet_desk.storage.opening import Opened, open_desk
from bizet_desk.storage.paths import places
from bizet_desk.syncing.schedule import Rhythm
from bizet_desk.syncing.sync_thread import KeepingUp
from bizet_desk.syncing.transport.carrier import Carrier, Server
from bizet_desk.syncing.transport.event_stream import EventListener, Pace
from bizet_desk.syncing.transport.http import HttpCarrier
from tests.simulator.steps import ACTS

NAME = "house.json"
QUICK = Rhythm(gather=0.03, quiet=(0.5, 1.5), least=0.1, most=0.6)
PATIENCE = httpx.Timeout(3, connect=1, pool=1)
PAUSE = 0.16  # seconds between two things that somebody does, at most
WEIGHTS = {
    "sell": 9, "book": 8, "edit": 6, "customer": 3, "note": 2, "status": 4, "move": 3, "undo": 2, "product": 2,
}  # fmt: skip


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to work with."""

    business: UUID
    owner: UUID
    location: UUID
    staff: tuple[UUID, ...]
    service: UUID
    customers: tuple[UUID, ...]
    product: UUID
    groups: tuple[UUID, ...]  # of services: there to be removed

    @property
    def actor(self) -> Actor:
        """The owner, who works at every desk."""
        return Actor(self.owner, "Carmen Reis", everything=True)


class Loopback:
    """The network of a shop, in a hurry: what says nothing for three seconds has gone."""

    def __init__(self) -> None:
        self._carriers: list[HttpCarrier] = []

    def carrier(self, address: str) -> Carrier:
        self._carriers.append(HttpCarrier(address, timeouts=PATIENCE))
        return self._carriers[-1]

    def close(self) -> None:
        for carrier in self._carriers:
            carrier.close()

    def listen(self, address: str, server: Server, heard: Callable[[], None]) -> Callable[[], None]:
        listener = EventListener(address, server, lambda _epoch, _head: heard(), pace=Pace(silence=6, jitter=0.5))
        threading.Thread(target=listener.run, daemon=True).start()
        return listener.stop


@dataclass(frozen=True)
class Day:
    """A clock as the simulator's acts read it: the next Tuesday, when the salon is open."""

    now: datetime


@dataclass(frozen=True)
class World:
    """What the simulator's acts need of a world."""

    made: Made
    clock: Day


@dataclass
class Person:
    """Somebody at the desk, as the simulator's acts know them."""

    desk: Desk
    actor: Actor

    @property
    def store(self) -> Store:
        return self.desk.store

    @property
    def business(self) -> UUID:
        return self.store.identity.business

    @property
    def device(self) -> UUID:
        return self.store.identity.device

    def clock(self) -> datetime:
        return self.store.clock()

    def do(self, operation: Any, request: Any) -> Any:
        return self.desk.do_now(operation, request, actor=self.actor)


def tell(**what: Any) -> None:
    """One line, in one piece."""
    os.write(1, json.dumps(what, default=str).encode() + b"\n")


class Teller:
    """Tells what was committed, on the writer's thread, before anything else is done."""

    def __init__(self, store: Store) -> None:
        self.store = store
        store.listeners.insert(0, self.hear)

    def hear(self, done: Done) -> None:
        if done.n:
            tell(did=done.op_id, name=done.name, n=done.n, inc=self.store.identity.inc, **self._receipt(done))

    def _receipt(self, done: Done) -> dict[str, Any]:
        if done.name != "sales.sell":
            return {}
        with self.store.reading() as connection:
            row = connection.execute(select(sales.c.series, sales.c.number).where(sales.c.id == done.result)).one()
        return {"series": row.series, "number": row.number}


class Work:
    """A day at a desk: now this, now that, until told to rest."""

    def __init__(self, app: QCoreApplication, keeping: KeepingUp, person: Person, world: World, chance: Random) -> None:
        self.app, self.keeping, self.person, self.world, self.chance = app, keeping, person, world, chance
        self.words: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.is_resting = False
        threading.Thread(target=self._listen, daemon=True).start()

    def run(self) -> None:
        """Until the input ends."""
        tell(open=self.person.device)
        while (word := self._word()) != "end":
            if word == "rest":
                self.is_resting = True
                tell(rests=True)
            elif word == "agree":
                self._agree()
            elif not self.is_resting:
                self._act()
            self.app.processEvents()

    def _word(self) -> str:
        """What is said meanwhile, or nothing once it is time to do something."""
        with suppress(queue.Empty):
            return self.words.get(timeout=self.chance.uniform(0, PAUSE))
        return ""

    def _listen(self) -> None:
        for line in sys.stdin:
            self.words.put(line.strip())
        self.words.put("end")

    def _act(self) -> None:
        name = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        with suppress(Refused):
            ACTS[name](self.world, self.person, self.chance)

    def _agree(self) -> None:
        status = self.keeping.agreeing.agree()
        with self.person.store.reading() as connection:
            known = Upstream.of(connection)
        why = status.why.code if status.why else ""
        tell(state=status.state, unsent=status.unsent, cursor=known.cursor, epoch=known.epoch, why=why)


def made_in(home: Path) -> Made:
    """What there is to work with at this desk."""
    return msgspec.json.decode((home / NAME).read_bytes(), type=Made)


def next_tuesday(now: datetime) -> datetime:
    """Eight in the morning of the next Tuesday that is not today."""
    return (now + timedelta(days=(0 - now.weekday()) % 7 + 1)).replace(hour=8, minute=0, second=0, microsecond=0)


def whoever(opened: Opened, made: Made) -> Actor:
    """Who works at a desk; a kiosk knows nobody on the staff."""
    with opened.store.reading() as connection:
        return visitors("kiosk") if Upstream.of(connection).role == DeviceRole.KIOSK else made.actor


def main(home: Path, seed: int) -> None:
    """Open the desk, keep it agreed, and work."""
    load_all()
    app = QCoreApplication([])
    made = made_in(home)
    opened = open_desk(places(home))
    Teller(opened.store)
    desk = Desk(opened.store)
    desk.broke.connect(lambda problem: tell(broke=problem.name, error=repr(problem.error)))
    keeping = KeepingUp(desk, opened, Loopback(), QUICK)
    keeping.changed.connect(lambda status: tell(status=status.state, unsent=status.unsent))
    keeping.start()
    person = Person(desk, whoever(opened, made))
    Work(app, keeping, person, World(made, Day(next_tuesday(datetime.now(UTC)))), Random(seed)).run()
    keeping.close()
    desk.close()
    opened.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
