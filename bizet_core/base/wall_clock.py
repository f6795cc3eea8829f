"""Wall clocks: which instants a local reading means, exactly, through every change of the clocks.

A reading is a day (proleptic Gregorian ordinal, as `date.toordinal()`) and minutes since its midnight, possibly
negative or 1440 and more. It may come twice (autumn) or never (spring), so there are two questions: the *first* instant
that reads so or later, and the end of the *last* one that reads earlier. Instants are integer milliseconds since 1970.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bizet_core.base.instants import DAY, MINUTE
from bizet_core.base.spans import Span

EPOCH_DAY = 719_163
"""1970-01-01 as an ordinal."""

_ERA = 366 * DAY  # transitions are looked up and kept for so long at a time
_MARGIN = 2 * DAY  # more than the largest offset (14 h) and the largest jump (24 h, Samoa 2011) together
_DAYS = 6  # no zone has changed its clocks twice within so many days since 1970 (tzdata 2026)
_STEP, _MS = timedelta(days=_DAYS), timedelta(milliseconds=1)
_FOREVER = 1 << 62


@dataclass(frozen=True, slots=True)
class _Era:
    """A zone's offsets over some years: from `since[i]` until `since[i + 1]` clocks are `ahead[i]` ms ahead of UTC."""

    since: tuple[int, ...]
    until: tuple[int, ...]
    ahead: tuple[int, ...]


def first_at(zone: str, day: int, minute: int) -> int:
    """The first instant at which clocks read this minute of this day, or later."""
    reading = (day - EPOCH_DAY) * DAY + minute * MINUTE
    era = _era(zone, reading // _ERA)
    for since, until, ahead in zip(era.since, era.until, era.ahead, strict=True):
        if reading - ahead < until:
            return max(since, reading - ahead)
    raise AssertionError("an era has no end")


def end_before(zone: str, day: int, minute: int) -> int:
    """The end (exclusive) of the last instant at which clocks read earlier than this minute of this day."""
    reading = (day - EPOCH_DAY) * DAY + minute * MINUTE
    era = _era(zone, reading // _ERA)
    for since, until, ahead in zip(reversed(era.since), reversed(era.until), reversed(era.ahead), strict=True):
        if reading - ahead > since:
            return min(until, reading - ahead)
    raise AssertionError("an era has no beginning")


def day_of(zone: str, instant: int) -> int:
    """The day that clocks show at an instant."""
    return EPOCH_DAY + reading_of(zone, instant) // DAY


def reading_of(zone: str, instant: int) -> int:
    """What clocks show at an instant, in ms since midnight of 1970-01-01 on that clock."""
    era = _era(zone, instant // _ERA)
    return instant + era.ahead[bisect_right(era.since, instant) - 1]


def stretches(zone: str, days: Sequence[int], start: int, end: int) -> list[Span]:
    """Each day's instants from the first reading of minute `start` to the last before minute `end`, without empty ones.

    Days ascend. Where clocks do not change this is plain arithmetic; else days are halved until the change is alone.
    """
    if not days:
        return []
    first = (days[0] - EPOCH_DAY) * DAY + start * MINUTE
    last = (days[-1] - EPOCH_DAY) * DAY + end * MINUTE
    ahead = _steady(zone, first, last)
    if ahead is not None:
        length = (end - start) * MINUTE
        return [(t, t + length) for t in [first - ahead + (day - days[0]) * DAY for day in days]]
    if len(days) > 1:
        half = len(days) // 2
        return stretches(zone, days[:half], start, end) + stretches(zone, days[half:], start, end)
    exact = (first_at(zone, days[0], start), end_before(zone, days[0], end))
    return [exact] if exact[0] < exact[1] else []


def _steady(zone: str, first: int, last: int) -> int | None:
    """The offset that holds for all readings from first to last, each of them coming exactly once; or None."""
    era = _era(zone, first // _ERA)
    i = bisect_right(era.since, first - _MARGIN) - 1
    return era.ahead[i] if era.until[i] >= last + _MARGIN and last // _ERA == first // _ERA else None


@lru_cache(maxsize=512)
def _era(zone: str, number: int) -> _Era:
    """Found by asking the zone every few days and halving where the answer changed; zoneinfo does not tell its list.

    Datetimes here read UTC but carry the zone, as `fromutc` wants them; with equal zones readings are subtracted.
    """
    info = ZoneInfo(zone)
    epoch = datetime(1970, 1, 1, tzinfo=info)
    utc = epoch + (number * _ERA - 2 * _MARGIN) * _MS
    ahead = info.fromutc(utc) - utc
    marks = [(-_FOREVER, ahead // _MS)]
    for _ in range((_ERA + 4 * _MARGIN) // _DAYS // DAY + 1):
        utc += _STEP
        now = info.fromutc(utc) - utc
        if now != ahead:
            marks.append(((_change(info, utc - _STEP, utc) - epoch) // _MS, now // _MS))
            ahead = now
    since, offsets = zip(*marks, strict=True)
    return _Era(since, (*since[1:], _FOREVER), offsets)


def _change(info: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second that has the offset of `after`, not of `before`."""
    old = info.fromutc(before) - before
    same, changed = 0, int((after - before).total_seconds())
    while changed - same > 1:
        middle = (same + changed) // 2
        utc = before + timedelta(0, middle)
        same, changed = (middle, changed) if info.fromutc(utc) - utc == old else (same, middle)
    return before + timedelta(0, changed)
