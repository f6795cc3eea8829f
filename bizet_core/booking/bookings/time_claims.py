"""Claims: taking time on people, rooms and counted things, and giving it back. The database keeps them apart."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select

from bizet_core.base.instants import Instant, to_ms
from bizet_core.base.spans import peak
from bizet_core.booking.bookings.model import Status, booking_parts, bookings, claims
from bizet_core.business.leases.model import leases
from bizet_core.business.resources.model import resources
from bizet_core.store import Request, Work
from bizet_core.store.journal.journal import journal
from bizet_core.store.operations.work import Found

RELEASING = frozenset({Status.CANCELLED, Status.NO_SHOW})
"""Statuses that give the time back."""
REACH = timedelta(days=1)
"""How far a claim may begin from its part: no visit lasts longer."""


class ClaimMade(Request):
    """Args of one claim: what nobody else may have from `starts_at` until `ends_at`, buffers included."""

    id: UUID
    resource_id: UUID
    part_id: UUID | None
    starts_at: Instant
    ends_at: Instant
    units: int = 1
    counted: bool = False
    live: bool = True
    reason: str = ""
    lease_id: UUID | None = None


def take(work: Work, booking_id: UUID, made: Iterable[ClaimMade]) -> None:
    """Claim time; the database refuses with `slot_taken` where somebody else has it, `claim_leased` where on lease."""
    work.insert_all(claims, [{**msgspec.structs.asdict(_own(work, c)), "booking_id": booking_id} for c in made])


def _own(work: Work, made: ClaimMade) -> ClaimMade:
    """The claim, without a lease that another device holds: everybody reads its id in the claims made under it."""
    held = work.find(leases, made.lease_id)
    if held is None or not work.authority or (held.device, held.inc) == (work.device, work.inc):
        return made
    return msgspec.structs.replace(made, lease_id=None)


def replace(work: Work, booking_id: UUID, made: Iterable[ClaimMade]) -> None:
    """Give back what a booking holds and claim anew: its own old time never stands in its way."""
    held = _of(work, booking_id)
    work.delete_all(claims, [claim.id for claim in held])
    take(work, booking_id, made)
    follow(work, [claim for claim in held if claim.live])


def release(work: Work, booking_id: UUID) -> list[Found]:
    """Give the time back, keeping the rows as a trace. Returns what was given back, for `follow`."""
    freed = [claim for claim in _of(work, booking_id) if claim.live]
    for claim in freed:
        work.update(claims, claim.id, live=False)
    return freed


def end_holds(work: Work, ended: Iterable[UUID]) -> list[Found]:
    """End holds whose time is over, before anything else is claimed; those already gone are left alone.

    A device names them, and may be wrong or lie: only what is over by our own clock ends, or what was its author's own.
    """
    freed: list[Found] = []
    for id in ended:
        found = work.hold_if_there(bookings, id)
        if found is not None and found.status == Status.HOLD and (_is_over(work, found) or _is_own(work, found)):
            freed += release(work, id)
            work.update(bookings, id, status=Status.CANCELLED)
    return freed


def _is_over(work: Work, hold: Found) -> bool:
    return hold.hold_until is None or bool(hold.hold_until <= work.clock())


def _is_own(work: Work, hold: Found) -> bool:
    """Whether the same person at the same device has made or changed this hold last."""
    line = work.first(select(journal.c.device, journal.c.actor).where(journal.c.op_id == hold.last_op))
    return line is not None and (line.device, line.actor) == (work.device, work.actor.staff)


def follow(work: Work, freed: Iterable[Found]) -> None:
    """Let what was booked over the freed time hold it now, so that nobody else is booked over it unasked."""
    for claim in freed:
        for over in _booked_over(work, claim):
            resource = work.hold(resources, over.resource_id)
            if over.units <= resource.capacity - _peak(work, over.resource_id, over.starts_at, over.ends_at):
                work.update(claims, over.id, live=True, counted=resource.capacity > 1, reason="")


def most_claimed(work: Work, resource: UUID) -> int:
    """The most units that are claimed of a resource at once from now on."""
    return _peak(work, resource, work.now, None)


def _peak(work: Work, resource: UUID, since: datetime, until: datetime | None) -> int:
    held = select(claims).where(claims.c.resource_id == resource, claims.c.live, claims.c.ends_at > since)
    if until is not None:
        held = held.where(claims.c.starts_at < until)
    counted = [(to_ms(row.starts_at), to_ms(row.ends_at), row.units) for row in work.all(held.order_by(claims.c.id))]
    last = max((end for _, end, _ in counted), default=0)
    return peak(counted, (to_ms(since), last if until is None else to_ms(until)))


def _booked_over(work: Work, freed: Found) -> Sequence[Found]:
    """Claims of bookings that stand over this one on purpose, the first made first. Found by their parts' times."""
    c, p, b = claims.c, booking_parts.c, bookings.c
    asked = (
        select(claims)
        .join(booking_parts, (c.business_id == p.business_id) & (c.part_id == p.id))
        .join(bookings, (c.business_id == b.business_id) & (c.booking_id == b.id))
        .where(p.starts_at > freed.starts_at - REACH, p.starts_at < freed.ends_at + REACH)
        .where(c.resource_id == freed.resource_id, c.starts_at < freed.ends_at, c.ends_at > freed.starts_at)
        .where(~c.live, c.reason != "", b.status.not_in(sorted(RELEASING)))
    )
    return work.all(asked.order_by(b.created_at, c.id))


def holds_over(work: Work) -> tuple[UUID, ...]:
    """Holds whose time has passed; only an authority ends them, by its own clock."""
    if not work.authority:
        return ()
    over = select(bookings.c.id).where(bookings.c.status == Status.HOLD, bookings.c.hold_until <= work.now)
    return tuple(row.id for row in work.all(over.order_by(bookings.c.id)))


def _of(work: Work, booking_id: UUID) -> Sequence[Found]:
    """The claims of a booking."""
    return work.all(select(claims).where(claims.c.booking_id == booking_id).order_by(claims.c.id))


def follow_restored(work: Work, was: Sequence[Found]) -> None:
    """What follows claims that an undo took back: whatever stood over them has its time."""
    follow(work, [claim for claim in was if claim.live])
