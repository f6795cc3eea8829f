"""What must hold in the end, whatever happened on the way."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from bizet_core.booking.bookings.model import bookings
from bizet_core.business.leases.model import LeaseState, leases, pools
from bizet_core.business.leases.operations import regain_lease
from bizet_core.catalogue.services.model import service_categories
from bizet_core.selling.sales.model import sales
from bizet_core.store.journal.cards import CardKind, inbox_cards
from bizet_core.store.journal.feed_heads import feed_heads
from bizet_core.store.journal.journal import first_broken, head, histories, journal
from bizet_core.store.operations.actor import SYSTEM
from bizet_core.store.operations.work import Read
from bizet_core.store.store import Store
from bizet_core.store.tables.columns import METADATA
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.model import feed, lost_rows
from bizet_core.sync.restore.superseded_rows import SETTLING
from tests.simulator import tickets
from tests.simulator.history import BrokenError, History
from tests.simulator.observed import Observed
from tests.simulator.rows import differences, rows


def check(history: History) -> None:
    """Raise `BrokenError` with everything that does not hold."""
    found = [f"{rule.__name__}: {told}" for rule in RULES for told in rule(history)]
    if found:
        raise BrokenError(f"seed {history.seed}:\n" + "\n".join(found[:12]))


def no_operation_is_lost(history: Observed) -> Iterator[str]:
    """Whatever a desk has committed is on the server in the end: done, refused with a card, or held."""
    missing = history.ledger.living() - history.on_server()
    if missing:
        names = [f"desk {history.ledger.operations[op]} {op}" for op in sorted(missing)]
        yield f"{len(missing)} operations are not on the server: {names[:4]}"


def every_fact_stands_once(history: Observed) -> Iterator[str]:
    """A sale, of goods or of tickets, is on the server once, or held there for all to see."""
    with history.server_store().reading() as connection:
        held = set(connection.execute(select(journal.c.op_id).where(journal.c.outcome == "held")).scalars())
        sold = connection.execute(select(histories.c.last_op).where(histories.c.name == tickets.NAME))
        there = Counter(connection.execute(select(sales.c.last_op)).scalars()) + Counter(sold.scalars())
        brought = set(connection.execute(select(journal.c.op_id).where(journal.c.name == SETTLING)).scalars())
    made = history.ledger.sales.keys() | history.ledger.tickets.keys()
    for op in sorted(made & history.ledger.living()):
        if there[op] + (op in held) != 1:
            yield f"{op} stands {there[op]} times"
    for op in sorted(there.keys() - made - brought):
        yield f"{op} was never made"


def everybody_has_the_same_rows(history: Observed) -> Iterator[str]:
    """Every desk that has sent everything holds just the server's rows, as far as its role sees them."""
    server = rows(history.server_store())
    for i, desk in enumerate(history.desks):
        unsent = desk.engine._unsent()
        if unsent:
            yield f"desk {i} has not sent {unsent}"
        mine = rows(desk.store)
        expected = {name: seen(server[name], name, desk, {row["id"] for row in mine[name]}) for name in server}
        held = _held_here(desk.store)
        for told in differences(expected, mine):
            if not any(str(op) in told for op in held):
                yield f"desk {i}: {told}"


def seen(found: list[dict[str, Any]], name: str, desk: Any, here: set[Any]) -> list[dict[str, Any]]:
    """The rows of a table that a desk is meant to have; of those it keeps by itself, the ones it has."""
    scope = METADATA.tables[name].info["scope"]
    if scope == "all" or (scope == "desk" and not desk.is_kiosk):
        return found
    if METADATA.tables[name].info["kept"]:
        return [row for row in found if row["id"] in here]
    return [row for row in found if row.get(scope) == desk.device]


def _held_here(store: Store) -> list[Any]:
    """Rows of held operations stand at the desk that made them alone; those are compared by their own rule."""
    with store.reading() as connection:
        return list(connection.execute(select(journal.c.op_id).where(journal.c.state == "held")).scalars())


