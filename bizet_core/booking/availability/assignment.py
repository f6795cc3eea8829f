"""Who may be asked, and who is asked first. Pure: what people have to do comes in as numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bizet_core.booking.availability.obstacles import Key


class Choice(StrEnum):
    """How a business shares out bookings for "anyone"."""

    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"
    PREFERENCE = "preference"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who could do it."""

    key: Key
    preference: int = 0  # lower is asked first
    busy: int = 0  # how long they are booked in the days that are compared, in ms
    last: int | None = None  # when they were last given a booking of this kind, in ms; None: never


def able(people: Iterable[Key], can: Mapping[Key, bool]) -> tuple[Key, ...]:
    """Who may do a service: those named for it, or everybody if nobody is; never those who are blocked for it."""
    named = any(can.values())
    return tuple(person for person in people if can.get(person, not named))


def in_order(candidates: Sequence[Candidate], how: Choice, wanted: Key | None = None) -> tuple[Key, ...]:
    """Candidates, the one to ask first; someone the customer asked for stands before all. Ties keep the given order."""
    ranked = sorted(candidates, key=_RANKS[how])
    return tuple(c.key for c in sorted(ranked, key=lambda c: c.key != wanted))


_RANKS = {
    Choice.ROUND_ROBIN: lambda c: (c.last is not None, c.last or 0, c.preference),
    Choice.LEAST_BUSY: lambda c: (c.busy, c.preference),
    Choice.PREFERENCE: lambda c: (c.preference, c.busy),
}
