"""After a restore: know again what devices hold, before anything of theirs is run and anything is given to others."""

from datetime import datetime
from uuid import UUID

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.restored_server import ANSWERED_FOR, PATIENCE, has_reported, note_returned, restored
from bizet_core.business.leases.model import LeaseKind
from bizet_core.business.leases.operations import RegainLease, regain_lease
from bizet_core.store import Store
from bizet_core.sync.server import feed
from bizet_core.sync.wire.lease_messages import LeaseHeld, LeasesHeld, Regained
from sync_server.sync.lease_grants import LONGEST, SLACK


def regain(store: Store, device: UUID, told: LeasesHeld) -> Regained:
    """After a restore: take a device's word for what it holds, once in an epoch, before anything is given to others."""
    now, business, known = store.clock(), store.identity.business, 0
    with store.reading() as connection:
        head, found = feed.head_of(connection, business), restored(connection, business)
        is_old = found is None or has_reported(connection, business, head.epoch, device)
    if found is None or is_old or not found.is_within(now, ANSWERED_FOR):
        return Regained(known=0, epoch=head.epoch)
    for each in told.leases:
        known += _regained(store, device, each)
    with store.transaction() as connection:
        note_returned(connection, business, head.epoch, device, now)
    return Regained(known=known, epoch=head.epoch)


def _regained(store: Store, device: UUID, held: LeaseHeld) -> bool:
    """Whether it could be; what a lease is on may have been lost as well, and is then sold late."""
    if held.kind is LeaseKind.TIME and not _is_a_stretch(held, store.clock()):
        raise Refused("message_damaged")
    if held.kind is not LeaseKind.TIME and held.pool is None:
        raise Refused("message_damaged")
    try:
        store.do(regain_lease, RegainLease(device=device, **msgspec.structs.asdict(held)))
    except Refused as refusal:
        if refusal.code != "gone":
            raise
        return False
    return True


def _is_a_stretch(held: LeaseHeld, now: datetime) -> bool:
    if held.resource is None or held.starts_at is None or held.ends_at is None:
        return False
    return held.starts_at < held.ends_at <= now + LONGEST + SLACK


def check_has_reported(store: Store, device: UUID, epoch: str) -> None:
    """Refuse with `feed_restarted` what a device sends before it has told what it held: it may have sold of that."""
    now, business = store.clock(), store.identity.business
    with store.reading() as connection:
        head = feed.head_of(connection, business)
        if epoch in ("", head.epoch) or has_reported(connection, business, head.epoch, device):
            return
        found = restored(connection, business)
    if found is not None and found.is_within(now, PATIENCE):
        raise Refused("feed_restarted")
