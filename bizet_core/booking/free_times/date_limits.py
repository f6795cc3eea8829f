"""How far the calendar goes: beyond these years neither clocks nor databases agree on what an instant is called."""

from datetime import date

from bizet_core.base.instants import DAY
from bizet_core.base.refusals import Refused
from bizet_core.base.spans import Span
from bizet_core.base.wall_clock import EPOCH_DAY

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
_BEGINS, _ENDS = ((day.toordinal() - EPOCH_DAY) * DAY for day in (FIRST, LAST))


def check_day(day: date) -> None:
    """Refuse a day that the calendar does not have."""
    if not FIRST <= day <= LAST:
        raise Refused("beyond_calendar", first=FIRST, last=LAST)


def check_span(within: Span) -> None:
    """Refuse a span of ms that the calendar does not have; in its last days the zone does not matter."""
    if within[0] < _BEGINS or within[1] > _ENDS:
        raise Refused("beyond_calendar", first=FIRST, last=LAST)
