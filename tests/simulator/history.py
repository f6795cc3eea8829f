"""One seed is one history: steps, faults and crashes, then everybody is healed and must agree."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from structlog.testing import capture_logs

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import bookings
from bizet_core.business.devices.restored_server import PATIENCE, has_reported, restored
from bizet_core.catalogue.services.model import service_categories
from bizet_core.store import Store
from bizet_core.store.database.engines import SUSPENDED
from bizet_core.store.journal.journal import Line, before_image, journal
from bizet_core.store.store import Done
from bizet_core.store.tables.columns import METADATA
from bizet_core.store.tables.ids import made_by
from bizet_core.sync.server import feed
from bizet_desk.syncing.transport.carrier import UnreachableError
from sync_server.sync.lost_rows import tend
from tests.simulator.forgetful import Forgotten, Leases, leases_of
from tests.simulator.house import House, ids_of
from tests.simulator.ledger import Ledger
from tests.simulator.steps import ACTS, Step, do_lease, journal_something_newer, steps_of
from tests.simulator.world import CrashError, DeskSide, Disk

STEPS, COMPARED_IN = 60, 5
ROT = (
    "UPDATE customer SET alert = 'rotten' WHERE id = (SELECT min(id) FROM customer)",
    "UPDATE product SET category = 'rotten' WHERE id = (SELECT max(id) FROM product)",
    "UPDATE resource SET active = NOT active WHERE id = (SELECT min(id) FROM resource WHERE kind = 'room')",
    "DELETE FROM history WHERE id = (SELECT min(id) FROM history)",
    "DELETE FROM history WHERE id = (SELECT max(id) FROM history)",
)
"""What may become of a row in a desk's file."""


class BrokenError(AssertionError):
    """An invariant does not hold."""


@dataclass
class Skewed:
    """A desk's clock: the true one, and how far it is off."""

    true: Callable[[], Any]
    off: timedelta = timedelta()

    def __call__(self) -> Any:
        return self.true() + self.off


