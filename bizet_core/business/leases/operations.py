"""Make a pool, lease from it, hand back, take back."""

from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import Instant
from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import devices
from bizet_core.business.leases import escrow
from bizet_core.business.leases.model import LeaseKind, LeaseState, leases, pool_units, pools
from bizet_core.business.resources.model import resources
from bizet_core.business.settings.checking import checked
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Permission, Request, Work, operation

SELL = Permission("sales.make")


class MakePool(Request):
    """How much there is; with `units`, of what."""

    id: UUID
    size: Annotated[int, Field(N_("How many"), min=0)]
    units: dict[UUID, str] = {}


@operation(needs=Permission("settings.change"), silent="devices share out stock between themselves")
def make_pool(work: Work, given: MakePool) -> None:
    """Make a pool, or change its size; refuses with `pool_too_small` less than what is sold and leased."""
    if work.find(pools, given.id) is not None:
        escrow.hold(work, given.id)
    found = work.find(pools, given.id)
    if found is None:
        work.insert(pools, id=given.id, size=given.size)
    elif found.sold + found.leased > given.size:
        raise Refused("pool_too_small")
    else:
        work.update(pools, given.id, size=given.size)
    for id, name in sorted(given.units.items()):
        work.insert(pool_units, id=id, pool_id=given.id, name=name)


class GrantLease(Request):
    """What a device is to have; a lease that it holds already grows by it. Only a server asks this."""

    id: UUID
    device: UUID
    inc: int
    kind: LeaseKind
    pool: UUID | None = None
    many: Annotated[int, Field(N_("How many"), min=0)] = 0
    units: tuple[UUID, ...] = ()
    resource: UUID | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None


@operation(needs=Permission("devices.change"), silent="devices share out stock between themselves", server=True)
def grant_lease(work: Work, given: GrantLease) -> None:
    """Give a device what only it may sell until it hands it back."""
    _hold_what_is_shared(work, given)
    many = len(given.units) if given.kind is LeaseKind.UNITS else given.many
    found = work.find(leases, given.id)
    if found is None:
        place = {"pool_id": given.pool, "resource_id": given.resource}
        when = {"starts_at": given.starts_at, "ends_at": given.ends_at}
        row = {"device": given.device, "inc": given.inc, "kind": given.kind, "size": many}
        work.insert(leases, id=given.id, **row, **place, **when)
    elif found.state != LeaseState.ACTIVE or (found.device, found.inc) != (given.device, given.inc):
        raise Refused("lease_over")
    else:
        ends = [end for end in (found.ends_at, given.ends_at) if end is not None]
        work.update(leases, given.id, size=found.size + many, ends_at=max(ends, default=None))
    if given.kind is not LeaseKind.TIME:
        _set_aside(work, given, many)


def _hold_what_is_shared(work: Work, given: GrantLease) -> None:
    """A claim looks for leases while it holds its resource, so a lease that grows waits for claims and they for it."""
    if given.pool is not None:
        escrow.hold(work, given.pool)
    if given.resource is not None:
        work.hold(resources, given.resource)


def _set_aside(work: Work, given: GrantLease, many: int) -> None:
    assert given.pool is not None
    pool = work.get(pools, given.pool)
    if pool.sold + pool.leased + many > pool.size:
        raise Refused("sold_out")
    work.update(pools, given.pool, leased=pool.leased + many)
    for unit in given.units:
        if work.get(pool_units, unit).state != "free":
            raise Refused("unit_taken", name=work.get(pool_units, unit).name)
        work.update(pool_units, unit, state="leased", lease_id=given.id)


class RegainLease(Request):
    """What a device held when the server was restored: in full, as it was given. Only a server asks this."""

    id: UUID
    device: UUID
    inc: int
    kind: LeaseKind
    pool: UUID | None = None
    size: Annotated[int, Field(N_("How many"), min=0)] = 0
    units: tuple[UUID, ...] = ()
    resource: UUID | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None


@operation(needs=Permission("devices.change"), silent="devices share out stock between themselves", server=True)
def regain_lease(work: Work, given: RegainLease) -> None:
    """Know again what a device holds; what somebody else has got meanwhile is told, and is not its any more."""
    if given.pool is not None:
        escrow.hold(work, given.pool)
    if given.resource is not None:
        work.hold(resources, given.resource)
    found = work.find(leases, given.id)
    if found is not None and (found.state != LeaseState.ACTIVE or found.device != given.device):
        return  # it was taken back since, or was never this one's
    if given.kind is LeaseKind.TIME:
        _regain_time(work, given, found)
    else:
        _regain_stock(work, given, found)


