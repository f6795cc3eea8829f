"""A small capability of the tests alone: tickets from a pool, each sale a fact that carries a claim."""

from uuid import UUID

from sqlalchemy import select

from bizet_core.business.leases import escrow
from bizet_core.business.leases.model import LeaseState, leases, pools
from bizet_core.store import OPERATIONS, Permission, Read, Request, Work, operation
from bizet_core.store.journal.journal import histories, journal
from bizet_core.sync.restore.superseded_rows import SETTLING

NAME = "simulator.sell_tickets"


class SellTickets(Request):
    """So many, under a lease of this device's where it has one."""

    pool: UUID
    many: int


class TicketsSold(SellTickets):
    """Args: which lease."""

    lease: UUID | None


@operation(needs=Permission("sales.make"))
def sell_tickets(work: Work, given: TicketsSold) -> None:
    """Sell tickets; the history's line is the fact."""
    escrow.take(work, given.pool, given.many, given.lease)
    work.note(pools, given.pool, many=given.many)


@sell_tickets.prepare
def _pin(work: Work, asked: SellTickets) -> TicketsSold:
    mine = (leases.c.device == work.device) & (leases.c.inc == work.inc) & (leases.c.pool_id == asked.pool)
    held = work.all(select(leases).where(mine, leases.c.state == LeaseState.ACTIVE).order_by(leases.c.id))
    enough = [row.id for row in held if row.size - row.used >= asked.many]
    return TicketsSold(pool=asked.pool, many=asked.many, lease=enough[0] if enough else None)


def sold(read: Read) -> int:
    """How many tickets the history knows of; a line that was brought back counts nothing."""
    brought = select(journal.c.op_id).where(journal.c.business_id == read.business, journal.c.name == SETTLING)
    mine = (histories.c.name == NAME) & histories.c.last_op.not_in(brought)
    lines = read.all(select(histories.c.facts).where(mine).order_by(histories.c.id))
    return sum(line.facts["many"].value for line in lines)


def load() -> None:
    """Have it registered under a name of its own."""
    assert NAME in OPERATIONS