def nothing_is_claimed_twice(history: Observed) -> Iterator[str]:
    """No two live claims of one resource overlap beyond its capacity."""
    from bizet_core.booking.bookings.model import claims
    from bizet_core.business.resources.model import resources

    with history.server_store().reading() as connection:
        live = connection.execute(select(claims).where(claims.c.live).order_by(claims.c.starts_at)).all()
        capacity = {r.id: r.capacity for r in connection.execute(select(resources.c.id, resources.c.capacity))}
    for claim in live:
        at_once = [
            other
            for other in live
            if other.resource_id == claim.resource_id and other.starts_at <= claim.starts_at < other.ends_at
        ]
        if sum(other.units for other in at_once) > capacity[claim.resource_id]:
            yield f"{claim.resource_id} is claimed {len(at_once)} times at {claim.starts_at}"


def escrow_adds_up(history: History) -> Iterator[str]:
    """Sold, leased and free make the whole; what is leased is what leases say; what is sold is what was sold."""
    store = history.server_store()
    with store.reading() as connection:
        read = Read(connection, store.identity.business, SYSTEM, history.clock.now)
        pool = read.get(pools, history.made.pool)
        active = (leases.c.pool_id == pool.id) & (leases.c.state == LeaseState.ACTIVE)
        held = read.scalar(select(func.coalesce(func.sum(leases.c.size - leases.c.used), 0)).where(active))
        sold = tickets.sold(read)
    if pool.leased != held:
        yield f"{pool.leased} are leased, but leases hold {held}"
    if pool.sold + pool.over != sold:
        yield f"{pool.sold} + {pool.over} count as sold, but {sold} were"
    if pool.sold + pool.leased > pool.size:
        yield f"{pool.sold} + {pool.leased} of {pool.size}"


def leases_are_never_broken(history: History) -> Iterator[str]:
    """What is sold under a lease is never late or too much, unless a manager took it back, a desk was copied, or it did
    not say in time to a server that was restored what it held."""
    ledger = history.ledger
    if ledger.has_forked:
        return
    with history.server_store().reading() as connection:
        told = select(inbox_cards.c.op, inbox_cards.c.code, journal.c.body).join(
            journal, journal.c.op_id == inbox_cards.c.op
        )
        found = connection.execute(told.where(inbox_cards.c.code.in_(["oversold", "lease_late", "lease_short"]))).all()
    for op, code, body in sorted(found):
        holder, lease = _holder(history, op, body)
        if lease not in ledger.forced and holder not in ledger.silent:
            yield f"{op} is {code} under {lease} of {holder}, though nobody took that back"


def _holder(history: History, op: UUID, body: bytes) -> tuple[UUID, UUID | None]:
    """Whose lease a card is about, and which."""
    if op in history.ledger.tickets:
        return history.desks[history.ledger.operations[op]].device, history.ledger.tickets[op][1]
    given = regain_lease.decode(body, regain_lease.ver)
    return given.device, given.id


def every_conflict_is_seen_once(history: Observed) -> Iterator[str]:
    """Each refused or held operation has one card, and no card is about one that was simply done."""
    with history.server_store().reading() as connection:
        lines = connection.execute(select(journal.c.op_id, journal.c.outcome)).all()
        cards = connection.execute(select(inbox_cards.c.op, inbox_cards.c.kind)).all()
    count = Counter(card.op for card in cards if card.kind not in (CardKind.CONCERN, CardKind.LOST))
    for line in lines:
        expected = 1 if line.outcome in ("refused", "held", "released") else 0
        if count[line.op_id] != expected:
            yield f"{line.op_id} is {line.outcome} and has {count[line.op_id]} cards"


def nothing_of_the_web_is_lost_without_a_card(history: History) -> Iterator[str]:
    """What the house did on a server that was restored since, and a desk still shows, stands or is in the Inbox."""
    with history.server_store().reading() as connection:
        there = set(connection.execute(select(bookings.c.id)).scalars())
        told = set(
            connection.execute(select(inbox_cards.c.subject_id).where(inbox_cards.c.kind == CardKind.LOST)).scalars()
        )
    for op, desks in sorted(history.ledger.shown.items()):
        if desks and history.ledger.of_the_web[op] not in there | told:
            yield f"{history.ledger.of_the_web[op]} of {op} is lost, though desks {sorted(desks)} had it"


