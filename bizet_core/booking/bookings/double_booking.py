"""Two bookings of one time, made while desks were apart: how both are shown, and what keeping one of them means."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.booking.bookings import time_claims
from bizet_core.booking.bookings.model import Status, booking_parts, bookings, claims
from bizet_core.booking.bookings.status_flow import check_step
from bizet_core.business.resources.model import resources
from bizet_core.describe.languages.language import N_
from bizet_core.people.customers.model import customers
from bizet_core.store import Read, Work
from bizet_core.store.journal.card_settling import Settling, Version

DOUBLE = "double_booked"
"""The code of the concern, and why the claims of a booking that is not certain stand beside others."""
OVER = "overbooked_there"
"""The code of the concern about a booking over what is full, by somebody who may not do that."""
ON_PURPOSE = "double booked while apart, kept on purpose"
"""Why a kept booking stands over another; a booking over what is full needs a reason."""


def keep_both(work: Work, card: Any) -> None:
    """The booking stands over the other one on purpose, and is certain from now on."""
    found = work.hold(bookings, card.subject_id)
    for claim in _claims_of(work, found.id):
        if not claim.live and claim.reason == DOUBLE:
            work.update(claims, claim.id, reason=ON_PURPOSE)
    work.update(bookings, found.id, provisional=False)
    work.note(bookings, found.id, code="kept_both")


def give_up_ours(work: Work, card: Any) -> None:
    """The booking is cancelled; another card remembers that its customer has to be told."""
    found = work.hold(bookings, card.subject_id)
    check_step(Status(found.status), Status.CANCELLED)
    freed = time_claims.release(work, found.id)
    work.update(bookings, found.id, status=Status.CANCELLED.value, provisional=False)
    time_claims.follow(work, freed)
    work.note(bookings, found.id, was=found.status, status=Status.CANCELLED.value)
    if found.customer_id is not None:
        work.note(customers, found.customer_id, booking=found.id, status=Status.CANCELLED.value)
    work.concern("tell_customer", bookings, found.id, starts_at=found.starts_at)


def both_versions(read: Read, card: Any) -> tuple[Version, Version]:
    """Our booking beside the one that has the time."""
    return _version(read, card.subject_id), _version(read, _who_has_it(read, card.subject_id))


def _who_has_it(read: Read, booking: UUID) -> UUID | None:
    """The first booking whose claim stands where one of ours wants to."""
    for ours in _claims_of(read, booking):
        theirs = select(claims.c.booking_id).where(claims.c.resource_id == ours.resource_id, claims.c.live)
        over = theirs.where(claims.c.starts_at < ours.ends_at, claims.c.ends_at > ours.starts_at)
        other: UUID | None = read.scalar(over.where(claims.c.booking_id != booking).order_by(claims.c.starts_at))
        if other is not None:
            return other
    return None


def _version(read: Read, booking: UUID | None) -> Version:
    found = read.find(bookings, booking)
    if found is None:
        return ()
    parts = read.all(
        select(booking_parts).where(booking_parts.c.booking_id == found.id).order_by(booking_parts.c.position)
    )
    people = [row.name for part in parts if (row := read.find(resources, part.staff_id)) is not None]
    customer = read.find(customers, found.customer_id)
    return (
        ("customer", "" if customer is None else customer.name),
        ("starts_at", found.starts_at),
        ("services", ", ".join(part.name for part in parts)),
        ("staff", ", ".join(dict.fromkeys(people))),
    )


def _claims_of(read: Read, booking: UUID) -> Any:
    return read.all(select(claims).where(claims.c.booking_id == booking).order_by(claims.c.id))


CLASH = Settling(keep_both, give_up_ours, both_versions, (N_("Keep both"), N_("Cancel this one")))
