"""Keep the next hours of this place's calendar for this desk, so that it can promise times while it is alone.

The stretch rolls forward while the desk is connected and stays as it is while it is not: nothing in it ends by the
clock. A desk that no longer wants it hands it back, after its last booking.
"""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.business.leases.model import LeaseKind
from bizet_core.business.leases.operations import OfLease, return_lease
from bizet_core.business.leases.queries import Hours, OfDesk, hours_of
from bizet_core.business.settings.queries import TheSettings, device
from bizet_core.store import Store
from bizet_core.sync.wire.lease_messages import Granted, LeaseAsked
from bizet_desk.syncing.transport.carrier import Server
from bizet_desk.syncing.writer import Write


def keep_hours(store: Store, server: Server, write: Write) -> int:
    """Ask for what is missing of the hours ahead, or hand back what is held; how many leases changed.

    Raises `UnreachableError`.
    """
    settings, me, now = store.ask(device, TheSettings()), store.identity, store.clock()
    hours = store.ask(hours_of, OfDesk(device=me.device, inc=me.inc, location=settings.location))
    if not settings.keep_hours:
        held = [each.lease for each in hours if each.lease is not None]
        for lease in held:
            write(partial(store.do, return_lease, OfLease(lease=lease)))
        return len(held)
    until = now + timedelta(hours=settings.keep_hours)
    return sum(_ask(server, each.resource, now, until) for each in hours if _is_short(each, now, until))


def _is_short(hours: Hours, now: datetime, until: datetime) -> bool:
    """Whether less than half of the stretch is left."""
    return hours.until is None or hours.until - now < (until - now) / 2


def _ask(server: Server, resource: UUID, now: datetime, until: datetime) -> int:
    try:
        server.ask("lease", LeaseAsked(kind=LeaseKind.TIME, resource=resource, starts_at=now, ends_at=until), Granted)
    except Refused:  # another desk holds it, or somebody is booked there: times are asked for, not promised
        return 0
    return 1