def nothing_removed_is_there_again_without_a_card(history: Observed) -> Iterator[str]:
    """What was removed after the backup that the server was restored from is gone, or somebody has put it back since,
    or people were asked about it, as far as some desk had been told."""
    with history.server_store().reading() as connection:
        there = set(connection.execute(select(service_categories.c.id)).scalars())
        c = lost_rows.c
        asked = set(connection.execute(select(c.pk).where(c.again, c.card.in_(select(inbox_cards.c.id)))).scalars())
        since = select(feed.c.pk).where(feed.c.seq > select(feed_heads.c.restored_seq).scalar_subquery())
        asked |= set(connection.execute(since).scalars())
    for group, desks in sorted(history.ledger.removed.items()):
        if desks and group in there - asked:
            yield f"{group} is there again, though desks {sorted(desks)} had it no more"


def nothing_refused_stands(history: Observed) -> Iterator[str]:
    """Of an operation that was refused or is held nothing stands but its card."""
    with history.server_store().reading() as connection:
        mine = journal.c.outcome.in_(["refused", "held"])
        refused = set(connection.execute(select(journal.c.op_id).where(mine)).scalars())
    for name, found in rows(history.server_store()).items():
        for row in found:
            if row["last_op"] in refused and name != inbox_cards.name and not _was_revived(name):
                yield f"{name} {row['id']} is of {row['last_op']}, which was not done"


def _was_revived(name: str) -> bool:
    """Rows that a held fact points at come back, whatever becomes of the fact."""
    return name in ("customer", "history", "booking", "booking_part", "claim")


def receipts_have_no_gaps(history: Observed) -> Iterator[str]:
    """The numbers of each series on the server are those that were given, less what a destroyed disk alone held."""
    lost = {history.ledger.sales[op] for op in history.ledger.lost & history.ledger.sales.keys()}
    with history.server_store().reading() as connection:
        there = {(row.series, row.number) for row in connection.execute(select(sales.c.series, sales.c.number))}
        held = set(connection.execute(select(journal.c.op_id).where(journal.c.outcome == "held")).scalars())
    waiting = {history.ledger.sales[op] for op in held & history.ledger.sales.keys()}
    for series, numbers in sorted(history.ledger.given.items()):
        if numbers != set(range(1, max(numbers) + 1)):
            yield f"{series} was given {sorted(numbers)}"
        for number in sorted(numbers):
            if (series, number) not in there | lost | waiting:
                yield f"{series}-{number} is missing"


def every_chain_verifies(history: Observed) -> Iterator[str]:
    """Journals hold on both sides."""
    stores = [("server", history.server_store())] + [(f"desk {i}", d.store) for i, d in enumerate(history.desks)]
    for name, store in stores:
        business = store.identity.business
        with store.reading() as connection:
            for row in connection.execute(select(head).where(head.c.n > 0)).all():
                broken = first_broken(connection, business, row.device, row.inc)
                if broken is not None:
                    yield f"{name}: chain {row.inc} of {row.device} breaks at {broken}"


def nothing_differs_by_itself(history: Observed) -> Iterator[str]:
    """The comparison finds only what was changed behind our back: elsewhere it would hide our own faults."""
    for i, desk in enumerate(history.desks):
        with desk.store.reading() as connection:
            known = Upstream.find(connection)
        if known is not None and known.differed and desk.device not in history.ledger.rotten:
            yield f"desk {i}: {known.differed} rows differed from the server's"


def no_epoch_begins_by_itself(history: History) -> Iterator[str]:
    """Only where the server went back and nobody said so, and once for each time."""
    begun, untold = history.server.epochs_begun, history.ledger.untold
    if begun > untold:
        yield f"{begun} epochs began, though the server went back untold {untold} times"


RULES = (
    no_operation_is_lost,
    every_fact_stands_once,
    everybody_has_the_same_rows,
    nothing_is_claimed_twice,
    escrow_adds_up,
    leases_are_never_broken,
    every_conflict_is_seen_once,
    nothing_of_the_web_is_lost_without_a_card,
    nothing_removed_is_there_again_without_a_card,
    nothing_refused_stands,
    receipts_have_no_gaps,
    every_chain_verifies,
    nothing_differs_by_itself,
    no_epoch_begins_by_itself,
)
