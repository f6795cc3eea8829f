"""Rules broken on purpose, one at a time: a simulator that does not notice would prove nothing.

`python -m tests.simulator hunt` looks for the first seed that catches each and writes them to `mutants.json`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from msgspec.structs import replace
from sqlalchemy import delete, select

from bizet_core.business.leases import escrow
from bizet_core.business.leases.model import LeaseState, leases
from bizet_core.business.leases.operations import TakeBack, force_lease
from bizet_core.selling.sales import numbering
from bizet_core.store import undoing
from bizet_core.store.database.engines import mark
from bizet_core.store.journal.journal import journal
from bizet_core.sync.desk import rebase, renumbering
from bizet_core.sync.restore import rollback_detection
from bizet_core.sync.rows import comparison
from bizet_core.sync.server import feed, pull, push
from bizet_core.sync.server.push import Authority, Verdict
from bizet_core.sync.wire.protocol import Outcome, Told
from bizet_desk.syncing import after_restore
from bizet_desk.syncing.comparison import Comparing
from bizet_desk.syncing.engine import Engine
from sync_server.sync import lease_grants
from tests.simulator.world import ServerSide

Mutant = Callable[[], Any]
MUTANTS: dict[str, Mutant] = {}


def mutant(function: Callable[[], Iterator[None]]) -> Callable[[], Iterator[None]]:
    """Register a broken rule; its docstring says which."""
    MUTANTS[function.__name__] = contextmanager(function)
    return function


@mutant
def sends_are_run_twice() -> Iterator[None]:
    """A number that the server has seen is run again under another id."""

    def again(self: Any, connection: Any, sender: Any, push: Any, *, run: bool) -> Any:
        before, _ = push.head_of(connection, self.store.identity.business, push.device, push.inc)
        for line in map(push._line, push.lines):
            header = line.read
            if header.n <= before and header.name == "simulator.sell_tickets":
                self._decide(push.Case(connection, sender, line, replace(header, op_id=uuid4())))
        return take_all(self, connection, sender, push, run=run)

    take_all = Authority._take_all
    with patch.object(Authority, "_take_all", again):
        yield


@mutant
def nothing_is_rebased() -> Iterator[None]:
    """The server's rows are written over the desk's own unsent ones."""
    with patch.object(rebase._Rebase, "_affected", lambda self, images: []):
        yield


@mutant
def nothing_is_run_again() -> Iterator[None]:
    """What was rolled back for the server's rows stays away."""
    with patch.object(rebase._Rebase, "_again", lambda self, ours: None):
        yield


@mutant
def removals_are_not_told() -> Iterator[None]:
    """The feed forgets rows that are gone."""
    changes = feed.changes
    with patch.object(pull.feed, "changes", lambda *a: changes(*a)._replace(gone=())):
        yield


@mutant
def refusals_leave_their_rows() -> Iterator[None]:
    """A refused operation keeps what it had written before it was refused."""

    class Leaky(push.savepoint):  # type: ignore[misc]
        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            if isinstance(error, Exception):
                self._nested.commit()
                mark(self._connection, None)
            else:
                super().__exit__(kind, error, trace)

    with patch.object(push, "savepoint", Leaky):
        yield


@mutant
def conflicts_are_dropped_silently() -> Iterator[None]:
    """No card is written for what is refused or held."""
    with patch.object(Authority, "_card", lambda self, *a, **k: None):
        yield


@mutant
def facts_are_refused() -> Iterator[None]:
    """What cannot be run is refused, money or not."""

    def refuse(self: Any, case: Any, why: str, facts: Any = None) -> Verdict:
        return Verdict(Outcome.REFUSED, why)

    with patch.object(Authority, "_hold", refuse):
        yield


@mutant
def a_restored_server_keeps_its_epoch() -> Iterator[None]:
    """Nobody notices that the server went back in time."""
    from tests.simulator import history

    with patch.object(history.feed, "new_epoch", lambda *a, **k: ""):
        yield


