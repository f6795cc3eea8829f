"""The life of a booking: which status may follow which (catalog 26.1.5)."""

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status

_NEXT: dict[Status, frozenset[Status]] = {
    Status.HOLD: frozenset({Status.PENDING, Status.CONFIRMED, Status.CANCELLED}),
    Status.PENDING: frozenset({Status.CONFIRMED, Status.ARRIVED, Status.IN_SERVICE, Status.CANCELLED, Status.NO_SHOW}),
    Status.CONFIRMED: frozenset(
        {Status.PENDING, Status.ARRIVED, Status.IN_SERVICE, Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW}
    ),
    Status.ARRIVED: frozenset(
        {Status.CONFIRMED, Status.IN_SERVICE, Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW}
    ),
    Status.IN_SERVICE: frozenset({Status.ARRIVED, Status.COMPLETED, Status.CANCELLED}),
    Status.COMPLETED: frozenset({Status.IN_SERVICE}),
    Status.CANCELLED: frozenset({Status.CONFIRMED, Status.PENDING}),
    Status.NO_SHOW: frozenset({Status.CONFIRMED, Status.ARRIVED}),
}

MOVABLE = frozenset({Status.HOLD, Status.PENDING, Status.CONFIRMED, Status.ARRIVED, Status.IN_SERVICE})
"""A booking that is over, or given up, stays where it was."""


def check_step(was: Status, to: Status) -> None:
    """Refuse a step the field would not make, such as from cancelled straight to completed."""
    if to is not was and to not in _NEXT[was]:
        raise Refused("status_step", was=was.value, to=to.value)


def next_steps(was: Status) -> tuple[Status, ...]:
    """What a booking may become, in the order of a day."""
    return tuple(s for s in Status if s in _NEXT[was])
