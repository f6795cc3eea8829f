"""What must hold in the end, by the simulator's own invariants: what was told and what desks hold is the truth."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.oversight.audit.queries import TheChains, receipt_chains
from bizet_core.selling.sales.operations import sell
from bizet_core.store import Store
from bizet_core.store.journal.journal import journal
from bizet_core.sync.server import feed
from bizet_desk.storage.opening import Opened, open_desk
from bizet_desk.storage.paths import places
from sync_server.data.business_databases import Stores
from sync_server.data.control_database import Control
from sync_server.running.configuration import Configuration, databases
from tests.processes.desk import made_in
from tests.processes.ledger import Told
from tests.simulator import invariants
from tests.simulator.ledger import Ledger

NOW = partial(datetime.now, UTC)
RULES = (
    invariants.no_operation_is_lost,
    invariants.every_fact_stands_once,
    invariants.everybody_has_the_same_rows,
    invariants.nothing_is_claimed_twice,
    invariants.every_conflict_is_seen_once,
    invariants.nothing_refused_stands,
    invariants.receipts_have_no_gaps,
    invariants.every_chain_verifies,
)


@dataclass
class Shown:
    """A desk's file, opened when its process has ended."""

    opened: Opened
    is_kiosk: bool

    @property
    def store(self) -> Store:
        return self.opened.store

    @property
    def device(self) -> UUID:
        return self.opened.keys.device

    @property
    def engine(self) -> "Shown":
        return self

    def _unsent(self) -> list[Any]:
        with self.store.reading() as connection:
            return list(connection.execute(select(journal.c.n).where(journal.c.state == "pending")).scalars())

    def own(self) -> set[UUID]:
        """Every operation that was done at it."""
        with self.store.reading() as connection:
            mine = select(journal.c.op_id).where(journal.c.device == self.device)
            return set(connection.execute(mine).scalars())

    def own_sales(self) -> dict[UUID, tuple[str, int]]:
        """Its receipts, by operation; by its journal, since a kiosk keeps no sale that the server has."""
        mine = (journal.c.device == self.device) & (journal.c.name == sell.name)
        with self.store.reading() as connection:
            lines = connection.execute(select(journal.c.op_id, journal.c.body, journal.c.ver).where(mine)).all()
        made = {line.op_id: sell.decode(line.body, line.ver) for line in lines}
        return {op: (args.series, args.number) for op, args in made.items()}


@dataclass
class Ending:
    """Everything the invariants look at."""

    desks: list[Shown]
    server: Store
    ledger: Ledger = field(default_factory=Ledger)

    def server_store(self) -> Store:
        return self.server

    def on_server(self) -> set[UUID]:
        with self.server.reading() as connection:
            return set(connection.execute(select(journal.c.op_id)).scalars())


def check(homes: Sequence[Path], variables: dict[str, str], told: Told, kiosk: int) -> None:
    """Raise `AssertionError` with everything that does not hold."""
    with ExitStack() as open_:
        desks = [Shown(open_.enter_context(_opened(home)), i == kiosk) for i, home in enumerate(homes)]
        server = open_.enter_context(server_store(variables, desks[0].opened.keys.business))
        ending = Ending(desks, server)
        found = [*_told_and_gone(desks, told), *_fill(ending.ledger, desks, told)]
        found += [f"{rule.__name__}: {problem}" for rule in RULES for problem in rule(ending)]
        found += [chain.words() for chain in server.ask(receipt_chains, TheChains()) if chain.broken is not None]
    assert not found + told.errors, "\n".join((found + told.errors)[:12])


def heads(homes: Sequence[Path], variables: dict[str, str]) -> set[tuple[str, int]]:
    """How far the server's feed is."""
    business = made_in(homes[0]).business
    with server_store(variables, business) as store, store.reading() as connection:
        head = feed.head_of(connection, business)
        return {(head.epoch, head.seq)}


def _told_and_gone(desks: Sequence[Shown], told: Told) -> Iterator[str]:
    """What a desk has told of was committed: a kill must not take it away, nor do it again."""
    yield from (f"{op} was told of twice" for op in told.twice)
    for i, desk in enumerate(desks):
        gone = {op for op, at in told.operations.items() if at == i} - desk.own()
        if gone:
            yield f"desk {i} has told of {len(gone)} operations that are not in its file"


def _fill(ledger: Ledger, desks: Sequence[Shown], told: Told) -> Iterator[str]:
    """A kill between commit and telling: the file knows more than was told, and never anything else."""
    ledger.sales.update(told.sales)
    for i, desk in enumerate(desks):
        ledger.operations.update(dict.fromkeys(desk.own(), i))
        for op, numbered in desk.own_sales().items():
            if ledger.sales.setdefault(op, numbered) != numbered:
                yield f"{op} was told as {ledger.sales[op]} and is {numbered}"
    for series, number in ledger.sales.values():
        ledger.given[series].add(number)


@contextmanager
def _opened(home: Path) -> Iterator[Opened]:
    opened = open_desk(places(home))
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def server_store(variables: dict[str, str], business: UUID) -> Iterator[Store]:
    """The server's store of a business, beside a server that runs or without one."""
    with databases(Configuration.of(variables), NOW) as place:
        stores = Stores(place, Control(place.control(), NOW), NOW)
        try:
            yield stores.of(business)
        finally:
            stores.close()
            stores.control.engine.dispose()
