"""Take from a pool, with a lease or without: what a sale's handler calls. A fact is never refused for a lease gone by.

The authority counts: `size = sold + leased + free`, by a constraint. A desk counts only what its lease says it has.
Whoever counts holds the pool first: two transactions that read one count would both write it, and one would be lost.
"""

from typing import Any
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.restored_server import leases_are_asked_back
from bizet_core.business.leases.model import LeaseState, leases, pool_units, pools
from bizet_core.store import Work


def take(work: Work, pool: UUID, many: int, lease: UUID | None) -> None:
    """Sell so many of a pool. Without a lease refuses with `sold_out`; with one that is gone, tells of it."""
    hold(work, pool)
    held = None if lease is None else work.find(leases, lease)
    if lease is None:
        _take_free(work, pool, many)
    elif held is not None and _may_use(work, held) and held.used + many <= held.size:
        work.update(leases, held.id, used=held.used + many)
        _count(work, pool, sold=many, leased=-many)
    elif work.authority:
        _take_late(work, pool, many)
    else:
        raise Refused("lease_used_up")


def give_back(work: Work, pool: UUID, many: int) -> None:
    """What was sold is free again, for everybody."""
    hold(work, pool)
    _count(work, pool, sold=-many)


def take_unit(work: Work, unit: UUID, lease: UUID | None, by: UUID) -> None:
    """Sell one unit of a pool for something (`by`). Refuses with `unit_taken`, or under a lease gone by tells of it."""
    hold(work, work.get(pool_units, unit).pool_id)
    found = work.get(pool_units, unit)
    held = None if lease is None else work.find(leases, lease)
    if found.state == "free" and lease is None and work.authority:
        _wait_for_reports(work)
        _sell_unit(work, found, by, sold=1)
    elif held is not None and found.state == "leased" and found.lease_id == lease and _may_use(work, held):
        work.update(leases, held.id, used=held.used + 1)
        _sell_unit(work, found, by, sold=1, leased=-1)
    elif lease is None or not work.authority:
        raise Refused("unit_taken", name=found.name)
    else:
        _sell_late(work, found, by)


def hold(work: Work, pool: UUID) -> None:
    """Let nobody else count or take of this pool until the commit. A desk does not have it, and writes alone."""
    if work.authority:
        work.hold(pools, pool)


def _may_use(work: Work, held: Any) -> bool:
    mine = (held.device, held.inc) == (work.device, work.inc)
    return mine and held.state == LeaseState.ACTIVE


def _take_free(work: Work, pool: UUID, many: int) -> None:
    if not work.authority:
        raise Refused("lease_needed")
    _wait_for_reports(work)
    found = work.get(pools, pool)
    if found.sold + found.leased + many > found.size:
        raise Refused("sold_out")
    _count(work, pool, sold=many)


def _wait_for_reports(work: Work) -> None:
    """After a restore the server sells nothing itself that a desk may hold. What a desk has sold, it has sold."""
    if work.origin and leases_are_asked_back(work.connection, work.business, work.now):
        raise Refused("leases_asked_back")


def _take_late(work: Work, pool: UUID, many: int) -> None:
    """The units of this lease went back to the pool before its holder's sale arrived."""
    found = work.get(pools, pool)
    free = max(0, min(many, found.size - found.sold - found.leased))
    _count(work, pool, sold=free, over=many - free)
    code = "oversold" if free < many else "lease_late"
    work.concern(code, pools, pool, count=many - free)


def _sell_unit(work: Work, unit: Any, by: UUID, **counts: int) -> None:
    work.update(pool_units, unit.id, state="sold", lease_id=None, sold_by=by)
    _count(work, unit.pool_id, **counts)


def _sell_late(work: Work, unit: Any, by: UUID) -> None:
    if unit.state == "free":
        _sell_unit(work, unit, by, sold=1)
        work.concern("lease_late", pool_units, unit.id, count=0, name=unit.name)
    else:
        _count(work, unit.pool_id, over=1)
        work.concern("oversold", pool_units, unit.id, count=1, name=unit.name)


def _count(work: Work, pool: UUID, *, sold: int = 0, leased: int = 0, over: int = 0) -> None:
    if not work.authority:
        return
    now = work.get(pools, pool)
    work.update(pools, pool, sold=now.sold + sold, leased=now.leased + leased, over=now.over + over)