def _regain_stock(work: Work, given: RegainLease, found: Any) -> None:
    assert given.pool is not None
    pool = work.get(pools, given.pool)
    lost, units = _lost_of(work, given, found)
    left = pool.size - pool.sold - pool.leased
    many = min(left, len(units) if given.kind is LeaseKind.UNITS else lost)
    if many < lost:
        work.concern("lease_short", pools, given.pool, count=lost - many)
    if found is None:
        row = {"device": given.device, "inc": given.inc, "kind": given.kind, "pool_id": given.pool}
        work.insert(leases, id=given.id, size=many, **row)
    elif many:
        work.update(leases, given.id, size=found.size + many)
    work.update(pools, given.pool, leased=pool.leased + many)
    for unit in units[:many]:
        work.update(pool_units, unit, state="leased", lease_id=given.id)


def _lost_of(work: Work, given: RegainLease, found: Any) -> tuple[int, list[UUID]]:
    """How many of a lease are not set aside any more; and which units, where somebody else has not got them."""
    if given.kind is LeaseKind.AMOUNT:
        return max(0, given.size - (0 if found is None else found.size)), []
    missing = [unit for each in given.units if (unit := work.get(pool_units, each)).lease_id != given.id]
    return len(missing), [unit.id for unit in missing if unit.state == "free"]


def _regain_time(work: Work, given: RegainLease, found: Any) -> None:
    c = leases.c
    alone = (c.resource_id == given.resource) & (c.kind == LeaseKind.TIME) & (c.state == LeaseState.ACTIVE)
    over = (c.id != given.id) & (c.starts_at < given.ends_at) & (c.ends_at > given.starts_at)
    if work.first(select(c.id).where(alone, over)) is not None:
        work.concern("lease_short", resources, given.resource or given.id, count=1)
    elif found is None:
        when = {"starts_at": given.starts_at, "ends_at": given.ends_at, "resource_id": given.resource}
        work.insert(leases, id=given.id, device=given.device, inc=given.inc, kind=given.kind, size=0, **when)
    elif given.ends_at is not None and found.ends_at < given.ends_at:
        work.update(leases, given.id, ends_at=given.ends_at)


class OfLease(Request):
    """Which."""

    lease: UUID


@operation(needs=SELL, silent="devices share out stock between themselves", kiosk=True, unasked=True)
def return_lease(work: Work, given: OfLease) -> None:
    """Hand back what is left. Whoever holds it says so, after its last sale: nobody else knows which that was."""
    found = work.get(leases, given.lease)
    if found.state != LeaseState.ACTIVE:
        return  # taken back meanwhile
    if (found.device, found.inc) != (work.device, work.inc):
        raise Refused("lease_not_yours")
    _end(work, given.lease, LeaseState.CLOSED)


class TakeBack(OfLease):
    """And why: whoever stands at that device will ask."""

    reason: Annotated[str, Field(N_("Reason"), min_length=1, max_length=200)]


@operation(needs=Permission("devices.take_back"), ver=2, said=N_("Taken back what a device kept for itself"))
def force_lease(work: Work, given: TakeBack) -> None:
    """Take back what a device holds without asking it; what it still sells becomes a card in the Inbox."""
    found = work.find(leases, given.lease)
    if found is not None and found.state == LeaseState.ACTIVE:
        _end(work, given.lease, LeaseState.FORCED)
        work.note(devices, found.device, reason=given.reason)


@force_lease.prepare
def _pin_reason(work: Work, asked: TakeBack) -> TakeBack:
    return checked(work, asked)


@force_lease.upcast(1)
def _without_reason(raw: dict[str, Any]) -> dict[str, Any]:
    return raw | {"reason": ""}


def _end(work: Work, id: UUID, state: LeaseState) -> None:
    pool = work.get(leases, id).pool_id
    if pool is not None:
        escrow.hold(work, pool)
    found = work.get(leases, id)
    if found.state != LeaseState.ACTIVE:
        return
    work.update(leases, id, state=state)
    if found.pool_id is None:
        return
    if work.authority:
        pool = work.get(pools, found.pool_id)
        work.update(pools, found.pool_id, leased=pool.leased - (found.size - found.used))
    left = select(pool_units.c.id).where(pool_units.c.lease_id == id).order_by(pool_units.c.id)
    for unit in work.all(left):
        work.update(pool_units, unit.id, state="free", lease_id=None)
