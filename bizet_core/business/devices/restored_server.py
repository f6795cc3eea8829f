"""A server that was restored asks first: which leases its devices hold, and what they have that the backup lacks.

Until every device has said so, nothing is granted that one of them may hold. It waits no longer than `PATIENCE`: a
device that is in a drawer would otherwise keep everybody from selling.
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.business.devices.model import DeviceRole, DeviceState, devices, returned
from bizet_core.store.journal.feed_heads import feed_heads

PATIENCE = timedelta(minutes=10)
ANSWERED_FOR = timedelta(days=90)
"""How long after a restore a device may still tell what it had: as long as desks keep what they have sent."""


class Restored(NamedTuple):
    """The restore that began an epoch: when, and the last number of the backup."""

    epoch: str
    at_ms: int
    seq: int

    def is_within(self, now: datetime, time: timedelta) -> bool:
        """Whether it was so short a time ago."""
        return to_ms(now) - self.at_ms < time // timedelta(milliseconds=1)


def restored(connection: Connection, business: UUID) -> Restored | None:
    """The last restore of this server; None where it never was."""
    row = connection.execute(select(feed_heads).where(feed_heads.c.business_id == business)).first()
    if row is None or row.restored_at is None:
        return None
    return Restored(row.epoch, row.restored_at, row.restored_seq)


def leases_are_asked_back(connection: Connection, business: UUID, now: datetime) -> bool:
    """Whether somebody may still hold what this server does not know."""
    found = restored(connection, business)
    return (
        found is not None and found.is_within(now, PATIENCE) and not all_have(connection, business, found, "reported")
    )


def all_have(connection: Connection, business: UUID, found: Restored, what: str) -> bool:
    """Whether every device that could has `reported` its leases, or `offered` what it has."""
    d, r = devices.c, returned.c
    has = (r.business_id == business) & (r.epoch == found.epoch) & (r.device == d.id) & r[f"{what}_at"].is_not(None)
    could = (d.business_id == business) & (d.state == DeviceState.ACTIVE) & (d.role != DeviceRole.SERVER)
    since = d.joined_at <= from_ms(found.at_ms)
    return connection.execute(select(d.id).where(could, since, ~select(r.device).where(has).exists())).first() is None


def has_reported(connection: Connection, business: UUID, epoch: str, device: UUID) -> bool:
    """Whether this device has told what it holds."""
    c = returned.c
    mine = (c.business_id == business) & (c.epoch == epoch) & (c.device == device)
    return connection.execute(select(c.device).where(mine)).first() is not None


def note_returned(
    connection: Connection, business: UUID, epoch: str, device: UUID, now: datetime, *, offered: bool = False
) -> None:
    """This device has told which leases it holds; with `offered`, all that it has of what the backup lacks."""
    if not has_reported(connection, business, epoch, device):
        row = {"business_id": business, "epoch": epoch, "device": device, "reported_at": to_ms(now)}
        connection.execute(insert(returned).values(**row))
    if offered:
        c = returned.c
        mine = (c.business_id == business) & (c.epoch == epoch) & (c.device == device)
        connection.execute(update(returned).where(mine).values(offered_at=to_ms(now)))
