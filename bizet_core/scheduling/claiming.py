"""Claims: taking time on people, rooms and counted things, and giving it back. The database keeps them apart."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import select

from bizet_core.instants import Instant
from bizet_core.scheduling.model import Status, bookings, claims
from bizet_core.store import Request, Work

RELEASING = frozenset({Status.CANCELLED, Status.NO_SHOW})
"""Statuses that give the time back."""


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


def take(work: Work, booking_id: UUID, made: Iterable[ClaimMade]) -> None:
    """Claim time; the database refuses with `slot_taken` where somebody else has it."""
    work.insert_all(claims, [{**msgspec.structs.asdict(c), "booking_id": booking_id} for c in made])


def replace(work: Work, booking_id: UUID, made: Iterable[ClaimMade]) -> None:
    """Give back what a booking holds and claim anew: its own old time never stands in its way."""
    work.delete_all(claims, ids_of(work, booking_id))
    take(work, booking_id, made)


def release(work: Work, booking_id: UUID) -> None:
    """Give the time back, keeping the rows as a trace."""
    for id in ids_of(work, booking_id, live=True):
        work.update(claims, id, live=False)


def end_holds(work: Work, ended: Iterable[UUID]) -> None:
    """End holds whose time is over, before anything else is claimed; those already gone are left alone."""
    for id in ended:
        found = work.find(bookings, id)
        if found is not None and found.status == Status.HOLD:
            release(work, id)
            work.update(bookings, id, status=Status.CANCELLED)


def holds_over(work: Work) -> tuple[UUID, ...]:
    """Holds whose time has passed; only an authority ends them, by its own clock."""
    over = select(bookings.c.id).where(bookings.c.status == Status.HOLD, bookings.c.hold_until <= work.now)
    return tuple(row.id for row in work.all(over.order_by(bookings.c.id)))


def ids_of(work: Work, booking_id: UUID, *, live: bool | None = None) -> list[UUID]:
    """The claims of a booking."""
    asked = select(claims.c.id).where(claims.c.booking_id == booking_id)
    if live is not None:
        asked = asked.where(claims.c.live == live)
    return [row.id for row in work.all(asked.order_by(claims.c.id))]