class History(House):
    """A house that lives through steps."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.seed, self.ledger = seed, Ledger()
        self.images: dict[int, tuple[bytes, set[UUID]]] = {}
        self.server_images: list[dict[UUID, bytes]] = []
        self.forgotten = Forgotten()
        self.crash_after: dict[int, int] = {}  # desk (or -1: the server) → statements
        for i, desk in enumerate(self.desks):
            self._watch(i, desk)

    # ----------------------------------------------------------------------------------------------------- a history

    def live(self, steps: Sequence[Step]) -> None:
        """Everything that happens, and then the healing."""
        with made_by(ids_of(Random(self.seed))), capture_logs():  # type: ignore[arg-type]
            for step in steps:
                self._step(step)
            self.heal()

    def _step(self, step: Step) -> None:
        chance = Random(step.chance)
        i, desk = step.desk, self.desks[step.desk % len(self.desks)]
        act = ACTS.get(step.what)
        if step.what == "product" and chance.random() < 0.3:
            act = journal_something_newer
        if act is not None:
            self._at(i, lambda: act(self, self.desks[i], chance))
        else:
            getattr(self, f"_{step.what}")(i, desk, chance)
        self.clock.pass_by(seconds=chance.randrange(1, 90))
        self._look_whether_it_waits()
        self._look_whether_it_is_blind()

    def _look_whether_it_is_blind(self) -> None:
        """A server that does not know yet that it went back gives to others what it has forgotten to have given."""
        with self.server.rooms.disks[self.made.business].unharmed(), self.server_store().reading() as connection:
            self.ledger.forced |= self.forgotten.given_blindly(connection, self.made.business)

    def _look_whether_it_waits(self) -> None:
        """A restored server waits ten minutes for everybody's leases. What it gives after that it gives blindly."""
        disk = self.server.rooms.disks[self.made.business]
        with disk.unharmed(), self.server_store().reading() as connection:
            found = restored(connection, self.made.business)
            if found is not None and not found.is_within(self.clock(), PATIENCE):
                devices = {desk.device for desk in self.desks}
                told = (has_reported(connection, self.made.business, found.epoch, each) for each in devices)
                self.ledger.silent |= {each for each, has in zip(devices, told, strict=True) if not has}

    def _at(self, i: int, act: Callable[[], Any]) -> None:
        """Do something at a desk; whatever refuses, refuses; whoever crashes, starts again."""
        try:
            act()
        except (Refused, UnreachableError):
            pass
        except CrashError:
            self._revive(i)

    def _revive(self, i: int) -> None:
        desk, server = self.desks[i], self.server
        if desk.disk.connection.left is None and not desk.disk.connection.in_transaction:
            for disk in server.rooms.disks.values():  # it was the server that crashed
                disk.power_off()
            server.rooms.control_disk.power_off()
        desk.disk.power_off()
        server.restart()
        self._open(i)

    def _open(self, i: int) -> None:
        desk = self.desks[i]
        desk.open()
        self._watch(i, desk)

    def _watch(self, i: int, desk: DeskSide) -> None:
        """The observer sees every commit, also one whose process ends right after it."""
        desk.store.listeners.append(lambda done: self._committed(i, done))
        desk.engine.lives = lambda inc: self._new_life(i, inc)

    def _committed(self, i: int, done: Done) -> None:
        if not done.n:
            return
        self.ledger.operations[done.op_id] = i
        with self.desks[i].disk.unharmed():
            self._note(i, done)

    def _note(self, i: int, done: Done) -> None:
        if done.name == "sales.sell":
            self._note_sale(i, done)
        if done.name == "simulator.sell_tickets":
            self.ledger.tickets[done.op_id] = self._ticket(i, done)

    def _note_sale(self, i: int, done: Done) -> None:
        from bizet_core.selling.sales.model import sales

        with self.desks[i].store.reading() as connection:
            row = connection.execute(select(sales).where(sales.c.id == done.result)).one()
        self.ledger.sales[done.op_id] = (row.series, row.number)
        self.ledger.given[row.series].add(row.number)

    def _ticket(self, i: int, done: Done) -> tuple[int, UUID | None]:
        from tests.simulator.tickets import TicketsSold, sell_tickets

        with self.desks[i].store.reading() as connection:
            body = connection.execute(select(journal.c.body).where(journal.c.op_id == done.op_id)).scalar_one()
        args: TicketsSold = sell_tickets.decode(body, 1)
        return args.many, args.lease

    def _new_life(self, i: int, inc: int) -> None:
        """Leases of the life before are nobody's until a manager looks: here they count as taken back."""
        self.desks[i].inc = inc
        self.ledger.has_forked = True

    def server_store(self) -> Store:
        return self.server.stores.of(self.made.business)

    # ----------------------------------------------------------------------------------------- what is not a person's

    def _sync(self, i: int, desk: DeskSide, chance: Random) -> None:
        desk.engine.rows_at_once = chance.choice([7, 5000])
        if chance.random() < 0.4:
            self._act_meanwhile(i, desk, chance)
        if chance.random() < 0.2:
            self._compare_meanwhile(i, desk, chance)
        self._at(i, desk.sync)
        with self.desks[i].disk.unharmed():
            own_writes_stand(self, i)

    def _act_meanwhile(self, i: int, desk: DeskSide, chance: Random) -> None:
        """People go on while the desk talks with its server: something happens between push and pull, or two pages."""
        acts = [ACTS[name] for name in ("sell", "book", "edit", "tickets", "status", "undo", "move")]
        wait, act = chance.randrange(1, 4), chance.choice(acts)

        def busy(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
            nonlocal wait
            wait -= 1
            if wait == 0:
                with suppress(Refused):
                    act(self, self.desks[i], chance)
            answer: tuple[int, bytes] = before(send)
            return answer

        before, desk.wire.fault = desk.wire.fault, busy

    def _compare_meanwhile(self, i: int, desk: DeskSide, chance: Random) -> None:
        """The desk compares its rows in this round, and just before it asks, another has sent something."""
        desk.engine.comparing.begin()
        other, before = self.desks[1 - i % 2], desk.wire.fault
        act = ACTS[chance.choice(["edit", "book", "undo", "tickets"])]

        def sends_first(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
            if desk.wire.log[-1][0].endswith("/compare"):
                desk.wire.fault = before
                with ExitStack() as calm, suppress(Refused, UnreachableError):
                    for disk in (other.disk, *self.server.rooms.disks.values()):
                        calm.enter_context(disk.unharmed())
                    act(self, other, chance)
                    other.sync()
            answer: tuple[int, bytes] = before(send)
            return answer

        desk.wire.fault = sends_first

    def _cut(self, i: int, desk: DeskSide, chance: Random) -> None:
        desk.wire.is_cut = True

    def _mend(self, i: int, desk: DeskSide, chance: Random) -> None:
        desk.wire.is_cut = False

    def _lose_reply(self, i: int, desk: DeskSide, chance: Random) -> None:
        """The server does it; the desk never hears."""

        def lost(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
            send()
            raise UnreachableError("reply lost")

        self._once(desk, lost, chance)

    def _lose_request(self, i: int, desk: DeskSide, chance: Random) -> None:
        def lost(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
            raise UnreachableError("request lost")

        self._once(desk, lost, chance)

    def _twice(self, i: int, desk: DeskSide, chance: Random) -> None:
        """A proxy that repeats: the second copy is answered first, or alone."""

        def again(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
            first, second = send(), send()
            return chance.choice([first, second])

        self._once(desk, again, chance)

    def _once(self, desk: DeskSide, fault: Any, chance: Random) -> None:
        wait = chance.randrange(3)

        def maybe(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
            nonlocal wait
            wait -= 1
            if wait >= 0:
                return send()
            desk.wire.fault = lambda send: send()
            result: tuple[int, bytes] = fault(send)
            return result

        desk.wire.fault = maybe

    def _crash(self, i: int, desk: DeskSide, chance: Random) -> None:
        """The desk's process ends before one of its next statements."""
        desk.disk.connection.left = chance.choice([0, 3, 9, 30, 90])

    def _crash_server(self, i: int, desk: DeskSide, chance: Random) -> None:
        self.server.rooms.disks[self.made.business].connection.left = chance.choice([0, 3, 9, 30, 90])

    def _clock(self, i: int, desk: DeskSide, chance: Random) -> None:
        off = chance.choice([0, -3, 3, -3600, 7200, -86400])
        desk.clock = Skewed(self.clock, timedelta(seconds=off))
        desk.store.clock = desk.clock
        desk.engine.server.now_ms = lambda: int(desk.clock().timestamp() * 1000)

    def _time(self, i: int, desk: DeskSide, chance: Random) -> None:
        self.clock.pass_by(minutes=chance.choice([1, 10, 45]))
        if chance.random() < 0.4:
            self._rot(desk, chance)

    def _rot(self, desk: DeskSide, chance: Random) -> None:
        """Bits on the desk's disk change, or a fault of ours does it: nobody is told."""
        if desk.disk.connection.in_transaction:
            return
        with desk.disk.unharmed():
            desk.disk.connection.running = SUSPENDED
            met = desk.disk.connection.execute(chance.choice(ROT)).rowcount
            desk.disk.connection.running = None
        if met:
            self.ledger.rotten.add(desk.device)

    def _image(self, i: int, desk: DeskSide, chance: Random) -> None:
        """Somebody copies the desk's disk."""
        if not desk.disk.connection.in_transaction:
            self.images[i] = (desk.disk.image(), {op for op, at in self.ledger.operations.items() if at == i})

    def _restore(self, i: int, desk: DeskSide, chance: Random) -> None:
        """The desk's disk goes back to its copy; what only it held is gone."""
        if i not in self.images:
            return
        image, held = self.images[i]
        gone = {op for op, at in self.ledger.operations.items() if at == i} - held - self.on_server()
        self.ledger.lost |= gone
        for desks in (*self.ledger.shown.values(), *self.ledger.removed.values()):  # that may have gone with its disk
            desks.discard(i)
        desk.disk = Disk(image)
        desk.inc = self._inc_of(desk.disk)
        self._open(i)

    def _clone(self, i: int, desk: DeskSide, chance: Random) -> None:
        """A copy of the desk comes to life beside it, as a fourth desk under the same name."""
        if len(self.desks) > 3 or i == 2:
            return
        twin = replace(desk, disk=Disk(desk.disk.image()), wire=type(desk.wire)(self.server))
        twin.actor = desk.actor
        self.desks.append(twin)
        self._watch(3, twin)
        self.ledger.has_forked = True

    def _restore_server(self, i: int, desk: DeskSide, chance: Random) -> None:
        """The server goes back to a copy of an hour ago, and nobody says so, or a new epoch does. (Or such a copy is
        made.)"""
        if not self.server_images:
            self.server_images.append({b: disk.image() for b, disk in self.server.rooms.disks.items()})
            return
        self.ledger.server_went_back = True
        had, web, leases = self.on_server(), self._web_shown(), self._leases()
        for business, image in self.server_images[-1].items():
            self.server.rooms.disks[business] = Disk(image)
        self.server.restart()
        if chance.random() < 0.5:  # else the same copy is put back once more, with an epoch lost
            self.server_images.pop()
        if chance.random() < 0.5:
            self.ledger.untold += 1
            self._forget(leases)
        else:
            self._tell()
        self.ledger.lost |= had - self.on_server() - self._at_desks()  # a desk's disk and the server's, both
        self.ledger.removed = self._removed_elsewhere()
        for op in self.ledger.of_the_web.keys() - self.on_server():
            self.ledger.shown[op] = self.ledger.shown.get(op, set()) | web.get(op, set())
        self._at(i, lambda: do_lease(self, desk, chance))  # somebody has waited for it

    def _tell(self) -> None:
        """`bizet-server new-epoch`."""
        with self.server_store().engine.begin() as connection:
            feed.new_epoch(connection, self.made.business, self.clock())

    def _leases(self) -> Leases:
        with self.server.rooms.disks[self.made.business].unharmed(), self.server_store().reading() as connection:
            return leases_of(connection)

    def _forget(self, had: Leases) -> None:
        with self.server_store().reading() as connection:
            self.forgotten.begin(connection, self.made.business, had)

    def _web_shown(self) -> dict[UUID, set[int]]:
        """Which staffed desks show which bookings of the web, in whatever version."""
        found: dict[UUID, set[int]] = defaultdict(set)
        for i, desk in enumerate(self.desks[:2]):
            with desk.disk.unharmed(), desk.store.reading() as connection:
                there = set(connection.execute(select(bookings.c.id)).scalars())
            for op, visit in self.ledger.of_the_web.items():
                if visit in there:
                    found[op].add(i)
        return found

    def _removed_elsewhere(self) -> dict[UUID, set[int]]:
        """Groups of services that the server has again, and the staffed desks that have them no more."""
        with self.server_store().reading() as connection:
            again = set(connection.execute(select(service_categories.c.id)).scalars()) & set(self.made.groups)
        found: dict[UUID, set[int]] = {group: set() for group in again}
        for i, desk in enumerate(self.desks[:2]):
            with desk.disk.unharmed(), desk.store.reading() as connection:
                for group in again - set(connection.execute(select(service_categories.c.id)).scalars()):
                    found[group].add(i)
        return found

    # -------------------------------------------------------------------------------------------------------- healing

    def heal(self) -> None:
        """Wires, clocks and processes are put right, locked devices looked at; then everybody agrees."""
        for desk in self.desks:
            desk.wire.is_cut, desk.wire.fault = False, lambda send: send()
            desk.disk.connection.left = None
            desk.clock = self.clock
            desk.store.clock = self.clock
            desk.engine.server.now_ms = lambda: int(self.clock().timestamp() * 1000)
        for disk in self.server.rooms.disks.values():
            disk.connection.left = None
        if self.ledger.untold:  # a desk waits where the server has just begun an epoch
            self.clock.pass_by(minutes=10)
            self._look_whether_it_waits()
        for turn in range(8):
            for i, desk in enumerate(self.desks):
                if turn == COMPARED_IN:
                    desk.engine.comparing.begin()
                self._admit()
                self.clock.pass_by(seconds=1)
                with suppress(UnreachableError):
                    self._round(i, desk)
                tend(self.server_store())  # as each minute
                self._look_whether_it_is_blind()

    def _round(self, i: int, desk: DeskSide) -> None:
        try:
            desk.sync()
        except Refused as refusal:
            if refusal.code not in ("device_locked", "forked", "begin_anew"):
                raise

    def _admit(self) -> None:
        """A manager looks at devices that were locked."""
        from bizet_core.business.devices.model import DeviceState, devices
        from bizet_core.business.devices.operations import OfDevice, admit_device

        store = self.server_store()
        with store.reading() as connection:
            locked = (
                connection.execute(select(devices.c.id).where(devices.c.state == DeviceState.LOCKED)).scalars().all()
            )
        for device in locked:
            store.do(admit_device, OfDevice(device=device))

    def on_server(self) -> set[UUID]:
        disk = self.server.rooms.disks[self.made.business]
        with disk.unharmed(), self.server_store().reading() as connection:
            return set(connection.execute(select(journal.c.op_id)).scalars())

    def _at_desks(self) -> set[UUID]:
        """Operations that some desk's disk still holds."""
        found: set[UUID] = set()
        for desk in self.desks:
            with desk.disk.unharmed(), desk.store.reading() as connection:
                found |= set(connection.execute(select(journal.c.op_id)).scalars())
        return found

    def _inc_of(self, disk: Disk) -> int:
        from bizet_core.store.journal.incarnation import lives

        with disk.engine().connect() as connection:
            found = lives(connection)
        return found[-1].inc if found else 1


def own_writes_stand(history: History, i: int) -> None:
    """What a person did at a desk stays on its screen until the server has said what became of it.

    What is sent again after a restore was answered before: others may have changed it since.
    """
    store, answered = history.desks[i].store, history.ledger.answered
    with store.reading() as connection:
        mine = connection.execute(select(journal.c.op_id, journal.c.name, journal.c.state)).all()
        answered |= {line.op_id for line in mine if line.state != "pending"}
        names = {line.op_id: line.name for line in mine if line.state == "pending" and line.op_id not in answered}
        images = select(before_image).where(before_image.c.op_id.in_(names)).order_by(before_image.c.k)
        last = {(image.tbl, image.pk): image.op_id for image in connection.execute(images)}
        for op in names.keys() - {op for (_table, _pk), op in last.items()}:
            if names[op] == "sales.sell":  # money that was taken is never rolled back to stay away
                raise BrokenError(f"seed {history.seed}: desk {i} does not show its own sale {op}")
        for (name, pk), op in last.items():
            table = METADATA.tables[name]
            row = connection.execute(select(table.c.last_op).where(table.c.id == pk)).first()
            if row is not None and row.last_op != op and names[op] != "store.undo":  # undo restores `last_op` as well
                raise BrokenError(f"seed {history.seed}: desk {i} shows {row.last_op} over its own {op} in {name}")


def run(seed: int, many: int = STEPS) -> History:
    """Live through a seed and hold it to the invariants."""
    return run_steps(seed, steps_of(seed, many))


def run_steps(seed: int, steps: Sequence[Step]) -> History:
    """The same of given steps."""
    from tests.simulator.invariants import check

    history = History(seed)
    history.live(steps)
    check(history)
    return history


__all__ = ["BrokenError", "History", "Line", "run", "run_steps"]