@mutant
def a_server_that_was_not_told_keeps_its_epoch() -> Iterator[None]:
    """What desks show of what it has lost is not believed."""
    with patch.object(rollback_detection, "sign_of", lambda *a: None):
        yield


@mutant
def a_place_is_known_by_its_number_alone() -> Iterator[None]:
    """A server that went back and has gone on beyond a desk's place counts as the same."""
    with patch.object(rollback_detection, "_stands", lambda *a: True):
        yield


@mutant
def an_epoch_that_was_lost_is_taken_for_an_old_one() -> Iterator[None]:
    """A server that went back to before an epoch began does not begin another."""
    with patch.object(feed, "moment_of", lambda epoch: 0):
        yield


@mutant
def what_a_restored_server_lost_is_not_sent_again() -> Iterator[None]:
    """A desk takes the new epoch's rows and keeps its own journal to itself."""
    with patch.object(Engine, "_send_again", lambda self: None):
        yield


@mutant
def acknowledged_lines_are_pruned() -> Iterator[None]:
    """A desk throws its journal away as soon as the server has it."""

    def settle(self: Any) -> None:
        settle_well(self)
        self.connection.execute(delete(journal).where(journal.c.state == "acked"))

    settle_well = rebase._Rebase._settle
    with patch.object(rebase._Rebase, "_settle", settle):
        yield


@mutant
def forks_are_taken_for_repeats() -> Iterator[None]:
    """Another line under a known number counts as the same."""

    def told(connection: Any, header: Any, line: Any) -> Told:
        return Told(header.n, Outcome.OK)

    with patch.object(push, "_told_before", told):
        yield


@mutant
def a_restored_desk_lives_on() -> Iterator[None]:
    """A desk whose disk went back in time gives its numbers again."""

    def moved(self: Any, moving: tuple[int, int] | None = None) -> None:
        return None

    with patch.object(Engine, "_begin_life", moved):
        yield


@mutant
def moved_lines_keep_their_hashes() -> Iterator[None]:
    """Lines that move into a new life are not chained anew."""
    chain = renumbering.chain
    with patch.object(renumbering, "chain", lambda previous, header, body: chain(bytes(32), header, body)):
        yield


@mutant
def leases_end_by_the_clock() -> Iterator[None]:
    """The server takes back leases that it has not heard of for half an hour."""

    def answer(self: Any, path: str, headers: Any, body: bytes) -> Any:
        for business in list(self.rooms.disks):
            _end_leases(self.stores.of(business))
        return answer_well(self, path, headers, body)

    def _end_leases(store: Any) -> None:
        with store.reading() as connection:
            found = connection.execute(select(leases.c.id).where(leases.c.state == LeaseState.ACTIVE)).scalars().all()
        moment = int(store.clock().timestamp()) // 1800
        for lease in found:
            if ended.setdefault(lease, moment) < moment:
                store.do(force_lease, TakeBack(lease=lease, reason="It was lost"))

    ended: dict[UUID, int] = {}
    answer_well = ServerSide.answer
    with patch.object(ServerSide, "answer", answer):
        yield


@mutant
def leases_are_used_without_counting() -> Iterator[None]:
    """A desk sells more than its lease has."""

    def take(work: Any, pool: UUID, many: int, lease: UUID | None) -> None:
        if work.authority:
            take_well(work, pool, many, lease)

    take_well = escrow.take
    with patch.object(escrow, "take", take):
        yield


@mutant
def a_returned_lease_frees_what_was_sold() -> Iterator[None]:
    """Handing back gives the pool the whole lease, not what is left of it."""
    from bizet_core.business.leases import operations

    def end(work: Any, id: UUID, state: Any) -> None:
        found = work.get(leases, id)
        end_well(work, id, state)
        if work.authority and found.pool_id is not None and found.used:
            escrow._count(work, found.pool_id, leased=-min(found.used, work.get(escrow.pools, found.pool_id).leased))

    end_well = operations._end
    with patch.object(operations, "_end", end):
        yield


