"""Grant a device what only it may sell or promise until it hands it back."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import devices
from bizet_core.business.devices.queries import Devices, all_devices
from bizet_core.business.devices.restored_server import leases_are_asked_back
from bizet_core.business.leases.model import LeaseKind, LeaseState, leases, pool_units, pools
from bizet_core.business.leases.operations import GrantLease, grant_lease
from bizet_core.business.leases.queries import Leases, active_leases
from bizet_core.store import Read, Store
from bizet_core.store.operations.actor import SYSTEM
from bizet_core.store.tables.ids import made_at, new_id
from bizet_core.sync.wire.lease_messages import AllKept, Granted, Kept, LeaseAsked

LONGEST = timedelta(hours=72)
MOST_LEASES = 300  # of one device: one for each person and room of its place, and for what it sells
SLACK = timedelta(hours=12)  # a desk asks by its own clock


def grant(store: Store, device: UUID, asked: LeaseAsked) -> Granted:
    """Give what was asked for, or what is left of it; refuses with `sold_out` where nothing is, or `claim_leased`."""
    with store.reading() as connection:
        if leases_are_asked_back(connection, store.identity.business, store.clock()):
            raise Refused("leases_asked_back")
        read = Read(connection, store.identity.business, SYSTEM, store.clock())
        inc = read.get(devices, device).inc
        held = _held(read, device, inc, asked)
        units = _free_units(read, asked)
        many = len(units) if asked.kind is LeaseKind.UNITS else _free(read, asked)
        if held is None and _count(read, device) >= MOST_LEASES:
            raise Refused("leases_too_many", most=MOST_LEASES)
    if asked.kind is not LeaseKind.TIME and many == 0:
        raise Refused("sold_out")
    given = GrantLease(
        id=held or new_id(),
        device=device,
        inc=inc,
        kind=asked.kind,
        pool=asked.pool,
        many=many if asked.kind is LeaseKind.AMOUNT else 0,
        units=units,
        resource=asked.resource,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
    )
    _check_time(given, store.clock())
    store.do(grant_lease, given)
    return Granted(lease=given.id, many=many)


def kept(store: Store, heard: Callable[[], Mapping[UUID, datetime]]) -> AllKept:
    """What every device holds now, for a manager's eyes."""
    held = store.ask(active_leases, Leases())
    names = {row.id: row.name for row in store.ask(all_devices, Devices())}
    spoken = heard() if held else {}
    return AllKept(
        at=store.clock(),
        kept=tuple(
            Kept(
                lease=each.id,
                device=each.device,
                holder=names.get(each.device, ""),
                kind=each.kind,
                name=each.name,
                size=each.size,
                left=each.left,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                since=made_at(each.id),
                heard_at=spoken.get(each.device),
            )
            for each in held
        ),
    )


def _held(read: Read, device: UUID, inc: int, asked: LeaseAsked) -> UUID | None:
    """The lease that this one adds to."""
    mine = (leases.c.device == device) & (leases.c.inc == inc) & (leases.c.state == LeaseState.ACTIVE)
    same = mine & (leases.c.kind == asked.kind)
    if asked.kind is LeaseKind.TIME:
        same &= (leases.c.resource_id == asked.resource) & (leases.c.starts_at <= asked.starts_at)
        same &= leases.c.ends_at >= asked.starts_at
    else:
        same &= leases.c.pool_id == asked.pool
    found = read.first(select(leases.c.id).where(same).order_by(leases.c.id))
    return None if found is None else UUID(str(found.id))


def _count(read: Read, device: UUID) -> int:
    mine = (leases.c.device == device) & (leases.c.state == LeaseState.ACTIVE)
    return int(read.scalar(select(func.count(leases.c.id)).where(mine)))


def _free(read: Read, asked: LeaseAsked) -> int:
    if asked.kind is not LeaseKind.AMOUNT or asked.pool is None:
        return 0
    pool = read.get(pools, asked.pool)
    return max(0, min(asked.many, int(pool.size - pool.sold - pool.leased)))


def _free_units(read: Read, asked: LeaseAsked) -> tuple[UUID, ...]:
    if asked.kind is not LeaseKind.UNITS:
        return ()
    wanted = (pool_units.c.pool_id == asked.pool) & pool_units.c.id.in_(asked.units) & (pool_units.c.state == "free")
    return tuple(row.id for row in read.all(select(pool_units.c.id).where(wanted).order_by(pool_units.c.id)))


def _check_time(given: GrantLease, now: datetime) -> None:
    """A lease grows with each asking, so that how far it reaches from now is bounded too."""
    if given.kind is not LeaseKind.TIME:
        return
    if given.resource is None or given.starts_at is None or given.ends_at is None or given.ends_at <= given.starts_at:
        raise Refused("message_damaged")
    if given.ends_at - given.starts_at > LONGEST or given.ends_at - now > LONGEST + SLACK:
        raise Refused("lease_too_long", most=LONGEST // timedelta(hours=1))