@mutant
def time_is_not_guarded() -> Iterator[None]:
    """The server's database lets two claims overlap."""

    def opened(self: Any, house: Any) -> Any:
        store = opened_well(self, house)
        with store.engine.begin() as connection:
            for name in ("claim_insert", "claim_update"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        return store

    from sync_server.data.business_databases import Stores

    opened_well = Stores._opened
    with patch.object(Stores, "_opened", opened):
        yield


@mutant
def numbers_go_back() -> Iterator[None]:
    """A past document that is written again sets the series back."""

    def took(work: Any, code: str, number: int, hash: bytes) -> None:
        work.save(numbering.series, numbering._id_of(work, code), code=code, next=number + 1, last_hash=hash)

    with patch.object(numbering, "took", took):
        yield


@mutant
def a_kiosk_gets_everything() -> Iterator[None]:
    """A role's scopes are not heeded."""
    with patch.object(pull, "scopes_of", lambda role, device: ("all", "desk", device)):
        yield


@mutant
def a_page_is_taken_for_the_whole() -> Iterator[None]:
    """After the first page the desk believes that it is at the head."""

    def pages(self: Any, known: Any, *more: Any, **named: Any) -> Iterator[Any]:
        first = next(pages_well(self, known, *more, **named))
        yield replace(first, cursor=first.head, more=False)

    pages_well = Engine._pages
    with patch.object(Engine, "_pages", pages):
        yield


@mutant
def undo_of_a_refused_operation_takes_its_card() -> Iterator[None]:
    """What the runner wrote for a refused operation counts as the operation's own rows."""
    with patch.object(undoing, "_is_not_done", lambda line: False):
        yield


@mutant
def rows_are_never_compared() -> Iterator[None]:
    """What was changed behind our back stays as it is."""
    with patch.object(Comparing, "look", lambda self, known: None):
        yield


@mutant
def own_work_is_taken_for_a_difference() -> Iterator[None]:
    """Rows are compared as they stand here, with what the server has not seen."""
    with patch.object(comparison, "unsettled", lambda connection: []):
        yield


@mutant
def what_has_changed_since_is_taken_for_a_difference() -> Iterator[None]:
    """Rows that the server has changed since the desk's place are compared as well."""
    with patch.object(comparison._Theirs, "_newer", lambda self: ()):
        yield


@mutant
def the_feed_forgets_what_the_server_did() -> Iterator[None]:
    """Operations of the server itself get no numbers."""

    def call(self: Any, connection: Any, ops: list[UUID]) -> None:
        mine = select(journal.c.op_id).where(journal.c.op_id.in_(ops), journal.c.name.startswith("leases."))
        own = set(connection.execute(mine).scalars())
        call_well(self, connection, [op for op in ops if op not in own])

    call_well = feed.Feed.__call__
    with patch.object(feed.Feed, "__call__", call):
        yield


@mutant
def what_a_restored_server_lost_is_not_offered() -> Iterator[None]:
    """A desk takes everything anew and keeps nothing of what it had from the server."""
    with patch.object(rebase, "keep_lost", lambda *a: 0):
        yield


@mutant
def removals_after_a_backup_are_not_offered() -> Iterator[None]:
    """A desk says nothing of rows that a restored server has again."""
    with patch.object(rebase, "keep_there_again", lambda *a: 0):
        yield


@mutant
def a_restored_server_grants_before_desks_have_reported() -> Iterator[None]:
    """It does not wait until it knows what is held."""
    with patch.object(lease_grants, "leases_are_asked_back", lambda *a: False):
        yield


@mutant
def leases_are_not_asked_back() -> Iterator[None]:
    """Desks do not tell a restored server what they hold."""
    with patch.object(after_restore, "held_leases", SimpleNamespace(needs=None, answer=lambda read, asked: ())):
        yield
